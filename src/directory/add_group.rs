//! Adds a member group.

use super::assign_menus::assign_menus;
use super::label::label;
use crate::domain::{Action, Change, Code, Effect, Error, Group, Name, Problem, Property, PublicId, Subject};
use crate::store::{Work, group};

/// What is wanted of a group.
pub struct GroupDraft {
    /// Name, unique in the environment.
    pub name: Name,
    /// Id; made if none is given.
    pub id: Option<PublicId>,
    /// Label; the name if none is given.
    pub label: Option<String>,
    /// Names or ids of the menus that its members have.
    pub menus: Vec<String>,
}

/// Adds a member group.
///
/// # Errors
/// Refuses a name or id that is taken, a label that is no line of text, and unknown menus.
pub fn add_group(work: &mut Work, draft: GroupDraft) -> Result<Group, Error> {
    let groups = work.groups()?;
    if groups.named(draft.name.as_str()).is_some() {
        let found = format!("there is a member group {:?} already", draft.name.as_str());
        return Err(Problem::new(Code::Exists, found).into());
    }
    let id = draft.id.unwrap_or_else(|| work.transaction.new_id());
    if groups.with_id(id.as_str()).is_some() {
        return Err(Problem::new(Code::Exists, format!("there is a member group with the id {id} already")).into());
    }
    let label = label(draft.label, &draft.name)?;
    let row = group::insert(work, &id, &draft.name, &label)?;
    let group = Group { row, id, name: draft.name, label };
    let mut changes = vec![Change::added(Property::Name, group.name.to_string())];
    if group.label != group.name.as_str() {
        changes.push(Change::added(Property::Label, group.label.clone()));
    }
    work.record(Effect {
        action: Action::Added,
        subject: Subject::Group,
        id: group.id.clone(),
        label: group.name.to_string(),
        changes,
        place: work.place,
    })?;
    if !draft.menus.is_empty() {
        assign_menus(work, &group, &draft.menus)?;
    }
    Ok(group)
}
