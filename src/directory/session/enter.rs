//! Makes the person of a session the caller: for the own account, or as a member of the open environment. Every
//! operation of a person's pages begins here, so that no page can omit the checks.

use crate::directory::find::{find_user, not_found};
use crate::directory::organization::rights::administers_organization_of;
use crate::directory::role::permissions::member_permissions;
use crate::domain::{Account, AccountStatus, Caller, Code, Error, Fault, Problem, Session, SessionStep, User};
use crate::store::account::second_factor;
use crate::store::{Transaction, Work, account, environment};

/// Makes the person of a session the caller of a transaction, for data of the own account only. Returns the present
/// account.
///
/// # Errors
/// Returns a refusal for an administrator who acts as the person (SPEC R1.11), and for a session whose login is not
/// complete; a fault if the database fails.
pub fn enter_as_self(transaction: &mut Transaction, session: &Session) -> Result<Account, Error> {
    let account = oneself(transaction, session)?;
    transaction.caller = Caller::Person(account.id.clone());
    Ok(account)
}

/// Returns the present account of a session, if the person uses the session.
///
/// # Errors
/// As [`come_as_oneself`].
pub fn oneself(transaction: &Transaction, session: &Session) -> Result<Account, Error> {
    if session.impersonator.is_some() {
        return Err(acting_as_another().into());
    }
    let found = account::with_row(transaction, session.account.row)?;
    let account = found.ok_or_else(|| Fault::new("reading the account of a session", "it is gone"))?;
    let is_out = !matches!(account.status, AccountStatus::Validated | AccountStatus::Denied);
    if is_out || session.step != SessionStep::Open {
        return Err(not_open().into());
    }
    Ok(account)
}

/// Enters the open environment of a session. Its member becomes the caller.
///
/// The rights are read each time. So a member who was deactivated or banned loses access at once. The same applies to
/// an administrator who acts as a member, if the policy stops allowing it or the organization dismisses the
/// administrator.
///
/// # Errors
/// Returns a refusal if no environment is open; if the person may not open it any more, with the words for one that
/// does not exist; and if the policy requires a second factor and the person has none. Returns a fault if the database
/// fails.
pub fn enter_as_member(transaction: Transaction, session: &Session) -> Result<(Work, User), Error> {
    let Some(open) = session.environment.as_ref().filter(|_| session.step == SessionStep::Open) else {
        return Err(no_environment().into());
    };
    let mut found = environment::of_row(&transaction, open.row)?;
    let environment = found.pop().ok_or_else(|| Fault::new("entering the environment of a session", "it is gone"))?;
    let mut work = transaction.enter(environment);
    let user = own_membership(&work, session.account.id.as_str())?;
    let id = user.account.id.clone();
    let permissions = member_permissions(&user);
    let (acting, caller) = match &session.impersonator {
        None => {
            let administrator = user.membership.administrator;
            (user.account.row, Caller::Member { id, administrator, permissions })
        }
        Some(impersonator) => {
            let administrator = own_membership(&work, impersonator.as_str())?;
            if !may_still_act(&work, &administrator, &user)? {
                return Err(no_environment().into());
            }
            (administrator.account.row, Caller::Impersonator { id: impersonator.clone(), member: id, permissions })
        }
    };
    if work.environment.policy.second_factor && !second_factor::is_confirmed(&work.transaction, acting)? {
        return Err(second_factor_required(work.environment.name.as_str()).into());
    }
    work.transaction.caller = caller;
    Ok((work, user))
}

/// Returns whether an administrator of the organization may act as a member now. Nobody can act as an administrator of
/// the environment or the organization.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn may_still_act(work: &Work, administrator: &User, member: &User) -> Result<bool, Fault> {
    Ok(work.environment.policy.impersonation
        && administers_organization_of(work, &administrator.account.id)?
        && !member.membership.administrator
        && member.account.row != administrator.account.row
        && !administers_organization_of(work, &member.account.id)?)
}

/// Returns the user of an account if the user can open the environment.
///
/// # Errors
/// Returns a refusal otherwise, with the words for an environment that does not exist; a fault if the database fails.
pub fn own_membership(work: &Work, id: &str) -> Result<User, Error> {
    match find_user(work, id) {
        Ok(user) if can_open(&user) => Ok(user),
        Ok(_) | Err(Error::Refused(_)) => Err(no_such_environment(work.environment.id.as_str()).into()),
        Err(fault) => Err(fault),
    }
}

fn can_open(user: &User) -> bool {
    let is_in = matches!(user.account.status, AccountStatus::Validated | AccountStatus::Denied);
    user.membership.active && !user.membership.banned && is_in
}

/// Returns the problem for an environment that a person cannot open, whether or not it exists.
pub fn no_such_environment(id: &str) -> Problem {
    not_found("environment", id, None, "choose one of those that are offered")
}

/// Returns the problem for a person who cannot enter an environment without a second factor.
pub fn second_factor_required(environment: &str) -> Problem {
    Problem::new(Code::SecondFactorRequired, format!("{environment:?} is opened only with a second factor"))
        .help("set up a second factor, then open the environment")
}

fn acting_as_another() -> Problem {
    Problem::new(Code::ActingAsAnother, "this belongs to the person alone, and you act as somebody else")
        .help("end acting as the other first")
}

fn no_environment() -> Problem {
    Problem::new(Code::NoEnvironment, "no environment is open").help("open one first")
}

fn not_open() -> Problem {
    Problem::new(Code::NotPermitted, "the session is not open").help("log in first")
}
