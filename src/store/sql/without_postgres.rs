//! The counterpart of `postgres.rs` in a program that is built without PostgreSQL: a type without values.

use super::access::Access;
use super::param::Param;
use super::row::Row;
use crate::domain::{Code, Error, Fault, Problem};
use crate::store::location::ServerAddress;
use std::ops::ControlFlow;

/// A connection to a server; there is none.
pub enum Postgres {}

impl Postgres {
    /// Refuses the address, because the program was built without PostgreSQL.
    pub fn connect(address: ServerAddress) -> Result<Postgres, Error> {
        let found = format!("{address} is on a server, and this program was built without PostgreSQL");
        Err(Problem::new(Code::NoDatabase, found).help("build it with the feature `postgres`, or name a file").into())
    }

    /// There is none.
    pub fn version(&self) -> Result<String, Fault> {
        match *self {}
    }

    /// There is none.
    pub fn locks_tables(&self) -> Result<bool, Fault> {
        match *self {}
    }

    pub(super) fn wait_for_replicas(&self) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn begin(&self, _: Access) -> Result<(), Fault> {
        match *self {}
    }

    /// There is none.
    pub fn begin_seeing_others(&self) -> Result<(), Fault> {
        match *self {}
    }

    /// There is none.
    pub fn begin_alone(&self) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn commit(&self) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn execute(&self, _: &str, _: &[Param]) -> Result<usize, Fault> {
        match *self {}
    }

    pub(super) fn defer(&self, _: &str, _: &[Param]) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn insert(&self, _: &str, _: &[Param]) -> Result<i64, Fault> {
        match *self {}
    }

    pub(super) fn all(
        &self,
        _: &str,
        _: &[Param],
        _: impl FnMut(&Row) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn each(
        &self,
        _: &str,
        _: &[Param],
        _: impl FnMut(&Row) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn command(&self, _: &str) -> Result<(), Fault> {
        match *self {}
    }

    pub(super) fn batch(&self, _: &str) -> Result<(), Fault> {
        match *self {}
    }
}
