//! Who may act for an organization as a whole (SPEC R1.11): the operator, and its administrators when they come as themselves.
//!
//! A program never does, whatever its token reaches, nor does a job, nor somebody who acts as another: else whoever administers
//! an environment could come to administer the organization above it.

use crate::domain::{Caller, Fault, PublicId};
use crate::store::organization::administrator;
use crate::store::{Transaction, Work};

/// Whether the caller of a transaction may act for the organization of this row.
///
/// # Errors
/// A fault of the database.
pub fn acts_for_organization(transaction: &Transaction, organization: i64) -> Result<bool, Fault> {
    match &transaction.caller {
        Caller::Operator => Ok(true),
        Caller::Person(id) | Caller::Member { id, .. } => administrator::is_one(transaction, organization, id),
        Caller::Impersonator { .. }
        | Caller::Token { .. }
        | Caller::Schedule(_)
        | Caller::Event(_)
        | Caller::Job(_) => Ok(false),
    }
}

/// Whether the account with this id administers the organization that an environment belongs to.
///
/// # Errors
/// A fault of the database.
pub fn administers_organization_of(work: &Work, account: &PublicId) -> Result<bool, Fault> {
    administrator::is_one(&work.transaction, work.environment.organization, account)
}
