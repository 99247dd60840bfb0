//! Pending changes of an address, until a link confirms them. They belong to accounts, so the functions take a transaction.

use crate::domain::{EmailAddress, Fault};
use crate::store::sql::params;
use crate::store::transaction::Transaction;

/// Returns the pending address of an account, if its link is still valid.
pub fn pending(transaction: &Transaction, account: i64) -> Result<Option<EmailAddress>, Fault> {
    transaction.sql.query_one(
        "SELECT l.address, l.address_key FROM address_change c JOIN link l ON l.id = c.link_id
         WHERE c.account_id = ?1 AND l.used_at IS NULL AND l.expires_at > ?2",
        params![account, transaction.now.0],
        |row| Ok(EmailAddress::stored(row.text(0)?, row.text(1)?)),
    )
}

/// Sets the link that confirms the pending address of an account. It replaces an earlier link.
pub fn set(transaction: &Transaction, account: i64, link: i64) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "INSERT INTO address_change (account_id, link_id, created_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (account_id) DO UPDATE SET link_id = excluded.link_id, created_at = excluded.created_at",
            params![account, link, transaction.now.0],
        )
        .map(drop)
}

/// Cancels the pending change of an account; with a link, only the change of that link. Returns whether there was one.
pub fn remove(transaction: &Transaction, account: i64, link: Option<i64>) -> Result<bool, Fault> {
    let removed = transaction.sql.execute(
        "DELETE FROM address_change WHERE account_id = ?1 AND (?2 IS NULL OR link_id = ?2)",
        params![account, link],
    )?;
    Ok(removed == 1)
}

/// Returns whether the pending change of an account belongs to this link.
pub fn is_of(transaction: &Transaction, account: i64, link: i64) -> Result<bool, Fault> {
    let found = transaction.sql.query_one(
        "SELECT 1 FROM address_change WHERE account_id = ?1 AND link_id = ?2",
        params![account, link],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}
