//! Adds several users to a member group, or removes them.

use crate::directory::find::find_user;
use crate::domain::{Action, Change, Effect, Error, Group, Problem, Problems, Property, Subject, Value};
use crate::store::{Work, group};

/// The direction of a change of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// Adds users to the group.
    Join,
    /// Removes users from the group.
    Leave,
}

/// Adds users, by address or id, to a group or removes them. Returns the number of users whose membership changed.
///
/// # Errors
/// Returns a refusal with all users who are not members of the environment; a fault if the database fails.
pub fn change_members(work: &mut Work, group: &Group, users: &[String], way: MemberChange) -> Result<usize, Error> {
    let mut problems = Problems::default();
    let mut members = Vec::new();
    for user in users {
        match find_user(work, user) {
            Ok(user) => members.push((user.membership.row, user.account.address.to_string())),
            Err(Error::Refused(refusal)) => {
                refusal.problems.into_iter().for_each(|problem: Problem| problems.add(problem))
            }
            Err(fault) => return Err(fault),
        }
    }
    problems.refuse()?;
    let before = group::members(work, group.row)?;
    let mut changed = 0;
    for (row, _) in &members {
        let is_in = group::of_member(work, *row)?.contains(&group.row);
        match way {
            MemberChange::Join if !is_in => group::join(work, *row, group.row)?,
            MemberChange::Leave if is_in => group::leave(work, *row, group.row)?,
            _ => continue,
        }
        changed += 1;
    }
    let after = group::members(work, group.row)?;
    let addresses = |members: Vec<(i64, String)>| Value::texts(members.into_iter().map(|(_, address)| address));
    if let Some(change) = Change::between(Property::Members, addresses(before), addresses(after)) {
        work.record(Effect {
            action: Action::Changed,
            subject: Subject::Group,
            id: group.id.clone(),
            label: group.name.to_string(),
            changes: vec![change],
            place: work.place,
        })?;
    }
    Ok(changed)
}
