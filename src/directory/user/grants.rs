//! Checks the grants that a script needs for one call of `addUser`. Each problem names the option that needs the grant
//! (SPEC R2.9).

use super::blame::options_of;
use crate::directory::may::{may, may_add_people, may_make_administrators};
use crate::directory::options::Options;
use crate::domain::{Change, Grant, Membership, Problems, Property, Value};
use crate::store::Work;

/// Adds a problem for each missing grant to add a user. Returns whether the grants to add people are missing.
pub fn to_add(work: &Work, options: &Options, administrator: bool, problems: &mut Problems) -> bool {
    let refused = may_add_people(work);
    let is_refused = !refused.is_empty();
    refused.into_iter().for_each(|problem| problems.add(problem.of("globalEmailAddress")));
    if administrator {
        make_administrators(work, "administrator", problems);
    }
    to_assign(work, options, problems);
    is_refused
}

/// Adds a problem for each missing grant to change a member in this way. An option with the present value needs no
/// grant.
pub fn to_change(
    work: &Work,
    options: &Options,
    (before, after): (&Membership, &Membership),
    changes: &[Change],
    problems: &mut Problems,
) {
    let mut modified = None;
    for change in changes {
        let option = change.property.as_str();
        match change.property {
            Property::Active if !after.active => {
                problems.check(option, may(work, Grant::UsersDeactivate));
            }
            Property::Administrator if after.administrator => make_administrators(work, option, problems),
            _ => modified = modified.or(Some(option)),
        }
    }
    // Activating an inactive administrator needs the same grants as making a new one.
    if before.administrator && after.administrator && after.active && !before.active {
        make_administrators(work, Property::Active.as_str(), problems);
    }
    if let Some(option) = modified {
        problems.check(option, may(work, Grant::UsersModify));
    }
    to_assign(work, options, problems);
}

fn make_administrators(work: &Work, option: &'static str, problems: &mut Problems) {
    may_make_administrators(work).into_iter().for_each(|problem| problems.add(problem.of(option)));
}

fn to_assign(work: &Work, options: &Options, problems: &mut Problems) {
    for (property, grant) in [(Property::Menus, Grant::MenusAssign), (Property::Groups, Grant::GroupsAssign)] {
        let is_given = |name: &&&str| options.iter().any(|(given, value)| given == **name && *value != Value::Nothing);
        if let Some(option) = options_of(property).iter().find(is_given) {
            problems.check(option, may(work, grant));
        }
    }
}
