//! Menus, groups, role and profile of a call of `addUser`: looks names and ids up, and assigns them.

use super::draft::{Assignment, UserDraft};
use super::outline::EnvironmentOutline;
use crate::domain::{
    Catalogue, Change, Code, Fault, Named, Problem, Problems, ProfileField, Property, Role, Value, list_of,
};
use crate::store::environment::profile_field;
use crate::store::{Work, group, menu, role};

/// The rows of the names and ids of a draft.
pub struct Assignments {
    /// The direct menus.
    pub menus: RowChange,
    /// The member groups.
    pub groups: RowChange,
    /// The role.
    pub role: Option<Role>,
}

/// The change of the menus or groups of a user.
pub enum RowChange {
    /// Nothing was said.
    AsTheyAre,
    /// These in place of the present ones.
    Replace(Vec<i64>),
    /// These are added to the present ones.
    Add(Vec<i64>),
}

impl Assignments {
    /// Looks up all names and ids, and adds a problem for each unknown one.
    pub fn resolve(work: &mut Work, draft: &UserDraft, problems: &mut Problems) -> Result<Assignments, Fault> {
        let mut wanted = Assignments { menus: RowChange::AsTheyAre, groups: RowChange::AsTheyAre, role: None };
        if draft.menus.is_given() {
            let menus = work.menus()?;
            wanted.menus = rows(&draft.menus, &menus, |menu| menu.row, ("menu", Code::UnknownMenu), problems);
        }
        if draft.groups.is_given() {
            let groups = work.groups()?;
            wanted.groups =
                rows(&draft.groups, &groups, |group| group.row, ("member group", Code::UnknownGroup), problems);
        }
        if let Some(name) = draft.role.as_deref().filter(|name| !name.is_empty()) {
            let roles = Catalogue::new(role::all(work)?);
            wanted.role = find_role(&roles, name, problems);
        }
        if !draft.profile.is_empty() {
            check_profile(&profile_field::all(work)?, draft, problems);
        }
        Ok(wanted)
    }
}

fn find_role(roles: &Catalogue<Role>, name: &str, problems: &mut Problems) -> Option<Role> {
    let found = roles.named(name).cloned();
    if found.is_none() {
        problems.add(unknown(roles, name, true, ("role", Code::UnknownRole)).of("role"));
    }
    found
}

/// Notes what a draft names that does not exist, where all that exists is known without a database.
pub fn check_names(known: &EnvironmentOutline, draft: &UserDraft, problems: &mut Problems) {
    rows(&draft.menus, &known.menus, |menu| menu.row, ("menu", Code::UnknownMenu), problems);
    rows(&draft.groups, &known.groups, |group| group.row, ("member group", Code::UnknownGroup), problems);
    if let Some(name) = draft.role.as_deref().filter(|name| !name.is_empty()) {
        find_role(&known.roles, name, problems);
    }
    check_profile(&known.fields, draft, problems);
}

fn rows<T: Named>(
    assignment: &Assignment,
    things: &Catalogue<T>,
    row: impl Fn(&T) -> i64,
    kind: (&str, Code),
    problems: &mut Problems,
) -> RowChange {
    let picks = assignment.replace.as_ref().or(assignment.add.as_ref());
    let mut rows = Vec::new();
    for pick in picks.into_iter().flatten() {
        let found = if pick.by_name { things.named(&pick.text) } else { things.with_id(&pick.text) };
        match found {
            // A name and an id may mean the same thing; it is assigned once.
            Some(thing) if rows.contains(&row(thing)) => {}
            Some(thing) => rows.push(row(thing)),
            None => problems.add(unknown(things, &pick.text, pick.by_name, kind).of(pick.option)),
        }
    }
    if assignment.replace.is_some() { RowChange::Replace(rows) } else { RowChange::Add(rows) }
}

