//! Several transactions that are committed together, so that they share one flush of the disk.
//!
//! While a group is open, a transaction of its connection is a savepoint: dropping it undoes it alone, committing it makes it
//! a part of the group. Nothing of it stands before the group is committed, so nobody may be told so earlier.

use super::sql::Sql;
use crate::domain::Fault;
use crate::failpoint;
use std::rc::Rc;

/// A group of transactions. Dropping it without [`Group::commit`] changes nothing.
pub struct Group {
    sql: Rc<Sql>,
    open: bool,
}

impl Group {
    pub(super) fn begin(sql: Rc<Sql>) -> Result<Group, Fault> {
        // A restore that was broken off may have left the database without a log.
        sql.command("PRAGMA journal_mode = WAL")?;
        sql.command("BEGIN IMMEDIATE")?;
        sql.grouped.set(true);
        Ok(Group { sql, open: true })
    }

    /// Makes everything stand that was committed in the group.
    ///
    /// # Errors
    /// A fault of the database; then nothing of the group stands.
    pub fn commit(mut self) -> Result<(), Fault> {
        self.open = false;
        self.sql.grouped.set(false);
        is_whole(&self.sql)?;
        failpoint::reach("before-group-commit");
        if let Err(fault) = self.sql.command("COMMIT") {
            let _ = self.sql.command("ROLLBACK");
            return Err(fault);
        }
        failpoint::reach("after-group-commit");
        Ok(())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.open {
            self.sql.grouped.set(false);
            // SQLite has rolled back by itself if this fails.
            let _ = self.sql.command("ROLLBACK");
        }
    }
}

/// SQLite rolls a whole transaction back by itself when the disk is full or fails. What came after it would then stand alone.
pub(super) fn is_whole(sql: &Sql) -> Result<(), Fault> {
    if sql.connection.is_autocommit() {
        return Err(Fault::new("the database gave up a group of transactions", "nothing of them stands; try again"));
    }
    Ok(())
}
