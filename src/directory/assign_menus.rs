//! Gives a member group its menus.

use super::find::find_menu;
use crate::domain::{Action, Change, Effect, Error, Group, Property, Subject, Value};
use crate::store::{Work, menu};

/// Gives a group these menus, by name or id, in place of those it has.
///
/// # Errors
/// Refuses unknown menus.
pub fn assign_menus(work: &mut Work, group: &Group, menus: &[String]) -> Result<(), Error> {
    let mut rows = Vec::new();
    for name_or_id in menus {
        let menu = find_menu(work, name_or_id)?;
        if !rows.contains(&menu.row) {
            rows.push(menu.row);
        }
    }
    let present = menu::of_group(work, group.row)?;
    let catalogue = work.menus()?;
    let names = |rows: &[i64]| match rows {
        [] => Value::Nothing,
        _ => {
            let menus = catalogue.all().iter().filter(|menu| rows.contains(&menu.row));
            Value::texts(menus.map(|menu| menu.name.to_string()))
        }
    };
    let Some(change) = Change::between(Property::Menus, names(&present), names(&rows)) else {
        return Ok(());
    };
    menu::set_of_group(work, group.row, &rows)?;
    work.record(Effect {
        action: Action::Changed,
        subject: Subject::Group,
        id: group.id.clone(),
        label: group.name.to_string(),
        changes: vec![change],
        place: work.place,
    })?;
    Ok(())
}
