//! Second factors and recovery codes of accounts. They cross environments, so the functions take a transaction.

use crate::domain::{Account, Fault, Moment};
use crate::store::chain;
use crate::store::sql::params;
use crate::store::transaction::Transaction;
use sha2::{Digest, Sha256};

/// A stored second factor.
pub struct StoredFactor {
    /// The shared secret, sealed.
    pub sealed: String,
    /// When a code confirmed the secret; `None` before.
    pub confirmed_at: Option<Moment>,
    /// The last time step whose code was used.
    pub last_step: i64,
}

/// Returns the second factor of an account, confirmed or not.
pub fn of_account(transaction: &Transaction, account: i64) -> Result<Option<StoredFactor>, Fault> {
    transaction.sql.query_one(
        "SELECT secret, confirmed_at, last_step FROM second_factor WHERE account_id = ?1",
        params![account],
        |row| {
            Ok(StoredFactor {
                sealed: row.text(0)?,
                confirmed_at: row.optional_int(1)?.map(Moment),
                last_step: row.int(2)?,
            })
        },
    )
}

/// Returns whether an account has a confirmed second factor.
pub fn is_confirmed(transaction: &Transaction, account: i64) -> Result<bool, Fault> {
    Ok(of_account(transaction, account)?.is_some_and(|factor| factor.confirmed_at.is_some()))
}

/// Stores an unconfirmed secret. It replaces another unconfirmed one. Returns `false` if the account has a confirmed one,
/// which stays.
pub fn begin(transaction: &Transaction, account: i64, sealed: &str) -> Result<bool, Fault> {
    let kept = transaction.sql.execute(
        "INSERT INTO second_factor (account_id, secret, confirmed_at, last_step) VALUES (?1, ?2, NULL, 0)
         ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = 0
         WHERE second_factor.confirmed_at IS NULL",
        params![account, sealed],
    )?;
    Ok(kept == 1)
}

/// Confirms the second factor of an account.
pub fn confirm(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE second_factor SET confirmed_at = ?2 WHERE account_id = ?1 AND confirmed_at IS NULL",
            params![account, transaction.now.0],
        )
        .map(drop)
}

/// Marks a time step and all earlier ones as used. Returns whether the step was unused.
pub fn use_step(transaction: &Transaction, account: i64, step: i64) -> Result<bool, Fault> {
    let used = transaction.sql.execute(
        "UPDATE second_factor SET last_step = ?2 WHERE account_id = ?1 AND last_step < ?2",
        params![account, step],
    )?;
    Ok(used == 1)
}

/// Removes the second factor of an account and its recovery codes.
pub fn remove(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM recovery_code WHERE account_id = ?1", params![account])?;
    transaction.sql.execute("DELETE FROM second_factor WHERE account_id = ?1", params![account]).map(drop)
}

/// Replaces the recovery codes of an account.
pub fn set_recovery_codes(transaction: &Transaction, account: &Account, codes: &[String]) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM recovery_code WHERE account_id = ?1", params![account.row])?;
    for code in codes {
        transaction.sql.execute(
            "INSERT INTO recovery_code (account_id, hash) VALUES (?1, ?2)",
            params![account.row, &hash(account, code)],
        )?;
    }
    Ok(())
}

/// Marks a recovery code as used. Returns whether the account had it unused.
pub fn use_recovery_code(transaction: &Transaction, account: &Account, code: &str) -> Result<bool, Fault> {
    let used = transaction.sql.execute(
        "UPDATE recovery_code SET used_at = ?3 WHERE account_id = ?1 AND hash = ?2 AND used_at IS NULL",
        params![account.row, &hash(account, code), transaction.now.0],
    )?;
    Ok(used == 1)
}

/// Returns the number of unused recovery codes of an account.
pub fn recovery_codes_left(transaction: &Transaction, account: i64) -> Result<u32, Fault> {
    let left = transaction.sql.query_one(
        "SELECT count(*) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL",
        params![account],
        |row| row.int(0),
    )?;
    Ok(left.unwrap_or(0) as u32)
}

/// Returns the SHA-256 of the account's id and a code, in hexadecimal. A code is 80 random bits: nobody can guess it, and a
/// slow hash is not needed.
fn hash(account: &Account, code: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(account.id.as_str());
    hasher.update("\n");
    hasher.update(code);
    chain::hex(&hasher.finalize().into()).map(char::from).iter().collect()
}
