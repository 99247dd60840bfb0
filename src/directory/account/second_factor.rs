//! The second factor of an account: setup, confirmation, check, removal (SPEC R4.5).
//!
//! The secret is shown when it is created, and stored encrypted with the key of the installation. A stolen database
//! cannot produce codes. Each time step accepts one code, and each recovery code works once, so that an observed code
//! is useless.
//!
//! A wrong code counts like a wrong password, by the same counters (SECURITY 2.8). The count is kept only if the
//! transaction commits. So a wrong code is a result of these functions, not an error, and the caller commits in both
//! cases.

use super::effect::account_changed;
use super::letter::write_account_letter;
use super::login::{begin_check, end_check};
use crate::directory::session::enter::{enter_as_self, second_factor_required};
use crate::directory::session::manage::end_sessions;
use crate::domain::{
    Account, AccountStatus, Caller, Change, Code, Error, Fault, Key, LetterKind, Problem, Property, RECOVERY_CODES,
    Secret, Session, SessionStep, Totp, Value, qr_code, read_recovery_code, recovery_code, shown_recovery_code,
};
use crate::store::account::{own_account, second_factor};
use crate::store::{Transaction, account};
use std::net::IpAddr;

/// A second factor during its setup. Every field is secret and is shown only once.
#[derive(Debug, Clone)]
pub struct PendingSecondFactor {
    /// The `otpauth` address for the app.
    pub uri: String,
    /// The secret for typing it into an app.
    pub text: String,
    /// The address as a QR code: an SVG image.
    pub image: String,
}

/// A code that a person enters, with the data for its throttles.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Six digits of the app, or a recovery code, as typed.
    pub code: String,
    /// The secret of the browser, if it has one.
    pub device: Option<Secret>,
    /// The network address, if known.
    pub from: Option<IpAddr>,
}

/// The result of a check of a code. The caller commits in both cases, because the try was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum SecondFactorResult<T> {
    /// The code was right.
    Right(T),
    /// The code was wrong, and nothing was done.
    Wrong,
}

/// Begins to set up a second factor. `issuer` is the name that the app shows, such as the host of the installation. A
/// second call replaces the secret if it is not confirmed yet.
///
/// # Errors
/// Returns a refusal if the person already has a second factor, and for an administrator who acts as the person; a
/// fault if the database fails.
pub fn begin_second_factor(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    issuer: &str,
) -> Result<PendingSecondFactor, Error> {
    let account = enter_as_self(transaction, session)?;
    let totp = Totp::of(&transaction.new_secret());
    let sealed = totp.seal(key, account.id.as_str(), &transaction.new_secret())?;
    if !second_factor::begin(transaction, account.row, &sealed)? {
        return Err(has_one_already().into());
    }
    enrolling(&totp, issuer, &account)
}

/// Returns the second factor during its setup, to show it again.
///
/// # Errors
/// Returns a refusal if no setup has begun; a fault if the key is wrong or the database fails.
pub fn show_second_factor(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    issuer: &str,
) -> Result<PendingSecondFactor, Error> {
    let account = enter_as_self(transaction, session)?;
    let (totp, _) = unconfirmed(transaction, key, &account)?;
    enrolling(&totp, issuer, &account)
}

/// Confirms the second factor by a code of the app. Returns the recovery codes, which are shown once. All other
/// sessions of the account end, because they were opened without it.
///
/// # Errors
/// Returns a refusal for a wrong code ([`Code::WrongCode`]; it is not counted, because the person has seen the secret),
/// and if no setup has begun; a fault if the database fails.
pub fn confirm_second_factor(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    code: &str,
) -> Result<Vec<String>, Error> {
    let account = enter_as_self(transaction, session)?;
    let (totp, last_step) = unconfirmed(transaction, key, &account)?;
    let step = totp.step_of(code, transaction.now).filter(|step| *step > last_step).ok_or_else(wrong_code)?;
    if !second_factor::use_step(transaction, account.row, step)? {
        return Err(wrong_code().into());
    }
    second_factor::confirm(transaction, account.row)?;
    let codes = new_recovery_codes(transaction, &account)?;
    end_sessions(transaction, account.row, Some(session.row))?;
    write_account_letter(transaction, &account, LetterKind::SecondFactorOn, &account.address, None)?;
    let changes = [Change::between(Property::SecondFactor, false, true), codes_left(0, RECOVERY_CODES as i64)];
    transaction.record(account_changed(&account, changes.into_iter().flatten().collect()))?;
    Ok(codes)
}

