//! Lists tokens, including expired and revoked ones. Their secrets are not stored, so no list can contain them.

use crate::domain::{Fault, Organization, Token};
use crate::store::{Transaction, Work, token};

/// Returns the tokens of the environment of the work, by name; not those of its organization.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_tokens(work: &Work) -> Result<Vec<Token>, Fault> {
    token::all(work)
}

/// Returns the tokens of an organization, by name; not those of its environments.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_organization_tokens(transaction: &Transaction, organization: &Organization) -> Result<Vec<Token>, Fault> {
    token::of_organization(transaction, organization.row)
}
