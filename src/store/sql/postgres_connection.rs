//! A connection to a PostgreSQL server: its prepared statements, and its pipeconnection.
//!
//! A round trip to a server takes longer than most statements. A statement whose result nobody waits for is deferred, and
//! sent together with the next one that is waited for. The server executes them in their order.

use super::dialect;
use super::param::{Kind, Param};
use super::postgres_failure::{fault, pooled};
use super::postgres_tls::connect;
use super::postgres_values::{Values, kind_type};
use crate::domain::{Error, Fault};
use crate::store::location::ServerAddress;
use futures_util::TryStreamExt;
use futures_util::future::{join, join_all};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::rc::Rc;
use tokio::runtime::Runtime;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Row, Statement};

/// A connection.
pub(super) struct Connection {
    runtime: Runtime,
    client: Rc<Client>,
    /// The deferred statements, in their order.
    deferred: Vec<Deferred>,
    prepared: HashMap<String, Vec<(Vec<Kind>, Statement)>>,
    /// The process of the server behind the connection.
    pub process: i32,
    /// Whether the server is PostgreSQL itself and not a compatible one. PostgreSQL reports afterwards whether a transaction
    /// was committed, and has modes of table locks.
    pub is_postgres: bool,
    /// The incarnation of the server. It changes after a crash and with another server; then the number of a transaction may
    /// be assigned again.
    pub incarnation: String,
}

/// A deferred statement, and its future result.
struct Deferred {
    statement: String,
    result: Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>>>>,
}

/// A statement that failed.
pub(super) struct Failed {
    pub statement: String,
    pub error: tokio_postgres::Error,
}

type Outcome<T> = Result<T, Failed>;

/// The most deferred statements.
const MOST_DEFERRED: usize = 16;

/// The most prepared statements; lists have many forms.
const MOST_PREPARED: usize = 1_000;

/// The settings of every connection. Plans follow indexes, so that a transaction reads as few rows of others as possible,
/// and each statement is planned once.
const SETTINGS: &str =
    "SET lock_timeout = '30s'; SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

/// Reads the incarnation of the server: it resets its statistics when it crashes, and no two servers reset them at the same
/// moment. Also reads the mark of a used session.
const INCARNATION: &str = "SELECT stats_reset::text, current_setting('enlist.connection', TRUE) FROM pg_stat_bgwriter";

/// Marks the session. A new connection that finds the mark shares the session of another one: a pooler in transaction mode
/// passes sessions on without a reset.
const MARK: &str = "SET enlist.connection = 'used'";

