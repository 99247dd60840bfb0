//! Changes the global address of an account. The person asks for it, and a link in a letter to the new address confirms
//! it (SPEC R4.6). Until then the old address stays. Nobody learns whether the new address belongs to somebody else.

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

/// Asks for another global address. A letter with a link goes to the new address, and a notice to the old one. An
/// earlier pending change is cancelled.
///
/// The address of another account is handled like a free address. The only difference is that no letter goes to it, so
/// the change is never confirmed. The caller has not shown that the new address is theirs, so it gets at most three
/// such letters a day.
///
/// # Errors
/// Returns a refusal for an invalid address, the present address, more than 20 tries in 15 minutes, and an
/// administrator who acts as the person; a fault if the database fails.
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

/// Cancels a pending change of address.
///
/// # Errors
/// Returns a refusal for an administrator who acts as the person; a fault if the database fails.
pub fn forget_address_change(transaction: &mut Transaction, session: &Session) -> Result<(), Error> {
    let account = enter_as_self(transaction, session)?;
    address_change::remove(transaction, account.row, None)?;
    Ok(())
}

/// Returns the change that a link would confirm: the present account, and the new address. Changes nothing.
///
/// # Errors
/// As [`confirm_address_change`].
pub fn show_address_change(transaction: &Transaction, key: &Key, text: &str) -> Result<(Account, EmailAddress), Error> {
    let link = open_link(transaction, key, text, LinkPurpose::Address)?;
    let account = account_of(transaction, &link)?;
    Ok((account, link.address))
}

/// Confirms the change of address of a link. The account gets the new address, which is verified.
///
/// A username that equals the old address changes too. Links that were sent to the old address become invalid. The
/// change is recorded in the environments of the person. The link is enough, no matter who is logged in.
///
/// # Errors
/// As [`open_link`]. Returns the same refusal if the change was cancelled or replaced, and a refusal if somebody has
/// taken the address since.
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

/// Returns the account of a link if the change is still pending.
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
