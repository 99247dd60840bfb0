//! Devices: browsers that somebody has logged in with. They cross environments: the functions take a transaction.

use crate::domain::{Fault, Moment, Secret};
use crate::store::sql::params;
use crate::store::token::hash;
use crate::store::transaction::Transaction;

/// Adds a device of an account.
pub fn insert(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "INSERT INTO device (secret_hash, account_id, failures, seen_at) VALUES (?1, ?2, 0, ?3)";
    transaction.sql.execute(statement, params![&hash(secret), account, transaction.now.0]).map(drop)
}

/// Counts a failure of a device, unless there are so many already. Returns how many there are then.
pub fn count_failure(
    transaction: &Transaction,
    account: i64,
    secret: &Secret,
    most: i64,
) -> Result<Option<i64>, Fault> {
    transaction.sql.query_one(
        "UPDATE device SET failures = failures + 1 WHERE secret_hash = ?1 AND account_id = ?2 AND failures < ?3
         RETURNING failures",
        params![&hash(secret), account, most],
        |row| row.int(0),
    )
}

/// Returns how many failures a device has; nothing if it is no device of the account.
pub fn failures(transaction: &Transaction, account: i64, secret: &Secret) -> Result<Option<i64>, Fault> {
    let statement = "SELECT failures FROM device WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.query_one(statement, params![&hash(secret), account], |row| row.int(0))
}

/// Notes that somebody has logged in with a device.
pub fn set_seen(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "UPDATE device SET failures = 0, seen_at = ?3 WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.execute(statement, params![&hash(secret), account, transaction.now.0]).map(drop)
}

/// Forgets a device.
pub fn remove(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.execute(statement, params![&hash(secret), account]).map(drop)
}

/// Forgets the devices of an account that nobody has logged in with since a moment.
pub fn remove_unseen(transaction: &Transaction, account: i64, since: Moment) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE account_id = ?1 AND seen_at < ?2";
    transaction.sql.execute(statement, params![account, since.0]).map(drop)
}

/// Forgets all devices of an account but one.
pub fn remove_others(transaction: &Transaction, account: i64, except: Option<&Secret>) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE account_id = ?1 AND secret_hash <> ?2";
    let except = except.map(hash).unwrap_or_default();
    transaction.sql.execute(statement, params![account, &except]).map(drop)
}

/// Forgets all devices of an account.
pub fn remove_all(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM device WHERE account_id = ?1", params![account]).map(drop)
}
