//! Opens the default environment after login (SPEC R4.4).

use super::choose_environments::choose_environments;
use super::open_environment::{OpenResult, open_environment};
use crate::domain::{Error, NewSession, SessionStep};
use crate::store::Transaction;

/// Opens the default environment, or the only one, after a login. The session stays as it is if the person must choose,
/// or must first give a second factor or set a new password.
///
/// # Errors
/// Returns a refusal if the session has ended; a fault if the database fails.
pub fn open_first_environment(transaction: &mut Transaction, entered: NewSession) -> Result<NewSession, Error> {
    if entered.session.step != SessionStep::Open {
        return Ok(entered);
    }
    let choices = choose_environments(transaction, entered.session.account.row)?;
    let is_only = choices.len() == 1;
    let Some(first) = choices.into_iter().find(|choice| choice.is_default || is_only) else {
        return Ok(entered);
    };
    match open_environment(transaction, &entered.session, first.environment.id.as_str())? {
        OpenResult::Open(renewed) => Ok(NewSession { device: entered.device, ..*renewed }),
        OpenResult::SecondFactorFirst(_) => Ok(entered),
    }
}
