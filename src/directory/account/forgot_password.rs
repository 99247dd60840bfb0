//! A letter for who has forgotten the password, or whose link is too old (SPEC R4.1, R4.3). The answer is always the same.
//!
//! # What strangers can cause
//!
//! Whoever knows a name can have such letters written, and an address gets ten letters a day in all, three of them from one
//! environment (SECURITY 2.1). So that nobody uses these up for others, a stranger's share is smaller: three of the ten, which
//! leaves seven for notices and for what administrators cause, and two of an environment's three, which leaves one for an
//! invitation that an administrator sends again. Three letters are enough for who looks for the first among unwanted mail, and a
//! fourth on the same day would not be found either. Who has come to the limit is helped by an administrator, or tomorrow.

use super::letter::{may_ask, write_account_letter};
use super::throttle::{Throttle, count_try};
use crate::directory::link::issue::{bad_link, issue_link, sealed_link};
use crate::directory::user::invite::PER_DAY;
use crate::domain::{
    Account, AccountStatus, Error, Fault, Key, Letter, LetterKind, LetterStatus, LinkPurpose, Name, login_key, name_key,
};
use crate::store::{Transaction, account, environment, letter};
use std::net::IpAddr;

/// Who has a letter written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requester {
    /// Anybody who knows the name.
    Stranger,
    /// An administrator, or who has got a letter before.
    EnvironmentOutline,
}

/// Counts that somebody asks for a new password, for names that somebody has and that nobody has alike.
///
/// # Errors
/// Refuses what was asked too often of late.
pub fn ask_for_password(transaction: &mut Transaction, name: &str, from: Option<IpAddr>) -> Result<(), Error> {
    let key = login_key(name);
    let by_name = Throttle::of_name("forgot", key.as_deref().unwrap_or(&name_key(name)));
    let by_network = from.map(|from| Throttle::of_network("forgot", from));
    let throttles: Vec<Throttle> = [by_name].into_iter().chain(by_network).collect();
    count_try(transaction, &throttles)
}

/// Writes a letter with a link for a new password, if somebody has this username or address; who has not enrolled yet gets the
/// welcome again. It goes to the address that is stored, whatever was typed.
///
/// Writing a letter takes longer than writing none, so whoever asked is answered after [`ask_for_password`], without waiting
/// for this.
///
/// # Errors
/// A fault of the database.
pub fn forgot_password(transaction: &mut Transaction, name: &str) -> Result<(), Error> {
    let key = login_key(name);
    if let Some(found) = account::credentials_of_name(transaction, key.as_deref().unwrap_or_default())? {
        write_reset(transaction, &found.account, Requester::Stranger)?;
    }
    Ok(())
}

/// Writes the welcome again for who comes with a link to enrol that is too old; tells whether the address had not had enough
/// letters today.
///
/// # Errors
/// Refuses a link that was never good for that, and one of somebody who has enrolled meanwhile.
pub fn ask_new_link(transaction: &mut Transaction, key: &Key, link_text: &str) -> Result<bool, Error> {
    let link = sealed_link(transaction, key, link_text)?.filter(|link| link.purpose == LinkPurpose::Enrol);
    let link = link.ok_or_else(bad_link)?;
    let account = account::with_row(transaction, link.account_row)?;
    let account = account.filter(|account| account.status == AccountStatus::Invited && account.address == link.address);
    Ok(welcome_again(transaction, &account.ok_or_else(bad_link)?, Requester::EnvironmentOutline)?)
}

/// Writes the letter by which an account gets a password: a link for a new one, or the welcome if there is none yet; tells
/// whether it did. Accounts that may not log in get none.
pub fn write_reset(transaction: &Transaction, account: &Account, asker: Requester) -> Result<bool, Fault> {
    match account.status {
        AccountStatus::Invited => welcome_again(transaction, account, asker),
        AccountStatus::Validated | AccountStatus::Denied => {
            // Without a letter there must be no newer link: it would take the place of the one in the last letter.
            let (_, today) = letter::count_since(transaction, None, &account.address, transaction.now.start_of_day())?;
            let may =
                asker == Requester::EnvironmentOutline || may_ask(transaction, LetterKind::Reset, &account.address)?;
            if today >= PER_DAY.1 || !may {
                return Ok(false);
            }
            let link = issue_link(transaction, account, LinkPurpose::Reset, &account.address)?;
            write_account_letter(transaction, account, LetterKind::Reset, &account.address, Some(&link))
        }
        AccountStatus::Banned | AccountStatus::Obfuscated => Ok(false),
    }
}

/// Writes the welcome again, in the name of the environment that the person was added to last.
fn welcome_again(transaction: &Transaction, account: &Account, asker: Requester) -> Result<bool, Fault> {
    let Some((row, name, language)) = account::newest_membership(transaction, account.row)? else {
        return Ok(false);
    };
    let today = transaction.now.start_of_day();
    let (here, everywhere) = letter::count_since(transaction, Some(row), &account.address, today)?;
    let found = environment::of_row(transaction, row)?.pop();
    let most_here = if asker == Requester::Stranger { PER_DAY.0 - 1 } else { PER_DAY.0 };
    let Some(environment) = found.filter(|_| here < most_here && everywhere < PER_DAY.1) else {
        return Ok(false);
    };
    let link = issue_link(transaction, account, LinkPurpose::Enrol, &account.address)?;
    let letter = Letter {
        id: transaction.new_id(),
        kind: LetterKind::Welcome,
        language,
        to: account.address.clone(),
        name,
        environment: environment.name.to_string(),
        sender: environment.policy.mail_sender.as_ref().map(Name::to_string),
        subject: None,
        body: None,
        link: Some(link.row),
        status: LetterStatus::Waiting,
        attempts: 0,
        next_at: Some(transaction.now),
        problem: None,
        created_at: transaction.now,
    };
    letter::insert_of_environment(transaction, row, account, &letter)?;
    Ok(true)
}
