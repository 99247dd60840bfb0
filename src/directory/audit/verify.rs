//! Verifies the chain of the audit.

use crate::domain::{Error, Verdict};
use crate::store::{Transaction, audit};

/// Verifies the audit of the whole installation. No part of the chain can be verified alone.
///
/// # Errors
/// Returns a fault if the database fails. A broken chain is not an error: the verdict says where it breaks.
pub fn verify_audit(transaction: &Transaction) -> Result<Verdict, Error> {
    Ok(audit::verify(transaction)?)
}
