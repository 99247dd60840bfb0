//! Finds the token of a program by its secret, and stores that it was used.

use super::enter::reached;
use crate::domain::{Fault, Moment, Secret, Token};
use crate::store::{Transaction, token};

/// Returns the token with this secret if it is valid now and reaches the environment, if one is named.
///
/// Returns `None` in every other case: for a secret that is malformed, unknown, revoked, expired or for another
/// environment.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn authenticate_token(
    transaction: &Transaction,
    secret_text: &str,
    environment: Option<&str>,
) -> Result<Option<Token>, Fault> {
    let Some(secret) = Secret::parse(secret_text) else {
        return Ok(None);
    };
    let found = token::with_secret(transaction, &secret)?.filter(|token| token.is_active(transaction.now));
    let (Some(token), Some(environment)) = (&found, environment) else {
        return Ok(found);
    };
    let is_reached = reached(transaction, token)?.named(environment).is_some();
    Ok(found.filter(|_| is_reached))
}

/// Stores that a token was used, unless that was stored within the last minute. [`Token::is_use_due`] says beforehand
/// whether a writing transaction is needed. The audit gets no entry.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn note_token_use(transaction: &Transaction, token: &Token) -> Result<(), Fault> {
    if !token.is_use_due(transaction.now) {
        return Ok(());
    }
    let minute_ago = Moment(transaction.now.0.saturating_sub(Token::USE_NOTED_FOR));
    token::set_last_use(transaction, token.row, minute_ago)
}