/// Checks the second factor during a login or for a confirmation. It accepts a code of the app that is unused and
/// belongs to the present time step or one beside it, or a recovery code. Then the caller renews the session, with the
/// next step.
///
/// # Errors
/// Returns a refusal after too many recent tries, and for an administrator who acts as the person; a fault if the
/// database fails.
pub fn check_second_factor(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    proof: Proof,
) -> Result<SecondFactorResult<()>, Error> {
    if session.impersonator.is_some() || session.step == SessionStep::PasswordChange {
        return Err(nothing_to_check().into());
    }
    let found = account::with_row(transaction, session.account.row)?;
    let account = found.ok_or_else(|| Fault::new("reading the account of a session", "it is gone"))?;
    let result = prove(transaction, key, session, &account, proof)?;
    if result == SecondFactorResult::Right(()) && session.step == SessionStep::SecondFactor {
        own_account::logged_in(transaction, account.row)?;
    }
    Ok(result)
}

/// Replaces the recovery codes. A code of the app or an unused recovery code proves the identity of the person.
///
/// # Errors
/// As [`check_second_factor`].
pub fn renew_recovery_codes(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    proof: Proof,
) -> Result<SecondFactorResult<Vec<String>>, Error> {
    let account = enter_as_self(transaction, session)?;
    if prove(transaction, key, session, &account, proof)? == SecondFactorResult::Wrong {
        return Ok(SecondFactorResult::Wrong);
    }
    let left = i64::from(second_factor::recovery_codes_left(transaction, account.row)?);
    let codes = new_recovery_codes(transaction, &account)?;
    let change = codes_left(left, RECOVERY_CODES as i64);
    transaction.record(account_changed(&account, change.into_iter().collect()))?;
    Ok(SecondFactorResult::Right(codes))
}

/// Removes the second factor. A code of the app or a recovery code proves the identity of the person.
///
/// # Errors
/// As [`check_second_factor`]. Returns a refusal while an environment of the person requires a second factor.
pub fn remove_second_factor(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    proof: Proof,
) -> Result<SecondFactorResult<()>, Error> {
    let account = enter_as_self(transaction, session)?;
    let choices = own_account::choices(transaction, account.row)?;
    if let Some(choice) = choices.iter().find(|choice| choice.environment.policy.second_factor) {
        return Err(second_factor_required(choice.environment.name.as_str()).into());
    }
    if prove(transaction, key, session, &account, proof)? == SecondFactorResult::Wrong {
        return Ok(SecondFactorResult::Wrong);
    }
    take_away(transaction, &account)?;
    Ok(SecondFactorResult::Right(()))
}

/// Removes the second factor of a person who has lost it and the recovery codes. Only the operator can, after verifying
/// the person. All sessions end. If an environment requires a second factor, the person must set up a new one first.
///
/// # Errors
/// Returns a refusal for any other caller, and for an account without a second factor; a fault if the database fails.
pub fn remove_lost_second_factor(transaction: &mut Transaction, account: &Account) -> Result<Account, Error> {
    if transaction.caller != Caller::Operator {
        return Err(Problem::new(Code::NotPermitted, "only the operator removes a second factor that was lost").into());
    }
    if !second_factor::is_confirmed(transaction, account.row)? {
        return Err(nothing_to_check().into());
    }
    end_sessions(transaction, account.row, None)?;
    take_away(transaction, account)?;
    Ok(account.clone())
}

