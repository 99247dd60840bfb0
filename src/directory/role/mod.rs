//! Roles: named sets of permissions. Start with `permissions.rs`: the permissions of a user.
//!
//! A role is assigned to a user in `user`.

pub mod add;
pub mod change;
pub mod permissions;
pub mod remove;
pub mod show;
