//! Damage of the database file: told from other failures, and said with the way out.

use super::pages;
use crate::domain::{Code, Error, Fault, Problem};
use rusqlite::ErrorCode;
use std::path::Path;

/// The way out of damage.
pub(in crate::store) const WAY_OUT: &str =
    "`enlist doctor` tells more; `enlist restore FILE` puts a backup in its place and keeps this file beside it";

/// The refusal of a damaged file.
pub(in crate::store) fn problem(path: &Path, found: &str) -> Problem {
    Problem::new(Code::Damaged, format!("{} is damaged: {found}", path.display())).help(WAY_OUT)
}

/// The refusal of a file that is something else.
pub(in crate::store) fn not_a_database(path: &Path) -> Problem {
    Problem::new(Code::NotADatabase, format!("{} is not a database of enlist", path.display()))
        .help("name another file with `--database`, or set `ENLIST_DATABASE`")
}

/// A failure at a file: a refusal if the file is to blame, a fault otherwise.
pub(in crate::store) fn error(error: rusqlite::Error, doing: &str, path: &Path) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => not_a_database(path).into(),
        _ if is_damage(&error) => problem(path, &told(&error)).into(),
        _ => Fault::new(format!("cannot {doing} {}", path.display()), error).into(),
    }
}

/// Whether a failure tells of damage.
pub(in crate::store) fn is_damage(error: &rusqlite::Error) -> bool {
    pages::is_altered(error)
        || matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// What a failure tells of damage.
pub(in crate::store) fn told(error: &rusqlite::Error) -> String {
    match pages::is_altered(error) {
        true => "a page is not as it was written".to_owned(),
        false => error.to_string(),
    }
}
