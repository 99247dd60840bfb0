//! An open database, in a file or on a server.

pub(super) mod checkup;
pub(super) mod copy;
pub(super) mod dump;
pub(super) mod file;
pub(super) mod files;
pub(super) mod server;
mod server_copy;
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
    /// Whether the database is removed with the value.
    temporary: bool,
}

impl Store {
    /// Opens an existing database and upgrades its schema.
    ///
    /// # Errors
    /// Refuses a database that does not exist, that is not one of enlist, that a newer version wrote, that is only partly
    /// copied, or that cannot be reached or read.
    pub fn open(location: &Location) -> Result<Store, Error> {
        Ok(Store { sql: Rc::new(connect(location)?), location: location.clone(), temporary: false })
    }

    /// Creates a database, or opens an existing one. Returns whether it is new. On a server the database itself must exist
    /// and may be empty: the tables are created.
    ///
    /// # Errors
    /// As [`Store::open`]; refuses a file that cannot be created.
    pub fn create(location: &Location) -> Result<(Store, bool), Error> {
        let (sql, is_new) = match location {
            Location::File(path) => file::create(path)?,
            Location::Server(address) => server::create(address)?,
        };
        refuse_unfinished(&sql, location)?;
        Ok((Store { sql: Rc::new(sql), location: location.clone(), temporary: false }, is_new))
    }

    /// Creates a database that is removed with the value, for tests and fixtures: in memory, or on a server in a schema of
    /// its own.
    ///
    /// # Errors
    /// Refuses a server that cannot be used; a fault if the database fails.
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

    /// Opens a replica of the database for reading. From now on each commit waits until the replica has it.
    ///
    /// # Errors
    /// Refuses a database that is no replica of this one, and a primary that does not wait for its replicas.
    pub fn replica(&self, at: &Location) -> Result<Store, Error> {
        let (Location::Server(_), Location::Server(address)) = (&self.location, at) else {
            return Err(Problem::new(Code::NoReplica, format!("{at} is not a replica of {}", self.location))
                .help("name a replica of the PostgreSQL server that `--database` names")
                .into());
        };
        let sql = server::replica(&self.sql, address)?;
        Ok(Store { sql: Rc::new(sql), location: at.clone(), temporary: false })
    }

    /// Returns the number of statements that the connection has executed.
    pub fn statements(&self) -> u64 {
        self.sql.statements.get()
    }

    /// Begins a transaction. It rolls back when it is dropped without a commit.
    ///
    /// # Errors
    /// A fault if the transaction writes and another process has been writing for longer than 30 seconds.
    pub fn begin(&self, access: Access, now: Moment, ids: SharedIds, caller: Caller) -> Result<Transaction, Fault> {
        Transaction::begin(Rc::clone(&self.sql), access, now, ids, caller)
    }

    /// Begins a group: the transactions that begin while it is open are committed together, with one flush of the disk. On a
    /// server, where several transactions write at once, each commits on its own.
    ///
    /// # Errors
    /// A fault if another process has been writing for longer than 30 seconds.
    pub fn group(&self) -> Result<Group, Fault> {
        Group::begin(Rc::clone(&self.sql))
    }

    /// Adds the entries of the audit that were committed since the last call to its chain. Returns their number. In a file
    /// the chain is always complete.
    ///
    /// # Errors
    /// A fault if the database fails.
    pub fn seal_audit(&self) -> Result<usize, Fault> {
        chain::seal(&self.sql)
    }
}

/// Connects to an existing database and upgrades its schema.
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

#[cfg(test)]
mod plans;
