//! Changes a role: another name, other permissions. Who has it keeps it: users hold on to the role, not to its name.

use super::add::{check_free, effect};
use crate::directory::may::may_hand_on;
use crate::domain::{Action, Catalogue, Change, Error, Name, Permissions, Property, Role, Value};
use crate::store::{Work, role};

/// What is to change of a role. What is `None` stays as it is.
#[derive(Debug, Default)]
pub struct RoleChange {
    /// The new name.
    pub name: Option<Name>,
    /// What its members may do from now on.
    pub permissions: Option<Permissions>,
}

/// Changes a role; answers it as it is now.
///
/// # Errors
/// Refuses a name that is taken, and further permissions that the caller does not have.
pub fn change_role(work: &mut Work, role: &Role, change: RoleChange) -> Result<Role, Error> {
    let after = Role {
        name: change.name.unwrap_or_else(|| role.name.clone()),
        permissions: change.permissions.unwrap_or(role.permissions),
        ..role.clone()
    };
    if after.name.key() != role.name.key() {
        check_free(&Catalogue::new(role::all(work)?), &after.name)?;
    }
    // What the role allowed before may stay: who renames it hands on nothing.
    let added = after.permissions.iter().filter(|permission| !role.permissions.holds(*permission));
    may_hand_on(work, added.fold(Permissions::NONE, Permissions::with))?;
    let texts = |role: &Role| Value::texts(role.permissions.texts());
    let changes: Vec<Change> = [
        Change::between(Property::Name, role.name.to_string(), after.name.to_string()),
        Change::between(Property::Permissions, texts(role), texts(&after)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !changes.is_empty() {
        role::update(work, &after)?;
        work.record(effect(work, role, Action::Changed, changes))?;
    }
    Ok(after)
}
