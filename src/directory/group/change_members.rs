//! Puts several users into a member group, or takes them out.

use crate::directory::find::find_user;
use crate::domain::{Action, Change, Effect, Error, Group, Problem, Problems, Property, Subject, Value};
use crate::store::{Work, group};

/// Into the group or out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// Into it.
    Join,
    /// Out of it.
    Leave,
}

/// Puts users, by address or id, into a group or takes them out; answers how many that changed.
///
/// # Errors
/// Refuses users who are no members of the environment, all at once.
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
