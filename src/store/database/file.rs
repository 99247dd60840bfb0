//! The database file: opening it safely, creating it, and upgrading its schema.

use super::copy::{copy, verified};
use super::files::{beside, create_private};
use super::unfinished::unfinished_from;
use super::wal;
use crate::domain::{Code, Error, Fault, Problem};
use crate::failpoint;
use crate::store::schema::{APPLICATION_ID, SCHEMA_VERSION, newer};
use crate::store::sql::{Sql, damage, pages};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The migrations, in order; the number of the last one is the schema's version. They are never edited once released.
const MIGRATIONS: &[&str] = &[
    concat!(include_str!("schema/0001_start.sql"), "\n", include_str!("schema/0001_sqlite.sql")),
    include_str!("schema/0002_origin.sql"),
];

const _: () = assert!(MIGRATIONS.len() as i64 == SCHEMA_VERSION, "every version of the schema has its migration");

/// The path of a database in memory.
pub(in crate::store) const IN_MEMORY: &str = ":memory:";

/// The longest time to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(30);

/// SQLite before this version can lose a commit in WAL mode (SECURITY 5).
const OLDEST_SQLITE: i32 = 3_051_003;

/// Returns the version of SQLite that the program was built with.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Returns whether SQLite is new enough to be trusted with commits.
pub fn not_too_old() -> bool {
    rusqlite::version_number() >= OLDEST_SQLITE
}

/// Opens an existing database.
///
/// # Errors
/// Refuses a file that does not exist, that is not a database of enlist, that a newer version wrote, or that cannot be
/// opened.
pub(in crate::store) fn open(path: &Path) -> Result<Sql, Error> {
    if let Some(problem) = damage::obstacle(path) {
        return Err(problem.into());
    }
    if !path.exists() {
        return Err(Problem::new(Code::NoDatabase, format!("there is no database at {}", path.display()))
            .help(format!("create it with `enlist init --database {}`", path.display()))
            .into());
    }
    let connection = pages::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| damage::error(error, "open", path))?;
    ready(connection, path, MIGRATIONS)
}

/// Creates a database, or opens an existing one. Returns whether it is new. Only its owner can read a new one: it contains
/// hashes of passwords and personal data.
///
/// # Errors
/// As [`open`]; refuses a path at which no file can be created.
pub(in crate::store) fn create(path: &Path) -> Result<(Sql, bool), Error> {
    if let Some(problem) = damage::obstacle(path).or_else(|| damage::missing_folder(path)) {
        return Err(problem.into());
    }
    create_private(path);
    let connection = pages::open(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(|error| damage::error(error, "create", path))?;
    // If several processes create it at once, SQLite does not let all of them wait for the change to WAL mode.
    let mut tries = 0;
    let is_new = loop {
        match make(&connection) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < 100 => tries += 1,
            made => break made.map_err(|error| damage::error(error, "create", path))?,
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    Ok((ready(connection, path, MIGRATIONS)?, is_new))
}

/// Creates a database that lives as long as the value, for tests and fixtures.
///
/// # Errors
/// A fault if there is not enough memory.
pub(in crate::store) fn in_memory() -> Result<Sql, Error> {
    let connection = Connection::open_in_memory()
        .and_then(|connection| connection.pragma_update(None, "application_id", APPLICATION_ID).map(|()| connection))
        .map_err(|error| Fault::new("cannot open a database in memory", error))?;
    ready(connection, Path::new(IN_MEMORY), MIGRATIONS)
}

/// Prepares a connection and upgrades the schema by a list of migrations; tests have a longer one.
fn ready(connection: Connection, path: &Path, migrations: &[&str]) -> Result<Sql, Error> {
    if !not_too_old() {
        return Err(Fault::new("SQLite is too old", rusqlite::version().to_owned()).into());
    }
    connection.set_prepared_statement_cache_capacity(128);
    connection.busy_timeout(BUSY).map_err(|error| Fault::new("cannot open the database", error))?;
    let foreign = |error: rusqlite::Error| damage::error(error, "open", path);
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id").map_err(foreign)? != APPLICATION_ID {
        return Err(damage::not_a_database(path).into());
    }
    let version = pragma("user_version").map_err(foreign)?;
    connection
        .execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;",
        )
        .map_err(foreign)?;
    // Plans must not depend on bound values: otherwise SQLite prepares some statements again at every call.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(foreign)?;
    // The WAL stays beside the database when a command ends, as it does while a program runs: a checkpoint each time would
    // make up two thirds of the flushes of a command. `Sqlite` makes a checkpoint once the WAL has grown.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(foreign)?;
    wal::refuse_damaged(&connection, path)?;
    let newest = migrations.len() as i64;
    if version > newest {
        return Err(newer(path.display(), version, newest).into());
    }
    if version < 0 {
        return Err(damage::problem(path, &format!("the version of its schema is {version}")).into());
    }
    let sql = Sql::sqlite(connection);
    match version {
        0 => migrate(&sql, version, migrations)?,
        version if version < newest => migrate_after_backup(&sql, path, version, migrations)?,
        _ => {}
    }
    Ok(sql)
}

