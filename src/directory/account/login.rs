//! Login: counts an attempt before the password is checked, and ends the attempt afterwards (SPEC R4.3, SECURITY 2.8).
//!
//! A thread for hashing checks a password between two transactions. [`begin_login`] counts the attempt before the
//! result is known. So of a hundred attempts at the same time, ten count and ninety are rejected. [`end_login`] takes a
//! correct attempt back. Both behave the same for an unknown name.
//!
//! # How lockout works
//!
//! Two counters count the wrong passwords in a row. One belongs to the account and counts strangers: attempts from
//! browsers that nobody has logged in with before. At ten the account is `denied`: no stranger can log in any more,
//! even with the correct password, and the response does not show it. The person gets one letter. An administrator of
//! one of the person's environments, or a link for a new password, unlocks the account.
//!
//! The other counter belongs to a browser that somebody has logged in with. A secret identifies it, which outlives the
//! session. Attempts of strangers and throttles do not affect it: with the correct password its owner can log in even
//! while the account is denied. So nobody can lock out all administrators of an environment by guessing. After ten
//! wrong passwords in a row the browser is forgotten, and the account is denied as well.
//!
//! Open sessions stay open while others guess.

use super::effect::{account_changed, session_effect};
use super::letter::write_account_letter;
use super::throttle::{Throttle, count_try, take_back};
use crate::domain::{
    Account, AccountStatus, Action, Caller, Change, Error, Fault, LetterKind, Login, NewSession, Property, Secret,
    Session, SessionStep, login_key, name_key,
};
use crate::store::Transaction;
use crate::store::account::{self, Credentials};
use crate::store::account::{device, own_account, password};
use crate::store::session::{self, SessionRow};
use std::net::IpAddr;

/// The number of wrong passwords in a row after which the account is denied.
pub const MOST_FAILURES: i64 = 10;

/// The number of days without a login after which a browser is forgotten.
const DEVICE_DAYS: i64 = 180;

/// The input of a login, except the password.
#[derive(Debug, Clone)]
pub struct LoginDraft {
    /// Username or global address, as typed.
    pub name: String,
    /// The secret of the browser, if it has one.
    pub device: Option<Secret>,
    /// The network address. Unknown addresses are not throttled by network.
    pub from: Option<IpAddr>,
}

/// A counted attempt without a result.
#[derive(Debug, Clone)]
pub struct LoginAttempt {
    /// The hash to check the password with. `None` means wrong; the caller hashes the password anyway, so that the time
    /// does not show it.
    pub hash: Option<String>,
    account: Option<Account>,
    /// The secret of a browser that the person has logged in with before.
    device: Option<Secret>,
    throttles: Vec<Throttle>,
}

/// Begins an attempt to log in: checks the throttles, then counts the attempt.
///
/// # Errors
/// Returns a refusal after too many recent attempts ([`Code::TryLater`](crate::domain::Code::TryLater), with the
/// seconds to wait), whether or not an account has the name; a fault if the database fails.
pub fn begin_login(transaction: &mut Transaction, draft: LoginDraft) -> Result<LoginAttempt, Error> {
    let key = login_key(&draft.name);
    let found = account::credentials_of_name(transaction, key.as_deref().unwrap_or_default())?;
    let row = found.as_ref().map_or(0, |found| found.account.row);
    let device = match &draft.device {
        // Runs for unknown names too, so that the time does not show whether an account exists.
        Some(secret) => device::failures(transaction, row, secret)?.filter(|failures| *failures < MOST_FAILURES),
        None => None,
    };
    let device = draft.device.filter(|_| device.is_some());
    let throttles = match &device {
        Some(_) => Vec::new(),
        None => {
            let name = Throttle::of_name("login", &key.unwrap_or_else(|| name_key(&draft.name)));
            let network = draft.from.map(|from| Throttle::of_network("login", from));
            [Some(name), network, Some(Throttle::of_all("login"))].into_iter().flatten().collect()
        }
    };
    count_try(transaction, &throttles)?;
    let counted = match &device {
        Some(secret) => device::count_failure(transaction, row, secret, MOST_FAILURES)?,
        None => account::count_failure(transaction, row, MOST_FAILURES)?,
    };
    let (account, hash) = match found {
        Some(found) => {
            let may_enter = counted.is_some() && may_enter(found.account.status, device.is_some());
            (Some(found.account), found.hash.filter(|_| may_enter))
        }
        None => (None, None),
    };
    Ok(LoginAttempt { hash, account, device, throttles })
}

