//! Shows everything that the environment knows about one user.

use crate::domain::{Error, Group, Menu, User};
use crate::store::{Work, group, menu};

/// A user with menus and groups.
#[derive(Debug, Clone)]
pub struct UserDetails {
    /// The user.
    pub user: User,
    /// The menus that are assigned to the user directly, by name.
    pub direct_menus: Vec<Menu>,
    /// All menus of the user, direct and through groups, by name (SPEC R1.9).
    pub menus: Vec<Menu>,
    /// The groups of the user, by name.
    pub groups: Vec<Group>,
}

/// Returns everything that the environment knows about a user.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_user(work: &mut Work, user: User) -> Result<UserDetails, Error> {
    let member = user.membership.row;
    let direct = menu::of_member(work, member)?;
    let through_groups = menu::of_member_through_groups(work, member)?;
    let groups = group::of_member(work, member)?;
    let all_menus = work.menus()?;
    let menus = |wanted: &dyn Fn(i64) -> bool| -> Vec<Menu> {
        all_menus.all().iter().filter(|menu| wanted(menu.row)).cloned().collect()
    };
    Ok(UserDetails {
        user,
        direct_menus: menus(&|row| direct.contains(&row)),
        menus: menus(&|row| direct.contains(&row) || through_groups.contains(&row)),
        groups: work.groups()?.all().iter().filter(|group| groups.contains(&group.row)).cloned().collect(),
    })
}