/// Marks an empty database as one of enlist: it is new, or the process that created it was killed before. Returns whether it
/// was empty.
fn make(connection: &Connection) -> rusqlite::Result<bool> {
    let statement = "SELECT application_id = 0 AND NOT EXISTS (SELECT 1 FROM sqlite_schema) FROM pragma_application_id";
    let is_new = connection.query_row(statement, [], |row| row.get(0))?;
    if is_new {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        failpoint::reach("create");
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    Ok(is_new)
}

/// Writes a backup beside the database, then upgrades the schema. Without a backup nothing is changed.
fn migrate_after_backup(sql: &Sql, path: &Path, version: i64, migrations: &[&str]) -> Result<(), Error> {
    let newest = migrations.len();
    // A copy that is not finished is no directory yet: what it is copied from is still there.
    if unfinished_from(sql)?.is_some() {
        return Ok(migrate(sql, version, migrations)?);
    }
    let kept = beside(path, &format!(".before-schema-{newest}"));
    let part = copy(sql, &kept)?;
    // If another process was faster, its backup has the old schema, and this copy has the new one.
    if verified(&part.path, newest as i64)?.schema == version {
        part.put(&kept)?;
    }
    migrate(sql, version, migrations).map_err(|fault| {
        let context = format!(
            "cannot upgrade {} to schema {newest}; the failed step was rolled back, and a backup is at {}",
            path.display(),
            kept.display()
        );
        Fault::new(context, fault).into()
    })
}

/// Upgrades the schema from `version`, each migration in its own transaction.
fn migrate(sql: &Sql, version: i64, migrations: &[&str]) -> Result<(), Fault> {
    for (number, migration) in (0_i64..).zip(migrations).skip(version as usize) {
        failpoint::reach("migrate");
        sql.batch("BEGIN IMMEDIATE")?;
        // Another process may have been faster.
        let present = sql.query_one("PRAGMA user_version", &[], |row| row.int(0))?;
        let done = if present == Some(number) {
            sql.batch(migration).and_then(|()| sql.batch(&format!("PRAGMA user_version = {}", number + 1)))
        } else {
            Ok(())
        };
        failpoint::reach("migrated");
        match done.and_then(|()| sql.batch("COMMIT")) {
            Ok(()) => {}
            Err(fault) => {
                // SQLite has rolled back itself after some failures. The first failure is returned.
                let _ = sql.batch("ROLLBACK");
                return Err(fault);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The version after the present one.
    const NEXT: i64 = SCHEMA_VERSION + 1;
    const GOOD: &str = "ALTER TABLE organization ADD COLUMN motto TEXT";
    const BAD: &str = "ALTER TABLE organization ADD COLUMN motto TEXT; INSERT INTO no_such_table VALUES (1)";

    /// The migrations of a program that knows one more.
    fn and(migration: &'static str) -> Vec<&'static str> {
        MIGRATIONS.iter().copied().chain([migration]).collect()
    }

    fn kept(path: &Path) -> std::path::PathBuf {
        beside(path, &format!(".before-schema-{NEXT}"))
    }

    fn open_with(path: &Path, migrations: &[&str]) -> Result<Sql, Error> {
        ready(pages::open(path, OpenFlags::default()).unwrap(), path, migrations)
    }

    fn schema_of(path: &Path) -> (i64, bool) {
        let connection = pages::open(path, OpenFlags::default()).unwrap();
        let version = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        (version, connection.prepare("SELECT motto FROM organization").is_ok())
    }

    #[test]
    fn an_older_schema_is_backed_up_and_then_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enlist.db");
        create(&path).unwrap();
        open_with(&path, &and(GOOD)).unwrap();
        assert_eq!(schema_of(&path), (NEXT, true));
        let kept = kept(&path);
        assert_eq!(schema_of(&kept), (SCHEMA_VERSION, false));
        // The next start has nothing to do and leaves the backup alone.
        let before = std::fs::read(&kept).unwrap();
        open_with(&path, &and(GOOD)).unwrap();
        assert_eq!(std::fs::read(&kept).unwrap(), before);
    }

    #[test]
    fn a_migration_that_fails_changes_nothing_and_names_the_backup() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enlist.db");
        create(&path).unwrap();
        let Err(error) = open_with(&path, &and(BAD)) else { panic!("it was migrated") };
        let text = error.to_string();
        assert!(text.contains(&kept(&path).display().to_string()) && text.contains("no_such_table"), "{text}");
        assert_eq!(schema_of(&path), (SCHEMA_VERSION, false));
        assert!(open(&path).is_ok(), "the older program still works with it");
        open_with(&path, &and(GOOD)).unwrap();
        assert_eq!(schema_of(&path), (NEXT, true));
    }

    #[test]
    fn a_migration_that_is_killed_is_made_by_the_next_start() {
        use std::io::{BufRead, BufReader};
        use std::process::{Command, Stdio};
        const NAME: &str = "store::database::file::tests::a_migration_that_is_killed_is_made_by_the_next_start";
        const VICTIM: &str = "ENLIST_TEST_VICTIM";
        let newer = and(GOOD);
        // The test starts itself again as the program that is killed.
        if let Some(path) = std::env::var_os(VICTIM) {
            return drop(open_with(Path::new(&path), &newer));
        }
        for point in ["copy", "copied", "placed", "migrate", "migrated"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("enlist.db");
            create(&path).unwrap();
            let mut victim = Command::new(std::env::current_exe().unwrap());
            victim.args(["--exact", NAME, "--nocapture"]).env(VICTIM, &path).env("ENLIST_FAILPOINT", point);
            let mut victim = victim.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            let errors = BufReader::new(victim.stderr.take().unwrap());
            let came = errors.lines().any(|line| line.unwrap() == format!("failpoint {point}"));
            victim.kill().unwrap();
            victim.wait().unwrap();
            assert!(came, "{point}");
            assert_eq!(schema_of(&path), (SCHEMA_VERSION, false), "{point}");
            assert!(open(&path).is_ok(), "the older program still works with it: {point}");
            open_with(&path, &newer).unwrap();
            assert_eq!(schema_of(&path), (NEXT, true), "{point}");
            assert_eq!(schema_of(&kept(&path)), (SCHEMA_VERSION, false), "{point}");
        }
    }

    #[test]
    fn without_a_backup_there_is_no_migration() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enlist.db");
        create(&path).unwrap();
        // A folder stands where the backup should be.
        std::fs::create_dir(kept(&path)).unwrap();
        assert!(open_with(&path, &and(GOOD)).is_err());
        assert_eq!(schema_of(&path), (SCHEMA_VERSION, false));
    }

    #[test]
    fn a_new_database_needs_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        create(&folder.path().join("enlist.db")).unwrap();
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(files.iter().all(|name| !name.to_string_lossy().contains("before")), "{files:?}");
    }
}
