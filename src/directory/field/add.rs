//! Adds a profile field to the environment.

use crate::directory::label::check_label;
use crate::directory::user::assign::unknown;
use crate::domain::{
    Action, Catalogue, Change, Code, Effect, Error, Fault, FieldKind, Problem, Problems, ProfileField, Property,
    PublicId, Required, Subject, Value,
};
use crate::store::environment::profile_field;
use crate::store::{Work, role};

/// What is wanted of a profile field.
#[derive(Debug)]
pub struct FieldDraft {
    /// Key, unique in the environment.
    pub key: String,
    /// Label; the key if none is given.
    pub label: Option<String>,
    /// Which values it takes.
    pub kind: FieldKind,
    /// Whom it is asked of; roles by name or id.
    pub required: Required,
}

/// Adds a profile field.
///
/// # Errors
/// Refuses a key that is taken or no key, a label that is no line of text, choices that cannot be told apart, and unknown
/// roles.
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

/// The roles by their names as they are stored, each once; unknown ones are noted.
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
    // As the database lists them, so that the same roles are the same value.
    names.sort_by_cached_key(|name| name.key());
    names.dedup();
    Ok(if names.is_empty() { Required::Never } else { Required::For(names) })
}

/// What happened to a profile field. A field is known by its key, in the history too.
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
