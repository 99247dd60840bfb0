//! Restore: a backup replaces a database, completely or not at all, and the old database is kept beside it.

use crate::domain::{Code, Error, Moment, Problem, Refusal};
use crate::failpoint;
use crate::store::database::checkup::Examination;
use crate::store::database::copy::{Backup, copy, verified};
use crate::store::database::files::{beside, folder_of, sync};
use crate::store::location::Location;
use crate::store::schema::SCHEMA_VERSION;
use crate::store::sql::{damage, pages};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A restored database.
#[derive(Debug)]
pub struct Restored {
    /// Its content.
    pub backup: Backup,
    /// The path of the previous database, if there was one.
    pub kept: Option<PathBuf>,
}

/// Verifies a backup and replaces `database` by it.
///
/// # Errors
/// Refuses a backup that is damaged, an existing database unless `yes` confirms it, a database that another process has
/// open, and a path that cannot be used.
pub fn restore(from: &Path, database: &Location, yes: bool, now: Moment) -> Result<Restored, Error> {
    let database = match database {
        Location::File(path) => path,
        Location::Server(address) => {
            let help = "use `pg_restore`, or copy a file into an empty database with `enlist migrate --from FILE --to ADDRESS`";
            return Err(address.refused(help).into());
        }
    };
    verified(from, SCHEMA_VERSION).map_err(unusable)?;
    if matches!((from.canonicalize(), database.canonicalize()), (Ok(one), Ok(other)) if one == other) {
        return Err(Problem::new(Code::InUse, format!("{} is the database itself", from.display()))
            .help("name a backup, or another place with `--database`")
            .into());
    }
    if let Some(problem) = damage::obstacle(database).or_else(|| damage::missing_folder(database)) {
        return Err(problem.into());
    }
    let exists = database.metadata().is_ok_and(|file| file.len() > 0);
    if exists && !yes {
        return Err(Problem::new(Code::NotConfirmed, format!("there is a database at {} already", database.display()))
            .help("confirm with `--yes`: the database is replaced, and kept beside it as a separate file")
            .into());
    }
    let part = copy(&Examination::open_file(from)?.sql, database)?;
    // A backup has no WAL; a database in use has one, so that readers do not wait.
    pages::open(&part.path, OpenFlags::default())
        .and_then(|connection| connection.pragma_update(None, "journal_mode", "WAL"))
        .map_err(|error| damage::error(error, "write", &part.path))?;
    sync(&part.path)?;
    let backup = verified(&part.path, SCHEMA_VERSION)?;
    let (lock, kept) = match exists {
        true => {
            let lock = Lock::take(database)?;
            (lock, Some(keep(database, now)?))
        }
        false => (None, None),
    };
    failpoint::reach("restore-kept");
    // The old WAL must be gone before the new file has the name: SQLite would apply it to the new file.
    remove_wal(database)?;
    failpoint::reach("restore-without-logs");
    part.put(database)?;
    if let Some(lock) = lock {
        lock.retire();
    }
    Ok(Restored { backup, kept })
}

/// Replaces the help of a refusal: for a backup that is damaged or is no database, the way out is another backup.
fn unusable(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) => {
            let about_file = |problem: &&mut Problem| matches!(problem.code, Code::Damaged | Code::NotADatabase);
            for problem in refusal.problems.iter_mut().filter(about_file) {
                problem.help = Some("take another backup; nothing was changed".to_owned());
            }
            Error::Refused(refusal)
        }
        fault => fault,
    }
}

/// An exclusive lock: proof that no other process has the database open.
struct Lock(Connection);

impl Lock {
    /// Locks the file exclusively and checkpoints its WAL. Returns `None` if the file is too damaged for that.
    fn take(database: &Path) -> Result<Option<Lock>, Error> {
        // A checkpoint of a damaged WAL would lose the transactions after the damage, so the WAL is kept unchanged.
        if matches!(Examination::open_file(database), Err(Error::Refused(refusal)) if is_damaged(&refusal)) {
            return Ok(None);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let locked = pages::open(database, flags).and_then(|connection| {
            connection.busy_timeout(Duration::from_secs(2))?;
            // Every connection in WAL mode holds a shared lock as long as it is open: an exclusive lock means that there is
            // no other.
            connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")?;
            connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
            connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")?;
            failpoint::reach("restore-locked");
            Ok(connection)
        });
        match locked {
            Ok(connection) => Ok(Some(Lock(connection))),
            Err(error) if damage::is_damage(&error) => Ok(None),
            Err(error)
                if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) =>
            {
                Err(Problem::new(Code::InUse, format!("another process has {} open", database.display()))
                    .help("stop that process, then restore again")
                    .into())
            }
            Err(error) => Err(damage::error(error, "lock", database)),
        }
    }

    /// Releases a file that has lost its name. A process that waited for it must not write into it, because the change would
    /// be lost. So the file is marked as no database of enlist first.
    fn retire(self) {
        failpoint::reach("retire");
        let _ = self.0.pragma_update(None, "application_id", 0);
    }
}

fn is_damaged(refusal: &Refusal) -> bool {
    refusal.problems.iter().any(|problem| problem.code == Code::Damaged)
}

/// Copies the database, with its WAL if it has one, to a name beside it.
fn keep(database: &Path, now: Moment) -> Result<PathBuf, Error> {
    let stamp: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    let kept = beside(database, &format!(".before-restore-{stamp}"));
    if kept.exists() {
        return Err(Problem::new(Code::Exists, format!("the file {} exists already", kept.display()))
            .help("move it away first")
            .into());
    }
    for ending in ["", "-wal"] {
        let (from, to) = (beside(database, ending), beside(&kept, ending));
        if from.exists() {
            fs::copy(&from, &to).map_err(|error| damage::io_error(error, "write", &to))?;
            sync(&to)?;
        }
    }
    sync(folder_of(&kept))?;
    Ok(kept)
}

fn remove_wal(database: &Path) -> Result<(), Error> {
    for ending in ["-wal", "-shm", "-journal"] {
        let file = beside(database, ending);
        if file.exists() {
            fs::remove_file(&file).map_err(|error| damage::io_error(error, "remove", &file))?;
        }
    }
    Ok(())
}
