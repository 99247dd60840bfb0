//! Users of an environment: adding, changing, finding, activating and banning them, and the last-administrator rule.
//!
//! Start with `add.rs`: `addUser` is the longest way through the directory. Accounts, passwords and logins are in
//! `account`.

pub mod activate;
pub mod add;
pub mod assign;
pub mod ban;
pub mod before;
pub mod blame;
pub mod change_own;
pub mod draft;
pub mod find;
pub mod get;
pub mod grants;
pub mod invite;
pub mod last_administrator;
pub mod outline;
pub mod resend_invitation;
pub mod show;
pub mod show_own;
pub mod sweep;
pub mod unlock;
