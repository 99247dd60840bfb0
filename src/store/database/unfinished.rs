//! Targets of migrations that are not finished: how every command recognizes and refuses them.

use crate::domain::{Code, Error, Fault, Problem};
use crate::store::location::Location;
use crate::store::sql::Sql;

/// Refuses a database that is the target of an unfinished migration.
///
/// # Errors
/// That refusal; a fault if the database fails.
pub(in crate::store) fn refuse_unfinished(sql: &Sql, location: &Location) -> Result<(), Error> {
    match unfinished_from(sql)? {
        None => Ok(()),
        Some(source) => Err(Problem::new(
            Code::Unfinished,
            format!("{location} is only partly copied: a migration from {source} was interrupted, or still runs"),
        )
        .help("wait for it, or run the same `enlist migrate` again: it continues where it stopped")
        .into()),
    }
}

/// Returns the source of the rows if the database is the target of an unfinished migration.
///
/// # Errors
/// A fault if the database fails.
pub(in crate::store) fn unfinished_from(sql: &Sql) -> Result<Option<String>, Fault> {
    let exists = sql.either(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'enlist_migration')",
        "SELECT to_regclass(current_schema() || '.enlist_migration') IS NOT NULL",
    );
    if sql.query_one(exists, &[], |row| row.flag(0))? != Some(true) {
        return Ok(None);
    }
    let found = sql.query_one("SELECT source FROM enlist_migration LIMIT 1", &[], |row| row.text(0))?;
    Ok(Some(found.unwrap_or_default()))
}
