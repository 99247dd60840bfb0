//! Links in letters. They belong to accounts, so the functions take a transaction.

use crate::domain::{Account, AccountStatus, EmailAddress, Fault, Link, LinkPurpose, Moment, PublicId};
use crate::store::sql::{Row, params};
use crate::store::transaction::Transaction;

const COLUMNS: &str =
    "SELECT l.id, l.public_id, l.account_id, a.public_id, l.purpose, l.address, l.address_key, l.created_at,
         l.expires_at, l.used_at FROM link l JOIN account a ON a.id = l.account_id";

/// Adds a link.
pub fn insert(
    transaction: &Transaction,
    account: &Account,
    purpose: LinkPurpose,
    address: &EmailAddress,
    expires_at: Moment,
) -> Result<Link, Fault> {
    let mut link = Link {
        row: 0,
        id: transaction.new_id(),
        account_row: account.row,
        account: account.id.clone(),
        purpose,
        address: address.clone(),
        created_at: transaction.now,
        expires_at,
        used_at: None,
    };
    link.row = transaction.sql.insert(
        "INSERT INTO link (public_id, account_id, purpose, address, address_key, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            link.id.as_str(),
            account.row,
            purpose.as_str(),
            address.as_str(),
            address.key(),
            link.created_at.0,
            link.expires_at.0,
        ],
    )?;
    Ok(link)
}

/// Returns the link with this id.
pub fn with_id(transaction: &Transaction, id: &PublicId) -> Result<Option<Link>, Fault> {
    let found = transaction.sql.query(&format!("{COLUMNS} WHERE l.public_id = ?1"), params![id.as_str()], read)?;
    Ok(found.into_iter().next())
}

/// Returns the link of a row.
pub fn with_row(transaction: &Transaction, row: i64) -> Result<Option<Link>, Fault> {
    let found = transaction.sql.query(&format!("{COLUMNS} WHERE l.id = ?1"), params![row], read)?;
    Ok(found.into_iter().next())
}

/// Returns whether a link is the newest of its account and purpose, and the status of the account.
pub fn standing(transaction: &Transaction, link: &Link) -> Result<(bool, AccountStatus), Fault> {
    let found = transaction.sql.query_one(
        "SELECT NOT EXISTS (SELECT 1 FROM link WHERE account_id = ?1 AND purpose = ?2 AND id > ?3), status
         FROM account WHERE id = ?1",
        params![link.account_row, link.purpose.as_str(), link.row],
        |row| Ok((row.flag(0)?, row.word(1, AccountStatus::from_text)?)),
    )?;
    Ok(found.unwrap_or((false, AccountStatus::Obfuscated)))
}

/// Marks a link as used. Returns whether it was unused, not expired and the newest. It is one statement, so that of several
/// concurrent requests only one succeeds.
pub fn use_up(transaction: &Transaction, link: &Link) -> Result<bool, Fault> {
    let used = transaction.sql.query_one(
        "UPDATE link SET used_at = ?2 WHERE id = ?1 AND used_at IS NULL AND expires_at > ?2
             AND NOT EXISTS (SELECT 1 FROM link n WHERE n.account_id = link.account_id AND n.purpose = link.purpose
                                 AND n.id > link.id)
         RETURNING id",
        params![link.row, transaction.now.0],
        |row| row.int(0),
    )?;
    Ok(used.is_some())
}

fn read(row: &Row) -> Result<Link, Fault> {
    Ok(Link {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        account_row: row.int(2)?,
        account: PublicId::stored(row.text(3)?),
        purpose: row.word(4, LinkPurpose::from_text)?,
        address: EmailAddress::stored(row.text(5)?, row.text(6)?),
        created_at: Moment(row.int(7)?),
        expires_at: Moment(row.int(8)?),
        used_at: row.optional_int(9)?.map(Moment),
    })
}
