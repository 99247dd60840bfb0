//! Lists tokens, those that are not in force any more too. Nobody keeps their secrets, so that nothing here could tell one.

use crate::domain::{Fault, Organization, Token};
use crate::store::{Transaction, Work, token};

/// The tokens of the environment of the work, by name; not those of its organization.
///
/// # Errors
/// A fault of the database.
pub fn list_tokens(work: &Work) -> Result<Vec<Token>, Fault> {
    token::all(work)
}

/// The tokens of an organization, by name; not those of its environments.
///
/// # Errors
/// A fault of the database.
pub fn list_organization_tokens(transaction: &Transaction, organization: &Organization) -> Result<Vec<Token>, Fault> {
    token::of_organization(transaction, organization.row)
}
