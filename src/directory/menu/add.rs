//! Adds a menu.

use crate::directory::label::{check_label, label};
use crate::directory::may::may;
use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, Required, maps, missing, read_options};
use crate::domain::{
    Action, Change, Code, Effect, Error, Fault, Grant, Menu, MenuItem, Name, Problem, Problems, Property, PublicId,
    Refusal, Subject, Value, nearest,
};
use crate::store::{Work, menu};

/// The input for a new menu.
#[derive(Debug)]
pub struct MenuDraft {
    /// Name, unique in the environment.
    pub name: Name,
    /// Id. Default: generated.
    pub id: Option<PublicId>,
    /// Label. Default: the name.
    pub label: Option<String>,
    /// Items, in order.
    pub items: Vec<MenuItem>,
}

impl MenuDraft {
    /// Returns a draft with only a name.
    pub fn named(name: Name) -> MenuDraft {
        MenuDraft { name, id: None, label: None, items: Vec::new() }
    }
}

/// Adds a menu by options.
///
/// # Errors
/// As [`add_menu`]; the refusal also contains unknown options and wrong values.
pub fn add_menu_by(work: &mut Work, options: &Options) -> Result<Menu, Error> {
    let mut problems = Problems::default();
    let given = MenuInput::read(options, &mut problems);
    check(work, &given, &mut problems)?;
    problems.refuse()?;
    insert(work, given)
}

/// Adds a menu.
///
/// # Errors
/// Returns a refusal for a name or id that is taken, labels and targets that are not one line of text, and items on
/// more than two levels; a fault if the database fails.
pub fn add_menu(work: &mut Work, draft: MenuDraft) -> Result<Menu, Error> {
    let mut problems = Problems::default();
    let given = MenuInput { name: Some(draft.name), id: draft.id, label: draft.label, items: draft.items };
    check(work, &given, &mut problems)?;
    problems.say_plainly(&["name", "id", "items"]);
    problems.refuse()?;
    insert(work, given)
}

/// The options of one call of `addMenu`.
#[derive(Debug, Default)]
pub struct MenuInput {
    name: Option<Name>,
    id: Option<PublicId>,
    label: Option<String>,
    items: Vec<MenuItem>,
}

impl MenuInput {
    /// Reads the options of a call, and adds every problem.
    pub fn read(options: &Options, problems: &mut Problems) -> MenuInput {
        let mut given = MenuInput::default();
        read_options(MENU_OPTIONS, options, &mut given, problems);
        if given.name.is_none() && !problems.concern("name") {
            problems.add(missing(MENU_OPTIONS, "name", "a menu has a name"));
        }
        given
    }
}

/// Checks everything before anything is stored, so that a refused call changes nothing.
fn check(work: &mut Work, given: &MenuInput, problems: &mut Problems) -> Result<(), Fault> {
    if let Err(problem) = may(work, Grant::MenusManage) {
        problems.add(problem);
    }
    let menus = work.menus()?;
    if let Some(name) = &given.name {
        if menus.named(name.as_str()).is_some() {
            let found = format!("there is a menu {:?} already", name.as_str());
            problems.add(Problem::new(Code::Exists, found).of("name"));
        }
        problems.check("label", label(given.label.clone(), name));
    }
    if let Some(id) = given.id.as_ref().filter(|id| menus.with_id(id.as_str()).is_some()) {
        let found = format!("there is a menu with the id {id} already");
        problems.add(Problem::new(Code::Exists, found).of("id"));
    }
    if let Err(refusal) = check_items(&given.items) {
        refusal.problems.into_iter().for_each(|problem| problems.add(problem.of("items")));
    }
    Ok(())
}

fn insert(work: &mut Work, given: MenuInput) -> Result<Menu, Error> {
    let name = given.name.ok_or_else(|| Fault::new("addMenu", "a name was neither given nor missed"))?;
    let id = given.id.unwrap_or_else(|| work.transaction.new_id());
    let label = label(given.label, &name)?;
    let row = menu::insert(work, &id, &name, &label, &given.items)?;
    let mut changes = vec![Change::added(Property::Name, name.to_string())];
    if label != name.as_str() {
        changes.push(Change::added(Property::Label, label.clone()));
    }
    if !given.items.is_empty() {
        let labels = given.items.iter().map(|item| item.label.clone());
        changes.push(Change::added(Property::Items, Value::texts(labels)));
    }
    work.record(Effect {
        action: Action::Added,
        subject: Subject::Menu,
        id: id.clone(),
        label: name.to_string(),
        changes,
        place: work.place,
    })?;
    Ok(Menu { row, id, name, label, items: given.items })
}

/// The options of `addMenu`.
pub const MENU_OPTIONS: &[OptionRow<MenuInput>] = &[
    OptionRow {
        about: AboutOption {
            required: Required::Always,
            ..text("name", "\"fleet\"", "Name of the menu, unique in the environment.")
        },
        read: Read::String(|given, text| {
            given.name = Some(Name::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: text("id", "\"fleet-1\"", "Id of the menu; one is made if none is given."),
        read: Read::String(|given, text| {
            given.id = Some(PublicId::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: text("label", "\"Our fleet\"", "What people see; the name if none is given."),
        read: Read::String(|given, text| {
            given.label = Some(text.to_owned());
            Ok(())
        }),
    },
    OptionRow {
        about: AboutOption {
            kind: Kind::Maps,
            ..text(
                "items",
                "[#{ label: \"Cars\", target: \"/cars\" }]",
                "Its items in order, each with `label`, `target` and, on the first of two levels, `items`.",
            )
        },
        read: Read::Maps(|given, items| {
            given.items = items.iter().map(|item| read_item(item)).collect::<Result<_, _>>()?;
            Ok(())
        }),
    },
];

const fn text(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind: Kind::String, required: Required::No, extension: false, doc, example, values: &[] }
}

fn read_item(options: &Options) -> Result<MenuItem, Problem> {
    const KEYS: [&str; 3] = ["label", "target", "items"];
    let mut item = MenuItem { label: String::new(), target: String::new(), items: Vec::new() };
    for (key, value) in options {
        match (key.as_ref(), value) {
            (_, Value::Nothing) => {}
            ("label", Value::Text(text)) => item.label = text.to_string(),
            ("target", Value::Text(text)) => item.target = text.to_string(),
            ("items", Value::List(items)) => {
                item.items = maps(items)?.into_iter().map(read_item).collect::<Result<_, _>>()?;
            }
            (key, value) if KEYS.contains(&key) => {
                let expected = if key == "items" { "an array of maps" } else { "a string" };
                let found = format!("`{key}` of a menu item: expected {expected}, found {}", value.described());
                return Err(Problem::new(Code::WrongType, found));
            }
            (key, _) => {
                let problem = Problem::new(Code::UnknownOption, format!("a menu item has no `{key}`"));
                return Err(match nearest(key, KEYS) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("an item has `label`, `target` and `items`"),
                });
            }
        }
    }
    Ok(item)
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
    // The target may be missing: an item can be a mere heading of its sub-items.
    if !item.target.is_empty()
        && let Err(problem) = check_target(&item.target)
    {
        let message = format!("menu item {:?}: {}", item.label, problem.message);
        problems.add(Problem { message, ..problem }.of("target"));
    }
}

/// Checks the target of an item, which pages show and use as a link.
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
