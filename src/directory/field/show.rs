//! What the environment knows of its profile fields.

use crate::domain::{Error, ProfileField};
use crate::store::Work;
use crate::store::environment::profile_field;

/// A profile field, and how much it is used.
#[derive(Debug, Clone)]
pub struct FieldSummary {
    /// The field.
    pub field: ProfileField,
    /// How many users have a value of it.
    pub users: i64,
}

/// All profile fields of the environment, in the order in which they were added.
///
/// # Errors
/// A fault of the database.
pub fn list_profile_fields(work: &Work) -> Result<Vec<FieldSummary>, Error> {
    let sizes = profile_field::sizes(work)?;
    let size_of = |field: &ProfileField| sizes.iter().find(|(key, _)| *key == field.key).map_or(0, |(_, size)| *size);
    let fields = profile_field::all(work)?.into_iter();
    Ok(fields.map(|field| FieldSummary { users: size_of(&field), field }).collect())
}

/// Everything that the environment knows of a profile field.
///
/// # Errors
/// A fault of the database.
pub fn show_profile_field(work: &Work, field: ProfileField) -> Result<FieldSummary, Error> {
    let sizes = profile_field::sizes(work)?;
    let users = sizes.iter().find(|(key, _)| *key == field.key).map_or(0, |(_, size)| *size);
    Ok(FieldSummary { field, users })
}
