//! Adds a member group.

use super::assign_menus::{assign, find_menus};
use crate::directory::label::label;
use crate::directory::may::may;
use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, Required, missing, read_options};
use crate::domain::{
    Action, Change, Code, Effect, Error, Fault, Grant, Group, Name, Problem, Problems, Property, PublicId, Subject,
};
use crate::store::{Work, group};

/// The input for a new group.
#[derive(Debug)]
pub struct GroupDraft {
    /// Name, unique in the environment.
    pub name: Name,
    /// Id. Default: generated.
    pub id: Option<PublicId>,
    /// Label. Default: the name.
    pub label: Option<String>,
    /// Names or ids of the menus of its members.
    pub menus: Vec<String>,
}

impl GroupDraft {
    /// Returns a draft with only a name.
    pub fn named(name: Name) -> GroupDraft {
        GroupDraft { name, id: None, label: None, menus: Vec::new() }
    }
}

/// Adds a member group by options.
///
/// # Errors
/// As [`add_group`]; the refusal also contains unknown options and wrong values.
pub fn add_group_by(work: &mut Work, options: &Options) -> Result<Group, Error> {
    let mut problems = Problems::default();
    let given = GroupInput::read(options, &mut problems);
    check(work, &given, &mut problems)?;
    problems.refuse()?;
    insert(work, given)
}

/// Adds a member group.
///
/// # Errors
/// Returns a refusal for a name or id that is taken, a label that is not one line of text, and unknown menus; a fault
/// if the database fails.
pub fn add_group(work: &mut Work, draft: GroupDraft) -> Result<Group, Error> {
    let mut problems = Problems::default();
    let given = GroupInput { name: Some(draft.name), id: draft.id, label: draft.label, menus: draft.menus };
    check(work, &given, &mut problems)?;
    problems.say_plainly(&["name", "id", "menuNames"]);
    problems.refuse()?;
    insert(work, given)
}

/// The options of one call of `addGroup`.
#[derive(Debug, Default)]
pub struct GroupInput {
    name: Option<Name>,
    id: Option<PublicId>,
    label: Option<String>,
    /// The names or ids of the menus.
    pub menus: Vec<String>,
}

impl GroupInput {
    /// Reads the options of a call, and adds every problem.
    pub fn read(options: &Options, problems: &mut Problems) -> GroupInput {
        let mut given = GroupInput::default();
        read_options(GROUP_OPTIONS, options, &mut given, problems);
        if given.name.is_none() && !problems.concern("name") {
            problems.add(missing(GROUP_OPTIONS, "name", "a member group has a name"));
        }
        given
    }
}

/// Checks everything before anything is stored, so that a refused call changes nothing.
fn check(work: &mut Work, given: &GroupInput, problems: &mut Problems) -> Result<(), Fault> {
    if let Err(problem) = may(work, Grant::GroupsManage) {
        problems.add(problem);
    }
    let groups = work.groups()?;
    if let Some(name) = &given.name {
        if groups.named(name.as_str()).is_some() {
            let found = format!("there is a member group {:?} already", name.as_str());
            problems.add(Problem::new(Code::Exists, found).of("name"));
        }
        problems.check("label", label(given.label.clone(), name));
    }
    if let Some(id) = given.id.as_ref().filter(|id| groups.with_id(id.as_str()).is_some()) {
        let found = format!("there is a member group with the id {id} already");
        problems.add(Problem::new(Code::Exists, found).of("id"));
    }
    if !given.menus.is_empty() {
        problems.check("menuNames", may(work, Grant::MenusAssign));
        find_menus(work, &given.menus, problems)?;
    }
    Ok(())
}

fn insert(work: &mut Work, given: GroupInput) -> Result<Group, Error> {
    let name = given.name.ok_or_else(|| Fault::new("addGroup", "a name was neither given nor missed"))?;
    let id = given.id.unwrap_or_else(|| work.transaction.new_id());
    let label = label(given.label, &name)?;
    let row = group::insert(work, &id, &name, &label)?;
    let group = Group { row, id, name, label };
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
    let menus = find_menus(work, &given.menus, &mut Problems::default())?;
    if !menus.is_empty() {
        assign(work, &group, &menus)?;
    }
    Ok(group)
}

/// The options of `addGroup`.
pub const GROUP_OPTIONS: &[OptionRow<GroupInput>] = &[
    OptionRow {
        about: AboutOption {
            required: Required::Always,
            ..text("name", "\"drivers\"", "Name of the group, unique in the environment.")
        },
        read: Read::String(|given, text| {
            given.name = Some(Name::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: text("id", "\"drivers-1\"", "Id of the group; one is made if none is given."),
        read: Read::String(|given, text| {
            given.id = Some(PublicId::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: text("label", "\"Drivers\"", "What people see; the name if none is given."),
        read: Read::String(|given, text| {
            given.label = Some(text.to_owned());
            Ok(())
        }),
    },
    OptionRow {
        about: AboutOption {
            kind: Kind::Strings,
            ..text("menuNames", "[\"office\"]", "The menus that the members of the group have, by name or id.")
        },
        read: Read::Strings(|given, texts| {
            given.menus = texts.iter().map(|&text| text.to_owned()).collect();
            Ok(())
        }),
    },
];

const fn text(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind: Kind::String, required: Required::No, extension: false, doc, example, values: &[] }
}
