//! The only SQL: rows and the statements that read and write them. The store knows rows, not rules.
//!
//! Everything happens in a [`Transaction`]; what belongs to one environment happens in a [`Work`], and its statements take
//! the environment from there, so that none can forget it. Functions that cross environments take a `Transaction`: accounts,
//! organizations and environments, and nothing else.

pub mod account;
pub mod audit;
mod chain;
mod dump;
pub mod environment;
pub mod event;
pub mod group;
mod json;
pub mod letter;
pub mod membership;
pub mod menu;
pub mod organization;
pub mod role;
pub mod run;
mod schema;
mod sql;
mod work;

pub use dump::dump;
pub use json::{from_json, to_json, to_json_text};
pub use schema::{SCHEMA_VERSION, Store};
pub use work::{Access, SharedIds, Transaction, Work};
