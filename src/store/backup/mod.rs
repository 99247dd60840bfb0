//! Backups of the database file, and their restore.

pub(super) mod restore;

use super::database::Store;
use super::database::copy::{Backup, copy, verified};
use super::database::files::beside;
use super::location::Location;
use super::schema::SCHEMA_VERSION;
use super::sql::{Sql, damage};
use crate::domain::{Code, Error, Problem};
use std::path::Path;

impl Store {
    /// Writes a verified copy of the database to `to`, while others work. `over` replaces a file that exists.
    ///
    /// # Errors
    /// Refuses a file that exists or cannot be written, a database that is damaged, and one on a server; a fault if the copy
    /// fails.
    pub fn backup(&self, to: &Path, over: bool) -> Result<Backup, Error> {
        match &self.location {
            Location::File(from) => write(&self.sql, from, to, over),
            Location::Server(address) => Err(address
                .refused("use `pg_dump`, or copy all of it into a file with `enlist migrate --from ADDRESS --to FILE`")
                .into()),
        }
    }
}

/// Writes a verified copy of an open database to `to`.
fn write(sql: &Sql, from: &Path, to: &Path, over: bool) -> Result<Backup, Error> {
    if to.exists() {
        may_replace(from, to, over)?;
    } else if let Some(problem) = damage::missing_folder(to) {
        return Err(problem.into());
    }
    let part = copy(sql, to)?;
    let backup = verified(&part.path, SCHEMA_VERSION)?;
    part.put(to)?;
    Ok(backup)
}

fn may_replace(from: &Path, to: &Path, over: bool) -> Result<(), Problem> {
    if to.is_dir() {
        return Err(Problem::new(Code::Exists, format!("{} is a folder", to.display())).help("name a file in it"));
    }
    if !to.is_file() {
        let found = format!("{} is not a regular file", to.display());
        return Err(Problem::new(Code::Exists, found).help("name another file"));
    }
    let same = matches!((from.canonicalize(), to.canonicalize()), (Ok(one), Ok(other)) if one == other);
    // SQLite would apply the WAL of another database to the copy.
    let has_log = beside(to, "-wal").metadata().is_ok_and(|file| file.len() > 0);
    if same || has_log {
        return Err(Problem::new(Code::InUse, format!("{} is a database in use", to.display()))
            .help("name another file for the backup"));
    }
    if over {
        return Ok(());
    }
    Err(Problem::new(Code::Exists, format!("the file {} exists already", to.display()))
        .help("name another file, or confirm with `--force`"))
}
