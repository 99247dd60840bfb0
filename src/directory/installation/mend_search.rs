//! Rebuilds the search index from the rows after the doctor found a difference. No row changes, so the audit gets no
//! entry.

use crate::domain::Error;
use crate::store::Transaction;
use crate::store::user::search;

/// Rebuilds the search index of all environments. Returns the number of users in it.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn mend_search(transaction: &Transaction) -> Result<i64, Error> {
    Ok(search::rebuild(transaction)?)
}
