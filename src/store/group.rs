//! Member groups of the environment, and their members.

use super::sql::{Row, params};
use super::transaction::Work;
use crate::domain::{Catalogue, Fault, Group, Name, PublicId};
use std::rc::Rc;

impl Work {
    /// Returns the member groups of the environment. They are read once.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn groups(&mut self) -> Result<Rc<Catalogue<Group>>, Fault> {
        if let Some(groups) = &self.groups {
            return Ok(Rc::clone(groups));
        }
        let groups = Rc::new(Catalogue::new(all(self)?));
        self.groups = Some(Rc::clone(&groups));
        Ok(groups)
    }
}

/// Returns all groups, by name.
pub fn all(work: &Work) -> Result<Vec<Group>, Fault> {
    work.sql().query(
        "SELECT id, public_id, name, label FROM member_group WHERE environment_id = ?1 ORDER BY name_key",
        params![work.environment.row],
        read,
    )
}

/// Adds a group. Returns its row.
pub fn insert(work: &mut Work, id: &PublicId, name: &Name, label: &str) -> Result<i64, Fault> {
    work.forget();
    work.sql().insert(
        "INSERT INTO member_group (environment_id, public_id, name, name_key, label, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![work.environment.row, id.as_str(), name.as_str(), &name.key(), label, work.now().0],
    )
}

/// Changes the name and the label of a group.
pub fn rename(work: &mut Work, group: i64, name: &Name, label: &str) -> Result<(), Fault> {
    work.forget();
    work.sql()
        .execute(
            "UPDATE member_group SET name = ?2, name_key = ?3, label = ?4 WHERE id = ?1",
            params![group, name.as_str(), &name.key(), label],
        )
        .map(drop)
}

/// Removes a group; its members stay in the environment.
pub fn delete(work: &mut Work, group: i64) -> Result<(), Fault> {
    work.forget();
    work.sql().execute("DELETE FROM group_member WHERE group_id = ?1", params![group])?;
    work.sql().execute("DELETE FROM group_menu WHERE group_id = ?1", params![group])?;
    work.sql().execute("DELETE FROM member_group WHERE id = ?1", params![group]).map(drop)
}

/// Returns the rows of a member's groups.
pub fn of_member(work: &Work, member: i64) -> Result<Vec<i64>, Fault> {
    work.sql().query("SELECT group_id FROM group_member WHERE membership_id = ?1", params![member], |row| row.int(0))
}

/// Returns the rows and addresses of a group's members, by address.
pub fn members(work: &Work, group: i64) -> Result<Vec<(i64, String)>, Fault> {
    work.sql().query(
        "SELECT m.id, a.address FROM group_member x
         JOIN membership m ON m.id = x.membership_id JOIN account a ON a.id = m.account_id
         WHERE x.group_id = ?1 ORDER BY a.address_key",
        params![group],
        |row| Ok((row.int(0)?, row.text(1)?)),
    )
}

/// Returns the number of members of every group, by row.
pub fn sizes(work: &Work) -> Result<Vec<(i64, i64)>, Fault> {
    work.sql().query(
        "SELECT g.id, count(x.membership_id) FROM member_group g LEFT JOIN group_member x ON x.group_id = g.id
         WHERE g.environment_id = ?1 GROUP BY g.id",
        params![work.environment.row],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )
}

/// Puts a member into a group.
pub fn join(work: &Work, member: i64, group: i64) -> Result<(), Fault> {
    work.sql().defer("INSERT INTO group_member (membership_id, group_id) VALUES (?1, ?2)", params![member, group])
}

/// Takes a member out of a group.
pub fn leave(work: &Work, member: i64, group: i64) -> Result<(), Fault> {
    work.sql()
        .execute("DELETE FROM group_member WHERE membership_id = ?1 AND group_id = ?2", params![member, group])
        .map(drop)
}

fn read(row: &Row) -> Result<Group, Fault> {
    Ok(Group {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        name: Name::stored(row.text(2)?),
        label: row.text(3)?,
    })
}
