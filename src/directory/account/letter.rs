//! Letters of the installation: about somebody's account, not about an environment (SPEC R4).

use crate::directory::user::invite::PER_DAY;
use crate::domain::{Account, EmailAddress, Fault, Language, Letter, LetterKind, LetterStatus, Link};
use crate::store::{self, Transaction, letter};

/// Of the letters that an address gets in a day, so many of one kind can be caused by people who merely know it.
const PER_DAY_FOR_STRANGERS: i64 = 3;

/// Whether somebody who has shown nothing but to know an address may cause one more letter of a kind to it today: there are
/// three, so that the limit of all letters is not used up by strangers.
///
/// # Errors
/// A fault of the database.
pub fn may_ask(transaction: &Transaction, kind: LetterKind, to: &EmailAddress) -> Result<bool, Fault> {
    let today = letter::count_of_installation(transaction, kind, to, transaction.now.start_of_day())?;
    Ok(today < PER_DAY_FOR_STRANGERS)
}

/// Writes a letter about an account, if the address has not had enough letters today; tells whether it did.
///
/// It is in the language of the membership that was opened last, or else of the newest; without any, in English. The link, if
/// there is one, is put in at delivery.
///
/// # Errors
/// A fault of the database.
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
