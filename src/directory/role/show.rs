//! Shows and lists roles.

use crate::domain::{Error, ProfileField, Role};
use crate::store::environment::profile_field;
use crate::store::user::membership;
use crate::store::{Work, role};

/// A role in a list.
#[derive(Debug, Clone)]
pub struct RoleSummary {
    /// The role.
    pub role: Role,
    /// The number of its users.
    pub users: i64,
}

/// A role with its users.
#[derive(Debug, Clone)]
pub struct RoleDetails {
    /// The role.
    pub role: Role,
    /// The global addresses of its users, in the order in which they were added.
    pub users: Vec<String>,
    /// The profile fields that are required for its users.
    pub required_fields: Vec<ProfileField>,
}

/// Returns all roles of the environment, by name.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_roles(work: &Work) -> Result<Vec<RoleSummary>, Error> {
    let sizes = role::sizes(work)?;
    let size_of = |role: &Role| sizes.iter().find(|(row, _)| *row == role.row).map_or(0, |(_, size)| *size);
    let roles = role::all(work)?.into_iter();
    Ok(roles.map(|role| RoleSummary { users: size_of(&role), role }).collect())
}

/// Returns a role with its users and required fields.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_role(work: &Work, role: Role) -> Result<RoleDetails, Error> {
    let users = membership::with_role(work, &role)?;
    let mut required_fields = profile_field::all(work)?;
    required_fields.retain(|field| field.required.applies_to(Some(&role)));
    Ok(RoleDetails {
        users: users.iter().map(|user| user.account.address.to_string()).collect(),
        required_fields,
        role,
    })
}
