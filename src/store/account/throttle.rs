//! Throttles: the number of recent attempts. They cross environments, so the functions take a transaction.

use crate::domain::{Fault, Moment};
use crate::store::sql::params;
use crate::store::transaction::Transaction;
use sha2::{Digest, Sha256};

/// The subject of a throttle: its kind and a hash of its name, so that the table identifies nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrottleKey(String);

impl ThrottleKey {
    /// Returns the key of a subject of a kind.
    pub fn of(kind: &str, text: &str) -> ThrottleKey {
        let hash = Sha256::digest(text);
        let digits: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        ThrottleKey(format!("{kind}:{digits}"))
    }
}

/// Returns the number of attempts in the current window, and when the window ends. Returns `None` if no window is open.
pub fn read(transaction: &Transaction, key: &ThrottleKey) -> Result<Option<(i64, Moment)>, Fault> {
    // A window that begins in the future was opened by a wrong clock.
    let statement = "SELECT tries, not_before FROM throttle WHERE key = ?1 AND since <= ?2 AND not_before > ?2";
    transaction
        .sql
        .query_one(statement, params![&key.0, transaction.now.0], |row| Ok((row.int(0)?, Moment(row.int(1)?))))
}

/// Counts an attempt in the current window, or in a new one that ends at `end`.
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

/// Takes one attempt back.
pub fn take_back(transaction: &Transaction, key: &ThrottleKey) -> Result<(), Fault> {
    let statement = "UPDATE throttle SET tries = tries - 1 WHERE key = ?1 AND tries > 0";
    transaction.sql.execute(statement, params![&key.0]).map(drop)
}

/// Removes the windows that began before a moment.
pub fn forget(transaction: &Transaction, before: Moment) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM throttle WHERE since < ?1", params![before.0]).map(drop)
}
