//! What the environment knows of its member groups.

use crate::domain::{Error, Group, Menu};
use crate::store::{Work, group, menu};

/// A group with its members and menus.
#[derive(Debug, Clone)]
pub struct GroupDetails {
    /// The group.
    pub group: Group,
    /// The global addresses of its members, in order.
    pub members: Vec<String>,
    /// The menus that its members have through it, by name.
    pub menus: Vec<Menu>,
}

/// A group in a list.
#[derive(Debug, Clone)]
pub struct GroupSummary {
    /// The group.
    pub group: Group,
    /// How many members it has.
    pub members: i64,
    /// The menus that its members have through it, by name.
    pub menus: Vec<Menu>,
}

/// Everything that the environment knows of a group.
///
/// # Errors
/// A fault of the database.
pub fn show_group(work: &mut Work, group: Group) -> Result<GroupDetails, Error> {
    let members = group::members(work, group.row)?;
    Ok(GroupDetails {
        members: members.into_iter().map(|(_, address)| address).collect(),
        menus: menus_of(work, &group)?,
        group,
    })
}

/// All groups of the environment, by name.
///
/// # Errors
/// A fault of the database.
pub fn list_groups(work: &mut Work) -> Result<Vec<GroupSummary>, Error> {
    let sizes = group::sizes(work)?;
    let size_of = |group: &Group| sizes.iter().find(|(row, _)| *row == group.row).map_or(0, |(_, size)| *size);
    let groups = work.groups()?;
    let one = |group: &Group| {
        Ok(GroupSummary { members: size_of(group), menus: menus_of(work, group)?, group: group.clone() })
    };
    groups.all().iter().map(one).collect()
}

fn menus_of(work: &mut Work, group: &Group) -> Result<Vec<Menu>, Error> {
    let rows = menu::of_group(work, group.row)?;
    let menus = work.menus()?;
    let own = menus.all().iter().filter(|menu| rows.contains(&menu.row));
    Ok(own.cloned().collect())
}
