//! The interface to both databases: begin, execute, query, commit. Every other file of the store uses it.
//!
//! Statements are written once, in the dialect of SQLite. The driver of PostgreSQL translates them (`sql/dialect.rs`). A
//! statement that cannot be translated is written as a [pair](Sql::either).

mod access;
mod failure;
mod param;
mod row;

pub(super) mod damage;
pub(super) mod pages;
mod sqlite;

#[cfg(feature = "postgres")]
mod dialect;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
mod postgres_connection;
#[cfg(feature = "postgres")]
mod postgres_failure;
#[cfg(feature = "postgres")]
mod postgres_tls;
#[cfg(feature = "postgres")]
mod postgres_values;

#[cfg(not(feature = "postgres"))]
#[path = "without_postgres.rs"]
mod postgres;
#[cfg(not(feature = "postgres"))]
#[path = "without_postgres_values.rs"]
mod postgres_values;

pub use access::Access;
pub use param::{Kind, Param};
pub use postgres::Postgres;
pub use row::Row;
pub use sqlite::Sqlite;

pub(super) use param::params;

use crate::domain::Fault;
use std::cell::Cell;
use std::ops::ControlFlow;

/// A connection. It prepares each statement once.
pub struct Sql {
    driver: Driver,
    /// The number of executed statements. A run of a fixture has a budget of them.
    pub(super) statements: Cell<u64>,
    /// Whether a [`Group`](super::Group) is open, so that a transaction is a part of it.
    pub(super) grouped: Cell<bool>,
    /// The executed statements, whose plans a test examines.
    #[cfg(test)]
    pub(super) seen: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

/// The two databases.
enum Driver {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Sql {
    /// Wraps a connection to a SQLite database that is set up.
    pub fn sqlite(connection: rusqlite::Connection) -> Sql {
        Sql::new(Driver::Sqlite(Sqlite(connection)))
    }

    /// Wraps a connection to a PostgreSQL server.
    pub fn postgres(server: Postgres) -> Sql {
        Sql::new(Driver::Postgres(Box::new(server)))
    }

    fn new(driver: Driver) -> Sql {
        Sql {
            driver,
            statements: Cell::new(0),
            grouped: Cell::new(false),
            #[cfg(test)]
            seen: std::cell::RefCell::default(),
        }
    }

    /// Returns the SQLite connection if the database is a file.
    pub fn file(&self) -> Option<&Sqlite> {
        match &self.driver {
            Driver::Sqlite(sqlite) => Some(sqlite),
            Driver::Postgres(_) => None,
        }
    }

    /// Returns the PostgreSQL connection if the database is on a server.
    pub fn server(&self) -> Option<&Postgres> {
        match &self.driver {
            Driver::Sqlite(_) => None,
            Driver::Postgres(server) => Some(server),
        }
    }

    /// Returns one of two values, by database: for the few statements that cannot be translated.
    pub fn either<T>(&self, sqlite: T, postgres: T) -> T {
        match &self.driver {
            Driver::Sqlite(_) => sqlite,
            Driver::Postgres(_) => postgres,
        }
    }

    /// Makes each commit on a server wait until its replicas have it.
    pub fn wait_for_replicas(&self) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(_) => Ok(()),
            Driver::Postgres(server) => server.wait_for_replicas(),
        }
    }

    /// Begins a transaction.
    pub fn begin(&self, access: Access) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.begin(access),
            Driver::Postgres(server) => server.begin(access),
        }
    }

    /// Commits the transaction.
    pub fn commit(&self) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.command("COMMIT"),
            Driver::Postgres(server) => server.commit(),
        }
    }

    /// Executes a statement. Returns the number of changed rows.
    pub fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.execute(statement, params),
            Driver::Postgres(server) => server.execute(statement, params),
        }
    }

    /// Executes a statement without waiting for its result. On a server it is sent with the next statement that is waited
    /// for, at the latest with the commit, and that one returns its failure.
    pub fn defer(&self, statement: &str, params: &[Param]) -> Result<(), Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.execute(statement, params).map(drop),
            Driver::Postgres(server) => server.defer(statement, params),
        }
    }

    /// Executes an `INSERT`. Returns the row number.
    pub fn insert(&self, statement: &'static str, params: &[Param]) -> Result<i64, Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.insert(statement, params),
            Driver::Postgres(server) => server.insert(statement, params),
        }
    }

    /// Returns all rows of a query.
    pub fn query<T>(
        &self,
        statement: &str,
        params: &[Param],
        read: impl Fn(&Row) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut found = Vec::new();
        self.note(statement);
        let keep = |row: &Row| {
            found.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        };
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.each(statement, params, keep)?,
            Driver::Postgres(server) => server.all(statement, params, keep)?,
        }
        Ok(found)
    }

    /// Passes the rows of a query to a reader one by one, until the reader breaks. Use it for results that are too large to
    /// keep. The reader must not execute statements.
    pub fn each(
        &self,
        statement: &str,
        params: &[Param],
        read: impl FnMut(&Row) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.each(statement, params, read),
            Driver::Postgres(server) => server.each(statement, params, read),
        }
    }

    /// Returns the first row of a query, if there is one.
    pub fn query_one<T>(
        &self,
        statement: &'static str,
        params: &[Param],
        read: impl Fn(&Row) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let mut found = None;
        self.note(statement);
        let keep = |row: &Row| {
            found = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        };
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.each(statement, params, keep)?,
            Driver::Postgres(server) => server.all(statement, params, keep)?,
        }
        Ok(found)
    }

    /// Executes a command such as `SAVEPOINT` or `ROLLBACK`, and ignores its rows.
    pub fn command(&self, statement: &'static str) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.command(statement),
            Driver::Postgres(server) => server.command(statement),
        }
    }

    /// Executes several statements without parameters.
    pub fn batch(&self, statements: &str) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.batch(statements),
            Driver::Postgres(server) => server.batch(statements),
        }
    }

    #[cfg_attr(not(test), allow(unused_variables))]
    fn note(&self, statement: &str) {
        self.statements.set(self.statements.get() + 1);
        #[cfg(test)]
        self.seen.borrow_mut().insert(statement.to_owned());
    }
}

/// Returns a name in quotes: it may be a keyword.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
