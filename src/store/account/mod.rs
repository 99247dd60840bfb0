//! Accounts and login names. They cross environments, so the functions take a transaction.

pub mod address_change;
pub mod device;
pub mod own_account;
pub mod password;
pub mod second_factor;
pub mod throttle;

use super::sql::{Row, params};
use super::transaction::Transaction;
use crate::domain::{Account, AccountStatus, EmailAddress, Fault, Language, Moment, Name, PublicId, Username};
use crate::store::user::administrator::counting;

/// The owner of a login name.
pub enum Owner {
    /// Nobody: the address is free.
    Nobody,
    /// The account with this address.
    Account(Box<Account>),
    /// Another account, which uses it as a username.
    Other,
}

/// The columns of an account `a`, as [`read`] reads them.
macro_rules! columns {
    () => {
        "a.id, a.public_id, a.username, a.address, a.address_key, a.verified, a.status, a.created_at"
    };
}
pub(super) use columns;

const COLUMNS: &str = concat!("SELECT ", columns!(), " FROM account a");

/// The number of these columns.
pub(super) const COLUMN_COUNT: usize = 8;

/// Reads an account from the first columns of a row.
pub(super) fn read(row: &Row) -> Result<Account, Fault> {
    Ok(Account {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        username: row.text(2)?,
        address: EmailAddress::stored(row.text(3)?, row.text(4)?),
        verified: row.flag(5)?,
        status: row.word(6, AccountStatus::from_text)?,
        created_at: Moment(row.int(7)?),
    })
}

/// An account with the credentials that a login checks.
#[derive(Debug)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The hash of its password, if it has one.
    pub hash: Option<String>,
    /// Whether the person must choose a new password.
    pub must_change: bool,
    /// Whether a login needs a second factor.
    pub has_second_factor: bool,
    /// The number of consecutive failed logins from unknown browsers.
    pub failures: i64,
}

const CREDENTIALS: &str = concat!(
    "SELECT ",
    columns!(),
    ", p.hash, p.must_change, f.confirmed_at, a.failures
    FROM account a LEFT JOIN password p ON p.account_id = a.id LEFT JOIN second_factor f ON f.account_id = a.id"
);

/// Returns the account with this login name, with its credentials.
pub fn credentials_of_name(transaction: &Transaction, key: &str) -> Result<Option<Credentials>, Fault> {
    let statement = format!("{CREDENTIALS} WHERE a.id = (SELECT account_id FROM login_name WHERE key = ?1)");
    Ok(transaction.sql.query(&statement, params![key], read_credentials)?.pop())
}

/// Returns an account of a row, with its present credentials.
pub fn credentials(transaction: &Transaction, account: i64) -> Result<Option<Credentials>, Fault> {
    let statement = format!("{CREDENTIALS} WHERE a.id = ?1");
    Ok(transaction.sql.query(&statement, params![account], read_credentials)?.pop())
}

fn read_credentials(row: &Row) -> Result<Credentials, Fault> {
    Ok(Credentials {
        account: read(row)?,
        hash: row.optional_text(COLUMN_COUNT)?,
        must_change: row.optional_int(COLUMN_COUNT + 1)? == Some(1),
        has_second_factor: row.optional_int(COLUMN_COUNT + 2)?.is_some(),
        failures: row.int(COLUMN_COUNT + 3)?,
    })
}

/// Counts a failed login from an unknown browser, up to `most`. Returns the new number; `None` if `most` was reached before.
pub fn count_failure(transaction: &Transaction, account: i64, most: i64) -> Result<Option<i64>, Fault> {
    let statement = "UPDATE account SET failures = failures + 1 WHERE id = ?1 AND failures < ?2 RETURNING failures";
    transaction.sql.query_one(statement, params![account, most], |row| row.int(0))
}

/// Sets the failed logins from unknown browsers to their limit, so that no attempt is left.
pub fn exhaust_failures(transaction: &Transaction, account: i64, most: i64) -> Result<(), Fault> {
    transaction.sql.execute("UPDATE account SET failures = ?2 WHERE id = ?1", params![account, most]).map(drop)
}

/// Resets the failed logins from unknown browsers.
pub fn forget_failures(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction
        .sql
        .execute("UPDATE account SET failures = 0 WHERE id = ?1 AND failures > 0", params![account])
        .map(drop)
}

