//! Letters of the installation: about an account, not about an environment (SPEC R4).

use crate::directory::user::invite::PER_DAY;
use crate::domain::{Account, EmailAddress, Fault, Language, Letter, LetterKind, LetterStatus, Link};
use crate::store::{self, Transaction, letter};

/// The maximum number of letters of one kind per day and address that people who only know the address can cause.
const PER_DAY_FOR_STRANGERS: i64 = 3;

/// Returns whether a caller who only knows an address may cause one more letter of a kind to it today. The limit is
/// three, so that strangers cannot use up the limit of all letters.
///
/// # Errors
/// A fault of the database.
pub fn may_ask(transaction: &Transaction, kind: LetterKind, to: &EmailAddress) -> Result<bool, Fault> {
    let today = letter::count_of_installation(transaction, kind, to, transaction.now.start_of_day())?;
    Ok(today < PER_DAY_FOR_STRANGERS)
}

/// Stores a letter about an account, within the daily limit of the address. Returns whether it did.
///
/// Its language is that of the membership that was opened last, otherwise of the newest one, otherwise English. The
/// delivery inserts the link, if there is one.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn write_account_letter(
    transaction: &Transaction,
    account: &Account,
    kind: LetterKind,
    to: &EmailAddress,
    link: Option<&Link>,
) -> Result<bool, Fault> {
    let (_, today) = letter::count_since(transaction, None, to, transaction.now.start_of_day())?;
    if today >= PER_DAY.1 {
        return Ok(false);
    }
    let language = store::account::language(transaction, account.row)?.unwrap_or(Language::ENGLISH);
    let letter = Letter {
        id: transaction.new_id(),
        kind,
        language,
        to: to.clone(),
        name: account.username.clone(),
        environment: String::new(),
        sender: None,
        subject: None,
        body: None,
        link: link.map(|link| link.row),
        status: LetterStatus::Waiting,
        attempts: 0,
        next_at: Some(transaction.now),
        problem: None,
        created_at: transaction.now,
    };
    letter::insert_of_installation(transaction, account, &letter)?;
    Ok(true)
}