pub fn unknown<T: Named>(things: &Catalogue<T>, text: &str, by_name: bool, (kind, code): (&str, Code)) -> Problem {
    let by = if by_name { "name" } else { "id" };
    let problem = Problem::new(code, format!("there is no {kind} with the {by} {text:?}"));
    let other_way = if by_name { things.with_id(text) } else { things.named(text) };
    if other_way.is_some() {
        let other = if by_name { "id" } else { "name" };
        return problem.help(format!("{text:?} is the {other} of a {kind}; use the option for {other}s"));
    }
    match crate::domain::nearest(text, things.names()) {
        Some(near) => problem.help(format!("did you mean {near:?}?")),
        None if things.all().is_empty() => problem.help(format!("this environment has no {kind} yet")),
        None => problem.help(format!("there is {}", list_of(things.names()))),
    }
}

fn check_profile(fields: &[ProfileField], draft: &UserDraft, problems: &mut Problems) {
    for (key, value) in &draft.profile {
        match fields.iter().find(|field| field.key == *key) {
            Some(field) => {
                problems.check("profile", field.check(value));
            }
            None => {
                let keys = || fields.iter().map(|field| field.key.as_str());
                let problem =
                    Problem::new(Code::UnknownField, format!("there is no profile field {key:?}")).of("profile");
                problems.add(match crate::domain::nearest(key, keys()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None if fields.is_empty() => problem.help("this environment defines no profile fields yet"),
                    None => problem.help(format!("there is {}", list_of(keys()))),
                });
            }
        }
    }
}

/// Returns the rows to add, the rows to remove, and the rows afterwards.
fn difference(wanted: &RowChange, present: &[i64]) -> (Vec<i64>, Vec<i64>, Vec<i64>) {
    let (add, remove): (Vec<i64>, Vec<i64>) = match wanted {
        RowChange::AsTheyAre => (Vec::new(), Vec::new()),
        RowChange::Add(rows) => (rows.clone(), Vec::new()),
        RowChange::Replace(rows) => (rows.clone(), present.iter().copied().filter(|row| !rows.contains(row)).collect()),
    };
    let add: Vec<i64> = add.into_iter().filter(|row| !present.contains(row)).collect();
    let kept = present.iter().copied().filter(|row| !remove.contains(row));
    let after = kept.chain(add.iter().copied()).collect();
    (add, remove, after)
}

/// Assigns menus to a member, and returns the change, if any.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn assign_menus(
    work: &mut Work,
    member: i64,
    wanted: &RowChange,
    present: Vec<i64>,
) -> Result<Option<Change>, Fault> {
    let (add, remove, after) = difference(wanted, &present);
    if add.is_empty() && remove.is_empty() {
        return Ok(None);
    }
    for row in add {
        menu::assign(work, member, row)?;
    }
    for row in remove {
        menu::withdraw(work, member, row)?;
    }
    let menus = work.menus()?;
    Ok(Change::between(
        Property::Menus,
        names(&menus, &present, |menu| menu.row),
        names(&menus, &after, |menu| menu.row),
    ))
}

/// Changes the groups of a member, and returns the change, if any.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn assign_groups(
    work: &mut Work,
    member: i64,
    wanted: &RowChange,
    present: Vec<i64>,
) -> Result<Option<Change>, Fault> {
    let (add, remove, after) = difference(wanted, &present);
    if add.is_empty() && remove.is_empty() {
        return Ok(None);
    }
    for row in add {
        group::join(work, member, row)?;
    }
    for row in remove {
        group::leave(work, member, row)?;
    }
    let groups = work.groups()?;
    Ok(Change::between(
        Property::Groups,
        names(&groups, &present, |group| group.row),
        names(&groups, &after, |group| group.row),
    ))
}

/// The names of rows in the order of the catalogue; no rows are nothing.
pub fn names<T: Named>(things: &Catalogue<T>, rows: &[i64], row: impl Fn(&T) -> i64) -> Value<'static> {
    if rows.is_empty() {
        return Value::Nothing;
    }
    let names = things.all().iter().filter(|thing| rows.contains(&row(thing)));
    Value::texts(names.map(|thing| thing.name().to_string()))
}
