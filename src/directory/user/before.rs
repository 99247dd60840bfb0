//! Reconstructs the state of users before a run, as far as the run read or changed them.

use super::blame::properties;
use crate::directory::find::find_user;
use crate::domain::{Action, AuditEntry, Code, Error, Problem, Property, Run, Subject, User, Value};
use crate::store::user::membership;
use crate::store::{Work, audit, run};

/// A user as it was before a run.
#[derive(Debug, Clone)]
pub struct UserBefore {
    /// The user as it is now.
    pub user: User,
    /// Whether the user was a member of the environment. If not, the account was in other environments only.
    pub is_member: bool,
    /// The properties at that time, as [`crate::directory::blame()`] names them: a profile field with its key.
    pub properties: Vec<(Property, Option<String>, Value<'static>)>,
}

/// Returns the users as they were before a run: those that the script read, those that it changed, and the one who
/// triggered it.
///
/// The audit is used to undo later changes in memory. Users whose account the run created are left out.
///
/// # Errors
/// Returns a refusal if the run read too many users to be repeated elsewhere; a fault if the database fails.
pub fn world_before(work: &mut Work, record: &Run) -> Result<Vec<UserBefore>, Error> {
    let id = record.id.as_ref().map_or("", |id| id.as_str());
    let looked = run::looked_at(work, id)?;
    let row = looked.as_ref().map_or(0, |looked| looked.run);
    let members = looked.and_then(|looked| looked.members).ok_or_else(|| {
        Problem::new(Code::CannotCapture, "the run looked at more than 1,000 users, too many for a fixture")
    })?;
    let mut users = membership::with_rows(work, &members)?;
    let changed =
        record.effects.iter().filter(|effect| effect.subject == Subject::User).map(|effect| effect.id.as_str());
    for id in changed.chain(record.user()) {
        if !users.iter().any(|user| user.account.id.as_str() == id) {
            users.push(find_user(work, id)?);
        }
    }
    let mut before = Vec::new();
    for user in users {
        before.extend(as_it_was(work, user, row, record)?);
    }
    Ok(before)
}

/// A user before the run of this row; nothing if the account did not exist.
fn as_it_was(work: &mut Work, user: User, row: i64, record: &Run) -> Result<Option<UserBefore>, Error> {
    let address = user.account.address.to_string();
    let mut properties = properties(work, &user)?;
    let mut is_member = true;
    let is_later = |entry: &&AuditEntry| match entry.run_row {
        Some(run) => run >= row,
        None => entry.at > record.started_at,
    };
    for entry in audit::about_user(work, &user.account.id, &address)?.iter().rev().filter(is_later) {
        match entry.effect.subject {
            Subject::User if entry.effect.action == Action::Added => is_member = false,
            Subject::User => undo(entry, &mut properties),
            _ => undo_membership(entry, &address, &mut properties),
        }
    }
    let is_new = !is_member && user.account.created_at >= record.started_at;
    Ok((!is_new).then_some(UserBefore { user, is_member, properties }))
}

/// Sets the properties of an entry to their values before it.
fn undo(entry: &AuditEntry, properties: &mut Vec<(Property, Option<String>, Value<'static>)>) {
    for change in &entry.effect.changes {
        if change.property != Property::Profile {
            for (_, _, value) in properties.iter_mut().filter(|(property, ..)| *property == change.property) {
                *value = change.before.clone();
            }
            continue;
        }
        properties.retain(|(property, ..)| *property != Property::Profile);
        if let Value::Map(fields) = &change.before {
            let field = |(key, value): &(std::borrow::Cow<'static, str>, Value<'static>)| {
                (Property::Profile, Some(key.to_string()), value.clone())
            };
            properties.extend(fields.iter().map(field));
        }
    }
}

/// Undoes a change of the members of a group for one user.
fn undo_membership(entry: &AuditEntry, address: &str, properties: &mut [(Property, Option<String>, Value<'static>)]) {
    let names = |value: &Value| matches!(value, Value::List(items) if items.contains(&Value::text(address)));
    for change in entry.effect.changes.iter().filter(|change| change.property == Property::Members) {
        let groups = properties.iter_mut().find(|(property, ..)| *property == Property::Groups);
        let Some((_, _, Value::List(groups))) = groups else { continue };
        let group: Value<'static> = entry.effect.label.clone().into();
        match (names(&change.before), names(&change.after)) {
            (true, false) if !groups.contains(&group) => groups.push(group),
            (false, true) => groups.retain(|other| *other != group),
            _ => {}
        }
    }
}
