//! The driver of SQLite: a file, or memory for tests and fixtures.

use super::access::Access;
use super::damage;
use super::failure::failed;
use super::param::Param;
use super::row::Row;
use crate::domain::{Code, Fault, Problem};
use crate::failpoint;
use rusqlite::{CachedStatement, Connection, ErrorCode};
use std::ops::ControlFlow;
use std::path::Path;

/// A connection to a SQLite database.
pub struct Sqlite(pub Connection);

impl Sqlite {
    pub(super) fn begin(&self, access: Access) -> Result<(), Fault> {
        match access {
            Access::Write => {
                // An interrupted restore may have left the database without a WAL.
                self.command("PRAGMA journal_mode = WAL")?;
                self.command("BEGIN IMMEDIATE")
            }
            Access::Read => self.command("BEGIN"),
        }
    }

    /// Returns whether a transaction is open. SQLite rolls the whole transaction back itself when the disk is full or fails;
    /// later statements would then commit on their own.
    pub(in crate::store) fn is_in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    pub(super) fn execute(&self, statement: &str, params: &[Param]) -> Result<usize, Fault> {
        let mut prepared = self.prepared(statement)?;
        prepared.execute(rusqlite::params_from_iter(params)).map_err(|error| self.fault(statement, error))
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
        let mut rows =
            prepared.query(rusqlite::params_from_iter(params)).map_err(|error| self.fault(statement, error))?;
        while let Some(row) = rows.next().map_err(|error| self.fault(statement, error))? {
            if read(&Row::sqlite(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn command(&self, statement: &'static str) -> Result<(), Fault> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared.query([]).map_err(|error| self.fault(statement, error))?;
        while rows.next().map_err(|error| self.fault(statement, error))?.is_some() {}
        Ok(())
    }

    pub(super) fn batch(&self, statements: &str) -> Result<(), Fault> {
        self.0.execute_batch(statements).map_err(|error| self.fault(statements, error))
    }

    /// Returns a failed statement as a fault.
    fn fault(&self, statement: &str, error: rusqlite::Error) -> Fault {
        if damage::is_damage(&error) {
            return Fault::new("the database is damaged, see `enlist doctor`", error);
        }
        let path = Path::new(self.0.path().unwrap_or_default()).to_owned();
        let way_out = match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly) => Some(damage::not_permitted("write", &path, &error.to_string())),
            Some(ErrorCode::DatabaseBusy) => {
                let found =
                    format!("another process has been writing to {} for longer than 30 seconds", path.display());
                Some(Problem::new(Code::InUse, found).help("wait for it or stop it, then try again"))
            }
            _ => None,
        };
        let fault = failed(statement, error);
        match way_out {
            Some(problem) => fault.with_way_out(problem),
            None => fault,
        }
    }

    fn prepared(&self, statement: &str) -> Result<CachedStatement<'_>, Fault> {
        self.0.prepare_cached(statement).map_err(|error| self.fault(statement, error))
    }
}

/// The size of the WAL above which the last connection checkpoints it when it closes: every start reads the WAL.
const LARGE_WAL: u64 = 256 << 10;

impl Drop for Sqlite {
    /// Leaves a small WAL beside the database (see `database/file.rs`) and checkpoints a large one.
    fn drop(&mut self) {
        let wal = self.0.path().map(|path| format!("{path}-wal"));
        let is_large = wal.and_then(|wal| std::fs::metadata(wal).ok()).is_some_and(|file| file.len() > LARGE_WAL);
        if is_large && self.0.is_readonly("main").is_ok_and(|read_only| !read_only) {
            // A failed checkpoint loses nothing: the next connection reads the WAL.
            failpoint::reach("fold-in");
            let _ = self.0.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
            failpoint::reach("folded-in");
        }
    }
}
