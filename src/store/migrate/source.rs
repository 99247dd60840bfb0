//! The database that a directory is moved from: one moment of it.

use super::table::Table;
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::chain;
use crate::store::database;
use crate::store::location::Location;
use crate::store::sql::{Access, Kind, Sql, quoted};

/// The database that a directory is moved from, in a transaction that reads one moment.
pub struct Source {
    /// The connection.
    pub sql: Sql,
    /// What it is called in the notes of the target.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// What shows whether somebody has changed it since.
    mark: i64,
}

/// How often entries of the audit that others write are waited for.
const TRIES: usize = 5;

impl Source {
    /// Opens it, and begins to read.
    ///
    /// # Errors
    /// Refuses what is no database of enlist, and one in which others write without a pause.
    pub fn open(location: &Location, tables: &[Table]) -> Result<Source, Error> {
        let sql = database::connect(location)?;
        let name = match location {
            Location::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string(),
            Location::Server(address) => address.to_string(),
        };
        let mut tries = 0;
        // On a server an entry of the audit has its place in the chain once it is sealed; without one it cannot be moved.
        loop {
            chain::seal(&sql)?;
            sql.begin(Access::Read)?;
            if unsealed(&sql)? == 0 {
                break;
            }
            sql.command("ROLLBACK")?;
            tries += 1;
            if tries == TRIES {
                return Err(Problem::new(Code::InUse, format!("others write in {location} without a pause"))
                    .help("stop them first, then give the command again")
                    .into());
            }
        }
        let mut rows = 0;
        for table in tables {
            rows += count(&sql, &table.name, "TRUE")?;
        }
        let mark = mark(&sql)?;
        Ok(Source { sql, name, rows: u64::try_from(rows).unwrap_or_default(), mark })
    }

    /// Returns in how many rows of each table NUL characters stand, which a server does not store.
    ///
    /// # Errors
    /// Refuses them unless they may be replaced; in the audit, whose entries are hashed, in any case.
    pub fn nul_characters(&self, tables: &[Table], may_replace: bool) -> Result<Vec<i64>, Error> {
        let mut counts = vec![0; tables.len()];
        if self.sql.server().is_some() {
            return Ok(counts);
        }
        for (table, found) in tables.iter().zip(&mut counts) {
            let texts = table.columns.iter().filter(|column| column.kind == Kind::Text);
            let has_one = texts.map(|column| format!("instr({}, char(0)) > 0", quoted(&column.name)));
            let has_one = has_one.collect::<Vec<_>>().join(" OR ");
            if !has_one.is_empty() {
                *found = count(&self.sql, &table.name, &has_one)?;
            }
            let is_hashed = table.name == "audit";
            if *found == 0 || (may_replace && !is_hashed) {
                continue;
            }
            let (told, help) = match is_hashed {
                true => ("in entries of the audit", "the audit is never changed: this directory stays in a file"),
                false => (
                    "in rows that would be changed",
                    "`--replace-nul` puts U+FFFD in the place of each; nothing was changed so far",
                ),
            };
            let found =
                format!("NUL characters, which a server does not store, stand {told}: `{}`, {found} rows", table.name);
            return Err(Problem::new(Code::NulCharacters, found).help(help).into());
        }
        Ok(counts)
    }

    /// Ends the transaction. Returns whether somebody has changed the database since it began, as far as can be seen: any
    /// change of a file, and what stands in the audit of a server.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn has_moved(&self) -> Result<bool, Fault> {
        self.sql.command("ROLLBACK")?;
        Ok(mark(&self.sql)? != self.mark || unsealed(&self.sql)? > 0)
    }
}

fn mark(sql: &Sql) -> Result<i64, Fault> {
    let mark = sql.either("PRAGMA data_version", "SELECT coalesce(max(last_id), 0) FROM audit_head");
    Ok(sql.query_one(mark, &[], |row| row.int(0))?.unwrap_or_default())
}

fn unsealed(sql: &Sql) -> Result<i64, Fault> {
    match sql.server() {
        Some(_) => count(sql, "audit", "position IS NULL"),
        None => Ok(0),
    }
}

fn count(sql: &Sql, table: &str, condition: &str) -> Result<i64, Fault> {
    let found =
        sql.query(&format!("SELECT count(*) FROM {} WHERE {condition}", quoted(table)), &[], |row| row.int(0))?;
    Ok(found.first().copied().unwrap_or_default())
}
