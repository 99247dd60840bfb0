//! Changes the global settings of the own account (SPEC R1.2). Only the person can: no administrator, script or
//! program.

use super::effect::account_changed;
use super::username::check_username;
use crate::directory::session::enter::{enter_as_self, no_such_environment};
use crate::domain::{
    Account, AccountSettings, Change, Effect, Error, Problems, Property, Session, Subject, Username, Value,
};
use crate::store::Transaction;
use crate::store::account::own_account;

/// The changes of an account. `None` keeps the present value.
#[derive(Debug, Clone, Default)]
pub struct AccountChange {
    /// The new username.
    pub username: Option<String>,
    /// The id of the environment that opens after login. `Some(None)` removes the default.
    pub default_environment: Option<Option<String>>,
    /// Whether the person wants letters about new versions.
    pub release_mails: Option<bool>,
    /// Whether the browser must not cache pages.
    pub disable_cache: Option<bool>,
}

/// Changes the global settings of the own account, and returns the changed account.
///
/// # Errors
/// Returns a refusal with all problems: a username that is invalid or taken, an environment that the person cannot
/// open. Refuses an administrator who acts as the person. Returns a fault if the database fails.
pub fn change_account_settings(
    transaction: &mut Transaction,
    session: &Session,
    change: AccountChange,
) -> Result<Account, Error> {
    let mut account = enter_as_self(transaction, session)?;
    let before = own_account::settings(transaction, account.row)?;
    let choices = own_account::choices(transaction, account.row)?;
    let mut problems = Problems::default();
    let username = match &change.username {
        Some(text) => problems.check("username", check_username(transaction, &account, text)?),
        None => None,
    };
    let row_of = |id: &str| choices.iter().map(|choice| &choice.environment).find(|known| known.id.as_str() == id);
    let default_environment = match &change.default_environment {
        None => before.default_environment,
        Some(None) => None,
        Some(Some(id)) => {
            let found = row_of(id).map(|environment| environment.row).ok_or_else(|| no_such_environment(id));
            problems.check("defaultEnvironment", found)
        }
    };
    problems.refuse()?;
    let after = AccountSettings {
        default_environment,
        release_mails: change.release_mails.unwrap_or(before.release_mails),
        disable_cache: change.disable_cache.unwrap_or(before.disable_cache),
        ..before.clone()
    };
    let name_of = |settings: &AccountSettings| {
        let known = choices.iter().find(|choice| Some(choice.environment.row) == settings.default_environment);
        known.map_or(Value::Nothing, |choice| Value::from(choice.environment.id.to_string()))
    };
    let mut changes: Vec<Change> = [
        Change::between(Property::DefaultEnvironment, name_of(&before), name_of(&after)),
        Change::between(Property::ReleaseMails, before.release_mails, after.release_mails),
        Change::between(Property::DisableCache, before.disable_cache, after.disable_cache),
    ]
    .into_iter()
    .flatten()
    .collect();
    if after != before {
        own_account::set_settings(transaction, account.row, &after)?;
    }
    if let Some(username) = username.filter(|username| username.as_str() != account.username) {
        changes.extend(take_username(transaction, &mut account, &username)?);
    }
    if !changes.is_empty() {
        transaction.record(account_changed(&account, changes))?;
    }
    Ok(account)
}

/// Sets the environment of the person that opens after login. `None` removes the default.
///
/// # Errors
/// As [`change_account_settings`].
pub fn set_default_environment(
    transaction: &mut Transaction,
    session: &Session,
    id: Option<&str>,
) -> Result<Account, Error> {
    let change = AccountChange { default_environment: Some(id.map(str::to_owned)), ..AccountChange::default() };
    change_account_settings(transaction, session, change)
}

/// Changes the username of the account, and records it in the environments of the person.
fn take_username(
    transaction: &mut Transaction,
    account: &mut Account,
    username: &Username,
) -> Result<Option<Change>, Error> {
    own_account::set_username(transaction, account, username)?;
    let before = std::mem::replace(&mut account.username, username.to_string());
    let change = Change::between(Property::Username, before, account.username.clone());
    let environments = own_account::changed_in_memberships(transaction, account, true)?;
    for environment in environments {
        let effect =
            Effect { subject: Subject::User, ..account_changed(account, change.clone().into_iter().collect()) };
        transaction.record_in(environment, effect)?;
    }
    Ok(change)
}
