//! The operator's break-glass: accounts as a whole, outside of any environment (SECURITY 2.8). All of it is recorded.

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

/// Everything that the operator may know of an account.
#[derive(Debug, Clone)]
pub struct AccountDetails {
    /// The account.
    pub account: Account,
    /// When the person last opened an environment.
    pub last_login_at: Option<Moment>,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether logging in takes a second factor.
    pub has_second_factor: bool,
    /// How many wrong passwords in a row strangers have tried.
    pub failures: i64,
    /// How many sessions are in force.
    pub sessions: usize,
    /// The environments that it is a member of, by name.
    pub memberships: Vec<MembershipSummary>,
}

/// A membership as the operator may know it.
#[derive(Debug, Clone)]
pub struct MembershipSummary {
    /// The environment's id.
    pub environment: PublicId,
    /// The environment's name.
    pub name: Name,
    /// Whether the person can open the environment.
    pub active: bool,
    /// Whether it is banned there.
    pub banned: bool,
    /// Whether the person administers the environment.
    pub administrator: bool,
}

/// The account with this address, username or id.
///
/// # Errors
/// Refuses if there is none.
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

/// Everything that the operator may know of an account.
///
/// # Errors
/// A fault of the database.
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

/// Lets an account that was denied after wrong passwords in again.
///
/// # Errors
/// Refuses an account that is not denied.
pub fn unlock_account(transaction: &mut Transaction, account: &Account) -> Result<Account, Error> {
    unlock(transaction, account)?;
    let after = Account { status: AccountStatus::Validated, ..account.clone() };
    record_status(transaction, account, &after)?;
    Ok(after)
}

/// Validates an account that is denied, and forgets the wrong passwords; whoever calls it records it.
pub fn unlock(transaction: &Transaction, account: &Account) -> Result<(), Error> {
    if !account::set_status(transaction, account.row, AccountStatus::Denied, AccountStatus::Validated)? {
        let found = format!("{} is {}, not denied", account.address, account.status);
        return Err(Problem::new(Code::WrongStatus, found).into());
    }
    Ok(account::forget_failures(transaction, account.row)?)
}

/// Makes a link by which the person of an account chooses a password, to be handed over by other ways than a letter. Links of
/// letters before are good no more.
///
/// # Errors
/// Refuses an account that may not log in.
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
/// Refuses an account that is banned or obfuscated already, and the last administrator of an environment.
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

/// Lifts the ban of an account: it is validated again, or invited if it never enrolled.
///
/// # Errors
/// Refuses an account that is not banned.
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
