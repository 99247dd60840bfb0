//! The driver of SQLite: a file, or memory for tests and fixtures.

use super::access::Access;
use super::damage;
use super::failure::failed;
use super::param::Param;
use super::row::Row;
use crate::domain::Fault;
use crate::failpoint;
use rusqlite::{CachedStatement, Connection};
use std::ops::ControlFlow;

/// A connection to a SQLite database.
pub struct Sqlite(pub Connection);

impl Sqlite {
    pub(super) fn begin(&self, access: Access) -> Result<(), Fault> {
        match access {
            Access::Write => {
                // A restore that was broken off may have left the database without a log.
                self.command("PRAGMA journal_mode = WAL")?;
                self.command("BEGIN IMMEDIATE")
            }
            Access::Read => self.command("BEGIN"),
        }
    }

    /// SQLite rolls a whole transaction back by itself when the disk is full or fails. What came after it would then stand
    /// alone.
    pub(in crate::store) fn is_in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    pub(super) fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        let mut prepared = self.prepared(statement)?;
        prepared.execute(rusqlite::params_from_iter(params)).map_err(fault(statement))
    }

    pub(super) fn insert(&self, statement: &str, params: &[Param]) -> Result<i64, Fault> {
        self.execute(statement, params)?;
        Ok(self.0.last_insert_rowid())
    }

    pub(super) fn each(
        &self,
        statement: &str,
        params: &[Param],
        mut read: impl FnMut(&Row) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<(), Fault> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(fault(statement))?;
        while let Some(row) = rows.next().map_err(fault(statement))? {
            if read(&Row::sqlite(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn command(&self, statement: &'static str) -> Result<(), Fault> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared.query([]).map_err(fault(statement))?;
        while rows.next().map_err(fault(statement))?.is_some() {}
        Ok(())
    }

    pub(super) fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.0.execute_batch(statements).map_err(fault(statements))
    }

    fn prepared(&self, statement: &str) -> Result<CachedStatement<'_>, Fault> {
        self.0.prepare_cached(statement).map_err(fault(statement))
    }
}

/// A log that is larger than this when its last user goes is folded into the database; it is read at every start.
const LARGE_LOG: u64 = 256 << 10;

impl Drop for Sqlite {
    /// Leaves a small log beside the database (see `schema.rs`) and folds a large one in.
    fn drop(&mut self) {
        let log = self.0.path().map(|path| format!("{path}-wal"));
        let is_large = log.and_then(|log| std::fs::metadata(log).ok()).is_some_and(|file| file.len() > LARGE_LOG);
        if is_large && self.0.is_readonly("main").is_ok_and(|read_only| !read_only) {
            // Not folded in is not lost: the next user reads the log.
            failpoint::reach("fold-in");
            let _ = self.0.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            failpoint::reach("folded-in");
        }
    }
}

/// A failed statement as a fault.
fn fault(statement: &str) -> impl FnOnce(rusqlite::Error) -> Fault {
    move |error| match damage::is_damage(&error) {
        true => Fault::new("the database is damaged, see `enlist doctor`", error),
        false => failed(statement, error),
    }
}
