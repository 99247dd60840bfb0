//! Opens an environment after login (SPEC R4.4).

use super::enter::{enter_as_self, no_such_environment};
use super::manage::renew_session;
use crate::domain::{Environment, Error, NewSession, OpenEnvironment, Session, SessionStep};
use crate::store::Transaction;
use crate::store::account::{own_account, second_factor};

/// How the opening of an environment ended.
#[derive(Debug, Clone)]
pub enum OpenResult {
    /// It is open in the session, which has a new secret.
    Open(Box<NewSession>),
    /// Its policy requires a second factor, and the person has none: nothing was opened. One is set up first.
    SecondFactorFirst(Environment),
}

/// Opens the environment with this id in a session, which gets a new secret by it, and notes that the person was there.
///
/// # Errors
/// Refuses an environment in which the person has no active membership in the very words for one that does not exist, and an
/// administrator who acts as the person.
pub fn open_environment(transaction: &mut Transaction, session: &Session, id: &str) -> Result<OpenResult, Error> {
    let account = enter_as_self(transaction, session)?;
    let choices = own_account::choices(transaction, account.row)?;
    let chosen = choices.into_iter().find(|choice| choice.environment.id.as_str() == id);
    let environment = chosen.ok_or_else(|| no_such_environment(id))?.environment;
    if environment.policy.second_factor && !second_factor::is_confirmed(transaction, account.row)? {
        return Ok(OpenResult::SecondFactorFirst(environment));
    }
    own_account::opened(transaction, account.row, environment.row)?;
    let open = OpenEnvironment { row: environment.row, id: environment.id };
    let renewed = renew_session(transaction, session, SessionStep::Open, Some(open))?;
    Ok(OpenResult::Open(Box::new(renewed)))
}
