//! The database on a server: opening it, creating it, and upgrading its schema.

use super::server_copy::keep;
use crate::domain::{Code, Error, Fault, Problem};
use crate::failpoint;
use crate::store::location::ServerAddress;
use crate::store::schema::{SCHEMA_VERSION, newer};
use crate::store::sql::{Postgres, Sql, params};
use serde_json::Value as Json;
use std::time::{Duration, Instant};

/// The migrations, in order: the tables, and the statements for PostgreSQL only. They are never edited once released.
const MIGRATIONS: &[(&str, &str)] = &[
    (include_str!("schema/0001_start.sql"), include_str!("schema/0001_postgres.sql")),
    (include_str!("schema/0002_origin.sql"), include_str!("schema/0002_postgres.sql")),
];

/// How long to wait for a replica to catch up with the schema of the primary.
const REPLICA_WAIT: Duration = Duration::from_secs(10);

const _: () = assert!(MIGRATIONS.len() as i64 == SCHEMA_VERSION, "every version of the schema has its migration");

/// Opens an existing database and upgrades its schema.
///
/// # Errors
/// Refuses a server that cannot be used, a database without tables of enlist, and one that a newer version wrote.
pub(in crate::store) fn open(address: &ServerAddress) -> Result<Sql, Error> {
    let sql = Sql::postgres(Postgres::connect(address.clone())?);
    match version(&sql)? {
        0 => Err(nothing_at(address).into()),
        SCHEMA_VERSION => Ok(sql),
        older if older < SCHEMA_VERSION => {
            upgrade(&sql, address)?;
            Ok(sql)
        }
        later => Err(newer(address, later, SCHEMA_VERSION).into()),
    }
}

/// Creates the tables in a database of the server, or opens it if they exist. Returns whether they are new.
///
/// # Errors
/// As [`open`]; refuses a database whose encoding lacks characters, or that has other tables with the names of those of
/// enlist.
pub(in crate::store) fn create(address: &ServerAddress) -> Result<(Sql, bool), Error> {
    let sql = Sql::postgres(Postgres::connect(address.clone())?);
    if version(&sql)? > 0 {
        return Ok((open(address)?, false));
    }
    let encoding = sql.query_one("SELECT current_setting('server_encoding')", &[], |row| row.text(0))?;
    if let Some(encoding) = encoding.filter(|encoding| encoding != "UTF8") {
        let found = format!("{address} has the encoding {encoding}, which lacks characters; expected UTF8");
        let help = "name a database of the encoding UTF8: `CREATE DATABASE enlist ENCODING 'UTF8' TEMPLATE template0`";
        return Err(Problem::new(Code::NoDatabase, found).help(help).into());
    }
    if let Some(table) = foreign_table(&sql)? {
        let found = format!("{address} has a table `{table}` that enlist did not create");
        return Err(Problem::new(Code::NoDatabase, found).help("name an empty database").into());
    }
    let is_new = make(&sql)?;
    // Another process may have been faster, and an older one.
    if !is_new {
        upgrade(&sql, address)?;
    }
    Ok((sql, is_new))
}

/// Returns a foreign table that has the name of one of enlist, if there is one.
fn foreign_table(sql: &Sql) -> Result<Option<String>, Fault> {
    let ours = MIGRATIONS.iter().flat_map(|(tables, _)| tables.lines());
    let ours: Vec<&str> = ours.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next()).collect();
    sql.query_one(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = current_schema() AND c.relname IN (SELECT value FROM json_each(?1))
             AND NOT EXISTS (SELECT 1 FROM pg_class s WHERE s.relnamespace = n.oid AND s.relname = 'enlist_schema')
         ORDER BY c.relname",
        params![&Json::from(ours).to_string()],
        |row| row.text(0),
    )
}

/// Returns the refusal of a database without tables of enlist.
pub(in crate::store) fn nothing_at(address: &ServerAddress) -> Problem {
    Problem::new(Code::NoDatabase, format!("{address} has no tables of enlist")).help("create it with `enlist init`")
}

