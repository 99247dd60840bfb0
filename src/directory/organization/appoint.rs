//! Appoints the administrators of an organization, and dismisses them (SPEC R1.11).
//!
//! An organization may have none: then the operator alone acts for it. The last-administrator rule is about environments
//! (SPEC R1.7).

use super::rights::acts_for_organization;
use crate::directory::find::not_found;
use crate::domain::{
    Account, AccountStatus, Action, Caller, Change, Code, Effect, Error, Fault, Organization, Problem, Property,
    Subject, Value,
};
use crate::store::organization::administrator;
use crate::store::{Transaction, account};

/// Makes somebody an administrator of an organization; tells whether that is new.
///
/// # Errors
/// Refuses who may not act for the organization, and an account that is banned or obfuscated. An administrator of the
/// organization appoints people of its environments alone: any other is refused in the words for one that does not exist.
pub fn appoint(transaction: &mut Transaction, organization: &Organization, account: &Account) -> Result<bool, Error> {
    may_appoint(transaction, organization, account)?;
    if matches!(account.status, AccountStatus::Banned | AccountStatus::Obfuscated) {
        let found = format!("{} is {} and cannot log in", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    change(transaction, organization, |transaction| administrator::insert(transaction, organization.row, account.row))
}

/// Takes the rights of an administrator of an organization away; tells whether there were any. Where that person acts as
/// somebody else at the moment, the next request ends the session.
///
/// # Errors
/// As [`appoint`], but whatever the status of the account.
pub fn dismiss(transaction: &mut Transaction, organization: &Organization, account: &Account) -> Result<bool, Error> {
    may_appoint(transaction, organization, account)?;
    change(transaction, organization, |transaction| administrator::remove(transaction, organization.row, account.row))
}

/// The administrators of an organization, by address.
///
/// # Errors
/// A fault of the database.
pub fn list_organization_administrators(
    transaction: &Transaction,
    organization: &Organization,
) -> Result<Vec<Account>, Fault> {
    administrator::all(transaction, organization.row)
}

fn may_appoint(transaction: &Transaction, organization: &Organization, account: &Account) -> Result<(), Error> {
    if !acts_for_organization(transaction, organization.row)? {
        let found = "administrators of an organization are appointed and dismissed by the operator and by each other";
        return Err(Problem::new(Code::NotPermitted, found).help("`enlist org appoint` appoints one").into());
    }
    let is_known = transaction.caller == Caller::Operator
        || account::organizations(transaction, account.row)?.contains(&organization.row);
    if !is_known {
        let help = "only people of the organization's own environments can be appointed";
        return Err(not_found("account", account.address.as_str(), None, help).into());
    }
    Ok(())
}

/// Changes who administers an organization, and records who it was before and is now.
fn change(
    transaction: &mut Transaction,
    organization: &Organization,
    act: impl FnOnce(&Transaction) -> Result<bool, Fault>,
) -> Result<bool, Error> {
    let before = addresses(transaction, organization)?;
    if act(transaction)? {
        let after = addresses(transaction, organization)?;
        transaction.record(Effect {
            action: Action::Changed,
            subject: Subject::Organization,
            id: organization.id.clone(),
            label: organization.name.to_string(),
            changes: Change::between(Property::Administrators, before, after).into_iter().collect(),
            place: None,
        })?;
        return Ok(true);
    }
    Ok(false)
}

fn addresses(transaction: &Transaction, organization: &Organization) -> Result<Value<'static>, Fault> {
    let all = administrator::all(transaction, organization.row)?;
    Ok(Value::texts(all.into_iter().map(|account| account.address.to_string())))
}
