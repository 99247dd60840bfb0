//! Puts letters that could not be delivered back in the queue (SPEC R4.8).

use crate::directory::link::issue::issue_link;
use crate::domain::{
    AccountStatus, Code, EmailAddress, Error, Fault, Letter, LetterStatus, Link, LinkPurpose, Problem,
};
use crate::store::letter::{link, outbox};
use crate::store::{Transaction, Work, account};

/// Puts a dead letter of the environment back in the queue. If its link has expired, it gets a new one.
///
/// # Errors
/// Returns a refusal for an unknown letter, one that is not dead, one whose content was removed by the retention
/// policy, and one whose link was used or replaced, because it is useless to the recipient. Returns a fault if the
/// database fails.
pub fn resend_letter(work: &mut Work, id: &str) -> Result<Letter, Error> {
    let found = crate::directory::find::find_letter(work, id)?;
    resend(&work.transaction, Some(work.environment.row), &found)?;
    crate::directory::find::find_letter(work, id)
}

/// Puts a dead letter of the installation back in the queue.
///
/// # Errors
/// As [`resend_letter`].
pub fn resend_account_letter(transaction: &mut Transaction, id: &str) -> Result<(), Error> {
    let found = crate::directory::find::find_account_letter(transaction, id)?;
    resend(transaction, None, &found)
}

fn resend(transaction: &Transaction, environment: Option<i64>, letter: &Letter) -> Result<(), Error> {
    let no = |found: &str| Error::from(Problem::new(Code::NotResendable, format!("the letter {found}")));
    match letter.status {
        LetterStatus::Dead => {}
        LetterStatus::Waiting => return Err(no("waits already")),
        LetterStatus::Sent => return Err(no("was delivered")),
    }
    let Some((account, is_emptied)) = outbox::account_of(transaction, environment, letter.id.as_str())? else {
        return Err(no("is gone"));
    };
    if is_emptied {
        return Err(no("is empty, because its content is kept no longer"));
    }
    let link = match letter.link {
        None => None,
        Some(row) => match link::with_row(transaction, row)? {
            Some(link) => {
                Some(good_link(transaction, account, link)?.ok_or_else(|| no("has a link that is good no more"))?)
            }
            None => return Err(no("has a link that is gone")),
        },
    };
    match outbox::revive(transaction, environment, letter.id.as_str(), link.map(|link| link.row))? {
        true => Ok(()),
        false => Err(no("was not given up")),
    }
}

/// The link if it is good, or a new one if it is only too old; nothing if it was used or replaced, or leads nowhere.
fn good_link(transaction: &Transaction, account: i64, link: Link) -> Result<Option<Link>, Fault> {
    let (is_newest, status) = link::standing(transaction, &link)?;
    let leads_somewhere = match link.purpose {
        LinkPurpose::Enrol => status == AccountStatus::Invited,
        LinkPurpose::Reset | LinkPurpose::Address => {
            matches!(status, AccountStatus::Validated | AccountStatus::Denied)
        }
    };
    if link.used_at.is_some() || !is_newest || !leads_somewhere {
        return Ok(None);
    }
    if !link.is_over(transaction.now) {
        return Ok(Some(link));
    }
    let Some(account) = account::with_row(transaction, account)? else { return Ok(None) };
    let address: &EmailAddress = &link.address;
    // An expired change of address must be requested again, because the pending change refers to this link.
    if link.purpose == LinkPurpose::Address {
        return Ok(None);
    }
    issue_link(transaction, &account, link.purpose, address).map(Some)
}
