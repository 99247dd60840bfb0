//! An open database, wherever it is.

pub(super) mod checkup;
pub(super) mod copy;
pub(super) mod dump;
pub(super) mod file;
pub(super) mod files;
#[cfg(test)]
mod plans;
pub(super) mod server;
pub(super) mod unfinished;
mod wal;

use super::chain;
use super::location::{Location, ServerAddress};
use super::sql::{Access, Sql};
use super::transaction::group_commit::Group;
use super::transaction::{SharedIds, Transaction};
use crate::domain::{Caller, Code, Error, Fault, Moment, Problem};
use std::rc::Rc;
use unfinished::refuse_unfinished;

/// An open database.
pub struct Store {
    pub(super) sql: Rc<Sql>,
    pub(super) location: Location,
    /// Whether it lives as long as the value.
    temporary: bool,
}

impl Store {
    /// Opens a database that exists, and brings its schema up to date.
    ///
    /// # Errors
    /// Refuses if there is none, if it is not a database of enlist, if a newer version wrote it, or if it is only partly copied.
    pub fn open(location: &Location) -> Result<Store, Error> {
        Ok(Store { sql: Rc::new(connect(location)?), location: location.clone(), temporary: false })
    }

    /// Creates a database, or opens it if it is there. Returns whether it is new. On a server the database must be there and
    /// may be empty: its tables are created.
    ///
    /// # Errors
    /// As [`Store::open`]; a fault if it cannot be written.
    pub fn create(location: &Location) -> Result<(Store, bool), Error> {
        let (sql, is_new) = match location {
            Location::File(path) => file::create(path)?,
            Location::Server(address) => server::create(address)?,
        };
        refuse_unfinished(&sql, location)?;
        Ok((Store { sql: Rc::new(sql), location: location.clone(), temporary: false }, is_new))
    }

    /// Returns a database that lives as long as the value, for tests and fixtures: in memory, or on a server in a schema
    /// that is taken away afterwards.
    ///
    /// # Errors
    /// A fault if SQLite has no memory, or of the server.
    pub fn temporary(server: Option<&ServerAddress>) -> Result<Store, Error> {
        let (sql, location) = match server {
            None => (file::in_memory()?, Location::File(file::IN_MEMORY.into())),
            Some(address) => {
                let (sql, address) = server::make_temporary(address)?;
                (sql, Location::Server(address))
            }
        };
        Ok(Store { sql: Rc::new(sql), location, temporary: true })
    }

    /// Opens a replica of the database, to read from it. From now on a commit waits until the replica has it.
    ///
    /// # Errors
    /// Refuses what is no replica of a server, and a server that waits for none.
    pub fn replica(&self, at: &Location) -> Result<Store, Error> {
        let (Location::Server(_), Location::Server(address)) = (&self.location, at) else {
            return Err(Problem::new(Code::NoReplica, format!("{at} is no replica of {}", self.location))
                .help("name a replica of the PostgreSQL server that `--database` names")
                .into());
        };
        let sql = server::replica(&self.sql, address)?;
        Ok(Store { sql: Rc::new(sql), location: at.clone(), temporary: false })
    }

    /// Returns how many statements its connection has carried out so far.
    pub fn statements(&self) -> u64 {
        self.sql.statements.get()
    }

    /// Begins a transaction. Dropping it without a commit changes nothing.
    ///
    /// # Errors
    /// A fault if it is to write and another process writes for longer than 30 seconds.
    pub fn begin(&self, access: Access, now: Moment, ids: SharedIds, caller: Caller) -> Result<Transaction, Fault> {
        Transaction::begin(Rc::clone(&self.sql), access, now, ids, caller)
    }

    /// Begins a group of transactions: those that are begun while it is open are committed with it, by one flush of the disk.
    /// On a server, where several write at once, each is committed by itself.
    ///
    /// # Errors
    /// A fault if another process writes for longer than 30 seconds.
    pub fn group(&self) -> Result<Group, Fault> {
        Group::begin(Rc::clone(&self.sql))
    }

    /// Gives the entries of the audit that were committed since the last time their places in its chain. Returns how many
    /// they were. In a file they have them already.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn seal_audit(&self) -> Result<usize, Fault> {
        chain::seal(&self.sql)
    }
}

/// Returns a connection to a database that exists, with its schema up to date.
///
/// # Errors
/// As [`Store::open`].
pub(super) fn connect(location: &Location) -> Result<Sql, Error> {
    let sql = match location {
        Location::File(path) => file::open(path)?,
        Location::Server(address) => server::open(address)?,
    };
    refuse_unfinished(&sql, location)?;
    Ok(sql)
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.temporary && self.sql.server().is_some() {
            server::drop_temporary(&self.sql);
        }
    }
}
