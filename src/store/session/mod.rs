//! Sessions. A person authenticates before the environment is known, so the functions take a transaction.

pub mod impersonation;

use super::account;
use super::sql::{Row, params};
use super::token::hash;
use super::transaction::Transaction;
use crate::domain::{Account, Fault, Moment, OpenEnvironment, PublicId, Secret, Session, SessionStep};

/// A session with its account and the public ids of what it refers to.
const SESSIONS: &str = concat!(
    "SELECT ",
    account::columns!(),
    ", s.id, s.public_id, s.step, s.environment_id, e.public_id, i.public_id, s.browser, s.created_at, s.seen_at,
        s.expires_at
    FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN environment e ON e.id = s.environment_id
        LEFT JOIN account i ON i.id = s.impersonator_id"
);

/// The content of a new session.
#[derive(Debug)]
pub struct SessionRow<'a> {
    /// The account of the person.
    pub account: &'a Account,
    /// The step of the login that is reached.
    pub step: SessionStep,
    /// The open environment, if one is.
    pub environment: Option<OpenEnvironment>,
    /// The account of the administrator who acts as this person, if one does.
    pub impersonator: Option<&'a Account>,
    /// The name that the browser gives itself.
    pub browser: &'a str,
    /// When it expires at the latest.
    pub expires_at: Moment,
}

/// Adds a session that begins now.
pub fn insert(transaction: &Transaction, new: SessionRow, secret: &Secret) -> Result<Session, Fault> {
    let mut session = Session {
        row: 0,
        id: transaction.new_id(),
        account: new.account.clone(),
        step: new.step,
        environment: new.environment,
        impersonator: new.impersonator.map(|impersonator| impersonator.id.clone()),
        browser: Session::browser_of(new.browser),
        created_at: transaction.now,
        seen_at: transaction.now,
        expires_at: new.expires_at,
    };
    session.row = transaction.sql.insert(
        "INSERT INTO session (public_id, secret_hash, account_id, step, environment_id, impersonator_id, browser,
                              created_at, seen_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
        params![
            session.id.as_str(),
            &hash(secret),
            session.account.row,
            session.step.as_str(),
            session.environment.as_ref().map(|environment| environment.row),
            new.impersonator.map(|impersonator| impersonator.row),
            &session.browser,
            session.created_at.0,
            session.expires_at.0,
        ],
    )?;
    Ok(session)
}

/// Returns the session with this secret. The lookup is by hash, so its duration reveals nothing about the secret.
pub fn with_secret(transaction: &Transaction, secret: &Secret) -> Result<Option<Session>, Fault> {
    let statement = format!("{SESSIONS} WHERE s.secret_hash = ?1");
    Ok(transaction.sql.query(&statement, params![&hash(secret)], read)?.pop())
}

/// Returns the sessions of an account, also those in which it acts as another. The last used is first.
pub fn of_account(transaction: &Transaction, account: i64) -> Result<Vec<Session>, Fault> {
    let statement =
        format!("{SESSIONS} WHERE (s.account_id = ?1 OR s.impersonator_id = ?1) ORDER BY s.seen_at DESC, s.id DESC");
    transaction.sql.query(&statement, params![account], read)
}

/// Sets a new secret for a session, and its step, environment and expiry. Returns whether the session still exists.
pub fn renew(transaction: &Transaction, session: &Session, secret: &Secret) -> Result<bool, Fault> {
    let changed = transaction.sql.execute(
        "UPDATE session SET secret_hash = ?2, step = ?3, environment_id = ?4, seen_at = ?5, expires_at = ?6 WHERE id = ?1",
        params![
            session.row,
            &hash(secret),
            session.step.as_str(),
            session.environment.as_ref().map(|environment| environment.row),
            session.seen_at.0,
            session.expires_at.0,
        ],
    )?;
    Ok(changed == 1)
}

/// Records that a session is used now, unless a use after `noted_after` is recorded already.
pub fn set_seen(transaction: &Transaction, session: i64, noted_after: Moment) -> Result<(), Fault> {
    let statement = "UPDATE session SET seen_at = ?2 WHERE id = ?1 AND seen_at <= ?3";
    transaction.sql.execute(statement, params![session, transaction.now.0, noted_after.0]).map(drop)
}

/// Removes a session.
pub fn remove(transaction: &Transaction, session: i64) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM session WHERE id = ?1", params![session]).map(drop)
}

/// Removes the expired sessions.
pub fn remove_expired(transaction: &Transaction) -> Result<(), Fault> {
    transaction.sql.execute("DELETE FROM session WHERE expires_at < ?1", params![transaction.now.0]).map(drop)
}

fn read(row: &Row) -> Result<Session, Fault> {
    const AT: usize = account::COLUMN_COUNT;
    let environment = match (row.optional_int(AT + 3)?, row.optional_text(AT + 4)?) {
        (Some(row), Some(id)) => Some(OpenEnvironment { row, id: PublicId::stored(id) }),
        _ => None,
    };
    Ok(Session {
        account: account::read(row)?,
        row: row.int(AT)?,
        id: PublicId::stored(row.text(AT + 1)?),
        step: row.word(AT + 2, SessionStep::from_text)?,
        environment,
        impersonator: row.optional_text(AT + 5)?.map(PublicId::stored),
        browser: row.text(AT + 6)?,
        created_at: Moment(row.int(AT + 7)?),
        seen_at: Moment(row.int(AT + 8)?),
        expires_at: Moment(row.int(AT + 9)?),
    })
}
