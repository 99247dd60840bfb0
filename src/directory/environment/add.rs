//! Adds an environment to an organization.

use crate::directory::find::find_organization;
use crate::directory::organization::add::add_organization;
use crate::directory::run::empty::RETENTION;
use crate::directory::user::sweep::SWEEP;
use crate::domain::{
    Action, Change, Code, Effect, Environment, Error, Grants, Name, Organization, Policy, Problem, Property, PublicId,
    Subject, TimeZone, Value, list_of,
};
use crate::store::environment::upkeep;
use crate::store::{Transaction, environment, organization};

/// The input for a new environment.
pub struct EnvironmentDraft {
    /// Name, unique in the organization.
    pub name: Name,
    /// Id. Default: generated from the name.
    pub id: Option<PublicId>,
    /// Name or id of the organization. Default: the only one.
    pub organization: Option<String>,
    /// Policy.
    pub policy: Policy,
}

/// Adds an environment.
///
/// Scripts see its id as the key in `profile.environments`. The default id is generated from the name if that gives a
/// free id: `Example Environment` becomes `example-environment`. If the installation has no organization yet, one with
/// the same name is added.
///
/// # Errors
/// Returns a refusal for a name that is taken in the organization, an id that is taken, an unknown organization, and a
/// missing organization if there are several; a fault if the database fails.
pub fn add_environment(transaction: &mut Transaction, draft: EnvironmentDraft) -> Result<Environment, Error> {
    let organization = owner(transaction, &draft)?;
    let all = environment::all(transaction)?;
    let same_name =
        |other: &&Environment| other.organization == organization.row && other.name.key() == draft.name.key();
    if let Some(other) = all.iter().find(same_name) {
        let found = format!("{:?} has an environment {:?} already", organization.name.as_str(), other.name.as_str());
        return Err(Problem::new(Code::Exists, found).into());
    }
    let is_free = |id: &PublicId| all.iter().all(|other| other.id != *id);
    let id = match draft.id {
        Some(id) if is_free(&id) => id,
        Some(id) => {
            return Err(Problem::new(Code::Exists, format!("there is an environment with the id {id} already")).into());
        }
        None => id_from_name(&draft.name).filter(is_free).unwrap_or_else(|| transaction.new_id()),
    };
    let mut changes = vec![
        Change::added(Property::Name, draft.name.to_string()),
        Change::added(Property::Organization, organization.name.to_string()),
        Change::added(Property::Language, draft.policy.language.written()),
        Change::added(Property::Locale, draft.policy.locale.written()),
    ];
    if draft.policy.grants != Grants::default() {
        changes.push(Change::added(Property::Grants, Value::texts(draft.policy.grants.texts())));
    }
    if draft.policy.time_zone != TimeZone::UTC {
        changes.push(Change::added(Property::TimeZone, draft.policy.time_zone.to_string()));
    }
    let row = environment::insert(transaction, &id, organization.row, &draft.name, &draft.policy)?;
    for job in [SWEEP, RETENTION] {
        upkeep::insert(transaction, row, job, transaction.now.plus_days(1))?;
    }
    // From now on the clock has a previous moment to be compared with.
    if upkeep::last_tick(transaction)?.is_none() {
        upkeep::tick(transaction)?;
    }
    transaction.record(Effect {
        action: Action::Added,
        subject: Subject::Environment,
        id: id.clone(),
        label: draft.name.to_string(),
        changes,
        place: None,
    })?;
    Ok(Environment {
        row,
        id,
        name: draft.name,
        organization: organization.row,
        policy: draft.policy,
        created_at: transaction.now,
    })
}

fn owner(transaction: &mut Transaction, draft: &EnvironmentDraft) -> Result<Organization, Error> {
    if let Some(name_or_id) = &draft.organization {
        return find_organization(transaction, name_or_id);
    }
    let mut all = organization::all(transaction)?;
    match all.len() {
        0 => add_organization(transaction, draft.name.clone(), None),
        1 => Ok(all.swap_remove(0)),
        _ => {
            let names = list_of(all.iter().map(|organization| organization.name.as_str()));
            Err(Problem::new(Code::Missing, "there are several organizations, and none was named")
                .help(format!("name one with `--organization`: {names}"))
                .into())
        }
    }
}

/// Returns the id for a name: `example-environment` for `Example Environment`. Returns `None` if too few characters are
/// left.
fn id_from_name(name: &Name) -> Option<PublicId> {
    let words = name.key();
    let words = words.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'));
    let text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    PublicId::parse(&text).ok()
}
