//! A connection to a PostgreSQL server: what is prepared on it, and what is sent over it together.
//!
//! The way to a server and back takes longer than most statements. One whose answer nobody waits for is put aside, and goes out
//! in one piece with the next that somebody waits for; the server carries them out in their order.

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
    /// What was put aside, in its order.
    aside: Vec<Deferred>,
    prepared: HashMap<String, Vec<(Vec<Kind>, Statement)>>,
    /// The process of the server that answers.
    pub process: i32,
    /// Whether it is PostgreSQL, and not one that speaks like it: then it tells afterwards whether a transaction stands, and has
    /// modes of locking tables.
    pub is_itself: bool,
    /// In which of its lives the server is. After a crash, or with another server in its place, it is another one, and the
    /// number of a transaction may be given out again.
    pub life: String,
}

/// A statement that was put aside, and its answer to come.
struct Deferred {
    statement: String,
    answer: Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>>>>,
}

/// A statement that failed.
pub(super) struct Failed {
    pub statement: String,
    pub error: tokio_postgres::Error,
}

type Done<T> = Result<T, Failed>;

/// The most statements that are put aside.
const MOST_ASIDE: usize = 16;

/// The most statements that are kept prepared; lists are asked for in many forms.
const MOST_PREPARED: usize = 1_000;

/// What every connection begins with: plans that follow indexes, so that transactions look at as few rows of others as they
/// can, and are made once for each statement.
const SETTINGS: &str =
    "SET lock_timeout = '30s'; SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";

/// In which of its lives a server is: it forgets its statistics when it crashes, and no two servers begin them at once. And the
/// mark of a session that a program has used already.
const LIFE: &str = "SELECT stats_reset::text, current_setting('enlist.connection', TRUE) FROM pg_stat_bgwriter";

/// Marks the session. A new connection that finds the mark got the session of another one: a pooler in transaction mode hands
/// sessions on without resetting them.
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
        let (aside, prepared) = (Vec::new(), HashMap::new());
        let mut line =
            Connection { runtime, client, aside, prepared, process: 0, is_itself: false, life: String::new() };
        let failed = |failed: Failed| fault(&failed.statement, failed.error);
        let row = line.query_one("SELECT version(), pg_backend_pid()", &[]).map_err(failed)?;
        let version: String = row.get(0);
        line.process = row.get(1);
        line.is_itself = version.starts_with("PostgreSQL") && !version.contains("-YB-");
        if line.is_itself {
            let row = line.query_one(LIFE, &[]).map_err(failed)?;
            if row.get::<_, Option<&str>>(1).is_some_and(|mark| !mark.is_empty()) {
                return Err(pooled().into());
            }
            line.life = row.get::<_, Option<String>>(0).unwrap_or_default();
            line.simple(&format!("{SETTINGS}; {MARK}")).map_err(failed)?;
        }
        Ok(line)
    }

    /// Returns whether it is known to be lost.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Puts a statement aside.
    pub fn defer(&mut self, statement: &str, params: &[Param]) -> Done<()> {
        if self.aside.len() >= MOST_ASIDE {
            self.together(async {}).0.map_or(Ok(()), Err)?;
        }
        let prepared = self.prepared(statement, "", params)?;
        let (client, values) = (Rc::clone(&self.client), Values::owned(params));
        let answer = Box::pin(async move { client.execute(&prepared, &values.listed()).await.map(drop) });
        self.aside.push(Deferred { statement: statement.to_owned(), answer });
        Ok(())
    }

    /// Forgets what was put aside.
    pub fn forget_aside(&mut self) {
        self.aside.clear();
    }

    /// Carries out a statement. Returns how many rows it changed.
    pub fn execute(&mut self, statement: &str, params: &[Param]) -> Done<u64> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        self.wait(statement, async { client.execute(&prepared, &values.listed()).await })
    }

    /// Carries out a statement with an ending that lets it answer with one row.
    pub fn one(&mut self, statement: &str, ending: &str, params: &[Param]) -> Done<Row> {
        let (client, prepared, values) = self.ready(statement, ending, params)?;
        self.wait(statement, async { client.query_one(&prepared, &values.listed()).await })
    }

    /// Returns all rows of a query.
    pub fn all(&mut self, statement: &str, params: &[Param]) -> Done<Vec<Row>> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        self.wait(statement, async { client.query(&prepared, &values.listed()).await })
    }

    /// Hands on the rows of a query as they come, until the reader breaks off.
    pub fn each(
        &mut self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&Row) -> ControlFlow<()>,
    ) -> Done<()> {
        let (client, prepared, values) = self.ready(statement, "", params)?;
        let rows = self.wait(statement, async { client.query_raw(&prepared, values.listed()).await })?;
        let mut rows = pin!(rows);
        let failed = |error| Failed { statement: statement.to_owned(), error };
        // The reader is called outside of the runtime: it may work with another connection.
        while let Some(row) = self.runtime.block_on(rows.try_next()).map_err(failed)? {
            if read(&row).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Carries out a statement of the server's own words and values, which is not kept.
    pub fn query_one(&mut self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> Done<Row> {
        let client = Rc::clone(&self.client);
        self.wait(statement, async { client.query_one(statement, values).await })
    }

    /// Carries out statements without parameters.
    pub fn simple(&mut self, statements: &str) -> Done<()> {
        let client = Rc::clone(&self.client);
        self.wait(statements, async { client.batch_execute(statements).await })
    }

    /// Begins a transaction, and answers with the one row of a query in it.
    pub fn begin(&mut self, statements: &'static str, query: &'static str) -> Done<Row> {
        self.prepared(query, "", &[])?;
        let client = Rc::clone(&self.client);
        let answer = Box::pin(async move { client.batch_execute(statements).await });
        self.aside.push(Deferred { statement: statements.to_owned(), answer });
        self.one(query, "", &[])
    }

    /// Commits. Returns what failed before, and what COMMIT answers.
    pub fn commit(&mut self) -> (Option<Failed>, Result<(), tokio_postgres::Error>) {
        let client = Rc::clone(&self.client);
        self.together(async { client.batch_execute("COMMIT").await })
    }

    /// Waits for an answer. What failed first is what failed.
    fn wait<T>(&mut self, statement: &str, answer: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Done<T> {
        match self.together(answer) {
            (Some(failed), _) => Err(failed),
            (None, answer) => answer.map_err(|error| Failed { statement: statement.to_owned(), error }),
        }
    }

    /// Sends what was put aside and what is asked for in one piece, and waits for all answers.
    fn together<T>(&mut self, answer: impl Future<Output = T>) -> (Option<Failed>, T) {
        let (statements, answers): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.aside).into_iter().map(|aside| (aside.statement, aside.answer)).unzip();
        let (before, answer) = self.runtime.block_on(join(join_all(answers), answer));
        let mut failed = statements.into_iter().zip(before).filter_map(|(statement, done)| {
            let error = done.err()?;
            Some(Failed { statement, error })
        });
        (failed.next(), answer)
    }

    /// What a statement with an ending is carried out with.
    fn ready<'a>(
        &mut self,
        statement: &str,
        ending: &str,
        params: &'a [Param],
    ) -> Done<(Rc<Client>, Statement, Values<'a>)> {
        let prepared = self.prepared(statement, ending, params)?;
        Ok((Rc::clone(&self.client), prepared, Values::of(params)))
    }

    /// Returns the statement with an ending, prepared: once for the kinds of its parameters.
    fn prepared(&mut self, statement: &str, ending: &str, params: &[Param]) -> Done<Statement> {
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
