//! Makes the search index anew from the rows, when the doctor found that they disagree. No row changes, so nothing is noted.

use crate::domain::Error;
use crate::store::Transaction;
use crate::store::user::search;

/// Makes the search index of all environments anew; answers how many users it has.
///
/// # Errors
/// A fault of the database.
pub fn mend_search(transaction: &Transaction) -> Result<i64, Error> {
    Ok(search::rebuild(transaction)?)
}
