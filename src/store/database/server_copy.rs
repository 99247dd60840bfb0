//! The copy of a directory on a server, made before its schema is upgraded.
//!
//! A server has no file that could be copied. So the tables are made once more in a schema of their own, as the old version has
//! them, and get every row. The copy is a directory: the old version opens it when the address names the schema.

use super::server::step;
use super::unfinished::unfinished_from;
use crate::domain::{Code, Error, Fault, Problem};
use crate::failpoint;
use crate::store::location::ServerAddress;
use crate::store::schema::SCHEMA_VERSION;
use crate::store::sql::{Sql, params, quoted};

/// Copies the whole directory into a schema of its own, as the version that is present has it: an older program opens it by its
/// name. Nobody writes from then on until the transaction ends, so the copy has everything that was there before the upgrade.
///
/// # Errors
/// Refuses if the schema has an older copy, or may not be made; a fault of the database.
pub(super) fn keep(sql: &Sql, address: &ServerAddress, present: i64) -> Result<(), Error> {
    // A copy that is not finished is no directory yet: what it is copied from is still there.
    if unfinished_from(sql)?.is_some() {
        return Ok(());
    }
    let text = |statement| sql.query_one(statement, &[], |row| row.text(0));
    let here = text("SELECT current_schema()::text")?.unwrap_or_default();
    let copy = copy_of(&here);
    match state_of(sql, &copy)? {
        // An upgrade was interrupted: the copy has the state before its first step.
        CopyState::Of(version) if version < present => return Ok(()),
        CopyState::Of(_) | CopyState::Strange => {
            let found = format!("at {address} there is a schema `{copy}` already, which is to keep what is there now");
            return Err(Problem::new(Code::NoDatabase, found)
                .help(format!("rename it with `ALTER SCHEMA {copy} RENAME TO …`, or drop it if nobody needs it"))
                .into());
        }
        CopyState::Empty => {}
        CopyState::Missing => {
            let may = "SELECT has_database_privilege(current_database(), 'CREATE')";
            if sql.query_one(may, &[], |row| row.flag(0))? != Some(true) {
                let found =
                    format!("at {address} a copy is made before an upgrade, and the user may not create a schema");
                return Err(Problem::new(Code::NoDatabase, found)
                    .help(format!("let an administrator create it: `CREATE SCHEMA {copy} AUTHORIZATION` and the user"))
                    .into());
            }
            sql.batch(&format!("CREATE SCHEMA {}", quoted(&copy)))?;
        }
    }
    failpoint::reach("copy");
    // Every transaction that writes shares a lock on this table.
    if sql.server().is_some_and(|server| server.locks_tables().unwrap_or(true)) {
        sql.batch("LOCK TABLE audit_head IN EXCLUSIVE MODE")?;
    }
    sql.batch(&format!("SET LOCAL search_path = {}, public", quoted(&copy)))?;
    (1..=present).try_for_each(|number| step(sql, number))?;
    copy_rows(sql, &here, &copy)?;
    sql.batch(&format!("SET LOCAL search_path = {}, public", quoted(&here)))?;
    failpoint::reach("copied");
    Ok(())
}

/// The schema that the copy before an upgrade is made in.
fn copy_of(schema: &str) -> String {
    let name = if schema == "public" { "enlist" } else { schema };
    format!("{name}_before_{SCHEMA_VERSION}")
}

/// What is in a schema that is to have a copy.
enum CopyState {
    /// There is no such schema.
    Missing,
    /// It has no table.
    Empty,
    /// It has a directory of this version.
    Of(i64),
    /// It has something else.
    Strange,
}

fn state_of(sql: &Sql, schema: &str) -> Result<CopyState, Fault> {
    let found = sql.query_one(
        "SELECT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid),
                to_regclass(quote_ident(n.nspname) || '.enlist_schema') IS NOT NULL
         FROM pg_namespace n WHERE n.nspname = ?1",
        params![schema],
        |row| Ok((row.flag(0)?, row.flag(1)?)),
    )?;
    match found {
        None => Ok(CopyState::Missing),
        Some((false, _)) => Ok(CopyState::Empty),
        Some((true, false)) => Ok(CopyState::Strange),
        Some((true, true)) => {
            let statement = format!("SELECT version FROM {}.enlist_schema", quoted(schema));
            let found = sql.query(&statement, &[], |row| row.int(0))?;
            Ok(found.first().map_or(CopyState::Strange, |version| CopyState::Of(*version)))
        }
    }
}

/// Copies every row, and sets the counters of row numbers behind them. Tables were made in an order in which each refers to
/// earlier ones alone, and get their rows in that order.
fn copy_rows(sql: &Sql, from: &str, to: &str) -> Result<(), Fault> {
    let (from, in_to) = (quoted(from), params![to]);
    let tables = sql.query(
        "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ?1 AND c.relkind = 'r' AND c.relname <> 'enlist_schema' ORDER BY c.oid",
        in_to,
        |row| row.text(0),
    )?;
    for table in tables {
        let columns = sql.query(
            "SELECT column_name::text, is_identity = 'YES' FROM information_schema.columns
             WHERE table_schema = ?1 AND table_name = ?2 ORDER BY ordinal_position",
            params![to, &table],
            |row| Ok((row.text(0)?, row.flag(1)?)),
        )?;
        let listed = columns.iter().map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", ");
        let (table, target) = (quoted(&table), format!("{}.{}", quoted(to), quoted(&table)));
        // A new directory has the head of an empty chain, which may be changed and not removed.
        let over = match table.as_str() {
            "\"audit_head\"" => " ON CONFLICT (one) DO UPDATE SET last_id = excluded.last_id, hash = excluded.hash",
            _ => "",
        };
        sql.batch(&format!("INSERT INTO {target} ({listed}) SELECT {listed} FROM {from}.{table}{over}"))?;
        for (column, _) in columns.iter().filter(|(_, is_counted)| *is_counted) {
            sql.batch(&format!(
                "SELECT setval(pg_get_serial_sequence('{target}', '{column}'), coalesce(max({0}), 0) + 1, FALSE) FROM {target}",
                quoted(column)
            ))?;
        }
    }
    Ok(())
}
