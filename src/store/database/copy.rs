//! Copies of a database file: written while others work, verified before anybody relies on them.
//!
//! `VACUUM INTO` rather than SQLite's backup interface: it reads one snapshot in one read transaction, so writers neither wait
//! nor make it start over; it reads every row, so damage shows while the original is still there; and it writes one compact file
//! without a WAL, which can be carried away as it is.

use super::checkup::Examination;
use super::files::{PartialFile, beside, create_private, sync};
use crate::domain::{Code, Error, Problem};
use crate::failpoint;
use crate::store::sql::{Sql, damage};
use std::fs;
use std::path::Path;

/// The content of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The size of the file.
    pub bytes: u64,
    /// The version of its schema.
    pub schema: i64,
    /// The number of environments.
    pub environments: i64,
    /// The number of accounts.
    pub accounts: i64,
    /// The number of users: accounts, counted in each environment.
    pub users: i64,
    /// The number of runs.
    pub runs: i64,
    /// The number of letters.
    pub letters: i64,
}

/// Copies an open database to a temporary name beside `to` and flushes the copy to the disk.
pub(in crate::store) fn copy(sql: &Sql, to: &Path) -> Result<PartialFile, Error> {
    let part = PartialFile { path: beside(to, &format!(".part-{}", std::process::id())) };
    let _ = fs::remove_file(&part.path);
    let text = part.path.to_str().ok_or_else(|| {
        Problem::new(Code::Unreadable, format!("the path {} is not Unicode", to.display())).help("name another file")
    })?;
    failpoint::reach("copy");
    create_private(&part.path);
    let copied = sql.file().map(|file| file.0.execute("VACUUM INTO ?1", [text]));
    copied.transpose().map_err(|error| damage::error(error, "write", to))?;
    failpoint::reach("copied");
    sync(&part.path)?;
    Ok(part)
}

/// Verifies a copy. Returns its content.
pub(in crate::store) fn verified(path: &Path, newest: i64) -> Result<Backup, Error> {
    let examined = Examination::open_up_to(path, newest)?;
    let wrong = match examined.damage()? {
        wrong if wrong.is_empty() => examined.broken_references()?,
        wrong => wrong,
    };
    if let Some(first) = wrong.first() {
        return Err(damage::problem(path, first).into());
    }
    let bytes = path.metadata().map_err(|error| damage::io_error(error, "read", path))?.len();
    let count = |table| examined.count(table);
    Ok(Backup {
        bytes,
        schema: examined.schema,
        environments: count("environment")?,
        accounts: count("account")?,
        users: count("membership")?,
        runs: count("run")?,
        letters: count("letter")?,
    })
}
