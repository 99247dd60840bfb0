//! Removes a role. Its users stay in the environment.

use super::add::effect;
use crate::directory::field::change::{FieldChange, change_profile_field};
use crate::directory::user::add::change_each;
use crate::domain::{Action, Code, Error, Problem, Problems, ProfileField, Required, Role};
use crate::store::environment::profile_field;
use crate::store::user::membership;
use crate::store::{Work, role};

/// Removes a role, also from its users and from the profile fields that are required for it.
///
/// # Errors
/// Returns a refusal if users have the role or profile fields are required for it, unless `even_if_used`; a fault if
/// the database fails.
pub fn remove_role(work: &mut Work, role: &Role, even_if_used: bool) -> Result<(), Error> {
    let users = membership::with_role(work, role)?;
    let mut fields = profile_field::all(work)?;
    fields.retain(|field| matches!(&field.required, Required::For(roles) if roles.contains(&role.name)));
    if !even_if_used {
        let mut problems = Problems::default();
        let name = role.name.as_str();
        let users = match users.len() {
            0 => None,
            1 => Some(format!("1 user has the role {name:?}")),
            count => Some(format!("{count} users have the role {name:?}")),
        };
        let of_field = |field: &ProfileField| format!("the profile field `{}` is required for {name:?}", field.key);
        for found in users.into_iter().chain(fields.iter().map(of_field)) {
            problems.add(Problem::new(Code::InUse, found).help("change that first, or confirm with `--yes`"));
        }
        problems.refuse()?;
    }
    change_each(work, users, |membership| membership.role = None)?;
    for field in &fields {
        let required = Some(without(&field.required, role));
        change_profile_field(work, field, FieldChange { required, ..FieldChange::default() })?;
    }
    role::delete(work, role.row)?;
    work.record(effect(work, role, Action::Removed, Vec::new()))?;
    Ok(())
}

fn without(required: &Required, role: &Role) -> Required {
    let Required::For(roles) = required else { return required.clone() };
    let rest: Vec<_> = roles.iter().filter(|name| **name != role.name).cloned().collect();
    if rest.is_empty() { Required::Never } else { Required::For(rest) }
}
