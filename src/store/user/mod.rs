//! Memberships: rows, lists, text search and inactivity. Accounts are in `account`.

pub(super) mod administrator;
mod condition;
pub mod inactivity;
mod list;
pub mod membership;
pub mod search;

pub use list::{count, list};
