//! Revokes a token: programs that use it are refused from then on.

use super::add::effect;
use super::rights::{not_permitted, token_rights};
use crate::domain::{Action, Code, Error, Fault, Problem, Token, TokenReach};
use crate::store::{Transaction, Work, token};

/// Revokes a token of the environment of the work, and returns it. A revoked token stays revoked.
///
/// # Errors
/// Returns a refusal unless the revocation is `confirmed`; for a token of another environment; for callers who may not
/// revoke tokens; and for a token with permissions that the calling token lacks. Returns a fault if the database fails.
pub fn revoke_token(work: &mut Work, wanted: &Token, confirmed: bool) -> Result<Token, Error> {
    if !matches!(wanted.reach, TokenReach::Environment { row, .. } if row == work.environment.row) {
        return Err(not_permitted("the token does not belong to this environment").into());
    }
    let (token, is_changed) = revoke(&work.transaction, wanted, confirmed)?;
    if is_changed {
        work.record(effect(&token, Action::Removed, work.place))?;
    }
    Ok(token)
}

/// Revokes a token of an organization, and returns it.
///
/// # Errors
/// As [`revoke_token`].
pub fn revoke_organization_token(
    transaction: &mut Transaction,
    wanted: &Token,
    confirmed: bool,
) -> Result<Token, Error> {
    if !matches!(wanted.reach, TokenReach::Organization { .. }) {
        return Err(not_permitted("the token does not belong to an organization").into());
    }
    let (token, is_changed) = revoke(transaction, wanted, confirmed)?;
    if is_changed {
        transaction.record(effect(&token, Action::Removed, None))?;
    }
    Ok(token)
}

/// Returns the present token, and whether this call revoked it.
fn revoke(transaction: &Transaction, wanted: &Token, confirmed: bool) -> Result<(Token, bool), Error> {
    let bounds = token_rights(transaction, &wanted.reach)?;
    let read = || -> Result<Token, Error> {
        let found = token::with_id(transaction, &wanted.id)?;
        Ok(found.ok_or_else(|| Fault::new("revoking a token", "it is gone"))?)
    };
    let token = read()?;
    if token.revoked_at.is_some() {
        return Ok((token, false));
    }
    if !bounds.permissions.covers(token.permissions) {
        return Err(not_permitted("the token allows more than the one that asks").into());
    }
    if !confirmed {
        let found = format!("whoever uses the token {:?} is refused from then on, for good", token.name.as_str());
        return Err(Problem::new(Code::NotConfirmed, found).help("confirm with `--yes`").into());
    }
    token::revoke(transaction, token.row)?;
    Ok((read()?, true))
}
