//! The driver of PostgreSQL.
//!
//! Transactions that write are serializable: where two of them come in each other's way, one fails, and whoever asked for it
//! does all of it again. Such failures, and lost connections, are [passing](Fault::passing) faults: nothing stands of what was
//! done. Where the connection is lost after COMMIT was sent, the server is asked afterwards whether the transaction stands.
//!
//! Whoever failed a few times in a row writes alone the next time, so that nobody fails for ever: every transaction that writes
//! shares a lock of the directory, and that one has it for itself.

use super::param::{Kind, Param};
use super::postgres_tls::connect;
use super::postgres_values::{Values, kind_type};
use super::row::Row as AnyRow;
use super::{dialect, told};
use crate::domain::{Error, Fault};
use crate::store::location::ServerAddress;
use crate::store::work::Access;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;
use postgres::{Client, SimpleQueryMessage, Statement};
use std::cell::{Cell, RefCell, RefMut};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

pub(super) use super::postgres_values::value;
pub use postgres::Row;

/// A connection to a server, and the way to a new one.
pub struct Postgres {
    address: ServerAddress,
    connection: RefCell<Connection>,
    /// Whether a statement of the transaction has failed: then the server carries out nothing more of it.
    is_broken: Cell<bool>,
    /// Whether a commit waits until the replicas have it.
    waits: Cell<bool>,
    /// How many transactions in a row failed because others were first.
    failures: Cell<u32>,
    /// The number of the transaction that writes, by which the server knows afterwards whether it stands.
    transaction: RefCell<Option<String>>,
}

/// A connection and what is prepared on it.
struct Connection {
    client: Client,
    /// The process of the server that answers.
    process: i32,
    /// Whether it is PostgreSQL, and not one that speaks like it: then it has locks of directories, and tells afterwards
    /// whether a transaction stands.
    is_itself: bool,
    /// In which of its lives the server is. After a crash, or with another server in its place, it is another one, and the
    /// number of a transaction may be given out again.
    life: String,
    prepared: HashMap<String, Vec<(Vec<Kind>, Statement)>>,
}

/// The most statements that are kept prepared; lists are asked for in many forms.
const MOST_PREPARED: usize = 1_000;

/// How long a server that was there is waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What every connection begins with: plans that follow indexes, so that transactions look at as few rows of others as they
/// can, and are made once for each statement.
const SETTINGS: &str =
    "SET lock_timeout = '30s'; SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

/// After so many failures in a row a transaction is alone.
const ALONE_AFTER: u32 = 3;

/// The lock of a directory is of the session: a transaction that waited for it in itself would see what was before.
const BEGIN_WITH_OTHERS: &str = "BEGIN; SELECT pg_advisory_lock_shared(1701735529, hashtext(current_schema())); COMMIT;
    BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT pg_current_xact_id()::text AS number";
const BEGIN_ALONE: &str = "BEGIN; SELECT pg_advisory_lock(1701735529, hashtext(current_schema())); COMMIT;
    BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT pg_current_xact_id()::text AS number";

/// The end of a transaction, with whatever lock it has.
const COMMIT: &str = "COMMIT; SELECT pg_advisory_unlock_all()";
const ROLLBACK: &str = "ROLLBACK; SELECT pg_advisory_unlock_all()";

/// In which of its lives a server is: it forgets its statistics when it crashes, and no two servers begin them at once.
const LIFE: &str = "SELECT stats_reset::text AS life FROM pg_stat_bgwriter";

/// A commit is answered once those who read from a replica see it.
const WAITS: &str = "SET synchronous_commit = remote_apply";

impl Postgres {
    /// Connects to a server.
    ///
    /// # Errors
    /// A fault if it cannot be reached or does not let us in.
    pub fn connect(address: ServerAddress) -> Result<Postgres, Error> {
        let connection = Connection::open(&address)?;
        Ok(Postgres {
            address,
            connection: RefCell::new(connection),
            is_broken: Cell::new(false),
            waits: Cell::new(false),
            failures: Cell::new(0),
            transaction: RefCell::default(),
        })
    }

    /// The number of the server's process that answers.
    pub fn process(&self) -> Result<i32, Fault> {
        Ok(self.connection()?.process)
    }

    /// The same connection; one that takes its place finds its tables in a schema of their own.
    pub fn with_schema(self, name: &str) -> Postgres {
        Postgres { address: self.address.with_schema(name), ..self }
    }

    /// What the server says it is.
    pub fn version(&self) -> Result<String, Fault> {
        let mut connection = self.connection()?;
        let row =
            connection.client.query_one("SELECT version()", &[]).map_err(|error| fault("SELECT version()", error))?;
        Ok(row.get(0))
    }

    /// Lets commits wait until the replicas have them, on this connection and those that take its place.
    pub(super) fn wait_for_replicas(&self) -> Result<(), Fault> {
        self.waits.set(true);
        self.batch(WAITS)
    }

