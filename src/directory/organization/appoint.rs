//! Appoints and dismisses the administrators of an organization (SPEC R1.11).
//!
//! An organization may have no administrators. Then only the operator acts for it. The last-administrator rule is about
//! environments (SPEC R1.7).

use super::rights::acts_for_organization;
use crate::directory::find::not_found;
use crate::domain::{
    Account, AccountStatus, Action, Caller, Change, Code, Effect, Error, Fault, Organization, Problem, Property,
    Subject, Value,
};
use crate::store::organization::administrator;
use crate::store::{Transaction, account};

/// Appoints an administrator of an organization. Returns whether the account was not one before.
///
/// # Errors
/// Returns a refusal for a caller who may not act for the organization, and for a banned or obfuscated account. An
/// administrator of the organization can only appoint people of its environments: any other account gets the refusal
/// for one that does not exist. Returns a fault if the database fails.
pub fn appoint(transaction: &mut Transaction, organization: &Organization, account: &Account) -> Result<bool, Error> {
    may_appoint(transaction, organization, account)?;
    if matches!(account.status, AccountStatus::Banned | AccountStatus::Obfuscated) {
        let found = format!("{} is {} and cannot log in", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    change(transaction, organization, |transaction| administrator::insert(transaction, organization.row, account.row))
}

/// Dismisses an administrator of an organization. Returns whether the account was one before. If the person is acting
/// as another user, the next request ends that session.
///
/// # Errors
/// As [`appoint`], but the status of the account does not matter.
pub fn dismiss(transaction: &mut Transaction, organization: &Organization, account: &Account) -> Result<bool, Error> {
    may_appoint(transaction, organization, account)?;
    change(transaction, organization, |transaction| administrator::remove(transaction, organization.row, account.row))
}

/// Returns the administrators of an organization, by address.
///
/// # Errors
/// Returns a fault if the database fails.
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

/// Changes the administrators of an organization, and records who they were before and after.
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