/// Opens a replica of a server, whose commits wait for its replicas from now on.
///
/// # Errors
/// Refuses a server that is no replica, one with other data, and a primary that waits for no replica or only for some.
pub(in crate::store) fn replica(primary: &Sql, address: &ServerAddress) -> Result<Sql, Error> {
    let refused = |found: String, help: &str| Err(Problem::new(Code::NoReplica, found).help(help).into());
    let replica = open_replica(address)?;
    let system = |sql: &Sql| {
        let statement = "SELECT system_identifier::text FROM pg_control_system()";
        sql.query_one(statement, &[], |row| row.text(0))
    };
    if system(primary)? != system(&replica)? {
        return refused(
            format!("{address} does not have the data of `--database`"),
            "name a replica of the same server",
        );
    }
    if replica.query_one("SELECT pg_is_in_recovery()", &[], |row| row.flag(0))? != Some(true) {
        return refused(format!("{address} is not a replica"), "name a replica, or omit `--read-database`");
    }
    let names = primary.query_one("SELECT current_setting('synchronous_standby_names')", &[], |row| row.text(0))?;
    let help = "set `synchronous_standby_names` on the primary to the replica that is read from; name others only if commits wait \
                for all of them, as with `FIRST 2 (a, b)`, so that every reader sees the latest commit";
    match awaited(&names.unwrap_or_default()) {
        (0, _) => return refused("the server waits for no replica".to_owned(), help),
        (some, all) if some < all => return refused(format!("the server waits for {some} of {all} replicas"), help),
        _ => {}
    }
    primary.wait_for_replicas()?;
    Ok(replica)
}

/// Returns for how many replicas a commit waits, and of how many, by PostgreSQL's setting `synchronous_standby_names`:
/// `FIRST 2 (a, b)`, `ANY 1 (a, b)`, `2 (a, b)`, or names alone, of which the first counts.
fn awaited(setting: &str) -> (usize, usize) {
    let Some((method, names)) = setting.split_once('(') else {
        let names = setting.split(',').filter(|name| !name.trim().is_empty()).count();
        return (names.min(1), names);
    };
    let number = method.split_whitespace().last().and_then(|number| number.parse().ok());
    (number.unwrap_or(0), names.split(',').count())
}

/// Creates a directory on a server in a schema of its own, for tests and fixtures. Returns its address; [`drop_temporary`]
/// removes it.
///
/// # Errors
/// A fault if the database fails.
#[cfg(feature = "postgres")]
pub(in crate::store) fn make_temporary(address: &ServerAddress) -> Result<(Sql, ServerAddress), Error> {
    let postgres = Postgres::connect(address.clone())?;
    // While the connection lives, no other one has its process number.
    let name = format!("enlist_test_{}", postgres.process()?);
    let sql = Sql::postgres(postgres.with_schema(&name));
    sql.batch(&format!(
        "DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path = {name}, public"
    ))?;
    make(&sql)?;
    Ok((sql, address.with_schema(&name)))
}

/// Refuses the address, because the program was built without PostgreSQL.
#[cfg(not(feature = "postgres"))]
pub(in crate::store) fn make_temporary(address: &ServerAddress) -> Result<(Sql, ServerAddress), Error> {
    Ok((Sql::postgres(Postgres::connect(address.clone())?), address.clone()))
}

/// Removes a temporary directory.
pub(in crate::store) fn drop_temporary(sql: &Sql) {
    let _ = sql.command("ROLLBACK").and_then(|()| {
        let name = sql.query_one("SELECT current_schema()", &[], |row| row.text(0))?;
        match name.filter(|name| name.starts_with("enlist_test_")) {
            Some(name) => sql.batch(&format!("DROP SCHEMA {name} CASCADE")),
            None => Ok(()),
        }
    });
}

/// Returns the version of the schema; 0 if there is none.
pub(in crate::store) fn version(sql: &Sql) -> Result<i64, Fault> {
    let is_there =
        sql.query_one("SELECT to_regclass(current_schema() || '.enlist_schema') IS NOT NULL", &[], |row| row.flag(0))?;
    if is_there != Some(true) {
        return Ok(0);
    }
    Ok(sql.query_one("SELECT version FROM enlist_schema", &[], |row| row.int(0))?.unwrap_or(0))
}

/// Opens a database that cannot be upgraded here, and waits for the last commits of the primary.
fn open_replica(address: &ServerAddress) -> Result<Sql, Error> {
    let sql = Sql::postgres(Postgres::connect(address.clone())?);
    let began = Instant::now();
    loop {
        match version(&sql)? {
            0 => return Err(nothing_at(address).into()),
            SCHEMA_VERSION => return Ok(sql),
            later if later > SCHEMA_VERSION => return Err(newer(address, later, SCHEMA_VERSION).into()),
            _ if began.elapsed() < REPLICA_WAIT => std::thread::sleep(Duration::from_millis(100)),
            older => {
                let found = format!("{address} has schema {older}, and `--database` has schema {SCHEMA_VERSION}");
                return Err(Problem::new(Code::NoReplica, found).help("name a replica that has caught up").into());
            }
        }
    }
}

