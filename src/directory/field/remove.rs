//! Removes a profile field and its values.

use super::add::effect;
use crate::directory::user::add::change_each;
use crate::domain::{Action, Code, Error, Problem, ProfileField};
use crate::store::Work;
use crate::store::environment::profile_field;
use crate::store::user::membership;

/// Removes a profile field, and its values from the profiles of users.
///
/// # Errors
/// Returns a refusal if users have a value in the field, unless `even_if_used`; a fault if the database fails.
pub fn remove_profile_field(work: &mut Work, field: &ProfileField, even_if_used: bool) -> Result<(), Error> {
    let users = membership::with_field(work, &field.key)?;
    if !users.is_empty() && !even_if_used {
        let users = match users.len() {
            1 => "1 user has".to_owned(),
            count => format!("{count} users have"),
        };
        let found = format!("{users} a value of the profile field `{}`, which would be lost", field.key);
        return Err(Problem::new(Code::InUse, found).help("confirm with `--yes`").into());
    }
    change_each(work, users, |membership| membership.profile.retain(|(key, _)| *key != field.key))?;
    profile_field::delete(work, field.row)?;
    work.record(effect(work, field, Action::Removed, Vec::new())?)?;
    Ok(())
}
