//! Adds a profile field to the environment.

use crate::directory::label::check_label;
use crate::directory::user::assign::unknown;
use crate::domain::{
    Action, Catalogue, Change, Code, Effect, Error, Fault, FieldKind, Problem, Problems, ProfileField, Property,
    PublicId, Required, Subject, Value,
};
use crate::store::environment::profile_field;
use crate::store::{Work, role};

/// The input for a new profile field.
#[derive(Debug)]
pub struct FieldDraft {
    /// Key, unique in the environment.
    pub key: String,
    /// Label. Default: the key.
    pub label: Option<String>,
    /// The type of the values.
    pub kind: FieldKind,
    /// The users for whom it is required. Roles by name or id.
    pub required: Required,
}

/// Adds a profile field.
///
/// # Errors
/// Returns a refusal for a key that is taken or invalid, a label that is not one line of text, choices that are not
/// distinct, and unknown roles; a fault if the database fails.
pub fn add_profile_field(work: &mut Work, draft: FieldDraft) -> Result<ProfileField, Error> {
    let mut problems = Problems::default();
    problems.check("key", ProfileField::check_key(&draft.key));
    if profile_field::all(work)?.iter().any(|other| other.key == draft.key) {
        problems.add(Problem::new(Code::Exists, format!("there is a profile field {:?} already", draft.key)));
    }
    let label = match &draft.label {
        Some(label) => problems.check("label", check_label(label)),
        None => Some(draft.key.clone()),
    };
    problems.check("choices", draft.kind.check_choices());
    let required = required_roles(work, draft.required, &mut problems)?;
    problems.refuse()?;
    let mut field =
        ProfileField { row: 0, label: label.unwrap_or_default(), key: draft.key, kind: draft.kind, required };
    field.row = profile_field::insert(work, &field)?;
    let mut changes =
        vec![Change::added(Property::Label, field.label.clone()), Change::added(Property::Kind, field.kind.as_str())];
    if !field.kind.choices().is_empty() {
        changes.push(Change::added(Property::Choices, Value::texts(field.kind.choices().iter().cloned())));
    }
    if field.required != Required::Never {
        changes.push(Change::added(Property::Required, field.required.to_value()));
    }
    work.record(effect(work, &field, Action::Added, changes)?)?;
    Ok(field)
}

/// Returns the roles by their stored names, without duplicates. Adds a problem for each unknown role.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn required_roles(work: &Work, required: Required, problems: &mut Problems) -> Result<Required, Fault> {
    let Required::For(wanted) = required else { return Ok(required) };
    let roles = Catalogue::new(role::all(work)?);
    let mut names = Vec::new();
    for name in wanted {
        match roles.find(name.as_str()) {
            Some(role) => names.push(role.name.clone()),
            None => problems.add(unknown(&roles, name.as_str(), true, ("role", Code::UnknownRole)).of("required")),
        }
    }
    // In the order of the database, so that equal sets of roles are equal values.
    names.sort_by_cached_key(|name| name.key());
    names.dedup();
    Ok(if names.is_empty() { Required::Never } else { Required::For(names) })
}

/// Returns the effect on a profile field. Its key identifies the field, also in the history.
///
/// # Errors
/// Returns a problem if the key is not a valid id.
pub fn effect(work: &Work, field: &ProfileField, action: Action, changes: Vec<Change>) -> Result<Effect, Problem> {
    Ok(Effect {
        action,
        subject: Subject::ProfileField,
        id: PublicId::parse(&field.key)?,
        label: field.key.clone(),
        changes,
        place: work.place,
    })
}
