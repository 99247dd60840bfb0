//! Help for a member who cannot log in (SPEC R4.3): an administrator lifts the status `denied`, or causes a letter with
//! a link for a new password. Nobody chooses the password here (SECURITY 2.2); `set_password.rs` says who may set one
//! for somebody else.

use crate::directory::account::forgot_password::{Requester, write_reset};
use crate::directory::account::operate::unlock;
use crate::directory::find::find_user;
use crate::directory::may::permitted;
use crate::domain::{
    AccountStatus, Action, Caller, Change, Code, Effect, Error, Permission, Problem, Property, Subject, User, Value,
};
use crate::store::{Work, account};

/// Unlocks a user, by address or id, who was denied after wrong passwords.
///
/// # Errors
/// Returns a refusal for scripts, callers without `users.write`, users who are not members or not denied, and oneself;
/// also for a user who has never opened an environment of this organization and belongs to another as well. Otherwise
/// an environment could add anybody, and give attackers ten more guesses. Returns a fault if the database fails.
pub fn unlock_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    let mut user = somebody_else(work, address_or_id)?;
    let is_stranger = user.membership.last_opened_at.is_none()
        && account::reaches_beyond(&work.transaction, user.account.row, work.environment.organization)?;
    if is_stranger {
        let found = format!("{} has never opened this environment", user.account.address);
        let help =
            "an administrator of an environment that the person has opened, or a letter for a new password, lifts it";
        return Err(Problem::new(Code::NotPermitted, found).help(help).into());
    }
    unlock(&work.transaction, &user.account)?;
    user.account.status = AccountStatus::Validated;
    let before = AccountStatus::Denied.as_str();
    let change = Change::between(Property::Status, before, AccountStatus::Validated.as_str());
    record(work, &user, change.into_iter().collect())?;
    Ok(user)
}

/// Sends a user, by address or id, a letter with a link for a new password. A user who has not enrolled gets the
/// welcome again. Returns `false` if the address has reached its daily limit of letters.
///
/// # Errors
/// Returns a refusal for scripts, callers without `users.write`, users who are not members, and oneself; a fault if the
/// database fails.
pub fn reset_user(work: &mut Work, address_or_id: &str) -> Result<bool, Error> {
    let user = somebody_else(work, address_or_id)?;
    if !write_reset(&work.transaction, &user.account, Requester::Trusted)? {
        return Ok(false);
    }
    record(work, &user, vec![Change::added(Property::Link, Value::from("letter"))])?;
    Ok(true)
}

fn somebody_else(work: &Work, address_or_id: &str) -> Result<User, Error> {
    if work.run.is_some() {
        return Err(Problem::new(Code::NotPermitted, "scripts neither unlock users nor reset passwords").into());
    }
    permitted(work, Permission::UsersWrite)?;
    let user = find_user(work, address_or_id)?;
    if matches!(&work.transaction.caller, Caller::Member { id, .. } if *id == user.account.id) {
        let found = "nobody does this for themselves";
        return Err(Problem::new(Code::NotPermitted, found).help("the profile has a page for the own password").into());
    }
    Ok(user)
}

fn record(work: &mut Work, user: &User, changes: Vec<Change>) -> Result<(), Error> {
    Ok(work.record(Effect {
        action: Action::Changed,
        subject: Subject::User,
        id: user.account.id.clone(),
        label: user.account.address.to_string(),
        changes,
        place: work.place,
    })?)
}
