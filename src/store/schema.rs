//! The version of the schema and the mark of a database file. The migrations are in `database/file.rs` and
//! `database/server.rs`.

use crate::domain::{Code, Problem};
use std::fmt::Display;

/// The version of the schema that this program reads and writes: the number of the last migration.
pub const SCHEMA_VERSION: i64 = 2;

/// "enli" in the header of a file: the mark of a database of enlist.
pub const APPLICATION_ID: i64 = 0x656e_6c69;

/// Returns the refusal of a database that a later version of the program wrote.
pub fn newer(at: impl Display, version: i64, newest: i64) -> Problem {
    Problem::new(Code::NewerDatabase, format!("{at} has schema {version}, this program knows schema {newest}"))
        .help("use the version of enlist that wrote it, or a later one")
}
