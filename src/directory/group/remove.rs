//! Removes a member group. Its members stay in the environment.

use crate::domain::{Action, Change, Code, Effect, Error, Group, Problem, Property, Subject, Value};
use crate::store::{Work, group};

/// Removes a group.
///
/// # Errors
/// Returns a refusal with the number of members unless the removal is `confirmed` (SPEC R1.9); a fault if the database
/// fails.
pub fn remove_group(work: &mut Work, group: &Group, confirmed: bool) -> Result<(), Error> {
    let members = group::members(work, group.row)?;
    if !confirmed {
        let count = match members.len() {
            0 => "no members".to_owned(),
            1 => "1 member".to_owned(),
            count => format!("{count} members"),
        };
        let found = format!("the member group {:?} has {count} and cannot be restored", group.name.as_str());
        return Err(Problem::new(Code::NotConfirmed, found).help("confirm with `--yes`").into());
    }
    group::delete(work, group.row)?;
    let addresses = match members.as_slice() {
        [] => Value::Nothing,
        _ => Value::texts(members.into_iter().map(|(_, address)| address)),
    };
    work.record(Effect {
        action: Action::Removed,
        subject: Subject::Group,
        id: group.id.clone(),
        label: group.name.to_string(),
        changes: Vec::from_iter(Change::between(Property::Members, addresses, Value::Nothing)),
        place: work.place,
    })?;
    Ok(())
}
