//! Who comes with a session: the person about the own account, or a member in the environment that is open. Every verb that a
//! person's own pages call begins here, so that no page can forget it.

use crate::directory::find::{find_user, not_found};
use crate::directory::organization::rights::administers_organization_of;
use crate::directory::role::permissions::member_permissions;
use crate::domain::{Account, AccountStatus, Caller, Code, Error, Fault, Problem, Session, SessionStep, User};
use crate::store::account::second_factor;
use crate::store::{Transaction, Work, account, environment};

/// Lets the person of a session be the caller of a transaction, for what concerns the own account alone; answers with the
/// account as it is now.
///
/// # Errors
/// Refuses an administrator who acts as the person (SPEC R1.11), and a session that is not open yet.
pub fn enter_as_self(transaction: &mut Transaction, session: &Session) -> Result<Account, Error> {
    let account = oneself(transaction, session)?;
    transaction.caller = Caller::Person(account.id.clone());
    Ok(account)
}

/// The account of a session, as it is now, if the person is the one who asks.
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

/// Enters the environment that is open in a session, as its member; the member is the caller from then on.
///
/// The standing is read anew each time: who was made inactive, or banned, is out at once, and so is an administrator who acts
/// as a member when the policy does not allow it any more, or the organization has dismissed the administrator.
///
/// # Errors
/// Refuses a session in which no environment is open, and one that its person may not open any more in the words for one
/// that does not exist; where the policy requires a second factor, a person who has none.
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

/// Whether an administrator of the organization may act as a member, as things are now. Nobody who administers the environment or
/// the organization is acted for.
///
/// # Errors
/// A fault of the database.
pub fn may_still_act(work: &Work, administrator: &User, member: &User) -> Result<bool, Fault> {
    Ok(work.environment.policy.impersonation
        && administers_organization_of(work, &administrator.account.id)?
        && !member.membership.administrator
        && member.account.row != administrator.account.row
        && !administers_organization_of(work, &member.account.id)?)
}

/// The user of an account who can open the environment.
///
/// # Errors
/// Refuses who cannot, in the words for an environment that does not exist.
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

/// What is said of an environment that a person cannot open, whether it exists or not.
pub fn no_such_environment(id: &str) -> Problem {
    not_found("environment", id, None, "choose one of those that are offered")
}

/// What is said to somebody who may not enter an environment without a second factor.
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

/// What is said of a session that is not open.
fn not_open() -> Problem {
    Problem::new(Code::NotPermitted, "the session is not open").help("log in first")
}