/// Begins a transaction in which nobody else changes the schema. Others who want to do so wait, for as long as it takes.
fn begin_alone(sql: &Sql) -> Result<(), Fault> {
    // The number is "enlist".
    sql.batch("BEGIN; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(111516266361716)")
}

/// Makes the tables in one transaction; tells whether none were there before.
fn make(sql: &Sql) -> Result<bool, Fault> {
    begin_alone(sql)?;
    let made = version(sql).and_then(|present| match present {
        0 => (1..=SCHEMA_VERSION).try_for_each(|number| step(sql, number)).map(|()| true),
        _ => Ok(false),
    });
    ended(sql, made)
}

/// Brings the schema up to date: each migration in a transaction of its own, the first together with a complete copy of the
/// directory. One that was broken off goes on where it was. Of several processes, one does each step and the others wait.
///
/// # Errors
/// Refuses if the copy cannot be made; a fault if a migration fails. Then the schema is as it was before that step.
fn upgrade(sql: &Sql, address: &ServerAddress) -> Result<(), Error> {
    loop {
        failpoint::reach("migrate");
        begin_alone(sql)?;
        let done = version(sql).map_err(Error::from).and_then(|present| {
            if present >= SCHEMA_VERSION {
                return Ok(false);
            }
            keep(sql, address, present)?;
            step(sql, present + 1)?;
            failpoint::reach("migrated");
            Ok(true)
        });
        let has_moved = ended(sql, done).map_err(|error| match error {
            Error::Fault(fault) if !fault.is_passing() => {
                let context = format!(
                    "{address} cannot be brought to schema {SCHEMA_VERSION}; it is as it was before the step that failed"
                );
                Fault::new(context, fault).into()
            }
            error => error,
        })?;
        if !has_moved {
            return Ok(());
        }
        failpoint::reach("placed");
    }
}

/// Commits if all went well, and rolls back otherwise.
fn ended<T, E: From<Fault>>(sql: &Sql, done: Result<T, E>) -> Result<T, E> {
    match done {
        Ok(done) => Ok(sql.commit().map(|()| done)?),
        Err(error) => {
            // Returns the first failure; a failing rollback follows from it.
            let _ = sql.command("ROLLBACK");
            Err(error)
        }
    }
}

/// Carries out a migration, in the transaction that is open.
pub(super) fn step(sql: &Sql, number: i64) -> Result<(), Fault> {
    let Some((tables, own)) = usize::try_from(number - 1).ok().and_then(|at| MIGRATIONS.get(at)) else {
        return Err(Fault::new("the schema", format!("there is no migration {number}")));
    };
    sql.batch(&translated(tables))?;
    sql.batch(own)?;
    sql.batch(&match number {
        1 => "CREATE TABLE enlist_schema (version BIGINT NOT NULL); INSERT INTO enlist_schema VALUES (1)".to_owned(),
        number => format!("UPDATE enlist_schema SET version = {number}"),
    })
}

/// Translates tables from the dialect of SQLite to that of PostgreSQL: integers of 64 bits, texts in the order of their
/// bytes, row numbers that the server assigns.
fn translated(schema: &str) -> String {
    let mut text = String::with_capacity(schema.len() * 2);
    for line in schema.lines() {
        let line = match line.trim_start() {
            comment if comment.starts_with("--") => continue,
            column if column.starts_with("id ") => {
                line.replace("INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY")
            }
            _ => line.replace(" INTEGER", " BIGINT").replace(" TEXT", " TEXT COLLATE \"C\""),
        };
        text.push_str(
            line.trim_end_matches(';').trim_end_matches(" STRICT, WITHOUT ROWID").trim_end_matches(" STRICT"),
        );
        text.push_str(if line.ends_with(';') { ";\n" } else { "\n" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_says_whether_commits_wait_for_all_replicas() {
        for (setting, some_of_all) in [
            ("", (0, 0)),
            ("*", (1, 1)),
            ("a", (1, 1)),
            ("a, b", (1, 2)),
            ("2 (a, b)", (2, 2)),
            ("FIRST 2 (a, \"b c\", d)", (2, 3)),
            ("ANY 1(a,b)", (1, 2)),
            ("any 2 (a,b)", (2, 2)),
        ] {
            assert_eq!(awaited(setting), some_of_all, "{setting}");
        }
    }
}
