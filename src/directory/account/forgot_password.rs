//! Letters for people who forgot the password, or whose link has expired (SPEC R4.1, R4.3). The response is always the
//! same.
//!
//! # Limits for strangers
//!
//! Anybody who knows a name can cause such letters. An address gets at most ten letters a day in total, and three from
//! one environment (SECURITY 2.1). Strangers must not use these up, so they can cause fewer: three of the ten, which
//! leaves seven for notices and for letters that administrators cause; and two of the three, which leaves one for an
//! invitation that an administrator sends again. Three letters are enough for a person who finds the first one among
//! unwanted mail. After that, an administrator can help, or the person waits a day.

use super::letter::{may_ask, write_account_letter};
use super::throttle::{Throttle, count_try};
use crate::directory::link::issue::{bad_link, issue_link, sealed_link};
use crate::directory::user::invite::PER_DAY;
use crate::domain::{
    Account, AccountStatus, Error, Fault, Key, Letter, LetterKind, LetterStatus, LinkPurpose, Name, login_key, name_key,
};
use crate::store::{Transaction, account, environment, letter};
use std::net::IpAddr;

/// Who causes a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requester {
    /// Anybody who knows the name.
    Stranger,
    /// An administrator, or who has got a letter before.
    Trusted,
}

/// Counts a request for a new password, for existing and unknown names alike.
///
/// # Errors
/// Returns a refusal after too many recent requests; a fault if the database fails.
pub fn ask_for_password(transaction: &mut Transaction, name: &str, from: Option<IpAddr>) -> Result<(), Error> {
    let key = login_key(name);
    let by_name = Throttle::of_name("forgot", key.as_deref().unwrap_or(&name_key(name)));
    let by_network = from.map(|from| Throttle::of_network("forgot", from));
    let throttles: Vec<Throttle> = [by_name].into_iter().chain(by_network).collect();
    count_try(transaction, &throttles)
}

/// Stores a letter with a link for a new password, if an account has this username or address. An account that has not
/// enrolled gets the welcome again. The letter goes to the stored address, not to the typed one.
///
/// Storing a letter takes longer than storing none. So the response is sent after [`ask_for_password`], without waiting
/// for this.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn forgot_password(transaction: &mut Transaction, name: &str) -> Result<(), Error> {
    let key = login_key(name);
    if let Some(found) = account::credentials_of_name(transaction, key.as_deref().unwrap_or_default())? {
        write_reset(transaction, &found.account, Requester::Stranger)?;
    }
    Ok(())
}

/// Stores the welcome again for a person with an expired link for enrolment. Returns `false` if the address has reached
/// its daily limit of letters.
///
/// # Errors
/// Returns a refusal for a link that was never valid for enrolment, or whose person has enrolled since; a fault if the
/// database fails.
pub fn ask_new_link(transaction: &mut Transaction, key: &Key, link_text: &str) -> Result<bool, Error> {
    let link = sealed_link(transaction, key, link_text)?.filter(|link| link.purpose == LinkPurpose::Enrol);
    let link = link.ok_or_else(bad_link)?;
    let account = account::with_row(transaction, link.account_row)?;
    let account = account.filter(|account| account.status == AccountStatus::Invited && account.address == link.address);
    Ok(welcome_again(transaction, &account.ok_or_else(bad_link)?, Requester::Trusted)?)
}

/// Writes the letter by which an account gets a password: a link for a new one, or the welcome if there is none yet; tells
/// whether it did. Accounts that may not log in get none.
pub fn write_reset(transaction: &Transaction, account: &Account, asker: Requester) -> Result<bool, Fault> {
    match account.status {
        AccountStatus::Invited => welcome_again(transaction, account, asker),
        AccountStatus::Validated | AccountStatus::Denied => {
            // Without a letter no new link may be issued: it would invalidate the one in the last letter.
            let (_, today) = letter::count_since(transaction, None, &account.address, transaction.now.start_of_day())?;
            let may = asker == Requester::Trusted || may_ask(transaction, LetterKind::Reset, &account.address)?;
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
