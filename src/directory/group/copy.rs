//! Copies a member group with its members and menus (SPEC R1.9).

use super::add::{GroupDraft, add_group};
use crate::domain::{Action, Change, Effect, Error, Group, Name, Property, PublicId, Subject, Value};
use crate::store::{Work, group, menu};

/// Copies a group under a new name, and returns the copy.
///
/// # Errors
/// Returns a refusal for a name or id that is taken; a fault if the database fails.
pub fn copy_group(work: &mut Work, from: &Group, name: Name, id: Option<PublicId>) -> Result<Group, Error> {
    let rows = menu::of_group(work, from.row)?;
    let menus = work.menus()?;
    let menus = menus.all().iter().filter(|menu| rows.contains(&menu.row));
    let draft = GroupDraft { name, id, label: None, menus: menus.map(|menu| menu.name.to_string()).collect() };
    let copy = add_group(work, draft)?;
    let members = group::members(work, from.row)?;
    for (member, _) in &members {
        group::join(work, *member, copy.row)?;
    }
    if !members.is_empty() {
        let addresses = Value::texts(members.into_iter().map(|(_, address)| address));
        work.record(Effect {
            action: Action::Changed,
            subject: Subject::Group,
            id: copy.id.clone(),
            label: copy.name.to_string(),
            changes: vec![Change::added(Property::Members, addresses)],
            place: work.place,
        })?;
    }
    Ok(copy)
}
