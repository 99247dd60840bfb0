//! The record of the progress of a migration: a table in the target, which is dropped at the end. While it exists, every
//! other command refuses the target.

use super::table::Table;
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::chain;
use crate::store::chain::{Head, START};
use crate::store::database::unfinished::unfinished_from;
use crate::store::location::Location;
use crate::store::sql::{Access, Sql, params, quoted};

/// Explains a failure in a target: if the record differs from what this process left, another process migrates into the
/// target too.
pub fn explain(
    sql: &Sql,
    location: &Location,
    failure: Error,
    is_unchanged: impl FnOnce(&Sql) -> Result<bool, Fault>,
) -> Error {
    // There may be no open transaction.
    let _ = sql.command("ROLLBACK");
    match is_unchanged(sql) {
        Ok(false) => Problem::new(Code::Unfinished, format!("another process is migrating into {location}"))
            .help("wait until that process ends: then every row is there once")
            .into(),
        _ => failure,
    }
}

/// Creates the record in an empty database.
///
/// # Errors
/// Refuses a database that is not empty, and one into which another process migrates; then nothing is changed.
pub fn begin(sql: &Sql, location: &Location, tables: &[Table], from: &str) -> Result<(), Error> {
    create(sql, location, tables, from)
        .map_err(|failure| explain(sql, location, failure, |sql| Ok(unfinished_from(sql)?.is_none())))
}

fn create(sql: &Sql, location: &Location, tables: &[Table], from: &str) -> Result<(), Error> {
    sql.begin(Access::Write)?;
    for table in tables {
        let any = match table.name.as_str() {
            "audit_head" => "SELECT EXISTS (SELECT 1 FROM audit_head WHERE last_id > 0)".to_owned(),
            name => format!("SELECT EXISTS (SELECT 1 FROM {})", quoted(name)),
        };
        if sql.query(&any, &[], |row| row.flag(0))? == [true] {
            return Err(not_empty(location, &format!("its table `{}` has rows", table.name)).into());
        }
    }
    sql.batch(
        "CREATE TABLE enlist_migration (table_name TEXT PRIMARY KEY, source TEXT NOT NULL, written BIGINT NOT NULL,
                                        hash TEXT NOT NULL)",
    )?;
    let hash = chain::hex(&START.hash);
    for table in tables {
        sql.execute(
            "INSERT INTO enlist_migration (table_name, source, written, hash) VALUES (?1, ?2, 0, ?3)",
            params![&table.name, from, chain::text(&hash)],
        )?;
    }
    Ok(sql.commit()?)
}

/// Returns the refusal of a target that is not empty.
pub fn not_empty(location: &Location, found: &str) -> Problem {
    Problem::new(Code::TargetNotEmpty, format!("{location} is not empty: {found}"))
        .help("name a file that does not exist, or an empty database; nothing was changed")
}

/// Returns the number of written rows of a table, and their hash.
pub fn written(sql: &Sql, table: &Table) -> Result<Head, Fault> {
    let noted = "SELECT written, hash FROM enlist_migration WHERE table_name = ?1";
    let found = sql.query_one(noted, params![&table.name], |row| Ok((row.int(0)?, row.text(1)?)))?;
    found
        .and_then(|(id, hash)| Some(Head { id, hash: chain::from_hex(&hash)? }))
        .ok_or_else(|| Fault::new("the record of the migration", format!("it lacks the table {}", table.name)))
}

/// Records that the rows after `before` were written up to `end`, in the transaction that writes them.
///
/// # Errors
/// A fault if another process has written them meanwhile.
pub fn write(sql: &Sql, table: &Table, before: &Head, end: &Head) -> Result<(), Fault> {
    let hash = chain::hex(&end.hash);
    let changed = sql.execute(
        "UPDATE enlist_migration SET written = ?2, hash = ?3 WHERE table_name = ?1 AND written = ?4",
        params![&table.name, end.id, chain::text(&hash), before.id],
    )?;
    match changed {
        1 => Ok(()),
        _ => Err(Fault::new("the migration was stopped", "another process is migrating into the same database")),
    }
}

/// Drops the record: from then on the database is a regular one.
pub fn end(sql: &Sql) -> Result<(), Fault> {
    sql.begin(Access::Write)?;
    sql.batch("DROP TABLE enlist_migration")?;
    sql.commit()
}