impl Connection {
    /// Connects to a server.
    ///
    /// # Errors
    /// Refuses a server that cannot be reached or does not let the user in, and a pooler in transaction mode.
    pub fn open(address: &ServerAddress) -> Result<Connection, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Fault::new("cannot connect", error))?;
        let client = Rc::new(connect(&runtime, address)?);
        let (deferred, prepared) = (Vec::new(), HashMap::new());
        let mut connection = Connection {
            runtime,
            client,
            deferred,
            prepared,
            process: 0,
            is_postgres: false,
            incarnation: String::new(),
        };
        let failed = |failed: Failed| fault(&failed.statement, failed.error);
        let row = connection.query_one("SELECT version(), pg_backend_pid()", &[]).map_err(failed)?;
        let version: String = row.get(0);
        connection.process = row.get(1);
        connection.is_postgres = version.starts_with("PostgreSQL") && !version.contains("-YB-");
        if connection.is_postgres {
            let row = connection.query_one(INCARNATION, &[]).map_err(failed)?;
            if row.get::<_, Option<&str>>(1).is_some_and(|mark| !mark.is_empty()) {
                return Err(pooled().into());
            }
            connection.incarnation = row.get::<_, Option<String>>(0).unwrap_or_default();
            connection.simple(&format!("{SETTINGS}; {MARK}")).map_err(failed)?;
        }
        Ok(connection)
    }

    /// Returns whether the connection is known to be lost.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Defers a statement.
    pub fn defer(&mut self, statement: &str, params: &[Param]) -> Outcome<()> {
        if self.deferred.len() >= MOST_DEFERRED {
            self.send(async {}).0.map_or(Ok(()), Err)?;
        }
        let prepared = self.prepared(statement, "", params)?;
        let (client, values) = (Rc::clone(&self.client), Values::owned(params));
        let result = Box::pin(async move { client.execute(&prepared, &values.listed()).await.map(drop) });
        self.deferred.push(Deferred { statement: statement.to_owned(), result });
        Ok(())
    }

    /// Drops the deferred statements.
    pub fn drop_deferred(&mut self) {
        self.deferred.clear();
    }

    /// Executes a statement. Returns the number of changed rows.
    pub fn execute(&mut self, statement: &str, params: &[Param]) -> Outcome<u64> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        self.wait(statement, async { client.execute(&prepared, &values.listed()).await })
    }

    /// Executes a statement with an ending that makes it return one row.
    pub fn one(&mut self, statement: &str, ending: &str, params: &[Param]) -> Outcome<Row> {
        let (client, prepared, values) = self.ready(statement, ending, params)?;
        self.wait(statement, async { client.query_one(&prepared, &values.listed()).await })
    }

    /// Returns all rows of a query.
    pub fn all(&mut self, statement: &str, params: &[Param]) -> Outcome<Vec<Row>> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        self.wait(statement, async { client.query(&prepared, &values.listed()).await })
    }

    /// Passes the rows of a query to a reader as they arrive, until the reader breaks.
    pub fn each(
        &mut self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&Row) -> ControlFlow<()>,
    ) -> Outcome<()> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        let rows = self.wait(statement, async { client.query_raw(&prepared, values.listed()).await })?;
        let mut rows = pin!(rows);
        let failed = |error| Failed { statement: statement.to_owned(), error };
        // The reader runs outside of the runtime: it may use another connection.
        while let Some(row) = self.runtime.block_on(rows.try_next()).map_err(failed)? {
            if read(&row).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Executes a statement in the dialect of the server, with values of its types, and does not keep it prepared.
    pub fn query_one(&mut self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> Outcome<Row> {
        let client = Rc::clone(&self.client);
        self.wait(statement, async { client.query_one(statement, values).await })
    }

    /// Executes several statements without parameters.
    pub fn simple(&mut self, statements: &str) -> Outcome<()> {
        let client = Rc::clone(&self.client);
        self.wait(statements, async { client.batch_execute(statements).await })
    }

    /// Begins a transaction. Returns the one row of a query in it.
    pub fn begin(&mut self, statements: &'static str, query: &'static str) -> Outcome<Row> {
        self.prepared(query, "", &[])?;
        let client = Rc::clone(&self.client);
        let result = Box::pin(async move { client.batch_execute(statements).await });
        self.deferred.push(Deferred { statement: statements.to_owned(), result });
        self.one(query, "", &[])
    }

    /// Commits. Returns the first deferred statement that failed, and the result of COMMIT.
    pub fn commit(&mut self) -> (Option<Failed>, Result<(), tokio_postgres::Error>) {
        let client = Rc::clone(&self.client);
        self.send(async { client.batch_execute("COMMIT").await })
    }

    /// Waits for a result. The first failure is returned.
    fn wait<T>(
        &mut self,
        statement: &str,
        result: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Outcome<T> {
        match self.send(result) {
            (Some(failed), _) => Err(failed),
            (None, result) => result.map_err(|error| Failed { statement: statement.to_owned(), error }),
        }
    }

    /// Sends the deferred statements and one more together, and waits for all results.
    fn send<T>(&mut self, result: impl Future<Output = T>) -> (Option<Failed>, T) {
        let (statements, results): (Vec<_>, Vec<_>) = std::mem::take(&mut self.deferred)
            .into_iter()
            .map(|deferred| (deferred.statement, deferred.result))
            .unzip();
        let (before, result) = self.runtime.block_on(join(join_all(results), result));
        let mut failed = statements.into_iter().zip(before).filter_map(|(statement, done)| {
            let error = done.err()?;
            Some(Failed { statement, error })
        });
        (failed.next(), result)
    }

    /// Returns everything that is needed to execute a statement with an ending.
    fn ready<'a>(
        &mut self,
        statement: &str,
        ending: &str,
        params: &'a [Param],
    ) -> Outcome<(Rc<Client>, Statement, Values<'a>)> {
        let prepared = self.prepared(statement, ending, params)?;
        Ok((Rc::clone(&self.client), prepared, Values::of(params)))
    }

    /// Returns a statement with an ending, prepared once for the kinds of its parameters.
    fn prepared(&mut self, statement: &str, ending: &str, params: &[Param]) -> Outcome<Statement> {
        let fits = |kinds: &[Kind]| kinds.iter().copied().eq(params.iter().map(Param::kind));
        let forms = self.prepared.get(statement);
        if let Some((_, found)) = forms.and_then(|forms| forms.iter().find(|(kinds, _)| fits(kinds))) {
            return Ok(found.clone());
        }
        let kinds: Vec<Kind> = params.iter().map(Param::kind).collect();
        let types: Vec<Type> = kinds.iter().map(|kind| kind_type(*kind)).collect();
        let client = Rc::clone(&self.client);
        let text = dialect::translated(statement) + ending;
        let made = self.wait(statement, async { client.prepare_typed(&text, &types).await })?;
        if self.prepared.len() >= MOST_PREPARED {
            self.prepared.clear();
        }
        self.prepared.entry(statement.to_owned()).or_default().push((kinds, made.clone()));
        Ok(made)
    }
}
