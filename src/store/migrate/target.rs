//! The database that a directory is moved to: made, emptied of what is half done, and completed.

use super::notes;
use super::table::Table;
use crate::domain::{Error, Fault};
use crate::failpoint;
use crate::store::database::unfinished::unfinished_from;
use crate::store::database::{file, server};
use crate::store::location::Location;
use crate::store::sql::{Access, Sql, quoted};
use crate::store::user::search;

/// Opens the target, or makes it. Returns whether an interrupted migration goes on.
///
/// # Errors
/// Refuses one in which something else is.
pub fn open(to: &Location, anew: bool, source: &str, tables: &[Table]) -> Result<(Sql, bool), Error> {
    let mut sql = make(to)?;
    settle(&sql)?;
    match unfinished_from(&sql)? {
        Some(_) if anew => {
            empty(&sql, tables)
                .map_err(|fault| notes::explained(&sql, to, fault.into(), |sql| Ok(unfinished_from(sql)?.is_some())))?;
            failpoint::reach("migrate-emptied");
            drop(sql);
            sql = make(to)?;
        }
        Some(begun) if begun == source => return Ok((sql, true)),
        Some(begun) => {
            let found = format!("a migration from {begun} is not finished");
            let help = format!("go on with `--from {begun}`, or throw away what it has written with `--anew`");
            return Err(notes::not_empty(to, &found).help(help).into());
        }
        None => failpoint::reach("migrate-created"),
    }
    notes::begin(&sql, to, tables, source)?;
    Ok((sql, false))
}

/// Waits until what a migration that was killed a moment ago had sent last is carried out or undone: a server learns late that
/// nobody waits for its answer any more.
fn settle(sql: &Sql) -> Result<(), Fault> {
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

/// Takes away what an interrupted migration has written, and the tables themselves: entries of an audit cannot be removed.
fn empty(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    let is_file = sql.file().is_some();
    // If it is gone, somebody else has finished meanwhile, and nothing of all this is done.
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
        // What refers to a table may go after it.
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

/// What follows from the rows: the search index of a file, and the counters of a server, which stand behind the greatest row
/// numbers then.
///
/// # Errors
/// A fault of the database, also if another process has finished meanwhile.
pub fn complete(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    sql.begin(Access::Write)?;
    follow(sql, tables)?;
    sql.commit()
}

fn follow(sql: &Sql, tables: &[Table]) -> Result<(), Fault> {
    if sql.file().is_some() {
        return search::rebuild_now(sql);
    }
    // Nobody finishes meanwhile: counters of a directory that is worked with are not set back.
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
    // The server plans by what it knows of its tables.
    for table in tables {
        sql.batch(&format!("ANALYZE {}", quoted(&table.name)))?;
    }
    Ok(())
}
