//! A transaction, and the work in one environment inside it.

pub(super) mod group_commit;

use super::chain;
use super::chain::Head;
use super::sql::{Access, Sql};
use crate::domain::{
    Caller, Catalogue, Effect, Environment, Event, Fault, Group, Ids, Letter, Menu, Moment, Origin, Place, PublicId,
    Secret, Warning,
};
use crate::failpoint;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The source of ids and secrets, shared by everything that runs on one thread.
pub type SharedIds = Rc<RefCell<dyn Ids>>;

/// One transaction, one caller, one moment. It rolls back when it is dropped without [`Transaction::commit`].
pub struct Transaction {
    pub(super) sql: Rc<Sql>,
    ids: SharedIds,
    /// Whether the transaction is a part of a group.
    grouped: bool,
    open: bool,
    /// The last entry of the audit, once the transaction has written one.
    pub(super) head: Option<Head>,
    /// The last entry at the savepoint of [`Work::undo`].
    marked: Option<Head>,
    /// The moment of every change in the transaction.
    pub now: Moment,
    /// The caller.
    pub caller: Caller,
    /// The interface and the client that the changes come from; the audit stores it with every entry. `None`: unknown.
    pub origin: Option<Origin>,
    /// The effects so far.
    pub effects: Vec<Effect>,
}

/// A transaction that has entered an environment.
pub struct Work {
    /// The transaction.
    pub transaction: Transaction,
    /// The environment, which statements take from here.
    pub environment: Environment,
    /// The row of the script run that does the work, if there is one.
    pub run: Option<i64>,
    /// The present place in the script, if a script does the work.
    pub place: Option<Place>,
    /// The event that triggered the run, if there is one.
    pub cause: Option<Event>,
    /// The letters written so far.
    pub letters: Vec<Letter>,
    /// The warnings so far.
    pub warnings: Vec<Warning>,
    /// The bytes that effects and letters hold.
    pub kept_bytes: usize,
    /// The memberships that a run has read.
    members_read: RefCell<BTreeSet<i64>>,
    /// The menus, once they were read.
    pub(super) menus: Option<Rc<Catalogue<Menu>>>,
    /// The member groups, once they were read.
    pub(super) groups: Option<Rc<Catalogue<Group>>>,
}

impl Transaction {
    pub(super) fn begin(
        sql: Rc<Sql>,
        access: Access,
        now: Moment,
        ids: SharedIds,
        caller: Caller,
    ) -> Result<Transaction, Fault> {
        let grouped = sql.grouped.get();
        match grouped {
            true => {
                group_commit::is_whole(&sql)?;
                sql.command("SAVEPOINT work")?;
            }
            false => sql.begin(access)?,
        }
        Ok(Transaction {
            sql,
            ids,
            grouped,
            open: true,
            head: None,
            marked: None,
            now,
            caller,
            origin: None,
            effects: Vec::new(),
        })
    }

    /// Returns a new, unused id.
    pub fn new_id(&self) -> PublicId {
        self.ids.borrow_mut().next()
    }

    /// Returns a new, unused secret.
    pub fn new_secret(&self) -> Secret {
        Secret::of(self.ids.borrow_mut().secret())
    }

    /// Enters an environment.
    pub fn enter(self, environment: Environment) -> Work {
        Work {
            transaction: self,
            environment,
            run: None,
            place: None,
            cause: None,
            letters: Vec::new(),
            warnings: Vec::new(),
            kept_bytes: 0,
            members_read: RefCell::default(),
            menus: None,
            groups: None,
        }
    }

    /// Commits the transaction. Inside a [`Group`](super::Group) it takes effect when the group commits.
    ///
    /// # Errors
    /// A fault if the database fails; then nothing is committed.
    pub fn commit(mut self) -> Result<(), Fault> {
        if failpoint::others_are_first() {
            return Err(Fault::passing("committing", "others were first"));
        }
        if let Some(head) = &self.head {
            chain::keep_head(&self.sql, head)?;
        }
        if self.grouped {
            group_commit::is_whole(&self.sql)?;
            self.sql.command("RELEASE work")?;
        } else {
            failpoint::reach("before-commit");
            self.sql.commit()?;
            failpoint::reach("after-commit");
        }
        self.open = false;
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        // If this fails, SQLite has rolled back itself.
        if self.grouped {
            let _ = self.sql.command("ROLLBACK TO work").and_then(|()| self.sql.command("RELEASE work"));
        } else {
            let _ = self.sql.command("ROLLBACK");
        }
    }
}

impl Work {
    pub(super) fn sql(&self) -> &Sql {
        &self.transaction.sql
    }

    /// Returns the moment of the transaction.
    pub fn now(&self) -> Moment {
        self.transaction.now
    }

    /// Returns the value of `_lastModifiedByUserId` for a change: the account id of a member, or `system` for scripts and
    /// the operator, as in the documented result (seed 002).
    pub fn modifier(&self) -> String {
        match (&self.run, &self.transaction.caller) {
            (None, Caller::Member { id, .. } | Caller::Impersonator { id, .. } | Caller::Person(id)) => id.to_string(),
            _ => "system".to_owned(),
        }
    }

    /// Records that a run reads a member.
    pub(super) fn note_read(&self, member: i64) {
        if self.run.is_some() {
            self.members_read.borrow_mut().insert(member);
        }
    }

    /// Returns the members that the run has read; `None` if there are more than 1,000, which are of no use.
    pub(super) fn members_read(&self) -> Option<Vec<i64>> {
        const MOST: usize = 1_000;
        let read = self.members_read.borrow();
        (read.len() <= MOST).then(|| read.iter().copied().collect())
    }

    /// Returns the number of statements that the connection has executed.
    pub fn statements(&self) -> u64 {
        self.sql().statements.get()
    }

    /// Adds warnings at the present place in the script: each once, even in a loop, and 100 at most.
    pub fn warn(&mut self, warnings: Vec<Warning>) {
        const MOST: usize = 100;
        for warning in warnings {
            let placed = Warning { place: self.place, ..warning };
            if self.warnings.len() < MOST && !self.warnings.contains(&placed) {
                self.warnings.push(placed);
            }
        }
    }

    /// Drops the cached menus and groups, which have changed.
    pub(super) fn forget(&mut self) {
        self.menus = None;
        self.groups = None;
    }

    /// Sets the savepoint to which [`Work::undo`] rolls back. Without a call of `undo`, all later changes commit with the
    /// work.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn mark(&mut self) -> Result<(), Fault> {
        self.transaction.marked = self.transaction.head.clone();
        self.sql().command("SAVEPOINT script")
    }

    /// Rolls back to the savepoint of [`Work::mark`].
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn undo(&mut self) -> Result<(), Fault> {
        self.sql().command("ROLLBACK TO script")?;
        self.sql().command("RELEASE script")?;
        self.transaction.effects.clear();
        self.transaction.head = self.transaction.marked.clone();
        self.letters.clear();
        self.forget();
        Ok(())
    }

    /// Commits the work.
    ///
    /// # Errors
    /// A fault if the database fails; then nothing is committed.
    pub fn commit(self) -> Result<(), Fault> {
        self.transaction.commit()
    }
}
