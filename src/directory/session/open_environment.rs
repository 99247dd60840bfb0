//! Opens an environment after login (SPEC R4.4).

use super::enter::{enter_as_self, no_such_environment};
use super::manage::renew_session;
use crate::domain::{Environment, Error, NewSession, OpenEnvironment, Session, SessionStep};
use crate::store::Transaction;
use crate::store::account::{own_account, second_factor};

/// The result of opening an environment.
#[derive(Debug, Clone)]
pub enum OpenResult {
    /// The environment is open in the session, which has a new secret.
    Open(Box<NewSession>),
    /// Nothing was opened: the policy requires a second factor, and the person must set one up first.
    SecondFactorFirst(Environment),
}

/// Opens the environment with this id in a session, which gets a new secret, and stores the time.
///
/// # Errors
/// Returns a refusal if the person has no active membership, with the words for an environment that does not exist, and
/// for an administrator who acts as the person; a fault if the database fails.
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
