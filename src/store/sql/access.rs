//! The purpose of a transaction.

/// The purpose of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read: the transaction sees one snapshot of the database and never waits for a writer.
    Read,
    /// To write. In a file the transaction holds the write lock from its beginning, so that it cannot lose the lock to another
    /// writer later. On a server several transactions write at once, and of two that conflict one is retried.
    Write,
}
