//! Backups of the database: written while others work, verified before anybody counts on them.
//!
//! `VACUUM INTO` rather than SQLite's backup interface: it reads one moment in one read transaction, so writers neither wait
//! nor make it start anew; it reads every row, so damage shows while the original is still there; and what it writes is one
//! compact file without a write-ahead log, which can be carried away as it is.

pub(super) mod restore;

use super::database::checkup::Examination;
use super::database::file::SCHEMA_VERSION;
use super::sql::Sql;
use crate::domain::{Code, Error, Fault, Problem};
use crate::failpoint;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The size of the file.
    pub bytes: u64,
    /// The version of its schema.
    pub schema: i64,
    /// How many environments it has.
    pub environments: i64,
    /// How many accounts.
    pub accounts: i64,
    /// How many users: accounts, counted in each environment.
    pub users: i64,
    /// How many runs of scripts.
    pub runs: i64,
    /// How many letters.
    pub letters: i64,
}

/// A file under its temporary name; it goes away unless it is put in its place.
pub(super) struct PartialFile {
    pub(super) path: PathBuf,
}

/// Writes a verified copy of an open database to `to`.
pub(super) fn write(sql: &Sql, from: &Path, to: &Path, over: bool) -> Result<Backup, Error> {
    if to.exists() {
        may_replace(from, to, over)?;
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
    let same = matches!((from.canonicalize(), to.canonicalize()), (Ok(one), Ok(other)) if one == other);
    // The log of another database would be played into the copy.
    let has_log = beside(to, "-wal").metadata().is_ok_and(|file| file.len() > 0);
    if same || has_log {
        return Err(Problem::new(Code::InUse, format!("{} is a database in use", to.display()))
            .help("name another file for the backup"));
    }
    if over {
        return Ok(());
    }
    Err(Problem::new(Code::Exists, format!("there is a file {} already", to.display()))
        .help("name another file, or confirm with `--force`"))
}

/// Copies an open database to a temporary name beside `to`, down to the disk.
pub(super) fn copy(sql: &Sql, to: &Path) -> Result<PartialFile, Error> {
    let part = PartialFile { path: beside(to, &format!(".part-{}", std::process::id())) };
    let _ = fs::remove_file(&part.path);
    let text = part.path.to_str().ok_or_else(|| {
        Problem::new(Code::Unreadable, format!("the path {} is not Unicode", to.display())).help("name another file")
    })?;
    failpoint::reach("copy");
    make_for_owner(&part.path);
    let copied = sql.file().map(|file| file.0.execute("VACUUM INTO ?1", [text]));
    copied.transpose().map_err(|error| super::database::damage::error(error, "write", to))?;
    failpoint::reach("copied");
    sync(&part.path)?;
    Ok(part)
}

/// Looks a backup through; it is good if nothing is wrong with it.
pub(super) fn verified(path: &Path, newest: i64) -> Result<Backup, Error> {
    let examined = Examination::open_up_to(path, newest)?;
    let wrong = match examined.damage()? {
        wrong if wrong.is_empty() => examined.broken_references()?,
        wrong => wrong,
    };
    if let Some(first) = wrong.first() {
        return Err(super::database::damage::problem(path, first).into());
    }
    let bytes = path.metadata().map_err(|error| Fault::new(format!("cannot read {}", path.display()), error))?.len();
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

/// A name in the same folder: the path with an ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes an empty file that its owner alone can read and write; SQLite gives the same rights to the log beside it. One that is
/// there stays as it is, and if none can be made, whoever writes it says why.
pub(super) fn make_for_owner(path: &Path) {
    let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

/// Brings a file down to the disk.
pub(super) fn sync(path: &Path) -> Result<(), Fault> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| Fault::new(format!("cannot bring {} to the disk", path.display()), error))
}

impl PartialFile {
    /// Gives the file its name, for good: the folder's entry goes to the disk too.
    pub(super) fn put(&self, to: &Path) -> Result<(), Fault> {
        fs::rename(&self.path, to)
            .map_err(|error| Fault::new(format!("cannot put {} in its place", to.display()), error))?;
        failpoint::reach("placed");
        sync(folder_of(to))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&self.path, ending));
        }
    }
}
