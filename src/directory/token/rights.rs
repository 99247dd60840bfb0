//! Who may add and revoke tokens, and with which permissions: nobody raises themselves by a token (SPEC R2.9).

use crate::domain::{Caller, Code, Error, Moment, Permission, Permissions, Problem, Token, TokenReach};
use crate::store::{Transaction, environment, token};

/// The limits of a caller who adds or revokes tokens.
pub struct Delegation {
    /// The permissions that the tokens may have.
    pub permissions: Permissions,
    /// The latest end of the tokens. `None` if the caller has no end.
    pub end: Option<Moment>,
}

/// Returns the limits of the caller of a transaction for tokens with this reach.
///
/// # Errors
/// Returns a refusal for members who do not administer the environment, members who ask for a whole organization,
/// programs without `tokens.write` or outside the reach of their own token, and callers without a person: schedules,
/// events, jobs. Returns a fault if the database fails.
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
            // Read again, because the token may have been revoked since its authentication.
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

/// Returns the present token if it is still valid. It may have been revoked since its authentication.
///
/// # Errors
/// Returns a refusal if it is not valid; a fault if the database fails.
pub fn still_active(transaction: &Transaction, known: &Token) -> Result<Token, Error> {
    let token = token::with_id(transaction, &known.id)?.filter(|token| token.is_active(transaction.now));
    Ok(token.ok_or_else(not_in_force)?)
}

/// Returns the problem for an operation that the caller may not do.
pub fn not_permitted(message: impl Into<String>) -> Problem {
    Problem::new(Code::NotPermitted, message)
}

/// Returns the problem for a token that is unknown, revoked or expired. It is the same for all of them.
pub fn not_in_force() -> Problem {
    Problem::new(Code::NotAuthenticated, "the token is not in force").help("`enlist token add` makes a token")
}

/// Returns whether the reach of one token contains the reach of another.
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
