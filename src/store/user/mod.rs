//! Memberships: rows, lists, text search and inactivity. Accounts are in `account`.

pub mod inactivity;
pub(super) mod list;
pub mod membership;
pub mod search;
