//! The driver of PostgreSQL.
//!
//! Transactions that write are serializable: where two of them come in each other's way, one fails, and whoever asked for it
//! does all of it again. Such failures, and lost connections, are [passing](Fault::passing) faults: nothing stands of what was
//! done. Where the connection is lost after COMMIT was sent, the server is asked afterwards whether the transaction stands.
//!
//! Whoever failed a few times in a row writes alone the next time, so that nobody fails for ever: every transaction that writes
//! shares a lock on a table, and that one has it for itself.

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

/// A connection to a server, and the way to a new one.
pub struct Postgres {
    address: ServerAddress,
    line: RefCell<Connection>,
    /// Whether a statement of the transaction has failed: then the server carries out nothing more of it.
    is_broken: Cell<bool>,
    /// Whether a commit waits until the replicas have it.
    waits: Cell<bool>,
    /// Since when the server has been away.
    away_since: Cell<Option<Instant>>,
    /// How many transactions in a row failed because others were first.
    failures: Cell<u32>,
    /// The number of the transaction that writes, by which the server knows afterwards whether it stands.
    transaction: RefCell<Option<String>>,
}

/// How long a server that was there is waited for. Once it has been away for so long, each transaction looks for it once.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// After so many failures in a row a transaction is alone.
const ALONE_AFTER: u32 = 5;

/// What a transaction that writes begins with where tables cannot be locked.
const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// Whoever writes shares a lock on a table of one row. It is waited for before the transaction looks at anything, so that it
/// sees what those before it have done.
const BEGIN_WITH_OTHERS: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE audit_head IN ROW SHARE MODE";
const BEGIN_ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE audit_head IN EXCLUSIVE MODE";
const NUMBER: &str = "SELECT pg_current_xact_id()::text, pg_backend_pid()";

/// A commit is answered once those who read from a replica see it.
const WAITS: &str = "SET synchronous_commit = remote_apply";

impl Postgres {
    /// Connects to a server.
    ///
    /// # Errors
    /// Refuses a server that cannot be reached or does not let the user in, and a pooler in transaction mode.
    pub fn connect(address: ServerAddress) -> Result<Postgres, Error> {
        let line = Connection::open(&address)?;
        Ok(Postgres {
            address,
            line: RefCell::new(line),
            is_broken: Cell::new(false),
            waits: Cell::new(false),
            away_since: Cell::new(None),
            failures: Cell::new(0),
            transaction: RefCell::default(),
        })
    }

    /// Returns the number of the server's process that answers.
    pub fn process(&self) -> Result<i32, Fault> {
        Ok(self.line()?.process)
    }

    /// Returns the same connection; one that takes its place finds its tables in a schema of their own.
    pub fn with_schema(self, name: &str) -> Postgres {
        Postgres { address: self.address.with_schema(name), ..self }
    }

    /// What the server says it is.
    pub fn version(&self) -> Result<String, Fault> {
        let row = self.carried_out(|line| line.query_one("SELECT version()", &[]))?;
        Ok(row.get(0))
    }

    /// Lets commits wait until the replicas have them, on this connection and those that take its place.
    pub(super) fn wait_for_replicas(&self) -> Result<(), Fault> {
        self.waits.set(true);
        self.batch(WAITS)
    }

