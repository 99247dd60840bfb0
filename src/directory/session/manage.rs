//! Sessions: found by their secret, renewed, listed and ended (SPEC R4.4, SECURITY 2.12).

use crate::directory::account::effect::session_effect;
use crate::directory::find::not_found;
use crate::domain::{
    AccountStatus, Action, Code, Error, Fault, Moment, NewSession, OpenEnvironment, Problem, Secret, Session,
    SessionStep,
};
use crate::store::{Transaction, session};

/// The session with this secret, if it is in force: neither over, nor left alone for 12 hours, nor of an account that may not
/// log in. While an account is denied because others guess, its sessions stay.
///
/// # Errors
/// A fault of the database.
pub fn find_session(transaction: &Transaction, secret: &Secret) -> Result<Option<Session>, Fault> {
    let found = session::with_secret(transaction, secret)?;
    Ok(found.filter(|session| {
        let may = matches!(session.account.status, AccountStatus::Validated | AccountStatus::Denied);
        may && session.is_active(transaction.now)
    }))
}

/// Notes that a session was used, unless that was noted within the last minute; [`Session::is_use_due`] tells before whether it
/// is worth a transaction that writes. The audit does not tell of it.
///
/// # Errors
/// A fault of the database.
pub fn note_session(transaction: &Transaction, session: &Session) -> Result<(), Fault> {
    if !session.is_use_due(transaction.now) {
        return Ok(());
    }
    let minute_ago = Moment(transaction.now.0.saturating_sub(Session::USE_NOTED_FOR));
    session::set_seen(transaction, session.row, minute_ago)
}

/// The sessions of an account that are in force, the one that was used last first.
///
/// # Errors
/// A fault of the database.
pub fn list_sessions(transaction: &Transaction, account: i64) -> Result<Vec<Session>, Fault> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| session.is_active(transaction.now));
    Ok(all)
}

/// Ends the session of an account with this id.
///
/// # Errors
/// Refuses an id that no session of this account has.
pub fn end_session(transaction: &mut Transaction, account: i64, id: &str) -> Result<Session, Error> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| session.id.as_str() == id);
    let Some(session) = all.pop() else {
        return Err(not_found("session", id, None, "it may have ended already").into());
    };
    end(transaction, &session)?;
    Ok(session)
}

/// Ends all sessions of an account but one; answers how many.
///
/// # Errors
/// A fault of the database.
pub fn end_sessions(transaction: &mut Transaction, account: i64, except: Option<i64>) -> Result<usize, Fault> {
    let mut all = session::of_account(transaction, account)?;
    all.retain(|session| Some(session.row) != except);
    for session in &all {
        end(transaction, session)?;
    }
    Ok(all.len())
}

/// Gives a session a new secret, at a step up and when another environment is opened; the one before opens nothing any more.
///
/// # Errors
/// Refuses a session that has ended meanwhile.
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
