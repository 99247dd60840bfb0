//! Group commit: several transactions are committed together and share one flush of the disk.
//!
//! While a group is open, a transaction of its connection is a savepoint: dropping it rolls back only that transaction,
//! committing it makes it a part of the group. It takes effect when the group commits, so no caller may get a result
//! earlier. On a server, where several transactions write at once, there is nothing to share: each commits on its own.

use crate::domain::Fault;
use crate::failpoint;
use crate::store::sql::{Access, Sql, Sqlite};
use std::rc::Rc;

/// A group of transactions. It rolls back when it is dropped without [`Group::commit`].
pub struct Group {
    sql: Rc<Sql>,
    open: bool,
}

impl Group {
    pub(in crate::store) fn begin(sql: Rc<Sql>) -> Result<Group, Fault> {
        let shares = sql.file().is_some();
        if shares {
            sql.begin(Access::Write)?;
            sql.grouped.set(true);
        }
        Ok(Group { sql, open: shares })
    }

    /// Commits all transactions of the group.
    ///
    /// # Errors
    /// A fault if the database fails; then nothing of the group is committed.
    pub fn commit(mut self) -> Result<(), Fault> {
        if !self.open {
            return Ok(());
        }
        self.open = false;
        self.sql.grouped.set(false);
        is_whole(&self.sql)?;
        failpoint::reach("before-group-commit");
        if let Err(fault) = self.sql.commit() {
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
            // If this fails, SQLite has rolled back itself.
            let _ = self.sql.command("ROLLBACK");
        }
    }
}

/// Checks that the transaction of the group is still open. SQLite rolls the whole transaction back itself when the disk is
/// full or fails; later statements would then commit on their own.
pub(in crate::store) fn is_whole(sql: &Sql) -> Result<(), Fault> {
    match sql.file().is_none_or(Sqlite::is_in_transaction) {
        true => Ok(()),
        false => {
            Err(Fault::new("the database rolled back a group of transactions", "none of them was committed; try again"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Transaction;
    use crate::domain::{Caller, Ids, Moment, Name, PublicId};
    use crate::store::Store;
    use crate::store::organization;
    use crate::store::sql::{Access, params};
    use std::cell::RefCell;
    use std::rc::Rc;

    struct Counted(u8);

    impl Ids for Counted {
        fn next(&mut self) -> PublicId {
            self.0 += 1;
            PublicId::from_digits([self.0; PublicId::LENGTH])
        }

        fn secret(&mut self) -> [u8; 32] {
            [self.0; 32]
        }
    }

    fn begin(store: &Store, number: u8) -> Result<Transaction, crate::domain::Fault> {
        store.begin(Access::Write, Moment(0), Rc::new(RefCell::new(Counted(number))), Caller::Operator)
    }

    fn add(store: &Store, number: u8) -> Transaction {
        let transaction = begin(store, number).unwrap();
        organization::insert(&transaction, &transaction.new_id(), &Name::parse(&number.to_string()).unwrap()).unwrap();
        transaction
    }

    fn count(store: &Store) -> i64 {
        let transaction = begin(store, 0).unwrap();
        let found = transaction.sql.query_one("SELECT count(*) FROM organization", params![], |row| row.int(0));
        found.unwrap().unwrap()
    }

    #[test]
    fn a_transaction_of_a_group_commits_with_the_group_or_rolls_back_alone() {
        let store = Store::temporary(None).unwrap();
        let group = store.group().unwrap();
        add(&store, 1).commit().unwrap();
        drop(add(&store, 2));
        add(&store, 3).commit().unwrap();
        assert_eq!(count(&store), 2);
        group.commit().unwrap();
        assert_eq!(count(&store), 2);
        let group = store.group().unwrap();
        add(&store, 4).commit().unwrap();
        drop(group);
        assert_eq!(count(&store), 2, "a group that is not committed changes nothing");
        add(&store, 5).commit().unwrap();
        assert_eq!(count(&store), 3, "after a group, transactions commit on their own");
    }

    #[test]
    fn nothing_of_a_group_that_the_database_rolled_back_is_committed() {
        let store = Store::temporary(None).unwrap();
        let group = store.group().unwrap();
        let transaction = add(&store, 1);
        // SQLite does this itself when the disk is full.
        transaction.sql.command("ROLLBACK").unwrap();
        assert!(transaction.commit().is_err());
        assert!(begin(&store, 2).is_err(), "a later transaction must not commit on its own");
        assert!(group.commit().is_err());
        assert_eq!(count(&store), 0);
        let group = store.group().unwrap();
        add(&store, 3).commit().unwrap();
        group.commit().unwrap();
        assert_eq!(count(&store), 1);
    }
}
