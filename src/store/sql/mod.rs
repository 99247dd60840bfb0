//! The narrow seam to the database: begin, execute, query, commit. Every other file of the store speaks through it.
//!
//! Statements are written once, in the words of SQLite; where the other database has words of its own, its driver puts them in
//! (`sql/dialect.rs`). Only where the two part in more than words, a statement is written as a [pair](Sql::either).

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

/// A connection whose statements are prepared once.
pub struct Sql {
    driver: Driver,
    /// How many statements were carried out; fixtures hold a run to a budget of them.
    pub(super) statements: Cell<u64>,
    /// Whether transactions are parts of a [`Group`](super::Group) at present.
    pub(super) grouped: Cell<bool>,
    /// The statements that were carried out: their plans are looked at.
    #[cfg(test)]
    pub(super) seen: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

/// The two databases.
enum Driver {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

impl Sql {
    /// Takes a connection to a SQLite database that is set up.
    pub fn sqlite(connection: rusqlite::Connection) -> Sql {
        Sql::new(Driver::Sqlite(Sqlite(connection)))
    }

    /// Takes a connection to a PostgreSQL server.
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

    /// Returns the file, if it is one: what is particular to a file asks for it.
    pub fn file(&self) -> Option<&Sqlite> {
        match &self.driver {
            Driver::Sqlite(sqlite) => Some(sqlite),
            Driver::Postgres(_) => None,
        }
    }

    /// Returns the server, if it is one.
    pub fn server(&self) -> Option<&Postgres> {
        match &self.driver {
            Driver::Sqlite(_) => None,
            Driver::Postgres(server) => Some(server),
        }
    }

    /// Returns one of two statements: for the few where the databases part in more than words.
    pub fn either<T>(&self, sqlite: T, postgres: T) -> T {
        match &self.driver {
            Driver::Sqlite(_) => sqlite,
            Driver::Postgres(_) => postgres,
        }
    }

    /// Lets a commit on a server wait until its replicas have it.
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

    /// Makes a transaction stand.
    pub fn commit(&self) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.command("COMMIT"),
            Driver::Postgres(server) => server.commit(),
        }
    }

    /// Carries out a statement. Returns how many rows it changed.
    pub fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.execute(statement, params),
            Driver::Postgres(server) => server.execute(statement, params),
        }
    }

    /// Carries out a statement whose answer nobody waits for. On a server it goes out with the next one that is waited for, at
    /// the latest with the commit, and a failure is told there.
    pub fn defer(&self, statement: &str, params: &[Param]) -> Result<(), Fault> {
        self.note(statement);
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.execute(statement, params).map(drop),
            Driver::Postgres(server) => server.defer(statement, params),
        }
    }

    /// Carries out an `INSERT`. Returns the row number.
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

    /// Hands the rows of a query on one by one, for answers too large to be kept, until the reader breaks off. The reader
    /// carries out no statement of its own.
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

    /// Carries out a statement that marks or ends something; whatever it answers is left alone.
    pub fn command(&self, statement: &'static str) -> Result<(), Fault> {
        match &self.driver {
            Driver::Sqlite(sqlite) => sqlite.command(statement),
            Driver::Postgres(server) => server.command(statement),
        }
    }

    /// Carries out statements without parameters.
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
