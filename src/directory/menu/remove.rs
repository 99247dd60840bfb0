//! Removes a menu.

use crate::domain::{Action, Code, Effect, Error, Menu, Problem, Subject};
use crate::store::{Work, menu};

/// Removes a menu.
///
/// # Errors
/// Returns a refusal if users or groups have the menu, unless `even_if_used`; a fault if the database fails.
pub fn remove_menu(work: &mut Work, menu: &Menu, even_if_used: bool) -> Result<(), Error> {
    let uses = menu::uses(work, menu.row)?;
    if uses > 0 && !even_if_used {
        let users = match uses {
            1 => "1 user or group has".to_owned(),
            _ => format!("{uses} users and groups have"),
        };
        let found = format!("{users} the menu {:?}", menu.name.as_str());
        let problem = Problem::new(Code::InUse, found);
        return Err(problem.help("take it from them first, or confirm with `--yes`").into());
    }
    menu::delete(work, menu.row)?;
    work.record(Effect {
        action: Action::Removed,
        subject: Subject::Menu,
        id: menu.id.clone(),
        label: menu.name.to_string(),
        changes: Vec::new(),
        place: work.place,
    })?;
    Ok(())
}
