//! Roles of the environment.

use super::json;
use super::sql::{Row, params};
use super::transaction::Work;
use crate::domain::{Fault, Name, Permission, Permissions, PublicId, Role};
use serde_json::Value as Json;

/// Returns all roles, by name.
pub fn all(work: &Work) -> Result<Vec<Role>, Fault> {
    work.sql().query(
        "SELECT id, public_id, name, permissions FROM role WHERE environment_id = ?1 ORDER BY name_key",
        params![work.environment.row],
        |row| read(row, 0),
    )
}

/// Reads a role from four columns that begin at `first`.
pub(super) fn read(row: &Row, first: usize) -> Result<Role, Fault> {
    Ok(Role {
        row: row.int(first)?,
        id: PublicId::stored(row.text(first + 1)?),
        name: Name::stored(row.text(first + 2)?),
        permissions: permissions(&row.text(first + 3)?)?,
    })
}

/// Adds a role. Returns its row.
pub fn insert(work: &Work, id: &PublicId, name: &Name, permissions: Permissions) -> Result<i64, Fault> {
    work.sql().insert(
        "INSERT INTO role (environment_id, public_id, name, name_key, permissions) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![work.environment.row, id.as_str(), name.as_str(), &name.key(), &text_of(permissions)],
    )
}

/// Updates the name and the permissions of a role.
pub fn update(work: &Work, role: &Role) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE role SET name = ?3, name_key = ?4, permissions = ?5 WHERE environment_id = ?1 AND id = ?2",
            params![work.environment.row, role.row, role.name.as_str(), &role.name.key(), &text_of(role.permissions),],
        )
        .map(drop)
}

/// Removes a role. The caller has checked that no user has it and that it requires no profile field.
pub fn delete(work: &Work, role: i64) -> Result<(), Fault> {
    work.sql()
        .execute("DELETE FROM role WHERE environment_id = ?1 AND id = ?2", params![work.environment.row, role])
        .map(drop)
}

/// Returns the number of users of each role, by row. Roles without users are omitted.
pub fn sizes(work: &Work) -> Result<Vec<(i64, i64)>, Fault> {
    work.sql().query(
        "SELECT role_id, count(*) FROM membership WHERE environment_id = ?1 AND role_id IS NOT NULL GROUP BY role_id",
        params![work.environment.row],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )
}

fn text_of(permissions: Permissions) -> String {
    Json::from(permissions.texts().collect::<Vec<_>>()).to_string()
}

/// Parses permissions. A permission that this version does not know allows nothing.
fn permissions(text: &str) -> Result<Permissions, Fault> {
    let texts = json::stored(text)?;
    let known = texts.as_array().into_iter().flatten().filter_map(|text| Permission::parse(text.as_str()?).ok());
    Ok(known.fold(Permissions::NONE, Permissions::with))
}
