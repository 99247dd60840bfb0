//! Who may act for a whole organization (SPEC R1.11): the operator, and its administrators on their own behalf.
//!
//! A program, a job, and somebody who acts as another user never may, whatever their permissions. Otherwise an
//! administrator of an environment could become an administrator of its organization.

use crate::domain::{Caller, Fault, PublicId};
use crate::store::organization::administrator;
use crate::store::{Transaction, Work};

/// Returns whether the caller of a transaction may act for the organization with this row.
///
/// # Errors
/// Returns a fault if the database fails.
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

/// Returns whether the account with this id is an administrator of the organization that owns an environment.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn administers_organization_of(work: &Work, account: &PublicId) -> Result<bool, Fault> {
    administrator::is_one(&work.transaction, work.environment.organization, account)
}
