//! Changes the global address of an account: asked for by the person, confirmed by a link in a letter to the new address
//! (SPEC R4.6). Until then the old one stays, and nobody learns whether the new one is another's.

use super::effect::account_changed;
use super::enrol;
use super::letter::{may_ask, write_account_letter};
use super::throttle::{Throttle, count_try};
use crate::directory::link::issue::{bad_link, issue_link, open_link, use_link};
use crate::directory::session::enter::enter_as_self;
use crate::domain::{
    Account, Caller, Change, Code, Effect, EmailAddress, Error, Key, LetterKind, Link, LinkPurpose, Problem, Property,
    Session, Subject, Username,
};
use crate::store::account::Owner;
use crate::store::account::{address_change, own_account};
use crate::store::{Transaction, account};

/// Asks for another global address: a letter with a link goes to it, and a notice to the address that is there. One that was
/// asked for before is asked for no more.
///
/// An address that somebody else has is not told apart from one that is free: it waits like any other, and only the letter to
/// it is not written, so that it is never confirmed. Whoever asks is a stranger to the new address, and of letters that strangers
/// ask for an address gets three a day.
///
/// # Errors
/// Refuses what is no address, the address that is there, more than 20 tries in a quarter of an hour, and an administrator who
/// acts as the person.
pub fn ask_address_change(transaction: &mut Transaction, session: &Session, address: &str) -> Result<(), Error> {
    let account = enter_as_self(transaction, session)?;
    let address = EmailAddress::parse(address).map_err(|problem| problem.of("globalEmailAddress"))?;
    if address == account.address {
        let found = Problem::new(Code::SameAddress, "this is the address that the account has");
        return Err(found.of("globalEmailAddress").into());
    }
    count_try(transaction, &[Throttle::of_name("address", account.id.as_str())])?;
    let link = issue_link(transaction, &account, LinkPurpose::Address, &address)?;
    address_change::set(transaction, account.row, link.row)?;
    let may = may_ask(transaction, LetterKind::AddressConfirm, &address)?;
    if let (Owner::Nobody, true) = (account::owner(transaction, &address)?, may) {
        write_account_letter(transaction, &account, LetterKind::AddressConfirm, &address, Some(&link))?;
    }
    write_account_letter(transaction, &account, LetterKind::AddressNotice, &account.address, None)?;
    Ok(())
}

/// Takes a change of address back that waits.
///
/// # Errors
/// Refuses an administrator who acts as the person.
pub fn forget_address_change(transaction: &mut Transaction, session: &Session) -> Result<(), Error> {
    let account = enter_as_self(transaction, session)?;
    address_change::remove(transaction, account.row, None)?;
    Ok(())
}

/// What a link would change: the account as it is, and the new address. Nothing is changed.
///
/// # Errors
/// As [`confirm_address_change`].
pub fn show_address_change(transaction: &Transaction, key: &Key, text: &str) -> Result<(Account, EmailAddress), Error> {
    let link = open_link(transaction, key, text, LinkPurpose::Address)?;
    let account = account_of(transaction, &link)?;
    Ok((account, link.address))
}

/// Confirms the change of address that a link is of: the account has the new address from now on, verified. A username that
/// was the old address follows; links that were sent to the old address open nothing any more; the environments of the person
/// take note. The link alone suffices, whoever is logged in.
///
/// # Errors
/// As [`open_link`]; refuses a change that was taken back, or replaced, in the same words, and an address that somebody has
/// taken since.
pub fn confirm_address_change(transaction: &mut Transaction, key: &Key, text: &str) -> Result<Account, Error> {
    let link = use_link(transaction, key, text, LinkPurpose::Address)?;
    let before = account_of(transaction, &link)?;
    address_change::remove(transaction, before.row, Some(link.row))?;
    if let Owner::Account(_) | Owner::Other = account::owner(transaction, &link.address)? {
        return Err(Problem::new(Code::AddressInUse, "this address cannot be used for an account any more").into());
    }
    transaction.caller = Caller::Person(before.id.clone());
    let username = username_after(&before, &link.address)?;
    own_account::set_address(transaction, &before, &link.address, &username)?;
    own_account::void_links(transaction, before.row)?;
    let after =
        Account { address: link.address, verified: true, username: username.as_str().to_owned(), ..before.clone() };
    note(transaction, &before, &after)?;
    write_account_letter(transaction, &after, LetterKind::AddressChanged, &before.address, None)?;
    Ok(after)
}

/// The account of a link, if the change still waits.
fn account_of(transaction: &Transaction, link: &Link) -> Result<Account, Error> {
    let account = enrol::account_of(transaction, link)?;
    match address_change::is_of(transaction, account.row, link.row)? {
        true => Ok(account),
        false => Err(bad_link().into()),
    }
}

fn username_after(account: &Account, address: &EmailAddress) -> Result<Username, Problem> {
    match Username::parse(&account.username, &account.address) {
        Ok(username) if username.key() != account.address.key() => Ok(username),
        _ => Username::parse(address.as_str(), address),
    }
}

/// Records the change: of the account, and in every environment of the person, where the address is seen.
fn note(transaction: &mut Transaction, before: &Account, after: &Account) -> Result<(), Error> {
    let address = Change::between(Property::GlobalEmailAddress, before.address.to_string(), after.address.to_string());
    let username = Change::between(Property::Username, before.username.clone(), after.username.clone());
    for environment in own_account::changed_in_memberships(transaction, after, false)? {
        let changes = address.clone().into_iter().collect();
        let effect = Effect { subject: Subject::User, ..account_changed(after, changes) };
        transaction.record_in(environment, effect)?;
    }
    transaction.record(account_changed(after, address.into_iter().chain(username).collect()))?;
    Ok(())
}
