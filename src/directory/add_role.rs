//! Adds a role or a profile field to the environment.

use crate::domain::{
    Action, Change, Code, Effect, Error, Name, Problem, ProfileField, Property, PublicId, Subject, Value,
};
use crate::store::{Work, role};

/// Adds a role with its permissions.
///
/// # Errors
/// Refuses a name that is taken.
pub fn add_role(work: &mut Work, name: Name, permissions: &[String]) -> Result<(), Error> {
    if role::all(work)?.iter().any(|role| role.name.key() == name.key()) {
        return Err(Problem::new(Code::Exists, format!("there is a role {:?} already", name.as_str())).into());
    }
    role::insert(work, &name, permissions)?;
    let changes = vec![Change::added(Property::Permissions, Value::texts(permissions.iter().cloned()))];
    record(work, Subject::Role, name.to_string(), changes)
}

/// Adds a profile field.
///
/// # Errors
/// Refuses a key that is taken.
pub fn add_profile_field(work: &mut Work, field: &ProfileField) -> Result<(), Error> {
    if role::fields(work)?.iter().any(|other| other.key == field.key) {
        return Err(Problem::new(Code::Exists, format!("there is a profile field {:?} already", field.key)).into());
    }
    role::insert_field(work, field)?;
    let changes = vec![Change::added(Property::Label, field.label.clone())];
    record(work, Subject::ProfileField, field.key.clone(), changes)
}

/// Roles and fields have no id of their own: their name is what they are known by, and the effect gets a new one.
fn record(work: &mut Work, subject: Subject, label: String, changes: Vec<Change>) -> Result<(), Error> {
    let id: PublicId = work.transaction.new_id();
    work.record(Effect { action: Action::Added, subject, id, label, changes, place: work.place })?;
    Ok(())
}
