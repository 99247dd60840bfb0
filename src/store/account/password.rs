//! Hashes of passwords: the present one of an account, and the former ones. They cross environments, so the functions take a
//! transaction.

use crate::domain::Fault;
use crate::store::sql::params;
use crate::store::transaction::Transaction;

/// Returns the hash of an account's password, if it has one.
pub fn of_account(transaction: &Transaction, account: i64) -> Result<Option<String>, Fault> {
    let statement = "SELECT hash FROM password WHERE account_id = ?1";
    transaction.sql.query_one(statement, params![account], |row| row.text(0))
}

/// Sets the password of an account. The previous one becomes a former one, of which the last `former` are kept.
pub fn set(transaction: &Transaction, account: i64, hash: &str, must_change: bool, former: usize) -> Result<(), Fault> {
    let sql = &transaction.sql;
    sql.execute(
        "INSERT INTO former_password (account_id, hash) SELECT account_id, hash FROM password WHERE account_id = ?1",
        params![account],
    )?;
    sql.execute(
        "DELETE FROM former_password WHERE account_id = ?1 AND id NOT IN
             (SELECT id FROM former_password WHERE account_id = ?1 ORDER BY id DESC LIMIT ?2)",
        params![account, former as i64],
    )?;
    sql.execute(
        "INSERT INTO password (account_id, hash, set_at, must_change) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at,
             must_change = excluded.must_change",
        params![account, hash, transaction.now.0, must_change],
    )?;
    Ok(())
}

/// Replaces a hash by another one of the same password, if the account still has it.
pub fn replace_hash(transaction: &Transaction, account: i64, before: &str, after: &str) -> Result<(), Fault> {
    let statement = "UPDATE password SET hash = ?3 WHERE account_id = ?1 AND hash = ?2";
    transaction.sql.execute(statement, params![account, before, after]).map(drop)
}

/// Returns at most `count` hashes: of the present password and of the former ones, the newest first.
pub fn last(transaction: &Transaction, account: i64, count: usize) -> Result<Vec<String>, Fault> {
    let mut all: Vec<String> = of_account(transaction, account)?.into_iter().collect();
    let statement = "SELECT hash FROM former_password WHERE account_id = ?1 ORDER BY id DESC";
    all.extend(transaction.sql.query(statement, params![account], |row| row.text(0))?);
    all.truncate(count);
    Ok(all)
}
