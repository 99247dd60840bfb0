//! The counterpart of `postgres_values.rs` in a program that is built without PostgreSQL: types without values.

use super::param::Param;

/// A row of a server; there is none.
pub enum Row {}

pub(super) fn value<'a>(row: &'a Row, _: usize) -> Result<Param<'a>, Box<dyn std::error::Error + Send + Sync>> {
    match *row {}
}
