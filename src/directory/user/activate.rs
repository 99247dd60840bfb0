//! Activates and deactivates users of the environment.

use super::add::add_user;
use crate::directory::find::find_user;
use crate::domain::{Error, User, Value};
use crate::store::Work;

/// Activates a user, by address or id: the user can open the environment.
///
/// # Errors
/// Returns a refusal if there is no such user; a fault if the database fails.
pub fn activate_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_active(work, address_or_id, true)
}

/// Deactivates a user, by address or id: the user cannot open the environment any more. Other environments stay as they
/// are (seed 000).
///
/// # Errors
/// Returns a refusal if there is no such user, or for the last administrator; a fault if the database fails.
pub fn deactivate_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_active(work, address_or_id, false)
}

fn set_active(work: &mut Work, address_or_id: &str, active: bool) -> Result<User, Error> {
    let user = find_user(work, address_or_id)?;
    let options = [
        ("globalEmailAddress".into(), Value::text(user.account.address.as_str())),
        ("active".into(), Value::Bool(active)),
    ];
    add_user(work, &options).map_err(|error| match error {
        // Neither a command nor `deactivateUser` has these options.
        Error::Refused(mut refusal) => {
            refusal.problems.iter_mut().for_each(|problem| problem.option = None);
            Error::Refused(refusal)
        }
        fault => fault,
    })
}
