//! Failures at a database file: damage, a file of another kind, and paths and permissions that an operator can correct.

use super::pages;
use crate::domain::{Code, Error, Fault, Problem};
use rusqlite::ErrorCode;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// What to do about damage.
const REPAIR: &str =
    "`enlist doctor` tells more; `enlist restore FILE` puts a backup in its place and keeps this file beside it";

/// Returns the refusal of a damaged file.
pub(in crate::store) fn problem(path: &Path, found: &str) -> Problem {
    Problem::new(Code::Damaged, format!("{} is damaged: {found}", path.display())).help(REPAIR)
}

/// Returns the refusal of a file that is something else.
pub(in crate::store) fn not_a_database(path: &Path) -> Problem {
    Problem::new(Code::NotADatabase, format!("{} is not a database of enlist", path.display()))
        .help("name another file with `--database`, or set `ENLIST_DATABASE`")
}

/// Returns a failure at a file as a refusal if an operator can remove the cause, and as a fault otherwise.
pub(in crate::store) fn error(error: rusqlite::Error, doing: &str, path: &Path) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => not_a_database(path).into(),
        _ if is_damage(&error) => problem(path, &description(&error)).into(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            let known = obstacle(path).or_else(|| missing_folder(path));
            known.unwrap_or_else(|| not_permitted(doing, path, &cause(path, &error))).into()
        }
        _ => Fault::new(format!("cannot {doing} {}", path.display()), error).into(),
    }
}

/// Returns the refusal of a path at which there can be no database file, if there is something wrong with the path itself.
pub(in crate::store) fn obstacle(path: &Path) -> Option<Problem> {
    if matches!(path.to_str(), Some("" | ":memory:")) {
        let found = format!("the path of the database is {:?}, expected a file", path.display().to_string());
        return Some(
            Problem::new(Code::NoDatabase, found).help("name a file with `--database`, or set `ENLIST_DATABASE`"),
        );
    }
    match path.metadata() {
        Ok(found) if found.is_dir() => {
            Some(Problem::new(Code::NotADatabase, format!("{} is a folder", path.display())).help("name a file in it"))
        }
        Ok(found) if !found.is_file() => {
            let found = format!("{} is not a regular file", path.display());
            Some(Problem::new(Code::NotADatabase, found).help("name another file"))
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Some(not_permitted("read", path, &error.to_string()))
        }
        _ => None,
    }
}

/// Returns the refusal of a path whose folder does not exist.
pub(in crate::store) fn missing_folder(path: &Path) -> Option<Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    let problem = |found: &str| Problem::new(Code::Unreadable, format!("{} {found}", folder.display()));
    match folder.metadata() {
        Ok(found) if found.is_dir() => None,
        Ok(_) => Some(problem("is not a folder").help("name a file in a folder")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Some(problem("does not exist").help("create the folder, or name a file in another one"))
        }
        Err(error) => Some(not_permitted("read", folder, &error.to_string())),
    }
}

/// Returns a failure of the file system as a refusal if an operator can remove the cause, and as a fault otherwise.
pub(in crate::store) fn io_error(error: io::Error, doing: &str, path: &Path) -> Error {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem};
    match error.kind() {
        IsADirectory | NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem => {
            missing_folder(path).unwrap_or_else(|| not_permitted(doing, path, &error.to_string())).into()
        }
        _ => Fault::new(format!("cannot {doing} {}", path.display()), error).into(),
    }
}

/// Returns the refusal of a file that may not be read or written.
pub(super) fn not_permitted(doing: &str, path: &Path, cause: &str) -> Problem {
    Problem::new(Code::Unreadable, format!("cannot {doing} {}: {cause}", path.display()))
        .help("give the user that runs enlist the permission to read and write the file and its folder")
}

/// Returns what the system says about a file that SQLite cannot open: SQLite itself keeps silent about it.
fn cause(path: &Path, error: &rusqlite::Error) -> String {
    match OpenOptions::new().read(true).write(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => error.to_string(),
        _ => error.to_string(),
    }
}

/// Returns whether a failure indicates damage.
pub(in crate::store) fn is_damage(error: &rusqlite::Error) -> bool {
    pages::is_altered(error)
        || matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// Returns the description of a failure that indicates damage.
pub(in crate::store) fn description(error: &rusqlite::Error) -> String {
    match pages::is_altered(error) {
        true => "the checksum of a page does not match its content".to_owned(),
        false => error.to_string(),
    }
}
