//! Renames a member group or a menu. Assignments stay, because they refer to the row and not to the name.

use super::label::check_label;
use crate::domain::{
    Action, Catalogue, Change, Code, Effect, Error, Group, Menu, Name, Named, Problem, Property, PublicId, Subject,
};
use crate::store::{Work, group, menu};

/// Renames a group. A given label replaces the present one.
///
/// # Errors
/// Returns a refusal if the name is taken or the label is not one line of text; a fault if the database fails.
pub fn rename_group(work: &mut Work, group: &Group, name: Name, label: Option<String>) -> Result<(), Error> {
    check_free(&*work.groups()?, "member group", &group.name, &name)?;
    let label = new_label(label, &group.label, &group.name, &name)?;
    group::rename(work, group.row, &name, &label)?;
    record(
        work,
        Subject::Group,
        &group.id,
        [(Property::Name, &group.name.to_string(), &name.to_string()), (Property::Label, &group.label, &label)],
    )
}

/// Renames a menu. A given label replaces the present one.
///
/// # Errors
/// Returns a refusal if the name is taken or the label is not one line of text; a fault if the database fails.
pub fn rename_menu(work: &mut Work, menu: &Menu, name: Name, label: Option<String>) -> Result<(), Error> {
    check_free(&*work.menus()?, "menu", &menu.name, &name)?;
    let label = new_label(label, &menu.label, &menu.name, &name)?;
    menu::rename(work, menu.row, &name, &label)?;
    record(
        work,
        Subject::Menu,
        &menu.id,
        [(Property::Name, &menu.name.to_string(), &name.to_string()), (Property::Label, &menu.label, &label)],
    )
}

fn check_free<T: Named>(things: &Catalogue<T>, kind: &str, old: &Name, new: &Name) -> Result<(), Error> {
    if new.key() != old.key() && things.named(new.as_str()).is_some() {
        return Err(Problem::new(Code::Exists, format!("there is a {kind} {:?} already", new.as_str())).into());
    }
    Ok(())
}

/// Returns the given label. Default: the present label; a label that equals the old name becomes the new name.
fn new_label(given: Option<String>, label: &str, old: &Name, new: &Name) -> Result<String, Problem> {
    match given {
        Some(given) => check_label(&given),
        None if label == old.as_str() => Ok(new.to_string()),
        None => Ok(label.to_owned()),
    }
}

fn record(
    work: &mut Work,
    subject: Subject,
    id: &PublicId,
    properties: [(Property, &String, &String); 2],
) -> Result<(), Error> {
    let [(_, _, name), _] = properties;
    let changes: Vec<Change> = properties
        .into_iter()
        .filter_map(|(property, before, after)| Change::between(property, before.clone(), after.clone()))
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    work.record(Effect {
        action: Action::Changed,
        subject,
        id: id.clone(),
        label: name.clone(),
        changes,
        place: work.place,
    })?;
    Ok(())
}