fn take_away(transaction: &mut Transaction, account: &Account) -> Result<(), Error> {
    second_factor::remove(transaction, account.row)?;
    write_account_letter(transaction, account, LetterKind::SecondFactorOff, &account.address, None)?;
    let change = Change::between(Property::SecondFactor, true, false);
    transaction.record(account_changed(account, change.into_iter().collect()))?;
    Ok(())
}

/// Counts the try, then looks at the code, then takes the try back if it was right.
fn prove(
    transaction: &mut Transaction,
    key: &Key,
    session: &Session,
    account: &Account,
    proof: Proof,
) -> Result<SecondFactorResult<()>, Error> {
    let stored = second_factor::of_account(transaction, account.row)?;
    let Some(stored) = stored.filter(|stored| stored.confirmed_at.is_some()) else {
        return Err(nothing_to_check().into());
    };
    let attempt = begin_check(transaction, session, proof.device, proof.from)?;
    let may = attempt.can_be_right() && matches!(account.status, AccountStatus::Validated | AccountStatus::Denied);
    let totp = Totp::open(key, account.id.as_str(), &stored.sealed)?;
    let is_right = may
        && match totp.step_of(&proof.code, transaction.now) {
            Some(step) => second_factor::use_step(transaction, account.row, step)?,
            None => use_recovery_code(transaction, account, &proof.code)?,
        };
    match end_check(transaction, attempt, is_right)? {
        true => Ok(SecondFactorResult::Right(())),
        false => Ok(SecondFactorResult::Wrong),
    }
}

/// Uses a recovery code up. The person gets a letter, which reveals a thief of the codes.
fn use_recovery_code(transaction: &mut Transaction, account: &Account, typed: &str) -> Result<bool, Error> {
    let Some(code) = read_recovery_code(typed) else { return Ok(false) };
    if !second_factor::use_recovery_code(transaction, account, &code)? {
        return Ok(false);
    }
    let left = i64::from(second_factor::recovery_codes_left(transaction, account.row)?);
    write_account_letter(transaction, account, LetterKind::RecoveryUsed, &account.address, None)?;
    transaction.caller = Caller::Person(account.id.clone());
    let change = codes_left(left + 1, left);
    transaction.record(account_changed(account, change.into_iter().collect()))?;
    Ok(true)
}

fn new_recovery_codes(transaction: &Transaction, account: &Account) -> Result<Vec<String>, Fault> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(&transaction.new_secret())).collect();
    second_factor::set_recovery_codes(transaction, account, &codes)?;
    Ok(codes.iter().map(|code| shown_recovery_code(code)).collect())
}

fn codes_left(before: i64, after: i64) -> Option<Change> {
    Change::between(Property::RecoveryCodes, Value::Integer(before), Value::Integer(after))
}

fn unconfirmed(transaction: &Transaction, key: &Key, account: &Account) -> Result<(Totp, i64), Error> {
    let stored = second_factor::of_account(transaction, account.row)?;
    let stored = stored.ok_or_else(nothing_to_check)?;
    if stored.confirmed_at.is_some() {
        return Err(has_one_already().into());
    }
    Ok((Totp::open(key, account.id.as_str(), &stored.sealed)?, stored.last_step))
}

fn enrolling(totp: &Totp, issuer: &str, account: &Account) -> Result<PendingSecondFactor, Error> {
    let uri = totp.uri(issuer, account.address.as_str())?;
    Ok(PendingSecondFactor { text: totp.to_text(), image: qr_code(&uri)?, uri })
}

fn has_one_already() -> Problem {
    Problem::new(Code::SecondFactorState, "there is a second factor already")
        .help("remove it before you set up another")
}

fn nothing_to_check() -> Problem {
    Problem::new(Code::SecondFactorState, "there is no second factor to speak of").help("set one up first")
}

fn wrong_code() -> Problem {
    Problem::new(Code::WrongCode, "the code is not the one of this moment, or was used before")
        .of("code")
        .help("wait for the next code of the app; its clock must be right")
}
