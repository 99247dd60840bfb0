//! The narrow seam to the database: begin, execute, query, commit. Every other file of the store speaks through it.

use super::damage;
use crate::domain::Fault;
use crate::failpoint;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension};
use std::cell::Cell;
use std::ops::ControlFlow;

/// A connection whose statements are prepared once.
pub struct Sql {
    pub(super) connection: Connection,
    /// How many statements were carried out; fixtures hold a run to a budget of them.
    pub(super) statements: Cell<u64>,
    /// Whether transactions are parts of a [`Group`](super::Group) at present.
    pub(super) grouped: Cell<bool>,
    /// The statements that were carried out: their plans are looked at.
    #[cfg(test)]
    pub(super) seen: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

/// A parameter of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// A whole number; also row numbers, moments and booleans.
    Int(i64),
    /// A text.
    Text(&'a str),
}

/// A row of an answer, read column by column.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

/// The parameters of a statement, each turned into a [`Param`].
macro_rules! params {
    ($($param:expr),* $(,)?) => { &[$($crate::store::sql::Param::from($param)),*] };
}
pub(super) use params;

impl Sql {
    /// Takes a connection that is set up.
    pub fn new(connection: Connection) -> Sql {
        Sql {
            connection,
            statements: Cell::new(0),
            grouped: Cell::new(false),
            #[cfg(test)]
            seen: std::cell::RefCell::default(),
        }
    }

    /// Carries out a statement; answers how many rows it changed.
    pub fn execute(&self, statement: &'static str, params: &[Param]) -> Result<usize, Fault> {
        let mut prepared = self.prepared(statement)?;
        prepared.execute(rusqlite::params_from_iter(params)).map_err(failed(statement))
    }

    /// Carries out an `INSERT`; answers the row number.
    pub fn insert(&self, statement: &'static str, params: &[Param]) -> Result<i64, Fault> {
        self.execute(statement, params)?;
        Ok(self.connection.last_insert_rowid())
    }

    /// All rows of a query.
    pub fn query<T>(
        &self,
        statement: &str,
        params: &[Param],
        read: impl Fn(&Row) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(failed(statement))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed(statement))? {
            found.push(read(&Row(row))?);
        }
        Ok(found)
    }

    /// Hands the rows of a query on one by one, for answers too large to be kept, until the reader breaks off.
    pub fn each(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&Row) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(failed(statement))?;
        while let Some(row) = rows.next().map_err(failed(statement))? {
            if read(&Row(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The first row of a query, if there is one.
    pub fn query_one<T>(
        &self,
        statement: &'static str,
        params: &[Param],
        read: impl Fn(&Row) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let mut prepared = self.prepared(statement)?;
        prepared
            .query_row(rusqlite::params_from_iter(params), |row| Ok(read(&Row(row))))
            .optional()
            .map_err(failed(statement))?
            .transpose()
    }

    fn prepared(&self, statement: &str) -> Result<CachedStatement<'_>, Fault> {
        self.statements.set(self.statements.get() + 1);
        #[cfg(test)]
        self.seen.borrow_mut().insert(statement.to_owned());
        self.connection.prepare_cached(statement).map_err(failed(statement))
    }

    /// Carries out a statement that begins, marks or ends something; whatever it answers is left alone.
    pub fn command(&self, statement: &'static str) -> Result<(), Fault> {
        let mut prepared = self.connection.prepare_cached(statement).map_err(failed(statement))?;
        let mut rows = prepared.query([]).map_err(failed(statement))?;
        while rows.next().map_err(failed(statement))?.is_some() {}
        Ok(())
    }

    /// Carries out statements without parameters.
    pub fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.connection.execute_batch(statements).map_err(failed(statements))
    }
}

/// A log that is larger than this when its last user goes is folded into the database; it is read at every start.
const LARGE_LOG: u64 = 256 << 10;

impl Drop for Sql {
    /// Leaves a small log beside the database (see `schema.rs`) and folds a large one in.
    fn drop(&mut self) {
        let log = self.connection.path().map(|path| format!("{path}-wal"));
        let is_large = log.and_then(|log| std::fs::metadata(log).ok()).is_some_and(|file| file.len() > LARGE_LOG);
        if is_large && self.connection.is_readonly("main").is_ok_and(|read_only| !read_only) {
            // Not folded in is not lost: the next user reads the log.
            failpoint::reach("fold-in");
            let _ = self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            failpoint::reach("folded-in");
        }
    }
}

/// A failed statement as a fault; the statement's beginning is enough to find it.
fn failed(statement: &str) -> impl FnOnce(rusqlite::Error) -> Fault {
    move |error| {
        if damage::is_damage(&error) {
            return Fault::new("the database is damaged, see `enlist doctor`", error);
        }
        let beginning: String = statement.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        Fault::new(format!("database, {beginning} …"), error)
    }
}

impl Row<'_> {
    fn get<T: rusqlite::types::FromSql>(&self, column: usize) -> Result<T, Fault> {
        self.0.get(column).map_err(|error| Fault::new("damaged row in the database", error))
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, Fault> {
        self.get(column)
    }

    /// A whole number or NULL.
    pub fn optional_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        self.get(column)
    }

    /// A boolean.
    pub fn flag(&self, column: usize) -> Result<bool, Fault> {
        Ok(self.int(column)? != 0)
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<String, Fault> {
        self.get(column)
    }

    /// A text or NULL.
    pub fn optional_text(&self, column: usize) -> Result<Option<String>, Fault> {
        self.get(column)
    }

    /// A value as it stands, without a copy; nothing if it is neither NULL, a whole number nor a proper text.
    pub fn param(&self, column: usize) -> Option<Param<'_>> {
        match self.0.get_ref(column).ok()? {
            ValueRef::Null => Some(Param::Null),
            ValueRef::Integer(number) => Some(Param::Int(number)),
            ValueRef::Text(text) => std::str::from_utf8(text).ok().map(Param::Text),
            ValueRef::Real(_) | ValueRef::Blob(_) => None,
        }
    }

    /// A text that must be one of a few words.
    pub fn word<T>(&self, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| Fault::new("damaged row in the database", format!("unknown word {text:?}")))
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl From<i64> for Param<'_> {
    fn from(number: i64) -> Self {
        Param::Int(number)
    }
}

impl From<bool> for Param<'_> {
    fn from(yes: bool) -> Self {
        Param::Int(yes.into())
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(text: &'a str) -> Self {
        Param::Text(text)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(text: &'a String) -> Self {
        Param::Text(text)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Param::Null, Into::into)
    }
}
