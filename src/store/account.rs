//! Accounts and login names. They cross environments: the functions take a transaction.

use super::sql::{Row, params};
use super::work::Transaction;
use crate::domain::{Account, AccountStatus, EmailAddress, Fault, Language, Moment, PublicId};

const COLUMNS: &str =
    "SELECT a.id, a.public_id, a.username, a.address, a.address_key, a.verified, a.status, a.created_at FROM account a";

/// What a login name belongs to.
pub enum Owner {
    /// To nobody: the address is free.
    Nobody,
    /// To the account with this address.
    Account(Box<Account>),
    /// To somebody else, who uses it as a username.
    Other,
}

/// Who owns an address.
pub fn owner(transaction: &Transaction, address: &EmailAddress) -> Result<Owner, Fault> {
    let statement = format!("{COLUMNS} JOIN login_name l ON l.account_id = a.id WHERE l.key = ?1");
    let found = transaction.sql.query(&statement, params![address.key()], read)?.into_iter().next();
    Ok(match found {
        None => Owner::Nobody,
        Some(account) if account.address == *address => Owner::Account(Box::new(account)),
        Some(_) => Owner::Other,
    })
}

/// The account of a row.
pub fn with_row(transaction: &Transaction, row: i64) -> Result<Option<Account>, Fault> {
    let found = transaction.sql.query(&format!("{COLUMNS} WHERE a.id = ?1"), params![row], read)?;
    Ok(found.into_iter().next())
}

/// The language that a person reads: that of the membership opened last, or else of the newest; nothing without any.
pub fn language(transaction: &Transaction, account: i64) -> Result<Option<Language>, Fault> {
    transaction.sql.query_one(
        "SELECT language FROM membership WHERE account_id = ?1
         ORDER BY coalesce(last_opened_at, -1) DESC, created_at DESC, id DESC LIMIT 1",
        params![account],
        |row| row.word(0, |code| Language::parse(code).ok()),
    )
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
        .execute("INSERT INTO login_name (key, account_id) VALUES (?1, ?2)", params![address.key(), account.row])?;
    Ok(account)
}

fn read(row: &Row) -> Result<Account, Fault> {
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
