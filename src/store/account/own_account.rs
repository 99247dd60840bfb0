//! The settings, the username and the address of a person's own account, and the environments that the person can open. An
//! account crosses environments, so the functions take a transaction.

use crate::domain::{Account, AccountSettings, EmailAddress, EnvironmentChoice, Fault, Moment, Name, Username};
use crate::store::environment;
use crate::store::sql::params;
use crate::store::transaction::Transaction;
use crate::store::user::search;

/// Returns the global settings of an account.
pub fn settings(transaction: &Transaction, account: i64) -> Result<AccountSettings, Fault> {
    let found = transaction.sql.query_one(
        "SELECT default_environment_id, release_mails, disable_cache, last_login_at, modified_at FROM account
         WHERE id = ?1",
        params![account],
        |row| {
            Ok(AccountSettings {
                default_environment: row.optional_int(0)?,
                release_mails: row.flag(1)?,
                disable_cache: row.flag(2)?,
                last_login_at: row.optional_int(3)?.map(Moment),
                modified_at: Moment(row.int(4)?),
            })
        },
    )?;
    found.ok_or_else(|| Fault::new("reading the settings of an account", "it is gone"))
}

/// Updates the global settings of an account, except its last login.
pub fn set_settings(transaction: &Transaction, account: i64, settings: &AccountSettings) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE account SET default_environment_id = ?2, release_mails = ?3, disable_cache = ?4, modified_at = ?5
             WHERE id = ?1",
            params![
                account,
                settings.default_environment,
                settings.release_mails,
                settings.disable_cache,
                transaction.now.0,
            ],
        )
        .map(drop)
}

/// Returns the environments in which an account has an active membership that is not banned: the default first, then by
/// name.
pub fn choices(transaction: &Transaction, account: i64) -> Result<Vec<EnvironmentChoice>, Fault> {
    transaction.sql.query(
        "SELECT e.id, e.public_id, e.organization_id, e.name, e.policy, e.created_at, o.name, m.name, m.administrator,
                a.default_environment_id IS NOT DISTINCT FROM e.id AS is_default, m.last_opened_at
         FROM membership m JOIN account a ON a.id = m.account_id JOIN environment e ON e.id = m.environment_id
             JOIN organization o ON o.id = e.organization_id
         WHERE m.account_id = ?1 AND m.active = 1 AND m.banned = 0
         ORDER BY is_default DESC, e.name_key, o.name_key, e.id",
        params![account],
        |row| {
            Ok(EnvironmentChoice {
                environment: environment::read(row)?,
                organization: Name::stored(row.text(6)?),
                name: Name::stored(row.text(7)?),
                administrator: row.flag(8)?,
                is_default: row.flag(9)?,
                last_opened_at: row.optional_int(10)?.map(Moment),
            })
        },
    )
}

/// Returns the names of a person in the environments that have added the person, at most 50, the newest first.
pub fn names(transaction: &Transaction, account: i64) -> Result<Vec<String>, Fault> {
    let statement = "SELECT name FROM membership WHERE account_id = ?1 ORDER BY id DESC LIMIT 50";
    transaction.sql.query(statement, params![account], |row| row.text(0))
}

/// Records that a person opens an environment now.
pub fn opened(transaction: &Transaction, account: i64, environment: i64) -> Result<(), Fault> {
    let now = transaction.now.0;
    transaction.sql.execute(
        "UPDATE membership SET last_opened_at = ?3 WHERE account_id = ?1 AND environment_id = ?2",
        params![account, environment, now],
    )?;
    Ok(())
}

/// Notes that a person logs in now.
pub fn logged_in(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    let statement = "UPDATE account SET last_login_at = ?2 WHERE id = ?1";
    transaction.sql.execute(statement, params![account, transaction.now.0]).map(drop)
}

/// Returns the row of the account that has a login name.
pub fn owner_of_login_name(transaction: &Transaction, key: &str) -> Result<Option<i64>, Fault> {
    transaction.sql.query_one("SELECT account_id FROM login_name WHERE key = ?1", params![key], |row| row.int(0))
}

/// Changes the username of an account. The new login name replaces the previous one, unless that is the address.
pub fn set_username(transaction: &Transaction, account: &Account, username: &Username) -> Result<(), Fault> {
    transaction.sql.execute(
        "UPDATE account SET username = ?2, modified_at = ?3 WHERE id = ?1",
        params![account.row, username.as_str(), transaction.now.0],
    )?;
    keep_login_names(transaction, account.row, &[account.address.key(), username.key()])
}

/// Changes the address of an account to a verified one. `username` is the new address too, if it was the old one.
pub fn set_address(
    transaction: &Transaction,
    account: &Account,
    address: &EmailAddress,
    username: &Username,
) -> Result<(), Fault> {
    search::leave_everywhere(transaction, account.row)?;
    transaction.sql.execute(
        "UPDATE account SET address = ?2, address_key = ?3, username = ?4, verified = 1, modified_at = ?5 WHERE id = ?1",
        params![account.row, address.as_str(), address.key(), username.as_str(), transaction.now.0],
    )?;
    keep_login_names(transaction, account.row, &[address.key(), username.key()])?;
    search::enter_everywhere(transaction, account.row)
}

/// Sets the login names of an account. The key of the table refuses a name of another account.
fn keep_login_names(transaction: &Transaction, account: i64, keys: &[&str]) -> Result<(), Fault> {
    let all = serde_json::Value::from(keys).to_string();
    transaction.sql.execute(
        "DELETE FROM login_name WHERE account_id = ?1 AND key NOT IN (SELECT value FROM json_each(?2))",
        params![account, &all],
    )?;
    for key in keys {
        if owner_of_login_name(transaction, key)? != Some(account) {
            transaction
                .sql
                .execute("INSERT INTO login_name (key, account_id) VALUES (?1, ?2)", params![*key, account])?;
        }
    }
    Ok(())
}

/// Marks the memberships of an account as modified by the person: all of them, or only those that the person has opened,
/// because only these environments see the username (SECURITY 2.1). Returns the rows of the environments.
pub fn changed_in_memberships(
    transaction: &Transaction,
    account: &Account,
    only_opened: bool,
) -> Result<Vec<i64>, Fault> {
    transaction.sql.query(
        "UPDATE membership SET modified_at = ?2, modified_by = ?3
         WHERE account_id = ?1 AND (?4 = 0 OR last_opened_at IS NOT NULL) RETURNING environment_id",
        params![account.row, transaction.now.0, account.id.as_str(), only_opened],
        |row| row.int(0),
    )
}

/// Invalidates the unused links of an account: they are in letters to an address that it no longer has.
pub fn void_links(transaction: &Transaction, account: i64) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "UPDATE link SET used_at = ?2 WHERE account_id = ?1 AND used_at IS NULL",
            params![account, transaction.now.0],
        )
        .map(drop)
}
