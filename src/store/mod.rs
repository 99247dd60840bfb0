//! The only SQL: rows, and the statements that read and write them.
//!
//! Not in here: rules (they are in `directory`), sentences for people (`words`), and the program's clock and randomness, which
//! come in with a transaction.
//!
//! A statement runs in a [`Transaction`]. Statements about one environment run in a [`Work`] and take the environment from it,
//! so that none can omit it. Functions that cross environments take a `Transaction`: accounts with their credentials, links and
//! letters, organizations, environments, tokens, and everything that is due in any environment.
//!
//! A module uses only modules above it in this list; `tests/it/tidy.rs` holds the order.
//!
//! ```text
//!  location, schema, json   an address, a version, values as text
//!  sql/                     connections: SQLite with its page checksums, PostgreSQL, one dialect for both
//!  chain                    the hash chain of the audit
//!  transaction/             a transaction, the work in an environment, group commit
//!  user/, role, run/, …     one noun each: its rows and its statements
//!  database/                opening, creating, upgrading and examining a database
//!  backup/, migrate/        copying a whole database
//! ```
//!
//! To start, read `role.rs`: one noun with all that belongs to it. Then `transaction/mod.rs`, which every noun uses, and
//! `sql/mod.rs` for the two databases below it.

mod json;
mod location;
mod schema;

mod sql;

mod chain;

mod transaction;

pub mod account;
pub mod audit;
pub mod environment;
pub mod event;
pub mod group;
pub mod letter;
pub mod menu;
pub mod organization;
pub mod role;
pub mod run;
pub mod script;
pub mod session;
pub mod token;
pub mod user;

mod database;

mod backup;
mod migrate;

pub use backup::restore::{Restored, restore};
pub use database::Store;
pub use database::checkup::Examination;
pub use database::copy::Backup;
pub use database::dump::{OutsideRows, dump};
pub use database::file::{not_too_old, sqlite_version};
pub use json::{from_json, to_json, to_json_text};
pub use location::{Location, ServerAddress};
pub use migrate::{Migrated, MigratedTable, Migration, MigrationProgress, migrate};
pub use schema::SCHEMA_VERSION;
pub use sql::Access;
pub use transaction::group_commit::Group;
pub use transaction::{SharedIds, Transaction, Work};
