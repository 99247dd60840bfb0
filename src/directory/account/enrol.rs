//! Enrolment: a link shows that the address belongs to the person, who then chooses username and password (SPEC R4.1).

use super::effect::{account_changed, password_set};
use crate::directory::link::issue::{bad_link, open_link, use_link};
use crate::directory::session::manage::end_sessions;
use crate::domain::{
    Account, AccountStatus, Caller, Change, Code, Error, FORMER, Fault, Key, Link, LinkPurpose, Problem, Property,
    Username,
};
use crate::store::account::password;
use crate::store::{Transaction, account};

/// Enrols the person who uses a link. The account becomes validated, its address verified, and it gets this username
/// and password hash.
///
/// Everything that others may have set before is removed: passwords, sessions, devices, second factors, links, changes
/// of address and usernames (SECURITY 2.5). Only the receiver of the letter has shown to be the person.
///
/// # Errors
/// Returns a refusal for an invalid link, and for a username that is malformed, the address of somebody else, or taken;
/// a fault if the database fails. The link is used up only when the transaction commits.
pub fn enrol(
    transaction: &mut Transaction,
    key: &Key,
    link_text: &str,
    username: &str,
    hash: String,
) -> Result<Account, Error> {
    let link = use_link(transaction, key, link_text, LinkPurpose::Enrol)?;
    let before = account_of(transaction, &link)?;
    let username = Username::parse(username, &before.address).map_err(|problem| problem.of("username"))?;
    transaction.caller = Caller::Person(before.id.clone());
    account::forget_credentials(transaction, &before)?;
    end_sessions(transaction, before.row, None)?;
    if !account::set_enrolled(transaction, &before, &username)? {
        let taken = Problem::new(Code::UsernameTaken, "somebody has this username already").of("username");
        return Err(taken.help("choose another one, or your address").into());
    }
    password::set(transaction, before.row, &hash, false, FORMER - 1)?;
    let after = Account {
        username: username.as_str().to_owned(),
        verified: true,
        status: AccountStatus::Validated,
        ..before.clone()
    };
    let changes = [
        Change::between(Property::Status, before.status.as_str(), after.status.as_str()),
        Change::between(Property::Verified, before.verified, true),
        Change::between(Property::Username, before.username, after.username.clone()),
        Some(password_set()),
    ];
    transaction.record(account_changed(&after, changes.into_iter().flatten().collect()))?;
    Ok(after)
}

/// Returns the account of a link, so that its page can greet the person. Changes nothing.
///
/// # Errors
/// Returns a refusal for a link that is invalid or does not fit the account any more; a fault if the database fails.
pub fn account_of_link(
    transaction: &Transaction,
    key: &Key,
    link_text: &str,
    purpose: LinkPurpose,
) -> Result<Account, Error> {
    let link = open_link(transaction, key, link_text, purpose)?;
    account_of(transaction, &link)
}

/// Returns the account of a link if the link still fits its status. Nobody can enrol twice, reset a password before
/// there is one, or use an address that the account no longer has.
///
/// # Errors
/// Returns a refusal if the link does not fit; a fault if the database fails.
pub fn account_of(transaction: &Transaction, link: &Link) -> Result<Account, Error> {
    let found = account::with_row(transaction, link.account_row)?;
    let account = found.ok_or_else(|| Fault::new("reading the account of a link", "it is gone"))?;
    let fits = match link.purpose {
        LinkPurpose::Enrol => account.status == AccountStatus::Invited && account.address == link.address,
        LinkPurpose::Reset => {
            matches!(account.status, AccountStatus::Validated | AccountStatus::Denied)
                && account.address == link.address
        }
        LinkPurpose::Address => matches!(account.status, AccountStatus::Validated | AccountStatus::Denied),
    };
    if fits { Ok(account) } else { Err(bad_link().into()) }
}
