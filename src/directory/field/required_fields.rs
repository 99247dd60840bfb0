//! Enforces required profile fields when a user is added, and prevents that they are emptied (SPEC R1.8).

use crate::directory::user::draft::UserDraft;
use crate::domain::{Code, Problem, Problems, ProfileField, Required, Role, Value};

/// Adds a problem for each required field that is missing for a new user with this role.
pub fn on_adding(fields: &[ProfileField], draft: &UserDraft, role: Option<&Role>, problems: &mut Problems) {
    for field in fields.iter().filter(|field| field.required.applies_to(role)) {
        if given(draft, field).is_none_or(ProfileField::is_blank) {
            let message = format!("missing: the profile field `{}` is required {}", field.key, whom(field, role));
            problems.add(Problem::new(Code::Missing, message).of("profile").help(way_out(field)));
        }
    }
}

/// Adds a problem for each required field of a member with this role that would be emptied. A field that is already
/// empty may stay empty.
pub fn not_cleared(
    fields: &[ProfileField],
    before: &[(String, Value<'static>)],
    draft: &UserDraft,
    role: Option<&Role>,
    problems: &mut Problems,
) {
    let had =
        |field: &ProfileField| before.iter().any(|(key, value)| *key == field.key && !ProfileField::is_blank(value));
    for field in fields.iter().filter(|field| field.required.applies_to(role) && had(field)) {
        if given(draft, field).is_some_and(ProfileField::is_blank) {
            let key = &field.key;
            let message = format!("the profile field `{key}` is required {} and cannot be emptied", whom(field, role));
            problems.add(Problem::new(Code::Missing, message).of("profile").help(way_out(field)));
        }
    }
}

/// Returns the value that a draft has for a field. If it has several, the last one counts.
fn given<'a>(draft: &'a UserDraft, field: &ProfileField) -> Option<&'a Value<'static>> {
    draft.profile.iter().rev().find(|(key, _)| *key == field.key).map(|(_, value)| value)
}

fn whom(field: &ProfileField, role: Option<&Role>) -> String {
    match (&field.required, role) {
        (Required::For(_), Some(role)) => format!("for the role {:?}", role.name.as_str()),
        _ => "for every user".to_owned(),
    }
}

fn way_out(field: &ProfileField) -> String {
    format!("give `{}` in the profile: {}", field.key, field.kind.expected())
}
