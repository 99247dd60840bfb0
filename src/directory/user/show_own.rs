//! Shows everything that people see about themselves (SPEC R1.2, R1.3).

use crate::directory::session::enter::{enter_as_member, oneself};
use crate::domain::{
    Account, AccountSettings, EmailAddress, Environment, EnvironmentChoice, Error, Membership, Session,
};
use crate::store::Transaction;
use crate::store::account::{address_change, own_account, second_factor};

/// A person's own profile.
#[derive(Debug, Clone)]
pub struct OwnProfile {
    /// The account and its private data. `None` for an administrator who acts as the person.
    pub account: Option<OwnAccount>,
    /// The open environment and the membership in it. `None` if no environment is open.
    pub membership: Option<(Environment, Membership)>,
}

/// The account of a person with its private data.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// The account.
    pub account: Account,
    /// Its settings.
    pub settings: AccountSettings,
    /// A pending new address, which is not confirmed yet.
    pub pending_address: Option<EmailAddress>,
    /// The number of unused recovery codes. `None` without a second factor.
    pub second_factor: Option<u32>,
    /// The environments that the person can open.
    pub environments: Vec<EnvironmentChoice>,
}

/// Returns the profile of the person of a session: the account, and the membership in the open environment.
///
/// # Errors
/// As [`enter_as_member`], if an environment is open; a fault if the database fails.
pub fn show_profile(transaction: Transaction, session: &Session) -> Result<OwnProfile, Error> {
    let account = match session.impersonator {
        Some(_) => None,
        None => Some(own_account(&transaction, session)?),
    };
    let membership = match session.environment {
        Some(_) => {
            let (work, user) = enter_as_member(transaction, session)?;
            Some((work.environment, user.membership))
        }
        None => None,
    };
    Ok(OwnProfile { account, membership })
}

fn own_account(transaction: &Transaction, session: &Session) -> Result<OwnAccount, Error> {
    let account = oneself(transaction, session)?;
    let has_second_factor = second_factor::is_confirmed(transaction, account.row)?;
    let left = second_factor::recovery_codes_left(transaction, account.row)?;
    Ok(OwnAccount {
        settings: own_account::settings(transaction, account.row)?,
        pending_address: address_change::pending(transaction, account.row)?,
        second_factor: has_second_factor.then_some(left),
        environments: own_account::choices(transaction, account.row)?,
        account,
    })
}
