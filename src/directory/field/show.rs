//! Shows and lists profile fields.

use crate::domain::{Error, ProfileField};
use crate::store::Work;
use crate::store::environment::profile_field;

/// A profile field, with the number of its values.
#[derive(Debug, Clone)]
pub struct FieldSummary {
    /// The field.
    pub field: ProfileField,
    /// The number of users with a value.
    pub users: i64,
}

/// Returns all profile fields of the environment, in the order in which they were added.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_profile_fields(work: &Work) -> Result<Vec<FieldSummary>, Error> {
    let sizes = profile_field::sizes(work)?;
    let size_of = |field: &ProfileField| sizes.iter().find(|(key, _)| *key == field.key).map_or(0, |(_, size)| *size);
    let fields = profile_field::all(work)?.into_iter();
    Ok(fields.map(|field| FieldSummary { users: size_of(&field), field }).collect())
}

/// Returns a profile field with the number of its values.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_profile_field(work: &Work, field: ProfileField) -> Result<FieldSummary, Error> {
    let sizes = profile_field::sizes(work)?;
    let users = sizes.iter().find(|(key, _)| *key == field.key).map_or(0, |(_, size)| *size);
    Ok(FieldSummary { field, users })
}
