//! The driver of PostgreSQL.
//!
//! Transactions that write are serializable: of two that conflict, one fails, and its caller retries all of it. Such
//! failures, and lost connections, are [passing](Fault::passing) faults: nothing was committed. If the connection is lost
//! after COMMIT was sent, the driver asks the server afterwards whether the transaction was committed.
//!
//! A connection that fails several times in a row writes alone the next time, so that no caller fails forever: every
//! transaction that writes holds a shared lock on a table, and that one holds it exclusively.

use super::access::Access;
use super::param::Param;
use super::postgres_connection::{Connection, Failed};
use super::postgres_failure::{fault, is_end_of_connection, pooled};
use super::row::Row as AnyRow;
use crate::domain::{Error, Fault};
use crate::store::location::ServerAddress;
use std::cell::{Cell, RefCell, RefMut};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

/// A connection to a server, which is replaced when it is lost.
pub struct Postgres {
    address: ServerAddress,
    connection: RefCell<Connection>,
    /// Whether a statement of the transaction has failed: the server executes no further one.
    is_broken: Cell<bool>,
    /// Whether a commit waits for the replicas.
    waits: Cell<bool>,
    /// Since when the server is away.
    away_since: Cell<Option<Instant>>,
    /// The number of consecutive transactions that failed in a conflict.
    failures: Cell<u32>,
    /// The number of the transaction that writes, by which the server reports afterwards whether it was committed.
    transaction: RefCell<Option<String>>,
}

/// The longest time to wait for a server that was there before. Once it has been away for this long, each transaction tries
/// once.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The number of consecutive failures after which a transaction runs alone.
const ALONE_AFTER: u32 = 5;

/// The beginning of a transaction that writes, on a server without table locks.
const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// Every transaction that writes holds a shared lock on a table of one row. It waits for the lock before it takes its
/// snapshot, so that it sees the changes of those before it.
const BEGIN_WITH_OTHERS: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE audit_head IN ROW SHARE MODE";
const BEGIN_ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE audit_head IN EXCLUSIVE MODE";
const NUMBER: &str = "SELECT pg_current_xact_id()::text, pg_backend_pid()";

/// A commit returns once readers of a replica see it.
const WAITS: &str = "SET synchronous_commit = remote_apply";

impl Postgres {
    /// Connects to a server.
    ///
    /// # Errors
    /// Refuses a server that cannot be reached or does not let the user in, and a pooler in transaction mode.
    pub fn connect(address: ServerAddress) -> Result<Postgres, Error> {
        let connection = Connection::open(&address)?;
        Ok(Postgres {
            address,
            connection: RefCell::new(connection),
            is_broken: Cell::new(false),
            waits: Cell::new(false),
            away_since: Cell::new(None),
            failures: Cell::new(0),
            transaction: RefCell::default(),
        })
    }

    /// Returns the process of the server behind the connection.
    pub fn process(&self) -> Result<i32, Fault> {
        Ok(self.connection()?.process)
    }

    /// Returns the same connection. A connection that replaces it uses the schema `name`.
    pub fn with_schema(self, name: &str) -> Postgres {
        Postgres { address: self.address.with_schema(name), ..self }
    }

    /// Returns whether the server can lock tables.
    pub fn locks_tables(&self) -> Result<bool, Fault> {
        Ok(self.connection()?.is_postgres)
    }

    /// Returns the name and version of the server.
    pub fn version(&self) -> Result<String, Fault> {
        let row = self.with_connection(|connection| connection.query_one("SELECT version()", &[]))?;
        Ok(row.get(0))
    }

    /// Makes commits wait until the replicas have them, on this connection and on those that replace it.
    pub(super) fn wait_for_replicas(&self) -> Result<(), Fault> {
        self.waits.set(true);
        self.batch(WAITS)
    }

