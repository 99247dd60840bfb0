//! The only SQL: rows and the statements that read and write them. The store knows rows, not rules.
//!
//! Everything happens in a [`Transaction`]; what belongs to one environment happens in a [`Work`], and its statements take
//! the environment from there, so that none can forget it. Functions that cross environments take a `Transaction`: accounts,
//! what people log in with, their links and the letters about them, organizations, environments and tokens, what is due in any
//! environment, and nothing else.

pub mod account;
pub mod address_change;
pub mod audit;
mod backup;
mod chain;
mod checkup;
mod damage;
mod database;
pub mod delivery;
pub mod device;
mod dump;
pub mod environment;
pub mod event;
mod file;
pub mod group;
mod group_commit;
pub mod impersonation;
pub mod inactivity;
mod json;
pub mod letter;
pub mod link;
mod location;
mod log;
pub mod membership;
pub mod menu;
mod migrate;
pub mod organization;
pub mod organization_administrator;
pub mod outbox;
pub mod own_account;
mod pages;
pub mod password;
pub mod profile_field;
mod restore;
pub mod retention;
pub mod role;
pub mod run;
pub mod schedule;
pub mod script;
pub mod search;
pub mod second_factor;
mod server;
mod server_copy;
pub mod session;
mod sql;
pub mod throttle;
pub mod token;
pub mod upkeep;
mod user_list;
mod work;

pub use backup::Backup;
pub use checkup::Examined;
pub use database::Store;
pub use dump::{Outside, dump};
pub use file::{SCHEMA_VERSION, not_too_old, sqlite_version};
pub use group_commit::Group;
pub use json::{from_json, to_json, to_json_text};
pub use location::{Location, ServerAddress};
pub use migrate::{Migrated, MigratedTable, Migration, MigrationProgress, migrate};
pub use restore::{Restored, restore};

pub use work::{Access, SharedIds, Transaction, Work};

#[cfg(test)]
mod plans;
