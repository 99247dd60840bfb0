//! Changes a profile field: label, type, choices, and for whom it is required. The values of users stay as they are.

use super::add::{effect, required_roles};
use crate::directory::label::check_label;
use crate::domain::{
    Action, Change, Code, Error, Fault, FieldKind, Problem, Problems, ProfileField, Property, Required, User, Value,
};
use crate::store::Work;
use crate::store::environment::profile_field;
use crate::store::user::membership;

/// The changes of a profile field. `None` keeps the present value. The key never changes.
#[derive(Debug, Default)]
pub struct FieldChange {
    /// The new label.
    pub label: Option<String>,
    /// The new type of the values.
    pub kind: Option<FieldKind>,
    /// The users for whom it becomes required. Roles by name or id.
    pub required: Option<Required>,
}

/// Changes a profile field, and returns the changed field.
///
/// A field that becomes required is enforced for users who are added from now on.
///
/// # Errors
/// Returns a refusal with all problems: another type while users have a value, choices without a value that a user has,
/// and those of [`add_profile_field`](crate::directory::add_profile_field()). Returns a fault if the database fails.
pub fn change_profile_field(work: &mut Work, field: &ProfileField, change: FieldChange) -> Result<ProfileField, Error> {
    let mut problems = Problems::default();
    let mut after = field.clone();
    if let Some(label) = change.label {
        after.label = problems.check("label", check_label(&label)).unwrap_or_default();
    }
    if let Some(kind) = change.kind {
        problems.check("choices", kind.check_choices());
        after.kind = kind;
        check_values(work, field, &after, &mut problems)?;
    }
    if let Some(required) = change.required {
        after.required = required_roles(work, required, &mut problems)?;
    }
    problems.refuse()?;
    let choices = |field: &ProfileField| match field.kind.choices() {
        [] => Value::Nothing,
        choices => Value::texts(choices.iter().cloned()),
    };
    let changes: Vec<Change> = [
        Change::between(Property::Label, field.label.clone(), after.label.clone()),
        Change::between(Property::Kind, field.kind.as_str(), after.kind.as_str()),
        Change::between(Property::Choices, choices(field), choices(&after)),
        Change::between(Property::Required, field.required.to_value(), after.required.to_value()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !changes.is_empty() {
        profile_field::update(work, &after)?;
        work.record(effect(work, &after, Action::Changed, changes)?)?;
    }
    Ok(after)
}

/// Adds a problem if users have values that the changed field would not allow.
fn check_values(
    work: &Work,
    before: &ProfileField,
    after: &ProfileField,
    problems: &mut Problems,
) -> Result<(), Fault> {
    if before.kind == after.kind {
        return Ok(());
    }
    let users = membership::with_field(work, &before.key)?;
    let is_other_type = before.kind.as_str() != after.kind.as_str();
    let misfits = |user: &&User| {
        let mut values = user.membership.profile.iter().filter(|(key, _)| *key == before.key);
        is_other_type || values.any(|(_, value)| after.check(value).is_err())
    };
    let users = match users.iter().filter(misfits).count() {
        0 => return Ok(()),
        1 => "1 user has".to_owned(),
        count => format!("{count} users have"),
    };
    let key = &before.key;
    problems.add(match is_other_type {
        true => Problem::new(Code::InUse, format!("{users} a value of the profile field `{key}`, so its type stays"))
            .of("type")
            .help("add a field of another key, or empty the field first"),
        false => Problem::new(Code::InUse, format!("{users} a choice of the profile field `{key}` that would be gone"))
            .of("choices")
            .help("keep the choice, or change the users first"),
    });
    Ok(())
}
