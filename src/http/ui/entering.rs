//! What follows once somebody has shown who they are: the session's cookies, and the environment that opens by itself.

use super::answer::Answer;
use super::cookies::Cookie;
use super::request::page_of;
use crate::directory::{Opened, choose_environments, open_environment, renew_session};
use crate::domain::{Error, NewSession, OpenEnvironment, SessionStep};
use crate::store::Transaction;

/// Opens the default environment, or the only one, for somebody who has just logged in (SPEC R4.4).
///
/// # Errors
/// A fault of the database.
pub fn open_first(transaction: &mut Transaction, entered: NewSession) -> Result<NewSession, Error> {
    if entered.session.step != SessionStep::Open {
        return Ok(entered);
    }
    let choices = choose_environments(transaction, entered.session.account.row)?;
    let is_only = choices.len() == 1;
    let Some(first) = choices.into_iter().find(|choice| choice.is_default || is_only) else {
        return Ok(entered);
    };
    open(transaction, entered, first.environment.id.as_str()).map(|(entered, _)| entered)
}

/// Opens an environment in a session, which gets a new secret by it. If a second factor is required first, nothing was opened
/// and the second value says so.
///
/// # Errors
/// As [`open_environment`].
pub fn open(transaction: &mut Transaction, entered: NewSession, id: &str) -> Result<(NewSession, bool), Error> {
    match open_environment(transaction, &entered.session, id)? {
        Opened::Open(environment) => {
            let opened = OpenEnvironment { row: environment.row, id: environment.id };
            let renewed = renew_session(transaction, &entered.session, SessionStep::Open, Some(opened))?;
            Ok((NewSession { device: entered.device, ..renewed }, false))
        }
        Opened::SecondFactorFirst(_) => Ok((entered, true)),
    }
}

/// The answer that lets a browser in, and on to a page.
pub fn let_in(entered: &NewSession, next: Option<&str>) -> Answer {
    let to = match entered.session.step {
        SessionStep::Open => next.unwrap_or("/"),
        step => page_of(step),
    };
    with_secrets(Answer::to(to), entered)
}

/// An answer with the cookies of a session.
pub fn with_secrets(answer: Answer, entered: &NewSession) -> Answer {
    let answer = answer.set(Cookie::Session, &entered.secret.to_text());
    match &entered.device {
        Some(device) => answer.set(Cookie::Device, &device.to_text()),
        None => answer,
    }
}
