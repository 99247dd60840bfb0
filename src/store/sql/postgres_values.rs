//! Conversions of values for a PostgreSQL server.

use super::param::{Kind, Param};
use std::borrow::Cow;
use std::error::Error;
use tokio_postgres::types::{FromSql, ToSql, Type};

pub use tokio_postgres::Row;

/// Returns the type of a parameter.
pub(super) fn kind_type(kind: Kind) -> Type {
    match kind {
        Kind::Int => Type::INT8,
        Kind::Text => Type::TEXT,
    }
}

/// Parameters in the form that the server accepts. It stores no NUL characters, which mean nothing in a name or an address:
/// U+FFFD, the replacement character, is stored in their place.
pub(super) struct Values<'a>(Vec<OneValue<'a>>);

enum OneValue<'a> {
    NoInt(Option<i64>),
    NoText(Option<&'a str>),
    Int(i64),
    Text(Cow<'a, str>),
}

impl<'a> Values<'a> {
    pub(super) fn of(params: &[Param<'a>]) -> Values<'a> {
        let value = |param: &Param<'a>| match param {
            Param::Null(Kind::Int) => OneValue::NoInt(None),
            Param::Null(Kind::Text) => OneValue::NoText(None),
            Param::Int(number) => OneValue::Int(*number),
            Param::Text(text) if text.contains('\0') => OneValue::Text(text.replace('\0', "\u{FFFD}").into()),
            Param::Text(text) => OneValue::Text(Cow::Borrowed(text)),
        };
        Values(params.iter().map(value).collect())
    }

    /// Returns parameters that own their texts.
    pub(super) fn owned(params: &[Param]) -> Values<'static> {
        let values = Values::of(params).0.into_iter().map(|value| match value {
            OneValue::NoInt(none) => OneValue::NoInt(none),
            OneValue::NoText(_) => OneValue::NoText(None),
            OneValue::Int(number) => OneValue::Int(number),
            OneValue::Text(text) => OneValue::Text(Cow::Owned(text.into_owned())),
        });
        Values(values.collect())
    }

    pub(super) fn listed(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.0.iter().map(OneValue::as_sql).collect()
    }
}

impl OneValue<'_> {
    fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            OneValue::NoInt(none) => none,
            OneValue::NoText(none) => none,
            OneValue::Int(number) => number,
            OneValue::Text(text) => text,
        }
    }
}

/// A value of a row.
struct Value<'a>(Param<'a>);

impl<'a> FromSql<'a> for Value<'a> {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Value(match *of {
            Type::BOOL => Param::Int(bool::from_sql(of, raw)?.into()),
            Type::INT4 => Param::Int(i32::from_sql(of, raw)?.into()),
            Type::INT8 => Param::Int(i64::from_sql(of, raw)?),
            _ => Param::Text(<&str>::from_sql(of, raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Value(Param::Null(Kind::Text)))
    }

    fn accepts(of: &Type) -> bool {
        matches!(*of, Type::BOOL | Type::INT4 | Type::INT8) || <&str as FromSql>::accepts(of)
    }
}

pub(super) fn value(row: &Row, column: usize) -> Result<Param<'_>, Box<dyn Error + Send + Sync>> {
    Ok(row.try_get::<_, Value>(column)?.0)
}
