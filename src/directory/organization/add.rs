//! Adds an organization to the installation.

use crate::domain::{Action, Change, Code, Effect, Error, Name, Organization, Problem, Property, PublicId, Subject};
use crate::store::{Transaction, organization};

/// Adds an organization. The default id is generated.
///
/// # Errors
/// Returns a refusal for a name or id that is taken; a fault if the database fails.
pub fn add_organization(
    transaction: &mut Transaction,
    name: Name,
    id: Option<PublicId>,
) -> Result<Organization, Error> {
    let all = organization::all(transaction)?;
    if all.iter().any(|other| other.name.key() == name.key()) {
        return Err(Problem::new(Code::Exists, format!("there is an organization {:?} already", name.as_str())).into());
    }
    let id = id.unwrap_or_else(|| transaction.new_id());
    if all.iter().any(|other| other.id == id) {
        return Err(Problem::new(Code::Exists, format!("there is an organization with the id {id} already")).into());
    }
    let row = organization::insert(transaction, &id, &name)?;
    transaction.record(Effect {
        action: Action::Added,
        subject: Subject::Organization,
        id: id.clone(),
        label: name.to_string(),
        changes: vec![Change::added(Property::Name, name.to_string())],
        place: None,
    })?;
    Ok(Organization { row, id, name, created_at: transaction.now })
}
