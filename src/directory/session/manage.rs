//! Finds sessions by their secret, renews, lists and ends them (SPEC R4.4, SECURITY 2.12).

use crate::directory::account::effect::session_effect;
use crate::directory::find::not_found;
use crate::domain::{
    AccountStatus, Action, Code, Error, Fault, Moment, NewSession, OpenEnvironment, Problem, Secret, Session,
    SessionStep,
};
use crate::store::{Transaction, session};

/// Returns the session with this secret if it is valid: not expired, used within the last 12 hours, and of an account
/// that may log in. Sessions of an account that is denied because of others' guesses stay valid.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn find_session(transaction: &Transaction, secret: &Secret) -> Result<Option<Session>, Fault> {
    let found = session::with_secret(transaction, secret)?;
    Ok(found.filter(|session| {
        let may = matches!(session.account.status, AccountStatus::Validated | AccountStatus::Denied);
        may && session.is_active(transaction.now)
    }))
}

/// Stores that a session was used, unless that was stored within the last minute. [`Session::is_use_due`] says
/// beforehand whether a writing transaction is needed. The audit gets no entry.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn note_session(transaction: &Transaction, session: &Session) -> Result<(), Fault> {
    if !session.is_use_due(transaction.now) {
        return Ok(());
    }
    let minute_ago = Moment(transaction.now.0.saturating_sub(Session::USE_NOTED_FOR));
    session::set_seen(transaction, session.row, minute_ago)
}

/// Returns the valid sessions of an account, the last used first.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_sessions(transaction: &Transaction, account: i64) -> Result<Vec<Session>, Fault> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| session.is_active(transaction.now));
    Ok(all)
}

/// Ends the session of an account with this id, and returns it.
///
/// # Errors
/// Returns a refusal if no session of the account has this id; a fault if the database fails.
pub fn end_session(transaction: &mut Transaction, account: i64, id: &str) -> Result<Session, Error> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| session.id.as_str() == id);
    let Some(session) = all.pop() else {
        return Err(not_found("session", id, None, "it may have ended already").into());
    };
    end(transaction, &session)?;
    Ok(session)
}

/// Ends all sessions of an account, except the one with the row `except`. Returns their number.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn end_sessions(transaction: &mut Transaction, account: i64, except: Option<i64>) -> Result<usize, Fault> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| Some(session.row) != except);
    for session in &all {
        end(transaction, session)?;
    }
    Ok(all.len())
}

/// Gives a session a new secret, after a step of the login and when an environment is opened. The old secret becomes
/// invalid.
///
/// # Errors
/// Returns a refusal if the session has ended; a fault if the database fails.
pub fn renew_session(
    transaction: &mut Transaction,
    session: &Session,
    step: SessionStep,
    environment: Option<OpenEnvironment>,
) -> Result<NewSession, Error> {
    let now = transaction.now;
    let expires_at = match step == session.step {
        true => session.expires_at,
        false => Session::end(step, session.created_at, now),
    };
    let renewed = Session { step, environment, seen_at: now, expires_at, ..session.clone() };
    let secret = transaction.new_secret();
    if !session::renew(transaction, &renewed, &secret)? {
        return Err(Problem::new(Code::SessionEnded, "the session has ended").help("log in again").into());
    }
    if step != session.step {
        transaction.record(session_effect(&renewed, Action::Changed))?;
    }
    Ok(NewSession { secret, device: None, session: renewed })
}

fn end(transaction: &mut Transaction, session: &Session) -> Result<(), Fault> {
    session::remove(transaction, session.row)?;
    transaction.record(session_effect(session, Action::Removed))
}
