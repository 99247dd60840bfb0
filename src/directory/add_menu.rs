//! Adds a menu.

use crate::domain::{
    Action, Change, Code, Effect, Error, Menu, MenuItem, Name, Problem, Property, PublicId, Subject, Value,
};
use crate::store::{Work, menu};

/// What is wanted of a menu.
pub struct MenuDraft {
    /// Name, unique in the environment.
    pub name: Name,
    /// Id; made if none is given.
    pub id: Option<PublicId>,
    /// Label; the name if none is given.
    pub label: Option<String>,
    /// Items, in order.
    pub items: Vec<MenuItem>,
}

/// Adds a menu.
///
/// # Errors
/// Refuses a name or id that is taken, and items on more than two levels.
pub fn add_menu(work: &mut Work, draft: MenuDraft) -> Result<Menu, Error> {
    let menus = work.menus()?;
    if menus.named(draft.name.as_str()).is_some() {
        let found = format!("there is a menu {:?} already", draft.name.as_str());
        return Err(Problem::new(Code::Exists, found).into());
    }
    let id = draft.id.unwrap_or_else(|| work.transaction.new_id());
    if menus.with_id(id.as_str()).is_some() {
        return Err(Problem::new(Code::Exists, format!("there is a menu with the id {id} already")).into());
    }
    let mut below = draft.items.iter().flat_map(|item| &item.items);
    if let Some(item) = below.find(|item| !item.items.is_empty()) {
        let found = format!("menu item {:?} is on the second level and has items itself", item.label);
        return Err(Problem::new(Code::TooLong, found).help("menus have two levels").into());
    }
    let label = draft.label.unwrap_or_else(|| draft.name.to_string());
    let row = menu::insert(work, &id, &draft.name, &label, &draft.items)?;
    let mut changes = vec![Change::added(Property::Name, draft.name.to_string())];
    if label != draft.name.as_str() {
        changes.push(Change::added(Property::Label, label.clone()));
    }
    if !draft.items.is_empty() {
        let labels = draft.items.iter().map(|item| item.label.clone());
        changes.push(Change::added(Property::Items, Value::texts(labels)));
    }
    work.record(Effect {
        action: Action::Added,
        subject: Subject::Menu,
        id: id.clone(),
        label: draft.name.to_string(),
        changes,
        place: work.place,
    })?;
    Ok(Menu { row, id, name: draft.name, label, items: draft.items })
}