/// Ends an attempt. A correct one opens a session: for the second factor or a new password if one is required,
/// otherwise fully. `rehashed` is a new hash of the same password, if the stored one has old parameters.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn end_login(
    transaction: &mut Transaction,
    attempt: LoginAttempt,
    is_right: bool,
    browser: &str,
    rehashed: Option<String>,
) -> Result<Login, Error> {
    let Some((now, attempt)) = decide(transaction, attempt, is_right)? else {
        return Ok(Login::Refused);
    };
    let account = now.account;
    transaction.caller = Caller::Person(account.id.clone());
    if let (Some(before), Some(after)) = (&attempt.hash, &rehashed) {
        password::replace_hash(transaction, account.row, before, after)?;
    }
    let device = match attempt.device {
        Some(known) => known,
        None => {
            let new = transaction.new_secret();
            device::insert(transaction, account.row, &new)?;
            device::remove_unseen(transaction, account.row, transaction.now.plus_days(-DEVICE_DAYS))?;
            new
        }
    };
    session::remove_expired(transaction)?;
    let step = first_step(now.has_second_factor, now.must_change);
    if step != SessionStep::SecondFactor {
        own_account::logged_in(transaction, account.row)?;
    }
    let end = Session::end(step, transaction.now, transaction.now);
    let secret = transaction.new_secret();
    let new = SessionRow { account: &account, step, environment: None, impersonator: None, browser, expires_at: end };
    let session = session::insert(transaction, new, &secret)?;
    transaction.record(session_effect(&session, Action::Added))?;
    Ok(Login::Entered(Box::new(NewSession { secret, device: Some(device), session })))
}

/// Begins a check of the password or a code of a person with a session. It counts like an attempt to log in.
///
/// # Errors
/// As [`begin_login`].
pub fn begin_check(
    transaction: &mut Transaction,
    session: &Session,
    device: Option<Secret>,
    from: Option<IpAddr>,
) -> Result<LoginAttempt, Error> {
    let name = session.account.address.as_str().to_owned();
    begin_login(transaction, LoginDraft { name, device, from })
}

/// Ends a check, and returns whether it counts as correct.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn end_check(transaction: &mut Transaction, attempt: LoginAttempt, is_right: bool) -> Result<bool, Error> {
    Ok(decide(transaction, attempt, is_right)?.is_some())
}

impl LoginAttempt {
    /// Returns whether the attempt can succeed. If not, every password counts as wrong.
    pub fn can_be_right(&self) -> bool {
        self.hash.is_some()
    }
}

/// Returns the step of a session after a correct password.
pub fn first_step(has_second_factor: bool, must_change: bool) -> SessionStep {
    match (has_second_factor, must_change) {
        (true, _) => SessionStep::SecondFactor,
        (false, true) => SessionStep::PasswordChange,
        (false, false) => SessionStep::Open,
    }
}

/// Returns the step of a session after the second factor.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn step_after_second_factor(transaction: &Transaction, account: i64) -> Result<SessionStep, Fault> {
    let must_change = account::credentials(transaction, account)?.is_some_and(|now| now.must_change);
    Ok(first_step(false, must_change))
}

/// Returns whether an account with this status can log in with the password.
fn may_enter(status: AccountStatus, knows_device: bool) -> bool {
    match status {
        AccountStatus::Validated => true,
        AccountStatus::Denied => knows_device,
        AccountStatus::Invited | AccountStatus::Banned | AccountStatus::Obfuscated => false,
    }
}

/// Returns the present account and the attempt if it was correct, and takes its count back. A wrong attempt may deny
/// the account.
fn decide(
    transaction: &mut Transaction,
    attempt: LoginAttempt,
    is_right: bool,
) -> Result<Option<(Credentials, LoginAttempt)>, Error> {
    // Runs for unknown names too, so that the time does not show whether an account exists.
    let now = account::credentials(transaction, attempt.account.as_ref().map_or(0, |account| account.row))?;
    let Some(now) = now else {
        return Ok(None);
    };
    // Between the two transactions the password may have changed, and the account may have been denied or banned.
    let is_right = is_right
        && attempt.hash.is_some()
        && now.hash == attempt.hash
        && may_enter(now.account.status, attempt.device.is_some());
    if !is_right {
        wrong(transaction, &attempt, &now)?;
        return Ok(None);
    }
    take_back(transaction, &attempt.throttles)?;
    if let Some(secret) = &attempt.device {
        device::set_seen(transaction, now.account.row, secret)?;
    }
    if now.account.status == AccountStatus::Validated {
        account::forget_failures(transaction, now.account.row)?;
    }
    Ok(Some((now, attempt)))
}

fn wrong(transaction: &mut Transaction, attempt: &LoginAttempt, now: &Credentials) -> Result<(), Error> {
    let account = &now.account;
    let is_last = match &attempt.device {
        Some(secret) => {
            let failures = device::failures(transaction, account.row, secret)?;
            let is_last = failures.is_some_and(|failures| failures >= MOST_FAILURES);
            if is_last {
                device::remove(transaction, account.row, secret)?;
            }
            is_last
        }
        None => now.failures >= MOST_FAILURES,
    };
    if is_last && account.status == AccountStatus::Validated { deny(transaction, account) } else { Ok(()) }
}

/// Denies an account and notifies the person, once.
fn deny(transaction: &mut Transaction, account: &Account) -> Result<(), Error> {
    let (from, to) = (AccountStatus::Validated, AccountStatus::Denied);
    if !account::set_status(transaction, account.row, from, to)? {
        return Ok(());
    }
    // Strangers cannot log in any more, even if most of the wrong passwords came from a known browser.
    account::exhaust_failures(transaction, account.row, MOST_FAILURES)?;
    transaction.caller = Caller::Job("login");
    let change = Change::between(Property::Status, from.as_str(), to.as_str());
    transaction.record(account_changed(account, change.into_iter().collect()))?;
    // A full limit of letters must not prevent the denial, so the result is ignored.
    write_account_letter(transaction, account, LetterKind::Locked, &account.address, None)?;
    Ok(())
}
