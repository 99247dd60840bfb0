//! The database file: opening it safely, creating it, and bringing its schema up to date.

use super::sql::Sql;
use super::work::{Access, SharedIds, Transaction};
use crate::domain::{Caller, Code, Error, Fault, Moment, Problem};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

/// The migrations, in order; the number of the last one is the schema's version. They are never edited once released.
const MIGRATIONS: &[&str] = &[include_str!("schema/0001_start.sql")];

/// The version of the schema that this program reads and writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// "enli" in the file's header: how a database of enlist is told from any other.
const APPLICATION_ID: i64 = 0x656e_6c69;

/// How long a command waits for another process that writes.
const BUSY: Duration = Duration::from_secs(30);

/// SQLite before this version can lose a commit in WAL mode (SECURITY 5).
const OLDEST_SQLITE: i32 = 3_051_003;

/// An open database.
pub struct Store {
    sql: Rc<Sql>,
}

impl Store {
    /// Opens a database that exists.
    ///
    /// # Errors
    /// Refuses if there is no file, if it is not a database of enlist, or if a newer version wrote it.
    pub fn open(path: &Path) -> Result<Store, Error> {
        if !path.exists() {
            return Err(Problem::new(Code::NoDatabase, format!("there is no database at {}", path.display()))
                .help(format!("create it with `enlist init --database {}`", path.display()))
                .into());
        }
        let connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(|error| Fault::new(format!("cannot open {}", path.display()), error))?;
        Store::ready(connection, path)
    }

    /// Creates a database, or opens it if it is there; tells whether it is new.
    ///
    /// # Errors
    /// As [`Store::open`]; a fault if the file cannot be written.
    pub fn create(path: &Path) -> Result<(Store, bool), Error> {
        let is_new = !path.exists() || path.metadata().is_ok_and(|file| file.len() == 0);
        if !is_new {
            return Ok((Store::open(path)?, false));
        }
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(|error| Fault::new(format!("cannot create {}", path.display()), error))?;
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| connection.pragma_update(None, "application_id", APPLICATION_ID))
            .map_err(|error| Fault::new(format!("cannot create {}", path.display()), error))?;
        Ok((Store::ready(connection, path)?, true))
    }

    /// A database that lives as long as the value: for tests and fixtures.
    ///
    /// # Errors
    /// A fault if SQLite has no memory.
    pub fn in_memory() -> Result<Store, Error> {
        let connection = Connection::open_in_memory()
            .and_then(|connection| {
                connection.pragma_update(None, "application_id", APPLICATION_ID).map(|()| connection)
            })
            .map_err(|error| Fault::new("cannot open a database in memory", error))?;
        Store::ready(connection, Path::new(":memory:"))
    }

    /// Begins a transaction. Dropping it without a commit changes nothing.
    ///
    /// # Errors
    /// A fault if it is to write and another process writes for longer than 30 seconds.
    pub fn begin(&self, access: Access, now: Moment, ids: SharedIds, caller: Caller) -> Result<Transaction, Fault> {
        Transaction::begin(Rc::clone(&self.sql), access, now, ids, caller)
    }

    fn ready(connection: Connection, path: &Path) -> Result<Store, Error> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Fault::new("SQLite is too old", rusqlite::version().to_owned()).into());
        }
        connection.set_prepared_statement_cache_capacity(128);
        connection.busy_timeout(BUSY).map_err(|error| Fault::new("cannot open the database", error))?;
        let foreign = |error: rusqlite::Error| -> Error {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase | rusqlite::ErrorCode::DatabaseCorrupt) => {
                    not_a_database(path).into()
                }
                _ => Fault::new(format!("cannot open {}", path.display()), error).into(),
            }
        };
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if pragma("application_id").map_err(foreign)? != APPLICATION_ID {
            return Err(not_a_database(path).into());
        }
        let version = pragma("user_version").map_err(foreign)?;
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
                 PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;",
            )
            .map_err(foreign)?;
        // Plans that do not depend on the values bound to them: otherwise SQLite prepares some statements anew at every call.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(foreign)?;
        if version > SCHEMA_VERSION {
            return Err(Problem::new(
                Code::NewerDatabase,
                format!("{} has schema {version}, this program knows schema {SCHEMA_VERSION}", path.display()),
            )
            .help("use the version of enlist that wrote it, or a later one")
            .into());
        }
        let sql = Sql { connection };
        migrate(&sql, version)?;
        Ok(Store { sql: Rc::new(sql) })
    }
}

fn not_a_database(path: &Path) -> Problem {
    Problem::new(Code::NotADatabase, format!("{} is not a database of enlist", path.display()))
        .help("name another file with `--database`, or set `ENLIST_DATABASE`")
}

/// Brings the schema from `version` to [`SCHEMA_VERSION`], each migration in a transaction of its own.
fn migrate(sql: &Sql, version: i64) -> Result<(), Fault> {
    for number in version..SCHEMA_VERSION {
        sql.batch("BEGIN IMMEDIATE")?;
        // Another process may have been faster.
        let present = sql.query_one("PRAGMA user_version", &[], |row| row.int(0))?;
        let done = if present == Some(number) {
            sql.batch(MIGRATIONS[number as usize])
                .and_then(|()| sql.batch(&format!("PRAGMA user_version = {}", number + 1)))
        } else {
            Ok(())
        };
        match done {
            Ok(()) => sql.batch("COMMIT")?,
            Err(fault) => {
                sql.batch("ROLLBACK")?;
                return Err(fault);
            }
        }
    }
    Ok(())
}
