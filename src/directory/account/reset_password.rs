//! Replaces a password: by the link of a letter, or by its owner (SPEC R4.2, R4.3).

use super::effect::{account_changed, password_set};
use super::enrol::account_of;
use super::letter::write_account_letter;
use super::login::first_step;
use crate::directory::link::issue::use_link;
use crate::directory::session::manage::{end_sessions, renew_session};
use crate::domain::{
    Account, AccountStatus, Caller, Change, Code, Error, FORMER, Fault, Key, LetterKind, LinkPurpose, NewSession,
    Problem, Property, Secret, Session, SessionStep,
};
use crate::store::account::{device, password};
use crate::store::{Transaction, account};

/// Sets the password of the person who uses a link. A denied account becomes validated, all sessions end, all browsers
/// are forgotten, and the person gets a letter.
///
/// # Errors
/// Returns a refusal for an invalid link; a fault if the database fails. The link is used up only when the transaction
/// commits.
pub fn reset_password(
    transaction: &mut Transaction,
    key: &Key,
    link_text: &str,
    hash: String,
) -> Result<Account, Error> {
    let link = use_link(transaction, key, link_text, LinkPurpose::Reset)?;
    let mut account = account_of(transaction, &link)?;
    transaction.caller = Caller::Person(account.id.clone());
    let before = account.status;
    if account::set_status(transaction, account.row, AccountStatus::Denied, AccountStatus::Validated)? {
        account.status = AccountStatus::Validated;
    }
    account::forget_failures(transaction, account.row)?;
    password::set(transaction, account.row, &hash, false, FORMER - 1)?;
    device::remove_all(transaction, account.row)?;
    end_sessions(transaction, account.row, None)?;
    let status = Change::between(Property::Status, before.as_str(), account.status.as_str());
    tell_changed(transaction, &account, status)?;
    Ok(account)
}

/// Sets the password of the person of a session, who has given the present one
/// ([`begin_check`](crate::directory::begin_check)) or must choose a new one. All other sessions end and all other
/// browsers are forgotten. This session gets a new secret.
///
/// # Errors
/// Returns a refusal for a caller who acts as somebody else or has not given the second factor, and for a session that
/// has ended; a fault if the database fails.
pub fn change_password(
    transaction: &mut Transaction,
    session: &Session,
    hash: String,
    device: Option<&Secret>,
) -> Result<NewSession, Error> {
    if session.impersonator.is_some() || session.step == SessionStep::SecondFactor {
        let found = "a password is changed by its owner alone, after everything that logging in takes";
        return Err(Problem::new(Code::NotPermitted, found).into());
    }
    let account = &session.account;
    transaction.caller = Caller::Person(account.id.clone());
    password::set(transaction, account.row, &hash, false, FORMER - 1)?;
    device::remove_others(transaction, account.row, device)?;
    end_sessions(transaction, account.row, Some(session.row))?;
    tell_changed(transaction, account, None)?;
    renew_session(transaction, session, first_step(false, false), session.environment.clone())
}

/// Adds a browser to the known browsers of a person, who has used the link of a letter. Returns the secret that
/// identifies the browser. With it, wrong passwords of strangers do not lock the person out.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn trust_device(transaction: &Transaction, account: &Account) -> Result<Secret, Fault> {
    let secret = transaction.new_secret();
    device::insert(transaction, account.row, &secret)?;
    Ok(secret)
}

/// Records that a password was changed, and tells the person.
pub fn tell_changed(transaction: &mut Transaction, account: &Account, status: Option<Change>) -> Result<(), Fault> {
    let changes = status.into_iter().chain([password_set()]).collect();
    transaction.record(account_changed(account, changes))?;
    // A full limit of letters must not prevent the change, so the result is ignored.
    write_account_letter(transaction, account, LetterKind::PasswordChanged, &account.address, None).map(drop)
}
