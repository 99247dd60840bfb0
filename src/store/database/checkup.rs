//! The examination of a database without a change: no upgrade, no repair.

use super::unfinished::refuse_unfinished;
use super::{server, wal};
use crate::domain::{Code, Error, Fault, Moment, Problem, Verdict};
use crate::store::chain;
use crate::store::location::{Location, ServerAddress};
use crate::store::schema::{APPLICATION_ID, SCHEMA_VERSION, newer};
use crate::store::sql;
use crate::store::sql::{Access, Param, Postgres, Sql, damage, pages};
use crate::store::user::administrator::counting;
use crate::store::user::search;
use rusqlite::OpenFlags;
use std::path::Path;
use std::time::Duration;

/// A database that is examined.
pub struct Examination {
    pub(in crate::store) sql: Sql,
    /// The version of its schema.
    pub schema: i64,
}

impl Examination {
    /// Opens a database to examine it.
    ///
    /// # Errors
    /// Refuses a database that does not exist, that is not one of enlist, that a newer version wrote, or that cannot be
    /// read.
    pub fn open(location: &Location) -> Result<Examination, Error> {
        match location {
            Location::File(path) => Examination::open_file(path),
            Location::Server(address) => Examination::open_on_server(address),
        }
    }

    /// Opens a file.
    pub(in crate::store) fn open_file(path: &Path) -> Result<Examination, Error> {
        Examination::open_up_to(path, SCHEMA_VERSION)
    }

    fn open_on_server(address: &ServerAddress) -> Result<Examination, Error> {
        let sql = Sql::postgres(Postgres::connect(address.clone())?);
        let schema = server::version(&sql)?;
        match schema {
            0 => return Err(server::nothing_at(address).into()),
            schema if schema > SCHEMA_VERSION => return Err(newer(address, schema, SCHEMA_VERSION).into()),
            _ => refuse_unfinished(&sql, &Location::Server(address.clone()))?,
        }
        sql.begin(Access::Read)?;
        Ok(Examination { sql, schema })
    }

    /// Opens a file whose schema is at most `newest`: tests of upgrades know more versions than the program.
    pub(in crate::store) fn open_up_to(path: &Path, newest: i64) -> Result<Examination, Error> {
        if let Some(problem) = damage::obstacle(path) {
            return Err(problem.into());
        }
        if !path.exists() {
            return Err(Problem::new(Code::NoDatabase, format!("there is no database at {}", path.display()))
                .help("name another file")
                .into());
        }
        let failed = |error| damage::error(error, "read", path);
        let connection =
            pages::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        connection.busy_timeout(Duration::from_secs(30)).map_err(failed)?;
        connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON").map_err(failed)?;
        let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if number("application_id").map_err(failed)? != APPLICATION_ID {
            return Err(damage::not_a_database(path).into());
        }
        let schema = number("user_version").map_err(failed)?;
        wal::refuse_damaged(&connection, path)?;
        if schema < 1 {
            return Err(damage::problem(path, &format!("the version of its schema is {schema}")).into());
        }
        if schema > newest {
            return Err(newer(path.display(), schema, newest).into());
        }
        let sql = Sql::sqlite(connection);
        refuse_unfinished(&sql, &Location::File(path.to_owned()))?;
        Ok(Examination { sql, schema })
    }

    /// Verifies the chain of the audit.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn audit(&self) -> Result<Verdict, Fault> {
        chain::verify(&self.sql, self.schema)
    }

    /// Returns the name and version of the server, if the database is on one.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn server(&self) -> Result<Option<String>, Fault> {
        self.sql.server().map(Postgres::version).transpose()
    }

    /// Returns the damage in the file; nothing if the file is sound. A server checks its own files.
    ///
    /// # Errors
    /// A fault if the check cannot run; damage that stops the check is a result.
    pub fn damage(&self) -> Result<Vec<String>, Fault> {
        let Some(file) = self.sql.file() else { return Ok(Vec::new()) };
        let check = || -> rusqlite::Result<Vec<String>> {
            let mut statement = file.0.prepare("PRAGMA integrity_check(20)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            rows.collect()
        };
        match check() {
            Ok(found) if found == ["ok"] => Ok(Vec::new()),
            // SQLite returns several lines in one row if a whole tree is damaged.
            Ok(found) => Ok(found.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()),
            Err(error) if damage::is_damage(&error) => Ok(vec![damage::description(&error)]),
            Err(error) => Err(Fault::new("cannot check the database", error)),
        }
    }

    /// Returns the references to rows that do not exist, as `table` → `table`. A server has none, because it always enforces
    /// its constraints.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn broken_references(&self) -> Result<Vec<String>, Fault> {
        if self.sql.server().is_some() {
            return Ok(Vec::new());
        }
        self.sql.query(
            "SELECT \"table\" || ' → ' || parent || ', ' || count(*) || ' rows' FROM pragma_foreign_key_check
             GROUP BY \"table\", parent",
            &[],
            |row| row.text(0),
        )
    }

    /// Returns whether the search index agrees with the rows, and how many users it has.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn search(&self) -> Result<(bool, i64), Fault> {
        search::verify(&self.sql)
    }

    /// Returns the names of the environments that have members and no active administrator.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn without_administrator(&self) -> Result<Vec<String>, Fault> {
        let statement = format!(
            "SELECT e.name FROM environment e
             WHERE EXISTS (SELECT 1 FROM membership m WHERE m.environment_id = e.id)
               AND NOT EXISTS (SELECT 1 FROM membership m JOIN account a ON a.id = m.account_id
                               WHERE m.environment_id = e.id AND {})
             ORDER BY e.name",
            counting("m", "a")
        );
        self.sql.query(&statement, &[], |row| row.text(0))
    }

    /// Returns the number of waiting letters, and how many of them were written before a moment.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn waiting_letters(&self, before: Moment) -> Result<(i64, i64), Fault> {
        let found = self.sql.query_one(
            "SELECT count(*), count(*) FILTER (WHERE created_at < ?1) FROM letter WHERE status = 'waiting'",
            sql::params![Param::Int(before.0)],
            |row| Ok((row.int(0)?, row.int(1)?)),
        )?;
        Ok(found.unwrap_or((0, 0)))
    }

    /// Returns the number of letters that were given up.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn dead_letters(&self) -> Result<i64, Fault> {
        let count = "SELECT count(*) FROM letter WHERE status = 'dead'";
        Ok(self.sql.query_one(count, &[], |row| row.int(0))?.unwrap_or_default())
    }

    /// Returns the number of rows of a table.
    pub(in crate::store) fn count(&self, table: &str) -> Result<i64, Fault> {
        let found = self.sql.query(&format!("SELECT count(*) FROM \"{table}\""), &[], |row| row.int(0))?;
        Ok(found.first().copied().unwrap_or(0))
    }
}
