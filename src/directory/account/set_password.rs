//! Sets the password of another person, who must choose a new one at the next login (SPEC R4.3, SECURITY 2.2).
//!
//! The usual way is a letter with a link. This way is for people whom no letter reaches. A password opens the whole
//! account, so an administrator may set it only for people who belong to the own organization and to no other.

use super::reset_password::tell_changed;
use crate::directory::organization::rights::acts_for_organization;
use crate::directory::session::manage::end_sessions;
use crate::domain::{Account, AccountStatus, Caller, Change, Code, Error, FORMER, Problem, Property};
use crate::store::account::{address_change, device, password};
use crate::store::{Transaction, account};

/// Sets the password of an account, by its hash. The person must choose another one at the next login, and gets a
/// letter. A denied account becomes validated, all sessions end, all browsers are forgotten, and a pending address
/// change is cancelled. A second factor stays.
///
/// The caller checks the rules for passwords before it hashes the password.
///
/// # Errors
/// Returns a refusal for oneself; for an account that an external directory feeds; for callers who are neither the
/// operator nor act for every organization of the account; and for an account that has not enrolled or may not log in.
/// Returns a fault if the database fails.
pub fn set_password(transaction: &mut Transaction, account: &Account, hash: &str) -> Result<Account, Error> {
    may_set_password(transaction, account)?;
    if !matches!(account.status, AccountStatus::Validated | AccountStatus::Denied) {
        let found = format!("{} is {} and has no password to replace", account.address, account.status);
        let help = "`enlist account reset-link` makes a link to enrol for those who are invited";
        return Err(Problem::new(Code::WrongStatus, found).help(help).into());
    }
    let mut after = account.clone();
    if account::set_status(transaction, account.row, AccountStatus::Denied, AccountStatus::Validated)? {
        after.status = AccountStatus::Validated;
    }
    account::forget_failures(transaction, account.row)?;
    password::set(transaction, account.row, hash, true, FORMER - 1)?;
    device::remove_all(transaction, account.row)?;
    address_change::remove(transaction, account.row, None)?;
    end_sessions(transaction, account.row, None)?;
    let status = Change::between(Property::Status, account.status.as_str(), after.status.as_str());
    tell_changed(transaction, &after, status)?;
    Ok(after)
}

/// Checks whether the caller may set the password. All refusals for callers other than the operator are the same, so
/// that they do not show where else a person belongs.
fn may_set_password(transaction: &Transaction, account: &Account) -> Result<(), Error> {
    if matches!(&transaction.caller, Caller::Member { id, .. } | Caller::Person(id) if *id == account.id) {
        let found = Problem::new(Code::MayNotSetPassword, "nobody does this for themselves");
        return Err(found.help("the profile has a page for the own password").into());
    }
    let is_external = account::is_external(transaction, account.row)?;
    if transaction.caller == Caller::Operator {
        return match is_external {
            false => Ok(()),
            true => {
                let found = format!("{} is fed by an external directory", account.address);
                let help = "the password is changed there, or the person asks for a letter with a link";
                Err(Problem::new(Code::MayNotSetPassword, found).help(help).into())
            }
        };
    }
    let organizations = account::organizations(transaction, account.row)?;
    let mut is_own = !organizations.is_empty();
    for organization in organizations {
        is_own &= acts_for_organization(transaction, organization)?;
    }
    if is_own && !is_external {
        return Ok(());
    }
    let found = "only administrators of the one organization that somebody belongs to set the password of that person";
    let help = "a letter with a link lets the person choose one";
    Err(Problem::new(Code::MayNotSetPassword, found).help(help).into())
}
