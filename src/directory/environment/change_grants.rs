//! Adds grants to the scripts of the environment, and removes them.

use crate::domain::{Action, Change, Effect, Error, Grant, Grants, Policy, Property, Subject, Value};
use crate::store::{Work, environment};

/// Adds grants to the scripts of the environment.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn grant(work: &mut Work, grants: &[Grant]) -> Result<(), Error> {
    let granted = grants.iter().fold(work.environment.policy.grants, |set, grant| set.with(*grant));
    set(work, granted)
}

/// Removes grants from the scripts of the environment. Runs that have begun keep theirs.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn revoke(work: &mut Work, grants: &[Grant]) -> Result<(), Error> {
    let granted = grants.iter().fold(work.environment.policy.grants, |set, grant| set.without(*grant));
    set(work, granted)
}

fn set(work: &mut Work, grants: Grants) -> Result<(), Error> {
    let texts = |grants: Grants| Value::texts(grants.texts());
    let before = work.environment.policy.grants;
    let Some(change) = Change::between(Property::Grants, texts(before), texts(grants)) else {
        return Ok(());
    };
    environment::set_policy(work, Policy { grants, ..work.environment.policy.clone() })?;
    work.record(Effect {
        action: Action::Changed,
        subject: Subject::Environment,
        id: work.environment.id.clone(),
        label: work.environment.name.to_string(),
        changes: vec![change],
        place: work.place,
    })?;
    Ok(())
}
