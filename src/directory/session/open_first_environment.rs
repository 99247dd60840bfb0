//! The environment that opens by itself after login (SPEC R4.4).

use super::choose_environments::choose_environments;
use super::open_environment::{OpenResult, open_environment};
use crate::domain::{Error, NewSession, SessionStep};
use crate::store::Transaction;

/// Opens the default environment, or the only one, for somebody who has just shown who they are. The session is as it was if
/// there is something to choose, or something owed first: a second factor, or a new password.
///
/// # Errors
/// A fault of the database; refuses a session that has ended meanwhile.
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
