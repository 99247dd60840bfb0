//! Adds a role.

use crate::directory::may::may_hand_on;
use crate::domain::{
    Action, Catalogue, Change, Code, Effect, Error, Name, Permissions, Problem, Problems, Property, PublicId, Role,
    Subject, Value,
};
use crate::store::{Work, role};

/// The input for a new role.
#[derive(Debug)]
pub struct RoleDraft {
    /// Name, unique in the environment.
    pub name: Name,
    /// Id. Default: generated.
    pub id: Option<PublicId>,
    /// The permissions of its users.
    pub permissions: Permissions,
}

/// Adds a role with its permissions.
///
/// # Errors
/// Returns a refusal for a name or id that is taken, and for permissions that the caller lacks; a fault if the database
/// fails.
pub fn add_role(work: &mut Work, draft: RoleDraft) -> Result<Role, Error> {
    let mut problems = Problems::default();
    let roles = Catalogue::new(role::all(work)?);
    if let Err(problem) = check_free(&roles, &draft.name) {
        problems.add(problem);
    }
    if let Some(id) = draft.id.as_ref().filter(|id| roles.with_id(id.as_str()).is_some()) {
        problems.add(Problem::new(Code::Exists, format!("there is a role with the id {id} already")));
    }
    if let Err(problem) = may_hand_on(work, draft.permissions) {
        problems.add(problem);
    }
    problems.refuse()?;
    let id = draft.id.unwrap_or_else(|| work.transaction.new_id());
    let row = role::insert(work, &id, &draft.name, draft.permissions)?;
    let role = Role { row, id, name: draft.name, permissions: draft.permissions };
    let changes = vec![
        Change::added(Property::Name, role.name.to_string()),
        Change::added(Property::Permissions, Value::texts(role.permissions.texts())),
    ];
    work.record(effect(work, &role, Action::Added, changes))?;
    Ok(role)
}

/// Checks that no role has the name.
///
/// # Errors
/// Returns a problem if the name is taken.
pub fn check_free(roles: &Catalogue<Role>, name: &Name) -> Result<(), Problem> {
    match roles.named(name.as_str()) {
        Some(_) => Err(Problem::new(Code::Exists, format!("there is a role {:?} already", name.as_str()))),
        None => Ok(()),
    }
}

/// Returns the effect on a role.
pub fn effect(work: &Work, role: &Role, action: Action, changes: Vec<Change>) -> Effect {
    Effect {
        action,
        subject: Subject::Role,
        id: role.id.clone(),
        label: role.name.to_string(),
        changes,
        place: work.place,
    }
}
