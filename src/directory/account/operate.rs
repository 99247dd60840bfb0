//! Operations of the operator on accounts, outside of environments (SECURITY 2.8). All of them are recorded.

use super::effect::account_changed;
use crate::directory::find::not_found;
use crate::directory::link::issue::issue_link;
use crate::directory::session::manage::{end_sessions, list_sessions};
use crate::domain::{
    Account, AccountStatus, Change, Code, Error, Link, LinkPurpose, Moment, Name, Problem, Property, PublicId, Value,
    list_of, login_key,
};
use crate::store::Transaction;
use crate::store::account::{self, Member};

/// Everything that the operator may know about an account.
#[derive(Debug, Clone)]
pub struct AccountDetails {
    /// The account.
    pub account: Account,
    /// When the person last logged in.
    pub last_login_at: Option<Moment>,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether the login requires a second factor.
    pub has_second_factor: bool,
    /// The number of wrong passwords in a row from unknown browsers.
    pub failures: i64,
    /// The number of valid sessions.
    pub sessions: usize,
    /// The memberships, by name of the environment.
    pub memberships: Vec<MembershipSummary>,
}

/// The part of a membership that the operator may know.
#[derive(Debug, Clone)]
pub struct MembershipSummary {
    /// The environment's id.
    pub environment: PublicId,
    /// The environment's name.
    pub name: Name,
    /// Whether the membership is active.
    pub active: bool,
    /// Whether the membership is banned.
    pub banned: bool,
    /// Whether the person is an administrator of the environment.
    pub administrator: bool,
}

/// Returns the account with this address, username or id.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_account(transaction: &Transaction, name_or_id: &str) -> Result<Account, Error> {
    let by_name = match login_key(name_or_id) {
        Some(key) => account::credentials_of_name(transaction, &key)?.map(|found| found.account),
        None => None,
    };
    let found = match by_name {
        Some(found) => Some(found),
        None => account::with_id(transaction, name_or_id)?,
    };
    let help = "accounts are found by address, username or id; `enlist user list --search TEXT` looks for names";
    found.ok_or_else(|| not_found("account", name_or_id, None, help).into())
}

/// Returns everything that the operator may know about an account.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_account(transaction: &Transaction, account: Account) -> Result<AccountDetails, Error> {
    let known = account::credentials(transaction, account.row)?;
    let memberships = account::memberships(transaction, account.row)?;
    let summary = |member: Member| MembershipSummary {
        environment: member.environment,
        name: member.name,
        active: member.active,
        banned: member.banned,
        administrator: member.administrator,
    };
    Ok(AccountDetails {
        last_login_at: account::last_login(transaction, account.row)?,
        has_password: known.as_ref().is_some_and(|known| known.hash.is_some()),
        has_second_factor: known.as_ref().is_some_and(|known| known.has_second_factor),
        failures: known.map_or(0, |known| known.failures),
        sessions: list_sessions(transaction, account.row)?.len(),
        memberships: memberships.into_iter().map(summary).collect(),
        account,
    })
}

/// Unlocks an account that was denied after wrong passwords.
///
/// # Errors
/// Returns a refusal if the account is not denied; a fault if the database fails.
pub fn unlock_account(transaction: &mut Transaction, account: &Account) -> Result<Account, Error> {
    unlock(transaction, account)?;
    let after = Account { status: AccountStatus::Validated, ..account.clone() };
    record_status(transaction, account, &after)?;
    Ok(after)
}

/// Validates a denied account and resets its counter of wrong passwords. The caller records it.
///
/// # Errors
/// Returns a refusal if the account is not denied; a fault if the database fails.
pub fn unlock(transaction: &Transaction, account: &Account) -> Result<(), Error> {
    if !account::set_status(transaction, account.row, AccountStatus::Denied, AccountStatus::Validated)? {
        let found = format!("{} is {}, not denied", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    Ok(account::forget_failures(transaction, account.row)?)
}

/// Creates a link with which the person of an account chooses a password. The operator passes it on by other means than
/// a letter. Earlier links in letters become invalid.
///
/// # Errors
/// Returns a refusal for an account that may not log in; a fault if the database fails.
pub fn make_reset_link(transaction: &mut Transaction, account: &Account) -> Result<Link, Error> {
    let purpose = match account.status {
        AccountStatus::Invited => LinkPurpose::Enrol,
        AccountStatus::Validated | AccountStatus::Denied => LinkPurpose::Reset,
        AccountStatus::Banned | AccountStatus::Obfuscated => {
            let found = format!("{} is {} and cannot log in", account.address, account.status);
            return Err(Problem::new(Code::WrongStatus, found).into());
        }
    };
    let link = issue_link(transaction, account, purpose, &account.address)?;
    let change = Change::added(Property::Link, Value::from(purpose.as_str()));
    transaction.record(account_changed(account, vec![change]))?;
    Ok(link)
}

/// Bans an account from the whole installation: it cannot log in, and its sessions end.
///
/// # Errors
/// Returns a refusal if the account is already banned or obfuscated, or is the last administrator of an environment; a
/// fault if the database fails.
pub fn ban_account(transaction: &mut Transaction, account: &Account) -> Result<Account, Error> {
    if matches!(account.status, AccountStatus::Banned | AccountStatus::Obfuscated) {
        let found = format!("{} is {} already", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    let alone: Vec<Name> = account::administered_alone(transaction, account.row)?;
    if !alone.is_empty() {
        let names = list_of(alone.iter().map(Name::as_str));
        let found = format!("{} is the last active administrator of {names}", account.address);
        return Err(Problem::new(Code::LastAdministrator, found)
            .help("make somebody else an administrator first")
            .into());
    }
    let after = Account { status: AccountStatus::Banned, ..account.clone() };
    account::set_status(transaction, account.row, account.status, after.status)?;
    end_sessions(transaction, account.row, None)?;
    record_status(transaction, account, &after)?;
    Ok(after)
}

/// Lifts the ban of an account. It becomes validated again, or invited if it never enrolled.
///
/// # Errors
/// Returns a refusal if the account is not banned; a fault if the database fails.
pub fn unban_account(transaction: &mut Transaction, account: &Account) -> Result<Account, Error> {
    let status = if account.verified { AccountStatus::Validated } else { AccountStatus::Invited };
    if !account::set_status(transaction, account.row, AccountStatus::Banned, status)? {
        let found = format!("{} is {}, not banned", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    account::forget_failures(transaction, account.row)?;
    let after = Account { status, ..account.clone() };
    record_status(transaction, account, &after)?;
    Ok(after)
}

fn record_status(transaction: &mut Transaction, before: &Account, after: &Account) -> Result<(), Error> {
    let change = Change::between(Property::Status, before.status.as_str(), after.status.as_str());
    Ok(transaction.record(account_changed(after, change.into_iter().collect()))?)
}
