//! Lets a user open the environment, or no longer.

use super::add::add_user;
use crate::directory::find::find_user;
use crate::domain::{Error, User, Value};
use crate::store::Work;

/// Lets a user, named by address or id, open the environment.
///
/// # Errors
/// Refuses a user who is no member.
pub fn activate_user(work: &mut Work, address_or_id: &str) -> Result<User, Error> {
    set_active(work, address_or_id, true)
}

/// Keeps a user, named by address or id, from opening the environment. Other environments are not touched (seed 000).
///
/// # Errors
/// Refuses a user who is no member, and the last administrator.
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