    pub(super) fn begin(&self, access: Access) -> Result<(), Fault> {
        let is_itself = self.line()?.is_itself;
        self.begin_by(match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write if !is_itself => BEGIN,
            Access::Write if self.failures.get() < ALONE_AFTER => BEGIN_WITH_OTHERS,
            Access::Write => BEGIN_ALONE,
        })
    }

    /// Begins a transaction each of whose statements sees what others have committed before it.
    pub fn begin_seeing_others(&self) -> Result<(), Fault> {
        self.begin_by("BEGIN ISOLATION LEVEL READ COMMITTED")
    }

    /// Begins a transaction that writes, once those that others have begun are at their end.
    pub fn begin_alone(&self) -> Result<(), Fault> {
        let is_itself = self.line()?.is_itself;
        self.begin_by(if is_itself { BEGIN_ALONE } else { BEGIN })
    }

    /// Begins a transaction, over a new connection if the one that was there is lost.
    fn begin_by(&self, statement: &'static str) -> Result<(), Fault> {
        self.is_broken.set(false);
        self.transaction.replace(None);
        if self.line()?.is_closed() {
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
        let mut line = self.line()?;
        let begun = match statement {
            BEGIN_WITH_OTHERS | BEGIN_ALONE => line.begin(statement, NUMBER).map(Some),
            _ => line.simple(statement).map(|()| None),
        };
        match begun {
            Ok(Some(row)) if row.get::<_, i32>(1) != line.process => {
                let _ = line.simple("ROLLBACK");
                Err(Fault::new("not begun", "the connection has got another session").with_way_out(pooled()))
            }
            Ok(row) => {
                let number = row.map(|row| row.get(0));
                self.transaction.replace(number);
                Ok(())
            }
            Err(Failed { statement, error }) => {
                // It may have failed halfway.
                let _ = line.simple("ROLLBACK");
                Err(fault(&statement, error))
            }
        }
    }

    pub(super) fn commit(&self) -> Result<(), Fault> {
        if self.is_broken.get() {
            let _ = self.command("ROLLBACK");
            return Err(Fault::new("not committed", "a statement of the transaction had failed; nothing of it stands"));
        }
        let number = self.transaction.replace(None);
        let (before, answer) = self.line()?.commit();
        match (before, answer) {
            // Whoever came first is told by the server; a lost connection tells nothing.
            (_, Err(lost)) if lost.code().is_none_or(is_end_of_connection) => self.find_out(number, lost),
            (Some(failed), _) => Err(self.failed(failed)),
            (None, Err(error)) => Err(self.failed(Failed { statement: "COMMIT".to_owned(), error })),
            (None, Ok(())) => {
                self.failures.set(0);
                Ok(())
            }
        }
    }

    /// Returns whether the transaction whose COMMIT was not answered stands.
    fn find_out(&self, number: Option<String>, lost: tokio_postgres::Error) -> Result<(), Fault> {
        let Some(number) = number else { return Err(unknown(lost)) };
        let (process, life) = {
            let line = self.line()?;
            (line.process, line.life.clone())
        };
        let began = Instant::now();
        while began.elapsed() < LONGEST_WAIT {
            // Whatever fails here is no reason to do the work again: it may stand.
            if self.reconnect().is_err() {
                break;
            }
            let is_same = self.line()?.life == life;
            match self.status(&number) {
                Ok(Some(status)) if status == "committed" && is_same => return Ok(()),
                // The number may be that of another one by now. Any other answer cannot be about one that was written down.
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
        match self.line()?.query_one("SELECT pg_xact_status($1::text::xid8)", &[&number]) {
            Ok(row) => Ok(row.get(0)),
            // A number that was not given out yet: the server has forgotten that it was.
            Err(failed) if failed.error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => {
                Ok(Some("aborted".to_owned()))
            }
            Err(failed) => Err(fault(&failed.statement, failed.error)),
        }
    }

    /// Ends a process that waits for somebody who is gone; one that is committing comes to its end first.
    fn end_process(&self, process: i32) {
        if let Ok(mut line) = self.line() {
            let _ = line.query_one("SELECT pg_terminate_backend($1)", &[&process]);
        }
    }

    fn reconnect(&self) -> Result<(), Fault> {
        let since = self.away_since.get().unwrap_or_else(Instant::now);
        self.away_since.set(Some(since));
        loop {
            match Connection::open(&self.address) {
                Ok(line) => {
                    self.line.replace(line);
                    self.away_since.set(None);
                    return if self.waits.get() { self.batch(WAITS) } else { Ok(()) };
                }
                Err(_) if since.elapsed() < LONGEST_WAIT => std::thread::sleep(Duration::from_millis(50)),
                Err(error) => return Err(Fault::away("the database does not come back", error.to_string())),
            }
        }
    }

    pub(super) fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        let changed = self.carried_out(|line| line.execute(statement, params))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn defer(&self, statement: &str, params: &[Param]) -> Result<(), Fault> {
        self.carried_out(|line| line.defer(statement, params))
    }

    pub(super) fn insert(&self, statement: &str, params: &[Param]) -> Result<i64, Fault> {
        let row = self.carried_out(|line| line.one(statement, " RETURNING id", params))?;
        AnyRow::postgres(&row).int(0)
    }

    /// Hands on the rows of a query that are all fetched before: the reader may carry out others.
    pub(super) fn all(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&AnyRow) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        for row in &self.carried_out(|line| line.all(statement, params))? {
            if read(&AnyRow::postgres(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Hands on the rows of a query as they come.
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
        self.carried_out(|line| line.each(statement, params, read))?;
        stopped
    }

    pub(super) fn command(&self, statement: &str) -> Result<(), Fault> {
        // To mark something cannot fail, unless what was done before did.
        if statement.starts_with("SAVEPOINT") {
            return self.defer(statement, &[]);
        }
        if statement == "ROLLBACK" {
            self.line()?.forget_aside();
        }
        self.batch(statement)?;
        if statement.starts_with("ROLLBACK") {
            self.is_broken.set(false);
        }
        Ok(())
    }

    pub(super) fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.carried_out(|line| line.simple(statements))
    }

    fn carried_out<T>(&self, act: impl FnOnce(&mut Connection) -> Result<T, Failed>) -> Result<T, Fault> {
        let mut line = self.line()?;
        act(&mut line).map_err(|failed| self.failed(failed))
    }

    /// Notes that a statement has failed.
    fn failed(&self, failed: Failed) -> Fault {
        self.is_broken.set(true);
        let fault = fault(&failed.statement, failed.error);
        self.failures.set(if fault.is_passing() { self.failures.get() + 1 } else { 0 });
        fault
    }

    fn line(&self) -> Result<RefMut<'_, Connection>, Fault> {
        let busy = |error| Fault::new("a statement was carried out while rows were read", error);
        self.line.try_borrow_mut().map_err(busy)
    }
}

/// What is told where nobody can know whether a transaction stands.
fn unknown(lost: tokio_postgres::Error) -> Fault {
    let context = "the connection was lost during the commit, and it is not known whether the work stands; a run that is \
                   asked for again with its key is not done twice";
    Fault::new(context, lost)
}
