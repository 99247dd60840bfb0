//! The source of a migration: one snapshot of it.

use super::table::Table;
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::chain;
use crate::store::database;
use crate::store::location::Location;
use crate::store::sql::{Access, Kind, Sql, quoted};

/// The source of a migration, in a transaction that reads one snapshot.
pub struct Source {
    /// The connection.
    pub sql: Sql,
    /// The name of the source in the record of the target.
    pub name: String,
    /// The number of rows.
    pub rows: u64,
    /// A value that changes when the database is changed.
    mark: i64,
}

/// The number of attempts to find all entries of the audit in the chain while others write.
const TRIES: usize = 5;

impl Source {
    /// Opens the source and begins to read.
    ///
    /// # Errors
    /// Refuses a database that is not one of enlist, and one into which others write without a pause.
    pub fn open(location: &Location, tables: &[Table]) -> Result<Source, Error> {
        let sql = database::connect(location)?;
        let name = match location {
            Location::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()).display().to_string(),
            Location::Server(address) => address.to_string(),
        };
        let mut tries = 0;
        // On a server an entry of the audit gets its position in the chain when it is sealed. An entry without a position
        // cannot be copied.
        loop {
            chain::seal(&sql)?;
            sql.begin(Access::Read)?;
            if unsealed(&sql)? == 0 {
                break;
            }
            sql.command("ROLLBACK")?;
            tries += 1;
            if tries == TRIES {
                return Err(Problem::new(Code::InUse, format!("other processes write to {location} without a pause"))
                    .help("stop them first, then run the command again")
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

    /// Returns the number of rows with NUL characters, which a server does not store, for each table.
    ///
    /// # Errors
    /// Refuses NUL characters unless they may be replaced. In the audit, whose entries are hashed, it always refuses them.
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
            let (subject, help) = match is_hashed {
                true => ("entries of the audit have", "the audit is never changed: keep this directory in a file"),
                false => (
                    "rows that would be changed have",
                    "`--replace-nul` replaces each by U+FFFD; nothing was changed so far",
                ),
            };
            let found =
                format!("{subject} NUL characters, which a server does not store: `{}`, {found} rows", table.name);
            return Err(Problem::new(Code::NulCharacters, found).help(help).into());
        }
        Ok(counts)
    }

    /// Ends the transaction. Returns whether the database has changed since it began, as far as can be detected: any change
    /// of a file, and new entries in the audit of a server.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn has_changed(&self) -> Result<bool, Fault> {
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
