//! Changes the name and the permissions of a role. Its users keep it, because they refer to its row and not to its
//! name.

use super::add::{check_free, effect};
use crate::directory::may::may_hand_on;
use crate::domain::{Action, Catalogue, Change, Error, Name, Permissions, Property, Role, Value};
use crate::store::{Work, role};

/// The changes of a role. `None` keeps the present value.
#[derive(Debug, Default)]
pub struct RoleChange {
    /// The new name.
    pub name: Option<Name>,
    /// The new permissions of its users.
    pub permissions: Option<Permissions>,
}

/// Changes a role, and returns the changed role.
///
/// # Errors
/// Returns a refusal for a name that is taken, and for added permissions that the caller lacks; a fault if the database
/// fails.
pub fn change_role(work: &mut Work, role: &Role, change: RoleChange) -> Result<Role, Error> {
    let after = Role {
        name: change.name.unwrap_or_else(|| role.name.clone()),
        permissions: change.permissions.unwrap_or(role.permissions),
        ..role.clone()
    };
    if after.name.key() != role.name.key() {
        check_free(&Catalogue::new(role::all(work)?), &after.name)?;
    }
    // Only added permissions are checked: a caller who renames a role passes nothing on.
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
