//! The parameters of statements.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

/// A parameter of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Param<'a> {
    /// NULL in the place of a value of this kind.
    #[cfg_attr(not(feature = "postgres"), expect(dead_code, reason = "SQLite does not need the kind of a NULL"))]
    Null(Kind),
    /// A whole number; also row numbers, moments and booleans.
    Int(i64),
    /// A text.
    Text(&'a str),
}

/// The kind of a value. A server needs the kind of a NULL too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A whole number.
    Int,
    /// A text.
    Text,
}

/// The parameters of a statement, each turned into a [`Param`].
macro_rules! params {
    ($($param:expr),* $(,)?) => { &[$($crate::store::sql::Param::from($param)),*] };
}
pub(in crate::store) use params;

#[cfg(feature = "postgres")]
impl Param<'_> {
    /// Returns the kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Param::Null(kind) => *kind,
            Param::Int(_) => Kind::Int,
            Param::Text(_) => Kind::Text,
        }
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null(_) => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// Conversions from types of the program to parameters of one kind.
macro_rules! kinds {
    ($($type:ty => $kind:ident, |$value:ident| $made:expr;)*) => {$(
        impl<'a> From<$type> for Param<'a> {
            fn from($value: $type) -> Self {
                $made
            }
        }

        impl<'a> From<Option<$type>> for Param<'a> {
            fn from(value: Option<$type>) -> Self {
                value.map_or(Param::Null(Kind::$kind), Param::from)
            }
        }
    )*};
}

kinds! {
    i64 => Int, |number| Param::Int(number);
    bool => Int, |yes| Param::Int(yes.into());
    &'a str => Text, |text| Param::Text(text);
    &'a String => Text, |text| Param::Text(text);
}
