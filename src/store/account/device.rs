//! Devices: browsers in which a person has logged in. They cross environments, so the functions take a transaction.

use crate::domain::{Fault, Moment, Secret};
use crate::store::sql::params;
use crate::store::token::hash;
use crate::store::transaction::Transaction;

/// Adds a device of an account.
pub fn insert(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "INSERT INTO device (secret_hash, account_id, failures, seen_at) VALUES (?1, ?2, 0, ?3)";
    transaction.sql.execute(statement, params![&hash(secret), account, transaction.now.0]).map(drop)
}

/// Counts a failed login from a device, up to `most`. Returns the new number; `None` if `most` was reached before.
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

/// Returns the number of failed logins from a device; `None` if the account has no such device.
pub fn failures(transaction: &Transaction, account: i64, secret: &Secret) -> Result<Option<i64>, Fault> {
    let statement = "SELECT failures FROM device WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.query_one(statement, params![&hash(secret), account], |row| row.int(0))
}

/// Records a login from a device now, and resets its failures.
pub fn set_seen(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "UPDATE device SET failures = 0, seen_at = ?3 WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.execute(statement, params![&hash(secret), account, transaction.now.0]).map(drop)
}

/// Removes a device.
pub fn remove(transaction: &Transaction, account: i64, secret: &Secret) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE secret_hash = ?1 AND account_id = ?2";
    transaction.sql.execute(statement, params![&hash(secret), account]).map(drop)
}

/// Removes the devices of an account without a login since a moment.
pub fn remove_unseen(transaction: &Transaction, account: i64, since: Moment) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE account_id = ?1 AND seen_at < ?2";
    transaction.sql.execute(statement, params![account, since.0]).map(drop)
}

/// Removes all devices of an account except one.
pub fn remove_others(transaction: &Transaction, account: i64, except: Option<&Secret>) -> Result<(), Fault> {
    let statement = "DELETE FROM device WHERE account_id = ?1 AND secret_hash <> ?2";
    let except = except.map(hash).unwrap_or_default();
    transaction.sql.execute(statement, params![account, &except]).map(drop)
}

/// Removes all devices of an account.
pub fn remove_all(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM device WHERE account_id = ?1", params![account]).map(drop)
}
