//! Tells whether the audit is as it was written.

use crate::domain::{Error, Verdict};
use crate::store::{Transaction, audit};

/// Walks the audit of the whole installation: the chain has no part that could be checked alone.
///
/// # Errors
/// A fault of the database. A broken chain is no error: the verdict says where it breaks.
pub fn verify_audit(transaction: &Transaction) -> Result<Verdict, Error> {
    Ok(audit::verify(transaction)?)
}
