//! Administrators of organizations. They cross environments, so the functions take a transaction.

use crate::domain::{Account, Fault, PublicId};
use crate::store::account;
use crate::store::sql::params;
use crate::store::transaction::Transaction;

/// Returns the administrators of an organization, by address.
pub fn all(transaction: &Transaction, organization: i64) -> Result<Vec<Account>, Fault> {
    transaction.sql.query(
        concat!(
            "SELECT ",
            account::columns!(),
            " FROM organization_administrator o JOIN account a ON a.id = o.account_id WHERE o.organization_id = ?1
             ORDER BY a.address_key"
        ),
        params![organization],
        account::read,
    )
}

/// Returns whether the account with this id administers an organization and can log in.
pub fn is_one(transaction: &Transaction, organization: i64, account: &PublicId) -> Result<bool, Fault> {
    let found = transaction.sql.query_one(
        "SELECT 1 FROM organization_administrator o JOIN account a ON a.id = o.account_id
         WHERE o.organization_id = ?1 AND a.public_id = ?2 AND a.status IN ('validated', 'denied')",
        params![organization, account.as_str()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Adds an administrator. Returns whether the account was none before.
pub fn insert(transaction: &Transaction, organization: i64, account: i64) -> Result<bool, Fault> {
    let added = transaction.sql.execute(
        "INSERT INTO organization_administrator (organization_id, account_id) VALUES (?1, ?2)
         ON CONFLICT (organization_id, account_id) DO NOTHING",
        params![organization, account],
    )?;
    Ok(added == 1)
}

/// Removes an administrator. Returns whether the account was one.
pub fn remove(transaction: &Transaction, organization: i64, account: i64) -> Result<bool, Fault> {
    let removed = transaction.sql.execute(
        "DELETE FROM organization_administrator WHERE organization_id = ?1 AND account_id = ?2",
        params![organization, account],
    )?;
    Ok(removed == 1)
}
