//! Finds the token that a program came with, and notes that it was used.

use super::enter::reached;
use crate::domain::{Fault, Moment, Secret, Token};
use crate::store::{Transaction, token};

/// The token with this secret, if it is in force now and reaches the environment, where one is named.
///
/// There is one answer for a secret that is malformed, unknown, revoked, expired or for somewhere else: nothing.
///
/// # Errors
/// A fault of the database.
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

/// Notes that a token was used, unless that was noted within the last minute; [`Token::is_use_due`] tells before whether it
/// is worth a transaction that writes. The audit does not tell of it.
///
/// # Errors
/// A fault of the database.
pub fn note_token_use(transaction: &Transaction, token: &Token) -> Result<(), Fault> {
    if !token.is_use_due(transaction.now) {
        return Ok(());
    }
    let minute_ago = Moment(transaction.now.0.saturating_sub(Token::USE_NOTED_FOR));
    token::set_last_use(transaction, token.row, minute_ago)
}
