//! A row of a result, read column by column.

use super::param::{Kind, Param};
use super::postgres_values;
use crate::domain::Fault;
use rusqlite::types::ValueRef;

/// A row of a result, read column by column.
pub struct Row<'a>(RowSource<'a>);

/// The row of one of the two databases.
enum RowSource<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres_values::Row),
}

impl<'a> Row<'a> {
    /// Wraps a row of SQLite.
    pub(super) fn sqlite(row: &'a rusqlite::Row<'a>) -> Row<'a> {
        Row(RowSource::Sqlite(row))
    }

    /// Wraps a row of PostgreSQL.
    #[cfg_attr(not(feature = "postgres"), allow(dead_code))]
    pub(super) fn postgres(row: &'a postgres_values::Row) -> Row<'a> {
        Row(RowSource::Postgres(row))
    }

    /// Returns a value without a copy.
    fn value(&self, column: usize) -> Result<Param<'a>, Fault> {
        let found = match self.0 {
            RowSource::Sqlite(row) => match row.get_ref(column) {
                Ok(ValueRef::Null) => Ok(Param::Null(Kind::Text)),
                Ok(ValueRef::Integer(number)) => Ok(Param::Int(number)),
                Ok(ValueRef::Text(text)) => match std::str::from_utf8(text) {
                    Ok(text) => Ok(Param::Text(text)),
                    Err(error) => Err(error.into()),
                },
                Ok(ValueRef::Real(_) | ValueRef::Blob(_)) => {
                    Err("expected an integer or a text, found another type".into())
                }
                Err(error) => Err(Box::from(error)),
            },
            RowSource::Postgres(row) => postgres_values::value(row, column),
        };
        found.map_err(|error| Fault::new("damaged row in the database", error))
    }

    /// Returns an integer.
    pub fn int(&self, column: usize) -> Result<i64, Fault> {
        self.optional_int(column)?.ok_or_else(|| unexpected(column, "NULL"))
    }

    /// Returns an integer, or `None` for NULL.
    pub fn optional_int(&self, column: usize) -> Result<Option<i64>, Fault> {
        match self.value(column)? {
            Param::Null(_) => Ok(None),
            Param::Int(number) => Ok(Some(number)),
            Param::Text(_) => Err(unexpected(column, "a text")),
        }
    }

    /// Returns a boolean.
    pub fn flag(&self, column: usize) -> Result<bool, Fault> {
        Ok(self.int(column)? != 0)
    }

    /// Returns a text.
    pub fn text(&self, column: usize) -> Result<String, Fault> {
        self.optional_text(column)?.ok_or_else(|| unexpected(column, "NULL"))
    }

    /// Returns a text, or `None` for NULL.
    pub fn optional_text(&self, column: usize) -> Result<Option<String>, Fault> {
        match self.value(column)? {
            Param::Null(_) => Ok(None),
            Param::Text(text) => Ok(Some(text.to_owned())),
            Param::Int(_) => Err(unexpected(column, "an integer")),
        }
    }

    /// Returns a value without a copy; `None` if it is neither NULL, an integer nor valid text.
    pub fn param(&self, column: usize) -> Option<Param<'a>> {
        self.value(column).ok()
    }

    /// Returns the value that a text stands for. A text that `parse` does not know is a fault.
    pub fn word<T>(&self, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        let text = self.text(column)?;
        parse(&text).ok_or_else(|| Fault::new("damaged row in the database", format!("unknown word {text:?}")))
    }
}

fn unexpected(column: usize, found: &str) -> Fault {
    Fault::new("damaged row in the database", format!("column {column} is {found}"))
}
