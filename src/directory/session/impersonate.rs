//! Acting as another user (SPEC R1.11): always visible, recorded, and never for private data of the person.
//!
//! There is only one session. While an administrator acts as a member, it belongs to the member and contains the
//! administrator. Afterwards it belongs to the administrator again. So it does not last longer than before, and
//! everything that ends the sessions of the administrator ends this one too.

use super::enter::{enter_as_member, may_still_act, own_membership};
use super::manage::end_session;
use crate::directory::find::find_user;
use crate::directory::organization::rights::administers_organization_of;
use crate::domain::{
    Account, Action, Caller, Change, Code, Effect, Error, Fault, NewSession, Problem, Property, PublicId, Secret,
    Session, SessionStep, Subject, User, Value,
};
use crate::store::session::impersonation;
use crate::store::{Transaction, Work, account};

/// Lets the administrator of a session act as another user, by global address or id. Returns the changed session with a
/// new secret, and the transaction to commit.
///
/// The administrator administers the organization that owns the environment, and has opened the environment as a
/// member. The permissions of that membership do not matter.
///
/// # Errors
/// Returns a refusal if the caller does not administer the organization or already acts as another user, if the policy
/// does not allow it, and if the other user administers the environment or the organization, is inactive, banned, not
/// enrolled, or the same person. Returns a fault if the database fails.
pub fn impersonate(
    transaction: Transaction,
    session: &Session,
    address_or_id: &str,
) -> Result<(Transaction, NewSession), Error> {
    if session.impersonator.is_some() {
        return Err(may_not("you act as somebody else already").help("end that first").into());
    }
    let (mut work, administrator) = enter_as_member(transaction, session)?;
    if !administers_organization_of(&work, &administrator.account.id)? {
        return Err(may_not("only administrators of the organization act as another user").into());
    }
    if !work.environment.policy.impersonation {
        let found = may_not("the policy of the environment does not allow it");
        return Err(found.help("`enlist env set --impersonation true` allows it").into());
    }
    let member = find_user(&work, address_or_id)?;
    let is_open = match own_membership(&work, member.account.id.as_str()) {
        Ok(_) => true,
        Err(Error::Refused(_)) => false,
        Err(Error::Fault(fault)) => return Err(fault.into()),
    };
    if !is_open || !may_still_act(&work, &administrator, &member)? {
        return Err(may_not("the other must be an active user who is no administrator").into());
    }
    let secret = work.transaction.new_secret();
    if !impersonation::begin(&work.transaction, session, &member.account, &secret)? {
        return Err(ended().into());
    }
    let id = administrator.account.id.clone();
    work.record(effect(&member.account, None, Some(&id)))?;
    let session = Session { account: member.account, impersonator: Some(id), ..session.clone() };
    Ok((work.transaction, new_session(secret, session)))
}

/// Stops acting as another user. Returns the administrator's own session with a new secret, and the transaction to
/// commit.
///
/// # Errors
/// Returns a refusal if nobody acts as another user in the session; a fault if the database fails.
pub fn end_impersonation(transaction: Transaction, session: &Session) -> Result<(Transaction, NewSession), Error> {
    let (Some(impersonator), Some(open)) = (&session.impersonator, &session.environment) else {
        return Err(may_not("you do not act as somebody else").into());
    };
    let administrator = account::with_id(&transaction, impersonator.as_str())?
        .ok_or_else(|| Fault::new("reading the account of an administrator", "it is gone"))?;
    let mut work = enter_open(transaction, open.row)?;
    let member = find_user(&work, session.account.id.as_str())?;
    let secret = work.transaction.new_secret();
    if !impersonation::end(&work.transaction, session, &administrator, &secret)? {
        return Err(ended().into());
    }
    let (id, as_member) = (administrator.id.clone(), member.account.id.clone());
    work.transaction.caller =
        Caller::Impersonator { id: id.clone(), member: as_member, permissions: crate::domain::Permissions::NONE };
    work.record(effect(&member.account, Some(&id), None))?;
    let session = Session { account: administrator, impersonator: None, ..session.clone() };
    Ok((work.transaction, new_session(secret, session)))
}

/// Ends a session in which an administrator acts as another user and may not any more: the administrator was dismissed,
/// the policy changed, or one of the two cannot open the environment any more. The session of the administrator ends
/// too. Does nothing if the session has already ended.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn end_fallen_impersonation(transaction: &mut Transaction, session: &Session) -> Result<(), Error> {
    let (Some(impersonator), Some(open)) = (&session.impersonator, &session.environment) else {
        return Ok(());
    };
    transaction.caller = Caller::Job("impersonation");
    match end_session(transaction, session.account.row, session.id.as_str()) {
        Ok(_) => Ok(transaction.record_in(open.row, effect(&session.account, Some(impersonator), None))?),
        Err(Error::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Returns whether a user who has entered an environment may act as other users there.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn may_impersonate(work: &Work, user: &User) -> Result<bool, Fault> {
    let is_oneself = matches!(work.transaction.caller, Caller::Member { .. });
    Ok(is_oneself && work.environment.policy.impersonation && administers_organization_of(work, &user.account.id)?)
}

/// Enters an environment by its row, without checking the rights of the caller, who is leaving it.
fn enter_open(transaction: Transaction, row: i64) -> Result<Work, Error> {
    let found = crate::store::environment::of_row(&transaction, row)?.pop();
    let environment = found.ok_or_else(|| Fault::new("entering the environment of a session", "it is gone"))?;
    Ok(transaction.enter(environment))
}

fn new_session(secret: Secret, session: Session) -> NewSession {
    NewSession { secret, device: None, session: Session { step: SessionStep::Open, ..session } }
}

/// Returns the effect that somebody starts or stops acting as a user.
fn effect(member: &Account, before: Option<&PublicId>, after: Option<&PublicId>) -> Effect {
    let value = |id: Option<&PublicId>| id.map_or(Value::Nothing, |id| Value::from(id.to_string()));
    Effect {
        action: Action::Changed,
        subject: Subject::User,
        id: member.id.clone(),
        label: member.address.to_string(),
        changes: Change::between(Property::Impersonator, value(before), value(after)).into_iter().collect(),
        place: None,
    }
}

fn may_not(message: &str) -> Problem {
    Problem::new(Code::MayNotImpersonate, message)
}

fn ended() -> Problem {
    Problem::new(Code::SessionEnded, "the session has ended").help("log in again")
}
