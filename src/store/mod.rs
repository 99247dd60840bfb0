//! The only SQL: rows and the statements that read and write them. The store knows rows, not rules.
//!
//! Everything happens in a [`Transaction`]; what belongs to one environment happens in a [`Work`], and its statements take
//! the environment from there, so that none can forget it. Functions that cross environments take a `Transaction`: accounts,
//! what people log in with, their links and the letters about them, organizations, environments and tokens, what is due in any
//! environment, and nothing else.

pub mod account;
pub mod audit;
mod backup;
mod database;
pub mod environment;
pub mod event;
pub mod group;
mod json;
pub mod letter;
pub mod menu;
mod migrate;
pub mod organization;
pub mod role;
pub mod run;
pub mod script;
pub mod session;
mod sql;
pub mod token;
mod transaction;
pub mod user;

pub use backup::Backup;
pub use backup::restore::{Restored, restore};
pub use database::Store;
pub use database::checkup::Examination;
pub use database::dump::{OutsideRows, dump};
pub use database::file::{SCHEMA_VERSION, not_too_old, sqlite_version};
pub use database::location::{Location, ServerAddress};
pub use json::{from_json, to_json, to_json_text};
pub use migrate::{Migrated, MigratedTable, Migration, MigrationProgress, migrate};
pub use transaction::group_commit::Group;

pub use transaction::{Access, SharedIds, Transaction, Work};
