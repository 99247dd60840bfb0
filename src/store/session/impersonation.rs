//! Impersonation: a session in which an administrator acts as another user. The row stays; its account and its secret
//! change.

use crate::domain::{Account, Fault, Secret, Session};
use crate::store::sql::params;
use crate::store::token::hash;
use crate::store::transaction::Transaction;

/// Begins to act as a member in a session. Returns whether the session still existed.
pub fn begin(transaction: &Transaction, session: &Session, member: &Account, secret: &Secret) -> Result<bool, Fault> {
    let changed = transaction.sql.execute(
        "UPDATE session SET account_id = ?2, impersonator_id = account_id, secret_hash = ?3, seen_at = ?4
         WHERE id = ?1 AND account_id = ?5 AND impersonator_id IS NULL",
        params![session.row, member.row, &hash(secret), transaction.now.0, session.account.row],
    )?;
    Ok(changed == 1)
}

/// Gives a session back to the administrator who acted. Returns whether the session still existed.
pub fn end(transaction: &Transaction, session: &Session, own: &Account, secret: &Secret) -> Result<bool, Fault> {
    let changed = transaction.sql.execute(
        "UPDATE session SET account_id = impersonator_id, impersonator_id = NULL, secret_hash = ?3, seen_at = ?4
         WHERE id = ?1 AND account_id = ?5 AND impersonator_id = ?2",
        params![session.row, own.row, &hash(secret), transaction.now.0, session.account.row],
    )?;
    Ok(changed == 1)
}
