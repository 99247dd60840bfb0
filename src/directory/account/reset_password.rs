//! A new password in the place of another: by the link of a letter, or by its owner (SPEC R4.2, R4.3).

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

/// Sets the password of the person who comes with a link for it. An account that was denied is validated again, all sessions
/// end, no browser is known any more, and the person is told by a letter.
///
/// # Errors
/// Refuses a link that is not good. It is used up only if the transaction is committed.
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

/// Sets the password of the person of a session, who has shown to know the present one ([`begin_check`](crate::directory::begin_check)) or
/// is asked for a new one. All other sessions end and no other browser is known any more; this one goes on with a new secret.
///
/// # Errors
/// Refuses who acts for somebody else, who still owes the second factor, and a session that has ended meanwhile.
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

/// Notes that a browser is one of the person's own, as whoever came by the link of a letter has shown; answers the secret that
/// it comes with from then on. With it nobody's guesses keep the person out.
///
/// # Errors
/// A fault of the database.
pub fn trust_device(transaction: &Transaction, account: &Account) -> Result<Secret, Fault> {
    let secret = transaction.new_secret();
    device::insert(transaction, account.row, &secret)?;
    Ok(secret)
}

/// Records that a password was changed, and tells the person.
pub fn tell_changed(transaction: &mut Transaction, account: &Account, status: Option<Change>) -> Result<(), Fault> {
    let changes = status.into_iter().chain([password_set()]).collect();
    transaction.record(account_changed(account, changes))?;
    // Whether or not the address has had enough letters today.
    write_account_letter(transaction, account, LetterKind::PasswordChanged, &account.address, None).map(drop)
}
