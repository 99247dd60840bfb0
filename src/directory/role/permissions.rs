//! What a member may do: the one place where doors for people ask before they call a verb.

use crate::domain::{AccountStatus, Permissions, User};

/// What a user may do in an environment: an administrator everything, anybody else what the role says.
///
/// Who cannot open the environment may do nothing in it: inactive and banned members, and those whose account is banned or
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