    pub(super) fn begin(&self, access: Access) -> Result<(), Fault> {
        let is_postgres = self.connection()?.is_postgres;
        self.begin_by(match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write if !is_postgres => BEGIN,
            Access::Write if self.failures.get() < ALONE_AFTER => BEGIN_WITH_OTHERS,
            Access::Write => BEGIN_ALONE,
        })
    }

    /// Begins a transaction in which each statement sees everything that was committed before it.
    pub fn begin_seeing_others(&self) -> Result<(), Fault> {
        self.begin_by("BEGIN ISOLATION LEVEL READ COMMITTED")
    }

    /// Begins a transaction that writes, after all others that write have ended.
    pub fn begin_alone(&self) -> Result<(), Fault> {
        let is_postgres = self.connection()?.is_postgres;
        self.begin_by(if is_postgres { BEGIN_ALONE } else { BEGIN })
    }

    /// Begins a transaction, on a new connection if the present one is lost.
    fn begin_by(&self, statement: &'static str) -> Result<(), Fault> {
        self.is_broken.set(false);
        self.transaction.replace(None);
        if self.connection()?.is_closed() {
            self.reconnect()?;
        }
        match self.begin_once(statement) {
            Err(fault) if fault.is_passing() => {
                self.reconnect()?;
                self.begin_once(statement)
            }
            begun => begun,
        }
    }

    fn begin_once(&self, statement: &'static str) -> Result<(), Fault> {
        let mut connection = self.connection()?;
        let begun = match statement {
            BEGIN_WITH_OTHERS | BEGIN_ALONE => connection.begin(statement, NUMBER).map(Some),
            _ => connection.simple(statement).map(|()| None),
        };
        match begun {
            Ok(Some(row)) if row.get::<_, i32>(1) != connection.process => {
                let _ = connection.simple("ROLLBACK");
                Err(Fault::new("not begun", "the connection has another session than before").with_way_out(pooled()))
            }
            Ok(row) => {
                let number = row.map(|row| row.get(0));
                self.transaction.replace(number);
                Ok(())
            }
            Err(Failed { statement, error }) => {
                // A part of it may have succeeded.
                let _ = connection.simple("ROLLBACK");
                Err(fault(&statement, error))
            }
        }
    }

    pub(super) fn commit(&self) -> Result<(), Fault> {
        if self.is_broken.get() {
            let _ = self.command("ROLLBACK");
            return Err(Fault::new(
                "not committed",
                "a statement of the transaction had failed; nothing was committed",
            ));
        }
        let number = self.transaction.replace(None);
        let (before, committed) = self.connection()?.commit();
        match (before, committed) {
            // The server reports a conflict; a lost connection reports nothing.
            (_, Err(lost)) if lost.code().is_none_or(is_end_of_connection) => self.find_out(number, lost),
            (Some(failed), _) => Err(self.failed(failed)),
            (None, Err(error)) => Err(self.failed(Failed { statement: "COMMIT".to_owned(), error })),
            (None, Ok(())) => {
                self.failures.set(0);
                Ok(())
            }
        }
    }

    /// Finds out whether a transaction was committed whose COMMIT got no result.
    fn find_out(&self, number: Option<String>, lost: tokio_postgres::Error) -> Result<(), Fault> {
        let Some(number) = number else { return Err(unknown(lost)) };
        let (process, incarnation) = {
            let connection = self.connection()?;
            (connection.process, connection.incarnation.clone())
        };
        let began = Instant::now();
        while began.elapsed() < LONGEST_WAIT {
            // A failure here is no reason for a retry: the transaction may be committed.
            if self.reconnect().is_err() {
                break;
            }
            let is_same = self.connection()?.incarnation == incarnation;
            match self.status(&number) {
                Ok(Some(status)) if status == "committed" && is_same => return Ok(()),
                // The number may belong to another transaction by now. No other status can be that of a committed one.
                Ok(Some(status)) if status == "committed" => break,
                Ok(Some(status)) if status == "aborted" || !is_same => {
                    return Err(Fault::passing("the connection was lost before the commit", lost));
                }
                Ok(Some(_)) => self.end_process(process),
                Ok(None) => break,
                Err(_) => {}
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(unknown(lost))
    }

    fn status(&self, number: &str) -> Result<Option<String>, Fault> {
        match self.connection()?.query_one("SELECT pg_xact_status($1::text::xid8)", &[&number]) {
            Ok(row) => Ok(row.get(0)),
            // The number was not assigned yet: the server has lost the transaction.
            Err(failed) if failed.error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => {
                Ok(Some("aborted".to_owned()))
            }
            Err(failed) => Err(fault(&failed.statement, failed.error)),
        }
    }

    /// Ends a process of the server that waits for the lost connection. One that is committing completes first.
    fn end_process(&self, process: i32) {
        if let Ok(mut connection) = self.connection() {
            let _ = connection.query_one("SELECT pg_terminate_backend($1)", &[&process]);
        }
    }

    fn reconnect(&self) -> Result<(), Fault> {
        let since = self.away_since.get().unwrap_or_else(Instant::now);
        self.away_since.set(Some(since));
        loop {
            match Connection::open(&self.address) {
                Ok(connection) => {
                    self.connection.replace(connection);
                    self.away_since.set(None);
                    return if self.waits.get() { self.batch(WAITS) } else { Ok(()) };
                }
                Err(_) if since.elapsed() < LONGEST_WAIT => std::thread::sleep(Duration::from_millis(50)),
                Err(error) => return Err(Fault::away("the database does not come back", error.to_string())),
            }
        }
    }

    pub(super) fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        let changed = self.with_connection(|connection| connection.execute(statement, params))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn defer(&self, statement: &str, params: &[Param]) -> Result<(), Fault> {
        self.with_connection(|connection| connection.defer(statement, params))
    }

    pub(super) fn insert(&self, statement: &str, params: &[Param]) -> Result<i64, Fault> {
        let row = self.with_connection(|connection| connection.one(statement, " RETURNING id", params))?;
        AnyRow::postgres(&row).int(0)
    }

    /// Passes the rows of a query to a reader after all were fetched: the reader may execute statements.
    pub(super) fn all(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&AnyRow) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        for row in &self.with_connection(|connection| connection.all(statement, params))? {
            if read(&AnyRow::postgres(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Passes the rows of a query to a reader as they arrive.
    pub(super) fn each(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&AnyRow) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        let mut stopped = Ok(());
        let read = |row: &Row| {
            read(&AnyRow::postgres(row)).unwrap_or_else(|fault| {
                stopped = Err(fault);
                ControlFlow::Break(())
            })
        };
        self.with_connection(|connection| connection.each(statement, params, read))?;
        stopped
    }

    pub(super) fn command(&self, statement: &str) -> Result<(), Fault> {
        // A savepoint cannot fail, unless an earlier statement did.
        if statement.starts_with("SAVEPOINT") {
            return self.defer(statement, &[]);
        }
        if statement == "ROLLBACK" {
            self.connection()?.drop_deferred();
        }
        self.batch(statement)?;
        if statement.starts_with("ROLLBACK") {
            self.is_broken.set(false);
        }
        Ok(())
    }

    pub(super) fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.with_connection(|connection| connection.simple(statements))
    }

    fn with_connection<T>(&self, act: impl FnOnce(&mut Connection) -> Result<T, Failed>) -> Result<T, Fault> {
        let mut connection = self.connection()?;
        act(&mut connection).map_err(|failed| self.failed(failed))
    }

    /// Records that a statement has failed. Returns its fault.
    fn failed(&self, failed: Failed) -> Fault {
        self.is_broken.set(true);
        let fault = fault(&failed.statement, failed.error);
        self.failures.set(if fault.is_passing() { self.failures.get() + 1 } else { 0 });
        fault
    }

    fn connection(&self) -> Result<RefMut<'_, Connection>, Fault> {
        let busy = |error| Fault::new("a statement was carried out while rows were read", error);
        self.connection.try_borrow_mut().map_err(busy)
    }
}

/// Returns the fault of a transaction of which nobody can know whether it was committed.
fn unknown(lost: tokio_postgres::Error) -> Fault {
    let context = "the connection was lost during the commit, and it is not known whether the work was committed; a run \
                   that is repeated with its key is not done twice";
    Fault::new(context, lost)
}
