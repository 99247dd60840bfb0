//! The target of a migration: it is created, emptied of an unfinished copy, and completed.

use super::notes;
use super::table::Table;
use crate::domain::{Error, Fault};
use crate::failpoint;
use crate::store::database::unfinished::unfinished_from;
use crate::store::database::{file, server};
use crate::store::location::Location;
use crate::store::sql::{Access, Sql, quoted};
use crate::store::user::search;

/// Opens or creates the target. Returns whether an interrupted migration is resumed.
///
/// # Errors
/// Refuses a target with other content.
pub fn open(to: &Location, anew: bool, source: &str, tables: &[Table]) -> Result<(Sql, bool), Error> {
    let mut sql = make(to)?;
    wait_for_others(&sql)?;
    match unfinished_from(&sql)? {
        Some(_) if anew => {
            empty(&sql, tables)
                .map_err(|fault| notes::explain(&sql, to, fault.into(), |sql| Ok(unfinished_from(sql)?.is_some())))?;
            failpoint::reach("migrate-emptied");
            drop(sql);
            sql = make(to)?;
        }
        Some(begun) if begun == source => return Ok((sql, true)),
        Some(begun) => {
            let found = format!("a migration from {begun} is not finished");
            let help = format!("resume it with `--from {begun}`, or remove what it has written with `--anew`");
            return Err(notes::not_empty(to, &found).help(help).into());
        }
        None => failpoint::reach("migrate-created"),
    }
    notes::begin(&sql, to, tables, source)?;
    Ok((sql, false))
}

/// Waits until the last transaction of a killed migration has ended: a server notices late that its client is gone.
fn wait_for_others(sql: &Sql) -> Result<(), Fault> {
    let Some(server) = sql.server() else { return Ok(()) };
    server.begin_alone()?;
    sql.commit()
}

fn make(location: &Location) -> Result<Sql, Error> {
    Ok(match location {
        Location::File(path) => file::create(path)?.0,
        Location::Server(address) => server::create(address)?.0,
    })
}

/// Drops all tables of an interrupted migration, because entries of the audit cannot be removed one by one.
fn empty(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    let is_file = sql.file().is_some();
    // If the table is gone, another process has finished meanwhile, and the whole transaction fails.
    let mut drops = vec!["DROP TABLE enlist_migration".to_owned()];
    let own = sql.either(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'",
        "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
    );
    let is_ours = |name: &String| {
        name != "enlist_migration"
            && (is_file || name.starts_with("enlist_") || tables.iter().any(|table| &table.name == name))
    };
    for name in sql.query(own, &[], |row| row.text(0))?.into_iter().filter(is_ours) {
        drops.push(format!("DROP TABLE {}{}", quoted(&name), sql.either("", " CASCADE")));
    }
    if is_file {
        drops.push("PRAGMA user_version = 0".to_owned());
        // A table may be dropped before those that refer to it.
        sql.batch("PRAGMA foreign_keys = OFF")?;
    } else {
        let of_triggers = "SELECT DISTINCT p.oid::regprocedure::text FROM pg_trigger t
             JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT t.tgisinternal AND c.relname IN ('audit', 'audit_head')
               AND c.relnamespace = current_schema()::regnamespace AND p.pronamespace = c.relnamespace";
        let functions = sql.query(of_triggers, &[], |row| row.text(0))?;
        drops.extend(functions.iter().map(|function| format!("DROP FUNCTION {function}")));
    }
    sql.begin(Access::Write)?;
    sql.batch(&drops.join("; "))?;
    sql.commit()
}

/// Creates everything that follows from the rows: the search index of a file; the sequences of a server, which continue
/// after the greatest row numbers.
///
/// # Errors
/// A fault if the database fails, or if another process has finished meanwhile.
pub fn complete(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    sql.begin(Access::Write)?;
    derive(sql, tables)?;
    sql.commit()
}

fn derive(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    if sql.file().is_some() {
        return search::rebuild_now(sql);
    }
    // The lock keeps another process from finishing meanwhile: the sequences of a directory in use must not be reset.
    sql.batch("LOCK TABLE enlist_migration IN SHARE ROW EXCLUSIVE MODE")?;
    let counted = sql.query(
        "SELECT table_name::text, column_name::text FROM information_schema.columns
         WHERE table_schema = current_schema() AND is_identity = 'YES'",
        &[],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )?;
    for (table, column) in counted.iter().filter(|(name, _)| tables.iter().any(|table| &table.name == name)) {
        let set = format!(
            "SELECT setval(pg_get_serial_sequence('{0}', '{column}'), coalesce(max({1}), 0) + 1, FALSE) FROM {0}",
            quoted(table),
            quoted(column)
        );
        sql.query(&set, &[], |row| row.int(0))?;
    }
    // The server plans by the statistics of its tables.
    for table in tables {
        sql.batch(&format!("ANALYZE {}", quoted(&table.name)))?;
    }
    Ok(())
}
