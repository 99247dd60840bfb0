//! Profile fields of the environment. Their values are in the memberships.

use crate::domain::{Fault, FieldKind, Name, ProfileField, Required};
use crate::store::json;
use crate::store::sql::{Row, params};
use crate::store::transaction::Work;
use serde_json::Value as Json;

/// Returns all profile fields, in the order of their definition.
pub fn all(work: &Work) -> Result<Vec<ProfileField>, Fault> {
    work.sql().query(
        "SELECT f.id, f.key, f.label, f.kind, f.choices, f.required,
                (SELECT json_group_array(name) FROM
                     (SELECT r.name FROM profile_field_role x JOIN role r ON r.id = x.role_id
                      WHERE x.field_id = f.id ORDER BY r.name_key) named)
         FROM profile_field f WHERE f.environment_id = ?1 ORDER BY f.id",
        params![work.environment.row],
        read,
    )
}

fn read(row: &Row) -> Result<ProfileField, Fault> {
    let choices = texts(&row.text(4)?)?;
    let roles = texts(&row.text(6)?)?;
    Ok(ProfileField {
        row: row.int(0)?,
        key: row.text(1)?,
        label: row.text(2)?,
        kind: row.word(3, |kind| FieldKind::from_text(kind, choices.clone()))?,
        required: match row.flag(5)? {
            true => Required::Always,
            false if roles.is_empty() => Required::Never,
            false => Required::For(roles.into_iter().map(Name::stored).collect()),
        },
    })
}

/// Adds a profile field. Returns its row.
pub fn insert(work: &Work, field: &ProfileField) -> Result<i64, Fault> {
    let row = work.sql().insert(
        "INSERT INTO profile_field (environment_id, key, label, kind, choices, required)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            work.environment.row,
            &field.key,
            &field.label,
            field.kind.as_str(),
            &Json::from(field.kind.choices()).to_string(),
            field.required == Required::Always,
        ],
    )?;
    require(work, row, &field.required)?;
    Ok(row)
}

/// Updates a profile field, except its key.
pub fn update(work: &Work, field: &ProfileField) -> Result<(), Fault> {
    work.sql().execute(
        "UPDATE profile_field SET label = ?3, kind = ?4, choices = ?5, required = ?6
         WHERE environment_id = ?1 AND id = ?2",
        params![
            work.environment.row,
            field.row,
            &field.label,
            field.kind.as_str(),
            &Json::from(field.kind.choices()).to_string(),
            field.required == Required::Always,
        ],
    )?;
    work.sql().execute("DELETE FROM profile_field_role WHERE field_id = ?1", params![field.row])?;
    require(work, field.row, &field.required)
}

/// Removes a profile field. The caller removes its values.
pub fn delete(work: &Work, field: i64) -> Result<(), Fault> {
    work.sql().execute("DELETE FROM profile_field_role WHERE field_id = ?1", params![field])?;
    work.sql()
        .execute(
            "DELETE FROM profile_field WHERE environment_id = ?1 AND id = ?2",
            params![work.environment.row, field],
        )
        .map(drop)
}

/// Returns the number of users with a value of each profile field, by key. Fields without values are omitted.
pub fn sizes(work: &Work) -> Result<Vec<(String, i64)>, Fault> {
    work.sql().query(
        "SELECT f.key, count(*) FROM membership m, json_each(m.profile) f WHERE m.environment_id = ?1 GROUP BY f.key",
        params![work.environment.row],
        |row| Ok((row.text(0)?, row.int(1)?)),
    )
}

/// Adds the roles whose users must have the field.
fn require(work: &Work, field: i64, required: &Required) -> Result<(), Fault> {
    let Required::For(roles) = required else { return Ok(()) };
    for role in roles {
        work.sql().execute(
            "INSERT INTO profile_field_role (field_id, role_id)
             SELECT ?2, id FROM role WHERE environment_id = ?1 AND name_key = ?3",
            params![work.environment.row, field, &role.key()],
        )?;
    }
    Ok(())
}

fn texts(text: &str) -> Result<Vec<String>, Fault> {
    let texts = json::stored(text)?;
    let texts = texts.as_array().into_iter().flatten();
    Ok(texts.filter_map(|text| text.as_str().map(str::to_owned)).collect())
}
