//! Shows and lists member groups.

use crate::domain::{Error, Group, Menu};
use crate::store::{Work, group, menu};

/// A group with its members and menus.
#[derive(Debug, Clone)]
pub struct GroupDetails {
    /// The group.
    pub group: Group,
    /// The global addresses of its members, sorted.
    pub members: Vec<String>,
    /// The menus of its members through it, by name.
    pub menus: Vec<Menu>,
}

/// A group in a list.
#[derive(Debug, Clone)]
pub struct GroupSummary {
    /// The group.
    pub group: Group,
    /// The number of members.
    pub members: i64,
    /// The menus of its members through it, by name.
    pub menus: Vec<Menu>,
}

/// Returns a group with its members and menus.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_group(work: &mut Work, group: Group) -> Result<GroupDetails, Error> {
    let members = group::members(work, group.row)?;
    Ok(GroupDetails {
        members: members.into_iter().map(|(_, address)| address).collect(),
        menus: menus_of(work, &group)?,
        group,
    })
}

/// Returns all groups of the environment, by name.
///
/// # Errors
/// Returns a fault if the database fails.
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
