//! Revokes a token: from then on whoever comes with it is refused.

use super::add::effect;
use super::rights::{not_permitted, token_rights};
use crate::domain::{Action, Code, Error, Fault, Problem, Token, TokenReach};
use crate::store::{Transaction, Work, token};

/// Revokes a token of the environment of the work; answers it as it is now. One that is revoked already stays as it is.
///
/// # Errors
/// Refuses as long as it is not `confirmed`, a token of somewhere else, whoever may not revoke tokens, and a token that allows
/// more than the one that asks.
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

/// Revokes a token of an organization; answers it as it is now.
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

/// The token as it is now, and whether it was revoked just now.
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
