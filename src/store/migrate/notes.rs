//! How far a migration came: notes in the target, in a table of their own, which is taken away at the end. As long as it is
//! there, the target is no database of enlist to anybody else.

use super::table::Table;
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::chain;
use crate::store::chain::{Head, START};
use crate::store::database::unfinished::unfinished_from;
use crate::store::location::Location;
use crate::store::sql::{Access, Sql, params, quoted};

/// What went wrong in a target: that another process migrates into it too, if its notes are not as this one has left them.
pub fn explained(
    sql: &Sql,
    location: &Location,
    failure: Error,
    is_as_left: impl FnOnce(&Sql) -> Result<bool, Fault>,
) -> Error {
    // There may be no transaction left to end.
    let _ = sql.command("ROLLBACK");
    match is_as_left(sql) {
        Ok(false) => Problem::new(Code::Unfinished, format!("another process migrates into {location}"))
            .help("let it end: everything stands there then, and nothing twice")
            .into(),
        _ => failure,
    }
}

/// Begins to take notes in a database in which nothing is.
///
/// # Errors
/// Refuses one in which something is, and one that another process has begun to migrate into; nothing is touched then.
pub fn begin(sql: &Sql, location: &Location, tables: &[Table], from: &str) -> Result<(), Error> {
    begin_alone(sql, location, tables, from)
        .map_err(|failure| explained(sql, location, failure, |sql| Ok(unfinished_from(sql)?.is_none())))
}

fn begin_alone(sql: &Sql, location: &Location, tables: &[Table], from: &str) -> Result<(), Error> {
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
        .help("name a file that is not there, or a database in which nothing is; nothing was changed")
}

/// Returns how many rows of a table are written, and their hash.
pub fn written(sql: &Sql, table: &Table) -> Result<Head, Fault> {
    let noted = "SELECT written, hash FROM enlist_migration WHERE table_name = ?1";
    let found = sql.query_one(noted, params![&table.name], |row| Ok((row.int(0)?, row.text(1)?)))?;
    found.and_then(|(id, hash)| Some(Head { id, hash: chain::from_hex(&hash)? })).ok_or_else(|| {
        Fault::new("the notes of the migration", format!("nothing is noted of the table {}", table.name))
    })
}

/// Notes that the rows behind `before` were written up to `end`, in the transaction that writes them.
///
/// # Errors
/// A fault if somebody else has written them meanwhile.
pub fn write(sql: &Sql, table: &Table, before: &Head, end: &Head) -> Result<(), Fault> {
    let hash = chain::hex(&end.hash);
    let changed = sql.execute(
        "UPDATE enlist_migration SET written = ?2, hash = ?3 WHERE table_name = ?1 AND written = ?4",
        params![&table.name, end.id, chain::text(&hash), before.id],
    )?;
    match changed {
        1 => Ok(()),
        _ => Err(Fault::new("the migration is broken off", "another process migrates into the same database")),
    }
}

/// Takes the notes away: from then on the database is one like any other.
pub fn end(sql: &Sql) -> Result<(), Fault> {
    sql.begin(Access::Write)?;
    sql.batch("DROP TABLE enlist_migration")?;
    sql.commit()
}
