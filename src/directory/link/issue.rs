//! Links in letters: made, written, opened and used (SPEC R4.1; SECURITY 2.6).
//!
//! What stands in a letter is `ID.SEAL`: the link's id, and the seal of everything that the link means by the installation's
//! key, which is not in the database. So a database, a log or a backup that was stolen opens nothing.

use crate::domain::{
    Account, AccountStatus, Code, EmailAddress, Error, Fault, Key, Link, LinkPurpose, Moment, Problem, PublicId,
};
use crate::store::Transaction;
use crate::store::letter::link;

/// Makes a link for an account. Those before of the same account and purpose are good no more.
///
/// # Errors
/// A fault of the database.
pub fn issue_link(
    transaction: &Transaction,
    account: &Account,
    purpose: LinkPurpose,
    address: &EmailAddress,
) -> Result<Link, Fault> {
    const HOUR: i64 = 3_600_000_000;
    let expires_at = Moment(transaction.now.0.saturating_add(purpose.hours() * HOUR));
    link::insert(transaction, account, purpose, address, expires_at)
}

/// What stands in the letter for a link. The page that it opens is [`link_path`].
pub fn link_text(key: &Key, link: &Link) -> String {
    format!("{}.{}", link.id, key.seal(link.sealed().as_bytes()))
}

/// The path of the page that a link opens, below the public address: `/enrol/TEXT`, `/reset/TEXT` or `/address/TEXT`.
pub fn link_path(key: &Key, link: &Link) -> String {
    format!("/{}/{}", link.purpose, link_text(key, link))
}

/// The link that a text opens for a purpose. Nothing is changed: [`use_link`] uses it up.
///
/// # Errors
/// Refuses with [`Code::BadLink`] what enlist has not written, what is for another purpose, what was used, what a newer one of
/// the same account and purpose has replaced, and links of accounts that are banned or obfuscated; with
/// [`Code::LinkExpired`] what was good and is too old. The seal is looked at before anything else is told.
pub fn open_link(transaction: &Transaction, key: &Key, text: &str, purpose: LinkPurpose) -> Result<Link, Error> {
    let link = sealed_link(transaction, key, text)?.ok_or_else(bad_link)?;
    let (is_newest, status) = link::standing(transaction, &link)?;
    let is_shut = matches!(status, AccountStatus::Banned | AccountStatus::Obfuscated);
    if link.purpose != purpose || link.used_at.is_some() || !is_newest || is_shut {
        return Err(bad_link().into());
    }
    if link.is_over(transaction.now) {
        let found = Problem::new(Code::LinkExpired, "the link is too old");
        return Err(found.help("ask for a new one").into());
    }
    Ok(link)
}

/// Opens a link and uses it up in the caller's transaction: of any number who come with it at once, one gets it.
///
/// # Errors
/// As [`open_link`].
pub fn use_link(transaction: &mut Transaction, key: &Key, text: &str, purpose: LinkPurpose) -> Result<Link, Error> {
    let link = open_link(transaction, key, text, purpose)?;
    match link::use_up(transaction, &link)? {
        true => Ok(Link { used_at: Some(transaction.now), ..link }),
        false => Err(bad_link().into()),
    }
}

/// The link that a text is of, whatever has become of it; nothing if the key has not sealed it.
pub fn sealed_link(transaction: &Transaction, key: &Key, text: &str) -> Result<Option<Link>, Fault> {
    let Some((id, seal)) = text.split_once('.') else { return Ok(None) };
    let Ok(id) = PublicId::parse(id) else { return Ok(None) };
    let found = link::with_id(transaction, &id)?;
    Ok(found.filter(|link| key.has_sealed(link.sealed().as_bytes(), seal)))
}

/// One answer for all of them: it tells nobody which links there are.
pub fn bad_link() -> Problem {
    Problem::new(Code::BadLink, "the link is not, or not any more, good")
        .help("the newest letter has the link that counts")
}
