//! Roles: named sets of permissions, and the check of what a member may do. Start with `permissions.rs`.

pub mod add;
pub mod change;
pub mod permissions;
pub mod remove;
pub mod show;
