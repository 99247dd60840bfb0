//! Sets the menus of a member group.

use crate::directory::find::find_menu;
use crate::directory::user::assign::names;
use crate::domain::{Action, Change, Effect, Error, Fault, Group, Problems, Property, Subject};
use crate::store::{Work, menu};

/// Replaces the menus of a group by these, by name or id.
///
/// # Errors
/// Returns a refusal with all unknown menus; a fault if the database fails.
pub fn assign_menus(work: &mut Work, group: &Group, menus: &[String]) -> Result<(), Error> {
    let mut problems = Problems::default();
    let rows = find_menus(work, menus, &mut problems)?;
    problems.say_plainly(&["menuNames"]);
    problems.refuse()?;
    assign(work, group, &rows)?;
    Ok(())
}

/// Returns the rows of menus by name or id, without duplicates. Adds a problem of `menuNames` for each unknown menu.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn find_menus(work: &mut Work, menus: &[String], problems: &mut Problems) -> Result<Vec<i64>, Fault> {
    let mut rows = Vec::new();
    for name_or_id in menus {
        match find_menu(work, name_or_id) {
            Ok(menu) if rows.contains(&menu.row) => {}
            Ok(menu) => rows.push(menu.row),
            Err(Error::Refused(refusal)) => {
                refusal.problems.into_iter().for_each(|problem| problems.add(problem.of("menuNames")))
            }
            Err(Error::Fault(fault)) => return Err(fault),
        }
    }
    Ok(rows)
}

/// Replaces the menus of a group by the menus with these rows.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn assign(work: &mut Work, group: &Group, rows: &[i64]) -> Result<(), Fault> {
    let present = menu::of_group(work, group.row)?;
    let catalogue = work.menus()?;
    let names = |rows: &[i64]| names(&catalogue, rows, |menu| menu.row);
    let Some(change) = Change::between(Property::Menus, names(&present), names(rows)) else {
        return Ok(());
    };
    menu::set_of_group(work, group.row, rows)?;
    work.record(Effect {
        action: Action::Changed,
        subject: Subject::Group,
        id: group.id.clone(),
        label: group.name.to_string(),
        changes: vec![change],
        place: work.place,
    })
}