/// Changes the status of an account. Returns whether it had the status `from`.
pub fn set_status(
    transaction: &Transaction,
    account: i64,
    from: AccountStatus,
    to: AccountStatus,
) -> Result<bool, Fault> {
    let statement = "UPDATE account SET status = ?3, modified_at = ?4 WHERE id = ?1 AND status = ?2";
    let params = params![account, from.as_str(), to.as_str(), transaction.now.0];
    Ok(transaction.sql.execute(statement, params)? == 1)
}

/// Returns the owner of an address.
pub fn owner(transaction: &Transaction, address: &EmailAddress) -> Result<Owner, Fault> {
    let found = transaction.sql.query_one(
        concat!("SELECT ", columns!(), " FROM login_name l JOIN account a ON a.id = l.account_id WHERE l.key = ?1"),
        params![address.key()],
        read,
    )?;
    Ok(match found {
        None => Owner::Nobody,
        Some(account) if account.address == *address => Owner::Account(Box::new(account)),
        Some(_) => Owner::Other,
    })
}

/// Returns the account of a row.
pub fn with_row(transaction: &Transaction, row: i64) -> Result<Option<Account>, Fault> {
    let found = transaction.sql.query(&format!("{COLUMNS} WHERE a.id = ?1"), params![row], read)?;
    Ok(found.into_iter().next())
}

/// Returns the account with this id.
pub fn with_id(transaction: &Transaction, id: &str) -> Result<Option<Account>, Fault> {
    Ok(transaction.sql.query(&format!("{COLUMNS} WHERE a.public_id = ?1"), params![id], read)?.pop())
}

/// Returns when an environment was last opened with an account.
pub fn last_login(transaction: &Transaction, account: i64) -> Result<Option<Moment>, Fault> {
    let statement = "SELECT last_login_at FROM account WHERE id = ?1";
    let found = transaction.sql.query_one(statement, params![account], |row| row.optional_int(0))?;
    Ok(found.flatten().map(Moment))
}

/// A membership of an account, with the name of its environment.
pub struct Member {
    /// The environment's id.
    pub environment: PublicId,
    /// The environment's name.
    pub name: Name,
    /// Whether the person can open the environment.
    pub active: bool,
    /// Whether the membership is banned.
    pub banned: bool,
    /// Whether the person administers the environment.
    pub administrator: bool,
}

/// Returns the memberships of an account, by the environment's name.
pub fn memberships(transaction: &Transaction, account: i64) -> Result<Vec<Member>, Fault> {
    transaction.sql.query(
        "SELECT e.public_id, e.name, m.active, m.banned, m.administrator
         FROM membership m JOIN environment e ON e.id = m.environment_id WHERE m.account_id = ?1 ORDER BY e.name_key, e.id",
        params![account],
        |row| {
            Ok(Member {
                environment: PublicId::stored(row.text(0)?),
                name: Name::stored(row.text(1)?),
                active: row.flag(2)?,
                banned: row.flag(3)?,
                administrator: row.flag(4)?,
            })
        },
    )
}

/// Returns the names of the environments in which this account is the only administrator who can log in.
pub fn administered_alone(transaction: &Transaction, account: i64) -> Result<Vec<Name>, Fault> {
    let statement = format!(
        "SELECT e.name FROM membership m JOIN environment e ON e.id = m.environment_id
         WHERE m.account_id = ?1 AND m.administrator = 1 AND m.active = 1 AND m.banned = 0 AND NOT EXISTS (
             SELECT 1 FROM membership o JOIN account a ON a.id = o.account_id
             WHERE o.environment_id = m.environment_id AND o.id <> m.id AND {})
         ORDER BY e.name_key, e.id",
        counting("o", "a")
    );
    transaction.sql.query(&statement, params![account], |row| Ok(Name::stored(row.text(0)?)))
}

/// Returns the language of a person: that of the membership opened last, or else of the newest. Returns `None` without a
/// membership.
pub fn language(transaction: &Transaction, account: i64) -> Result<Option<Language>, Fault> {
    transaction.sql.query_one(
        "SELECT language FROM membership WHERE account_id = ?1
         ORDER BY coalesce(last_opened_at, -1) DESC, created_at DESC, id DESC LIMIT 1",
        params![account],
        |row| row.word(0, |code| Language::parse(code).ok()),
    )
}

