//! Menus of the environment, and the users and groups that have them.

use super::json;
use super::sql::{Row, params};
use super::transaction::Work;
use crate::domain::{Catalogue, Fault, Menu, MenuItem, Name, PublicId};
use serde_json::{Value as Json, json};
use std::rc::Rc;

impl Work {
    /// Returns the menus of the environment. They are read once.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn menus(&mut self) -> Result<Rc<Catalogue<Menu>>, Fault> {
        if let Some(menus) = &self.menus {
            return Ok(Rc::clone(menus));
        }
        let menus = Rc::new(Catalogue::new(all(self)?));
        self.menus = Some(Rc::clone(&menus));
        Ok(menus)
    }
}

/// Returns all menus, by name.
pub fn all(work: &Work) -> Result<Vec<Menu>, Fault> {
    work.sql().query(
        "SELECT id, public_id, name, label, items FROM menu WHERE environment_id = ?1 ORDER BY name_key",
        params![work.environment.row],
        read,
    )
}

/// Adds a menu. Returns its row.
pub fn insert(work: &mut Work, id: &PublicId, name: &Name, label: &str, items: &[MenuItem]) -> Result<i64, Fault> {
    work.forget();
    work.sql().insert(
        "INSERT INTO menu (environment_id, public_id, name, name_key, label, items, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            work.environment.row,
            id.as_str(),
            name.as_str(),
            &name.key(),
            label,
            &items_json(items).to_string(),
            work.now().0,
        ],
    )
}

/// Changes the name and the label of a menu.
pub fn rename(work: &mut Work, menu: i64, name: &Name, label: &str) -> Result<(), Fault> {
    work.forget();
    work.sql()
        .execute(
            "UPDATE menu SET name = ?2, name_key = ?3, label = ?4 WHERE id = ?1",
            params![menu, name.as_str(), &name.key(), label],
        )
        .map(drop)
}

/// Removes a menu, from users and groups as well.
pub fn delete(work: &mut Work, menu: i64) -> Result<(), Fault> {
    work.forget();
    work.sql().execute("DELETE FROM membership_menu WHERE menu_id = ?1", params![menu])?;
    work.sql().execute("DELETE FROM group_menu WHERE menu_id = ?1", params![menu])?;
    work.sql().execute("DELETE FROM menu WHERE id = ?1", params![menu]).map(drop)
}

/// Returns the number of users and groups that have a menu.
pub fn uses(work: &Work, menu: i64) -> Result<i64, Fault> {
    let found = work.sql().query_one(
        "SELECT (SELECT count(*) FROM membership_menu WHERE menu_id = ?1)
              + (SELECT count(*) FROM group_menu WHERE menu_id = ?1)",
        params![menu],
        |row| row.int(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Returns the rows of a member's direct menus.
pub fn of_member(work: &Work, member: i64) -> Result<Vec<i64>, Fault> {
    work.sql().query("SELECT menu_id FROM membership_menu WHERE membership_id = ?1", params![member], |row| row.int(0))
}

/// Returns the rows of the menus that a member has through groups.
pub fn of_member_through_groups(work: &Work, member: i64) -> Result<Vec<i64>, Fault> {
    work.sql().query(
        "SELECT DISTINCT gm.menu_id FROM group_member x JOIN group_menu gm ON gm.group_id = x.group_id
         WHERE x.membership_id = ?1",
        params![member],
        |row| row.int(0),
    )
}

/// Returns the rows of a group's menus.
pub fn of_group(work: &Work, group: i64) -> Result<Vec<i64>, Fault> {
    work.sql().query("SELECT menu_id FROM group_menu WHERE group_id = ?1", params![group], |row| row.int(0))
}

/// Gives a member a menu.
pub fn assign(work: &Work, member: i64, menu: i64) -> Result<(), Fault> {
    work.sql().defer("INSERT INTO membership_menu (membership_id, menu_id) VALUES (?1, ?2)", params![member, menu])
}

/// Takes a menu from a member.
pub fn withdraw(work: &Work, member: i64, menu: i64) -> Result<(), Fault> {
    work.sql()
        .execute("DELETE FROM membership_menu WHERE membership_id = ?1 AND menu_id = ?2", params![member, menu])
        .map(drop)
}

/// Replaces the menus of a group.
pub fn set_of_group(work: &Work, group: i64, menus: &[i64]) -> Result<(), Fault> {
    work.sql().execute("DELETE FROM group_menu WHERE group_id = ?1", params![group])?;
    for menu in menus {
        work.sql().execute("INSERT INTO group_menu (group_id, menu_id) VALUES (?1, ?2)", params![group, *menu])?;
    }
    Ok(())
}

fn read(row: &Row) -> Result<Menu, Fault> {
    Ok(Menu {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        name: Name::stored(row.text(2)?),
        label: row.text(3)?,
        items: read_items(&json::stored(&row.text(4)?)?),
    })
}

fn items_json(items: &[MenuItem]) -> Json {
    items
        .iter()
        .map(|item| json!({ "label": item.label, "target": item.target, "items": items_json(&item.items) }))
        .collect()
}

fn read_items(items: &Json) -> Vec<MenuItem> {
    let text = |item: &Json, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let items = items.as_array().into_iter().flatten();
    items
        .map(|item| MenuItem {
            label: text(item, "label"),
            target: text(item, "target"),
            items: read_items(&item["items"]),
        })
        .collect()
}
