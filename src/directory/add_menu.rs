//! Adds a menu.

use super::label::{check_label, label};
use crate::domain::{
    Action, Change, Code, Effect, Error, Menu, MenuItem, Name, Problem, Problems, Property, PublicId, Refusal, Subject,
    Value,
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
/// Refuses a name or id that is taken, labels and targets that are no lines of text, and items on more than two levels.
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
    check_items(&draft.items)?;
    let label = label(draft.label, &draft.name)?;
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

fn check_items(items: &[MenuItem]) -> Result<(), Refusal> {
    let mut problems = Problems::default();
    for item in items {
        for item in std::iter::once(item).chain(&item.items) {
            check_item(item, &mut problems);
        }
        if let Some(below) = item.items.iter().find(|below| !below.items.is_empty()) {
            let found = format!("menu item {:?} is on the second level and has items itself", below.label);
            problems.add(Problem::new(Code::TooLong, found).help("menus have two levels"));
        }
    }
    problems.refuse()
}

fn check_item(item: &MenuItem, problems: &mut Problems) {
    if let Err(problem) = check_label(&item.label) {
        let message = format!("menu item {:?}: {}", item.label, problem.message);
        problems.add(Problem { message, ..problem });
    }
    // A target may be missing: an item can be no more than a heading for those below it.
    if !item.target.is_empty()
        && let Err(problem) = check_target(&item.target)
    {
        let message = format!("menu item {:?}: {}", item.label, problem.message);
        problems.add(Problem { message, ..problem }.of("target"));
    }
}

/// Where an item leads is shown to people, and becomes a link.
fn check_target(target: &str) -> Result<(), Problem> {
    const MAX: usize = 2_000;
    let count = target.chars().count();
    if count > MAX {
        return Err(Problem::new(Code::TooLong, format!("expected at most {MAX} characters, found {count}")));
    }
    match target.chars().find(|c| c.is_control()) {
        Some(bad) => {
            let found = format!("expected one line, found the control character U+{:04X}", bad as u32);
            Err(Problem::new(Code::BadCharacter, found))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, target: &str, items: Vec<MenuItem>) -> MenuItem {
        MenuItem { label: label.to_owned(), target: target.to_owned(), items }
    }

    #[test]
    fn items_have_two_levels_and_stand_on_one_line() {
        let good = item("Office", "", vec![item("Plan", "/plan", vec![])]);
        assert!(check_items(&[good]).is_ok());
        let deep = item("A", "", vec![item("B", "", vec![item("C", "", vec![])])]);
        let bad = [deep, item("", "", vec![]), item("D", "/d\n", vec![])];
        let codes: Vec<Code> = check_items(&bad).unwrap_err().problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, [Code::TooLong, Code::Empty, Code::BadCharacter]);
    }
}
