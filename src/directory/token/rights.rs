//! Who may add and revoke tokens, and how much they may hand on: nobody raises themselves, with a token either (SPEC R2.9).

use crate::domain::{Caller, Code, Error, Moment, Permission, Permissions, Problem, Token, TokenReach};
use crate::store::{Transaction, environment, token};

/// What somebody may hand on with a token, or take away.
pub struct Delegation {
    /// These permissions.
    pub permissions: Permissions,
    /// Until this moment, if whoever asks has an end.
    pub end: Option<Moment>,
}

/// What the caller of a transaction may hand on to tokens of this reach.
///
/// # Errors
/// Refuses members who do not administer the environment, members who ask for a whole organization, programs without
/// `tokens.write` or out of their own token's reach, and what no person stands behind: schedules, events, jobs.
pub fn token_rights(transaction: &Transaction, reach: &TokenReach) -> Result<Delegation, Error> {
    let everything = Delegation { permissions: Permissions::all(), end: None };
    match (&transaction.caller, reach) {
        (Caller::Operator, _) | (Caller::Member { administrator: true, .. }, TokenReach::Environment { .. }) => {
            Ok(everything)
        }
        (Caller::Member { .. } | Caller::Impersonator { .. }, TokenReach::Environment { .. }) => {
            Err(not_permitted("only administrators of the environment add and revoke its tokens").into())
        }
        (Caller::Token { id, permissions }, _) => {
            if !permissions.holds(Permission::TokensWrite) {
                return Err(not_permitted("the token that asks does not allow `tokens.write`").into());
            }
            // Read again: the token may have been revoked since it was shown.
            match token::with_id(transaction, id)?.filter(|own| own.is_active(transaction.now)) {
                Some(own) if reaches(transaction, &own.reach, reach)? => {
                    Ok(Delegation { permissions: own.permissions, end: Some(own.expires_at) })
                }
                Some(_) => Err(not_permitted("the token that asks does not reach that far").into()),
                None => Err(not_in_force().into()),
            }
        }
        (
            Caller::Member { .. }
            | Caller::Impersonator { .. }
            | Caller::Person(_)
            | Caller::Schedule(_)
            | Caller::Event(_)
            | Caller::Job(_),
            _,
        ) => Err(not_permitted("tokens of this reach are added and revoked by the operator").into()),
    }
}

/// The token as it is now, if it is still in force. It may have been revoked since it was shown.
///
/// # Errors
/// Refuses a token that is not in force.
pub fn still_active(transaction: &Transaction, known: &Token) -> Result<Token, Error> {
    let token = token::with_id(transaction, &known.id)?.filter(|token| token.is_active(transaction.now));
    Ok(token.ok_or_else(not_in_force)?)
}

/// What is said of an act that the caller may not do.
pub fn not_permitted(message: impl Into<String>) -> Problem {
    Problem::new(Code::NotPermitted, message)
}

/// What is said of a token that is unknown, revoked or expired: the same of all of them.
pub fn not_in_force() -> Problem {
    Problem::new(Code::NotAuthenticated, "the token is not in force").help("`enlist token add` makes a token")
}

/// Whether what one token reaches is part of what another one reaches.
fn reaches(transaction: &Transaction, own: &TokenReach, wanted: &TokenReach) -> Result<bool, Error> {
    Ok(match (own, wanted) {
        (TokenReach::Organization { row: own, .. }, TokenReach::Organization { row, .. })
        | (TokenReach::Environment { row: own, .. }, TokenReach::Environment { row, .. }) => own == row,
        (TokenReach::Organization { row: own, .. }, TokenReach::Environment { row, .. }) => {
            environment::of_row(transaction, *row)?.iter().any(|environment| environment.organization == *own)
        }
        (TokenReach::Environment { .. }, TokenReach::Organization { .. }) => false,
    })
}
