//! The permissions of a user, by administrator flag, role and status.

use crate::domain::{AccountStatus, Permissions, User};

/// Returns the permissions of a user in an environment: all for an administrator, otherwise those of the role.
///
/// Users who cannot open the environment have none: inactive and banned members, and those whose account is banned or
/// obfuscated.
pub fn member_permissions(user: &User) -> Permissions {
    let membership = &user.membership;
    let is_out = matches!(user.account.status, AccountStatus::Banned | AccountStatus::Obfuscated);
    if !membership.active || membership.banned || is_out {
        return Permissions::NONE;
    }
    if membership.administrator {
        return Permissions::all();
    }
    membership.role.as_ref().map_or(Permissions::NONE, |role| role.permissions)
}
