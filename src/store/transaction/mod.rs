//! A transaction, and the work in one environment that happens inside it.

pub(super) mod group_commit;

use super::chain;
use super::chain::Head;
use super::sql::{Access, Sql};
use crate::domain::{
    Caller, Catalogue, Effect, Environment, Event, Fault, Group, Ids, Letter, Menu, Moment, Place, PublicId, Secret,
    Warning,
};
use crate::failpoint;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Where ids and secrets come from, shared by everything that runs on one thread.
pub type SharedIds = Rc<RefCell<dyn Ids>>;

/// One transaction, one caller, one moment. Dropping it without [`Transaction::commit`] changes nothing.
pub struct Transaction {
    pub(super) sql: Rc<Sql>,
    ids: SharedIds,
    /// Whether it is a part of a group.
    grouped: bool,
    open: bool,
    /// The last entry of the audit, once the transaction has written one.
    pub(super) head: Option<Head>,
    /// The same at the point that [`Work::undo`] goes back to.
    marked: Option<Head>,
    /// The moment of everything that happens in it.
    pub now: Moment,
    /// Who does it.
    pub caller: Caller,
    /// What was changed so far.
    pub effects: Vec<Effect>,
}

/// A transaction that has entered an environment.
pub struct Work {
    /// The transaction.
    pub transaction: Transaction,
    /// The environment; statements take it from here.
    pub environment: Environment,
    /// The row of the script run that does the work, if one does.
    pub run: Option<i64>,
    /// Where the script is now, if a script does the work.
    pub place: Option<Place>,
    /// The event that triggered the run, if one did.
    pub cause: Option<Event>,
    /// The letters written so far.
    pub letters: Vec<Letter>,
    /// The warnings so far.
    pub warnings: Vec<Warning>,
    /// The bytes that effects and letters hold.
    pub kept_bytes: usize,
    /// The memberships that were looked at in a run.
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
        Ok(Transaction { sql, ids, grouped, open: true, head: None, marked: None, now, caller, effects: Vec::new() })
    }

    /// Returns an id that was not given out before.
    pub fn new_id(&self) -> PublicId {
        self.ids.borrow_mut().next()
    }

    /// Returns a secret that was not given out before.
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

    /// Makes everything stand; inside of a [`Group`](super::Group), as soon as that is committed.
    ///
    /// # Errors
    /// A fault of the database; then nothing stands.
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
        // SQLite has rolled back by itself if this fails.
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

    /// Who a change is attributed to in `_lastModifiedByUserId`: a member's account id, or `system` for scripts and the
    /// operator, as the documented result has it (seed 002).
    pub fn modifier(&self) -> String {
        match (&self.run, &self.transaction.caller) {
            (None, Caller::Member { id, .. } | Caller::Impersonator { id, .. } | Caller::Person(id)) => id.to_string(),
            _ => "system".to_owned(),
        }
    }

    /// Notes that a run looks at a member.
    pub(super) fn note_read(&self, member: i64) {
        if self.run.is_some() {
            self.members_read.borrow_mut().insert(member);
        }
    }

    /// Returns the members that the run looked at; nothing if they are too many to be of use to anybody.
    pub(super) fn members_read(&self) -> Option<Vec<i64>> {
        const MOST: usize = 1_000;
        let read = self.members_read.borrow();
        (read.len() <= MOST).then(|| read.iter().copied().collect())
    }

    /// Returns how many statements the connection has carried out so far.
    pub fn statements(&self) -> u64 {
        self.sql().statements.get()
    }

    /// Notes warnings, at the place where the script is: each once, however often a loop comes by, and a hundred at most.
    pub fn warn(&mut self, warnings: Vec<Warning>) {
        const MOST: usize = 100;
        for warning in warnings {
            let placed = Warning { place: self.place, ..warning };
            if self.warnings.len() < MOST && !self.warnings.contains(&placed) {
                self.warnings.push(placed);
            }
        }
    }

    /// Menus and groups have changed and must be read again.
    pub(super) fn forget(&mut self) {
        self.menus = None;
        self.groups = None;
    }

    /// Marks the point that [`Work::undo`] goes back to. If nobody goes back, everything since stands once the work is committed.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn mark(&mut self) -> Result<(), Fault> {
        self.transaction.marked = self.transaction.head.clone();
        self.sql().command("SAVEPOINT script")
    }

    /// Undoes everything since [`Work::mark`].
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

    /// Makes everything stand.
    ///
    /// # Errors
    /// A fault of the database; then nothing stands.
    pub fn commit(self) -> Result<(), Fault> {
        self.transaction.commit()
    }
}
