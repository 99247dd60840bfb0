//! Opens an environment after login (SPEC R4.4).

use super::own_session::{come_as_oneself, no_such_environment};
use crate::domain::{Environment, Error, Session};
use crate::store::{Transaction, own_account, second_factor};

/// How the opening of an environment ended.
#[derive(Debug, Clone)]
pub enum Opened {
    /// It is open: the session is renewed for it.
    Open(Environment),
    /// Its policy requires a second factor, and the person has none: nothing was opened. One is set up first.
    SecondFactorFirst(Environment),
}

/// Opens the environment with this id, and notes that the person was there. The session is renewed afterwards, with the
/// environment in it.
///
/// # Errors
/// Refuses an environment in which the person has no active membership in the very words for one that does not exist, and an
/// administrator who acts as the person.
pub fn open_environment(transaction: &mut Transaction, session: &Session, id: &str) -> Result<Opened, Error> {
    let account = come_as_oneself(transaction, session)?;
    let choices = own_account::choices(transaction, account.row)?;
    let chosen = choices.into_iter().find(|choice| choice.environment.id.as_str() == id);
    let environment = chosen.ok_or_else(|| no_such_environment(id))?.environment;
    if environment.policy.second_factor && !second_factor::is_confirmed(transaction, account.row)? {
        return Ok(Opened::SecondFactorFirst(environment));
    }
    own_account::opened(transaction, account.row, environment.row)?;
    Ok(Opened::Open(environment))
}