/// Returns the row of the environment of the newest membership, with its name and language. Returns `None` without a
/// membership.
pub fn newest_membership(transaction: &Transaction, account: i64) -> Result<Option<(i64, String, Language)>, Fault> {
    transaction.sql.query_one(
        "SELECT environment_id, name, language FROM membership WHERE account_id = ?1 ORDER BY id DESC LIMIT 1",
        params![account],
        |row| Ok((row.int(0)?, row.text(1)?, row.word(2, |code| Language::parse(code).ok())?)),
    )
}

/// Returns whether an account has a membership outside of an organization.
pub fn reaches_beyond(transaction: &Transaction, account: i64, organization: i64) -> Result<bool, Fault> {
    let found = transaction.sql.query_one(
        "SELECT 1 FROM membership m JOIN environment e ON e.id = m.environment_id
         WHERE m.account_id = ?1 AND e.organization_id <> ?2",
        params![account, organization],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Returns the organizations that an account administers or in an environment of which it has a membership, active or not.
pub fn organizations(transaction: &Transaction, account: i64) -> Result<Vec<i64>, Fault> {
    transaction.sql.query(
        "SELECT e.organization_id FROM membership m JOIN environment e ON e.id = m.environment_id WHERE m.account_id = ?1
         UNION SELECT o.organization_id FROM organization_administrator o WHERE o.account_id = ?1",
        params![account],
        |row| row.int(0),
    )
}

/// Returns whether an external directory manages an account: whether a membership has an external id.
pub fn is_external(transaction: &Transaction, account: i64) -> Result<bool, Fault> {
    let found = transaction.sql.query_one(
        "SELECT 1 FROM membership WHERE account_id = ?1 AND external_id IS NOT NULL LIMIT 1",
        params![account],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Removes all credentials of an account and everything that could become one: passwords, second factors, devices, pending
/// changes of address, links, usernames. Its address stays. The caller ends its sessions.
pub fn forget_credentials(transaction: &Transaction, account: &Account) -> Result<(), Fault> {
    for statement in [
        "DELETE FROM password WHERE account_id = ?1",
        "DELETE FROM former_password WHERE account_id = ?1",
        "DELETE FROM second_factor WHERE account_id = ?1",
        "DELETE FROM recovery_code WHERE account_id = ?1",
        "DELETE FROM device WHERE account_id = ?1",
        "DELETE FROM address_change WHERE account_id = ?1",
    ] {
        transaction.sql.execute(statement, params![account.row])?;
    }
    transaction.sql.execute(
        "UPDATE link SET used_at = ?2 WHERE account_id = ?1 AND used_at IS NULL",
        params![account.row, transaction.now.0],
    )?;
    let statement = "DELETE FROM login_name WHERE account_id = ?1 AND key <> ?2";
    transaction.sql.execute(statement, params![account.row, account.address.key()]).map(drop)
}

/// Marks an account as enrolled: verified, with its chosen username. Returns whether the username was free.
pub fn set_enrolled(transaction: &Transaction, account: &Account, username: &Username) -> Result<bool, Fault> {
    transaction.sql.execute(
        "INSERT INTO login_name (key, account_id) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING",
        params![username.key(), account.row],
    )?;
    let statement = "SELECT account_id FROM login_name WHERE key = ?1";
    let owner = transaction.sql.query_one(statement, params![username.key()], |row| row.int(0))?;
    transaction.sql.execute(
        "UPDATE account SET username = ?2, verified = 1, status = ?3, failures = 0, modified_at = ?4 WHERE id = ?1",
        params![account.row, username.as_str(), AccountStatus::Validated.as_str(), transaction.now.0],
    )?;
    Ok(owner == Some(account.row))
}

/// Adds an invited account whose username is its address (seed 000).
pub fn insert(transaction: &Transaction, address: &EmailAddress) -> Result<Account, Fault> {
    let mut account = Account {
        row: 0,
        id: transaction.new_id(),
        username: address.as_str().to_owned(),
        address: address.clone(),
        verified: false,
        status: AccountStatus::Invited,
        created_at: transaction.now,
    };
    account.row = transaction.sql.insert(
        "INSERT INTO account (public_id, username, address, address_key, verified, status, release_mails, disable_cache,
                              created_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, 0, ?5, 0, 0, ?6, ?6)",
        params![
            account.id.as_str(),
            &account.username,
            address.as_str(),
            address.key(),
            account.status.as_str(),
            account.created_at.0,
        ],
    )?;
    transaction
        .sql
        .defer("INSERT INTO login_name (key, account_id) VALUES (?1, ?2)", params![address.key(), account.row])?;
    Ok(account)
}
