//! Grants something to the scripts of the environment, or no longer.

use crate::domain::{Action, Change, Effect, Error, Grant, Grants, Policy, Property, Subject, Value};
use crate::store::{Work, environment};

/// Grants these to scripts.
///
/// # Errors
/// A fault of the database.
pub fn grant(work: &mut Work, grants: &[Grant]) -> Result<(), Error> {
    let granted = grants.iter().fold(work.environment.policy.grants, |set, grant| set.with(*grant));
    set(work, granted)
}

/// Grants these no longer. Runs that have begun are not touched.
///
/// # Errors
/// A fault of the database.
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
