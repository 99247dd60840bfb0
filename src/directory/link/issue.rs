//! Links in letters: creates, formats, opens and uses them (SPEC R4.1; SECURITY 2.6).
//!
//! A letter contains `ID.SEAL`: the id of the link, and a signature of its content with the key of the installation.
//! The key is not in the database, so a stolen database, log or backup cannot open a link.

use crate::domain::{
    Account, AccountStatus, Code, EmailAddress, Error, Fault, Key, Link, LinkPurpose, Moment, Problem, PublicId,
};
use crate::store::Transaction;
use crate::store::letter::link;

/// Creates a link for an account. Earlier links of the same account and purpose become invalid.
///
/// # Errors
/// Returns a fault if the database fails.
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

/// Returns the text of a link in a letter. [`link_path`] is the page that it opens.
pub fn link_text(key: &Key, link: &Link) -> String {
    format!("{}.{}", link.id, key.seal(link.sealed().as_bytes()))
}

/// Returns the path of the page that a link opens, below the public address: `/enrol/TEXT`, `/reset/TEXT` or
/// `/address/TEXT`.
pub fn link_path(key: &Key, link: &Link) -> String {
    format!("/{}/{}", link.purpose, link_text(key, link))
}

/// Returns the link of a text for a purpose. Changes nothing: [`use_link`] uses it up.
///
/// # Errors
/// Returns a refusal with [`Code::BadLink`] for a forged link, a link for another purpose, a used or replaced link, and
/// a link of a banned or obfuscated account. Returns a refusal with [`Code::LinkExpired`] for an expired link. The
/// signature is checked before any other refusal. Returns a fault if the database fails.
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

/// Opens a link and uses it up in the transaction of the caller. Of several callers at once, only one succeeds.
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

/// Returns the link of a text, whatever its state. Returns `None` if the signature is wrong.
///
/// # Errors
/// Returns a fault if the database fails.
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