    pub(super) fn begin(&self, access: Access) -> Result<(), Fault> {
        self.is_broken.set(false);
        self.transaction.replace(None);
        if self.connection()?.client.is_closed() {
            self.reconnect()?;
        }
        match self.begin_once(access) {
            Err(fault) if fault.is_passing() => {
                self.reconnect()?;
                self.begin_once(access)
            }
            begun => begun,
        }
    }

    fn begin_once(&self, access: Access) -> Result<(), Fault> {
        let mut connection = self.connection()?;
        let statement = match access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write if !connection.is_itself => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            Access::Write if self.failures.get() < ALONE_AFTER => BEGIN_WITH_OTHERS,
            Access::Write => BEGIN_ALONE,
        };
        let answers = connection.client.simple_query(statement).map_err(|error| {
            // It may have failed halfway, in the transaction that waits for the lock.
            let _ = connection.client.batch_execute(ROLLBACK);
            fault(statement, error)
        })?;
        self.transaction.replace(value_of(&answers, "number"));
        Ok(())
    }

    pub(super) fn commit(&self) -> Result<(), Fault> {
        if self.is_broken.get() {
            let _ = self.command("ROLLBACK");
            return Err(Fault::new("not committed", "a statement of the transaction had failed; nothing of it stands"));
        }
        let mut connection = self.connection()?;
        let statement = if connection.is_itself { COMMIT } else { "COMMIT" };
        let failed = match connection.client.simple_query(statement) {
            Ok(_) => {
                self.failures.set(0);
                return Ok(());
            }
            Err(error) => error,
        };
        drop(connection);
        // Whoever came first is told by the server; a lost connection tells nothing.
        match failed.code() {
            Some(code) if !is_end_of_connection(code) => Err(self.failed("COMMIT", failed)),
            _ => self.find_out(failed),
        }
    }

    /// Whether the transaction whose COMMIT was not answered stands.
    fn find_out(&self, lost: postgres::Error) -> Result<(), Fault> {
        let Some(number) = self.transaction.replace(None) else { return Err(unknown(lost)) };
        let (process, life) = {
            let connection = self.connection()?;
            (connection.process, connection.life.clone())
        };
        let began = Instant::now();
        while began.elapsed() < LONGEST_WAIT {
            // Whatever fails here is no reason to do the work again: it may stand.
            if self.reconnect().is_err() {
                break;
            }
            let is_same = self.connection()?.life == life;
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
        const STATUS: &str = "SELECT pg_xact_status($1::text::xid8)";
        let mut connection = self.connection()?;
        match connection.client.query_one(STATUS, &[&number]) {
            Ok(row) => Ok(row.get(0)),
            // A number that was not given out yet: the server has forgotten that it was.
            Err(error) if error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => Ok(Some("aborted".to_owned())),
            Err(error) => Err(fault(STATUS, error)),
        }
    }

    /// Ends a process that waits for somebody who is gone; one that is committing comes to its end first.
    fn end_process(&self, process: i32) {
        if let Ok(mut connection) = self.connection() {
            let _ = connection.client.execute("SELECT pg_terminate_backend($1)", &[&process]);
        }
    }

    fn reconnect(&self) -> Result<(), Fault> {
        let began = Instant::now();
        loop {
            match Connection::open(&self.address) {
                Ok(connection) => {
                    self.connection.replace(connection);
                    return if self.waits.get() { self.batch(WAITS) } else { Ok(()) };
                }
                Err(_) if began.elapsed() < LONGEST_WAIT => std::thread::sleep(Duration::from_millis(50)),
                Err(error) => return Err(Fault::new("the database does not come back", error.to_string())),
            }
        }
    }

    pub(super) fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        let values = Values::of(params);
        let changed = self.carried_out(statement, |connection| {
            let prepared = connection.prepared(statement, "", params)?;
            connection.client.execute(&prepared, &values.listed())
        })?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn insert(&self, statement: &str, params: &[Param]) -> Result<i64, Fault> {
        let values = Values::of(params);
        let row = self.carried_out(statement, |connection| {
            let prepared = connection.prepared(statement, " RETURNING id", params)?;
            connection.client.query_one(&prepared, &values.listed())
        })?;
        AnyRow::postgres(&row).int(0)
    }

    /// Hands on the rows of a query that are all fetched before: the reader may carry out others.
    pub(super) fn all(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&AnyRow) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        let values = Values::of(params);
        let rows = self.carried_out(statement, |connection| {
            let prepared = connection.prepared(statement, "", params)?;
            connection.client.query(&prepared, &values.listed())
        })?;
        for row in &rows {
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
        let values = Values::of(params);
        self.carried_out(statement, |connection| {
            let prepared = connection.prepared(statement, "", params)?;
            let mut rows = connection.client.query_raw(&prepared, values.listed())?;
            while let Some(row) = rows.next()? {
                match read(&AnyRow::postgres(&row)) {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => break,
                    Err(fault) => {
                        stopped = Err(fault);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        stopped
    }

    pub(super) fn command(&self, statement: &str) -> Result<(), Fault> {
        let is_end = statement == "ROLLBACK" && self.connection()?.is_itself;
        self.batch(if is_end { ROLLBACK } else { statement })?;
        if statement.starts_with("ROLLBACK") {
            self.is_broken.set(false);
        }
        Ok(())
    }

    pub(super) fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.carried_out(statements, |connection| connection.client.batch_execute(statements))
    }

    fn carried_out<T>(
        &self,
        statement: &str,
        act: impl FnOnce(&mut Connection) -> Result<T, postgres::Error>,
    ) -> Result<T, Fault> {
        let mut connection = self.connection()?;
        act(&mut connection).map_err(|error| self.failed(statement, error))
    }

    /// Notes that a statement has failed.
    fn failed(&self, statement: &str, error: postgres::Error) -> Fault {
        self.is_broken.set(true);
        let fault = fault(statement, error);
        self.failures.set(if fault.is_passing() { self.failures.get() + 1 } else { 0 });
        fault
    }

    fn connection(&self) -> Result<RefMut<'_, Connection>, Fault> {
        let busy = |error| Fault::new("a statement was carried out while rows were read", error);
        self.connection.try_borrow_mut().map_err(busy)
    }
}

impl Connection {
    fn open(address: &ServerAddress) -> Result<Connection, Error> {
        let mut client = connect(address)?;
        let failed = |error| fault("the beginning of a connection", error);
        let row = client.query_one("SELECT version(), pg_backend_pid()", &[]).map_err(failed)?;
        let version: String = row.get(0);
        let is_itself = version.starts_with("PostgreSQL") && !version.contains("-YB-");
        let mut life = String::new();
        if is_itself {
            let answers = client.simple_query(&format!("{SETTINGS}; {LIFE}")).map_err(failed)?;
            life = value_of(&answers, "life").unwrap_or_default();
        }
        Ok(Connection { client, process: row.get(1), is_itself, life, prepared: HashMap::new() })
    }

    /// The statement with an ending, prepared: once for the kinds of its parameters.
    fn prepared(&mut self, statement: &str, ending: &str, params: &[Param]) -> Result<Statement, postgres::Error> {
        let fits = |kinds: &[Kind]| kinds.iter().copied().eq(params.iter().map(Param::kind));
        let forms = self.prepared.get(statement);
        if let Some((_, found)) = forms.and_then(|forms| forms.iter().find(|(kinds, _)| fits(kinds))) {
            return Ok(found.clone());
        }
        let kinds: Vec<Kind> = params.iter().map(Param::kind).collect();
        let types: Vec<Type> = kinds.iter().map(|kind| kind_type(*kind)).collect();
        let made = self.client.prepare_typed(&(dialect::translated(statement) + ending), &types)?;
        if self.prepared.len() >= MOST_PREPARED {
            self.prepared.clear();
        }
        self.prepared.entry(statement.to_owned()).or_default().push((kinds, made.clone()));
        Ok(made)
    }
}

/// A value by its name in what several statements answered.
fn value_of(answers: &[SimpleQueryMessage], name: &str) -> Option<String> {
    answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.try_get(name).ok().flatten().map(str::to_owned),
        _ => None,
    })
}

/// A failed statement as a fault; a passing one if nothing stands and doing all of it again may help.
fn fault(statement: &str, error: postgres::Error) -> Fault {
    let told = told(statement);
    let Some(found) = error.as_db_error() else {
        return Fault::passing(told, error);
    };
    let passes = is_end_of_connection(found.code())
        || [
            &SqlState::T_R_SERIALIZATION_FAILURE,
            &SqlState::T_R_DEADLOCK_DETECTED,
            // Every statement that adds a row looks first whether it is there: somebody was faster.
            &SqlState::UNIQUE_VIOLATION,
            &SqlState::LOCK_NOT_AVAILABLE,
        ]
        .contains(&found.code());
    match passes {
        true => Fault::passing(told, found.to_string()),
        false => Fault::new(told, found.to_string()),
    }
}

fn is_end_of_connection(code: &SqlState) -> bool {
    [&SqlState::ADMIN_SHUTDOWN, &SqlState::CRASH_SHUTDOWN, &SqlState::CANNOT_CONNECT_NOW].contains(&code)
        || code.code().starts_with("08")
}

/// What is told where nobody can know whether a transaction stands.
fn unknown(lost: postgres::Error) -> Fault {
    let context = "the connection was lost during the commit, and it is not known whether the work stands; a run that is \
                   asked for again with its key is not done twice";
    Fault::new(context, lost)
}
