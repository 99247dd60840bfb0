//! Throttles: how often something was tried of late. They cross environments: the functions take a transaction.

use crate::domain::{Fault, Moment};
use crate::store::sql::params;
use crate::store::transaction::Transaction;
use sha2::{Digest, Sha256};

/// What is counted: the kind, and a hash of what it is about, so that the table names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrottleKey(String);

impl ThrottleKey {
    /// Returns the key of something of a kind.
    pub fn of(kind: &str, text: &str) -> ThrottleKey {
        let hash = Sha256::digest(text);
        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        ThrottleKey(format!("{kind}:{digits}"))
    }
}

/// Returns how often it was tried in the window that is open, and when that ends.
pub fn read(transaction: &Transaction, key: &ThrottleKey) -> Result<Option<(i64, Moment)>, Fault> {
    // A window that begins later than now was opened by a clock that was wrong.
    let statement = "SELECT tries, not_before FROM throttle WHERE key = ?1 AND since <= ?2 AND not_before > ?2";
    transaction
        .sql
        .query_one(statement, params![&key.0, transaction.now.0], |row| Ok((row.int(0)?, Moment(row.int(1)?))))
}

/// Counts a try in the window that is open, or in a new one that ends at a moment.
pub fn count(transaction: &Transaction, key: &ThrottleKey, end: Moment) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "INSERT INTO throttle (key, tries, since, not_before) VALUES (?1, 1, ?2, ?3)
             ON CONFLICT (key) DO UPDATE SET
                 tries = CASE WHEN throttle.since <= ?2 AND throttle.not_before > ?2 THEN throttle.tries + 1 ELSE 1 END,
                 not_before = CASE WHEN throttle.since <= ?2 AND throttle.not_before > ?2 THEN throttle.not_before ELSE ?3 END,
                 since = CASE WHEN throttle.since <= ?2 AND throttle.not_before > ?2 THEN throttle.since ELSE ?2 END",
            params![&key.0, transaction.now.0, end.0],
        )
        .map(drop)
}

/// Takes a try back.
pub fn take_back(transaction: &Transaction, key: &ThrottleKey) -> Result<(), Fault> {
    let statement = "UPDATE throttle SET tries = tries - 1 WHERE key = ?1 AND tries > 0";
    transaction.sql.execute(statement, params![&key.0]).map(drop)
}

/// Forgets what was tried before a moment.
pub fn forget(transaction: &Transaction, before: Moment) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM throttle WHERE since < ?1", params![before.0]).map(drop)
}
