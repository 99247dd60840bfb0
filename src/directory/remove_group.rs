//! Removes a member group; its members stay in the environment.

use crate::domain::{Action, Change, Effect, Error, Group, Property, Subject, Value};
use crate::store::{Work, group};

/// Removes a group. Whoever calls has asked for confirmation (SPEC R1.9).
///
/// # Errors
/// A fault of the database.
pub fn remove_group(work: &mut Work, group: &Group) -> Result<(), Error> {
    let members = group::members(work, group.row)?;
    group::delete(work, group.row)?;
    let addresses = Value::texts(members.into_iter().map(|(_, address)| address));
    work.record(Effect {
        action: Action::Removed,
        subject: Subject::Group,
        id: group.id.clone(),
        label: group.name.to_string(),
        changes: vec![Change { property: Property::Members, before: addresses, after: Value::Nothing }],
        place: work.place,
    })?;
    Ok(())
}
