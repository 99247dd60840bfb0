//! Enters an environment by a token. Environments that the token does not reach do not exist for it.

use super::rights::{not_permitted, still_active};
use crate::directory::environment::add::{EnvironmentDraft, add_environment};
use crate::directory::environment::show::{EnvironmentSummary, list_environments};
use crate::directory::find::not_found;
use crate::domain::{
    Caller, Code, Environment, Error, Fault, Organization, Problem, Token, TokenReach, list_of, name_key, nearest,
};
use crate::store::{Transaction, Work, environment, organization};

/// Enters the environment with this id or name. Default: the only one that the token reaches. The token becomes the
/// caller.
///
/// # Errors
/// Returns a refusal if the token is not valid any more, or does not reach the environment, with the words for one that
/// does not exist. If it reaches several and none is named, the refusal lists them. Returns a fault if the database
/// fails.
pub fn enter_by_token(mut transaction: Transaction, token: &Token, environment: Option<&str>) -> Result<Work, Error> {
    let token = still_active(&transaction, token)?;
    let reached = reached(&transaction, &token)?;
    let environment = match environment {
        Some(name_or_id) => reached.named(name_or_id).ok_or_else(|| reached.has_none(name_or_id))?,
        None => reached.only_one()?,
    };
    transaction.caller = Caller::Token { id: token.id, permissions: token.permissions };
    Ok(transaction.enter(environment))
}

/// Makes the token the caller of a transaction that enters no environment. Returns the present token.
///
/// # Errors
/// Returns a refusal if the token is not valid any more; a fault if the database fails.
pub fn identify_by_token(mut transaction: Transaction, token: &Token) -> Result<(Transaction, Token), Error> {
    let token = still_active(&transaction, token)?;
    transaction.caller = Caller::Token { id: token.id.clone(), permissions: token.permissions };
    Ok((transaction, token))
}

/// Returns the environments that a token reaches, by name.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_reached_environments(transaction: &Transaction, token: &Token) -> Result<Vec<EnvironmentSummary>, Error> {
    let reached = reached(transaction, token)?;
    let is_reached = |row: i64| reached.0.iter().any(|environment| environment.row == row);
    let all = list_environments(transaction)?;
    Ok(all.into_iter().filter(|summary| is_reached(summary.environment.row)).collect())
}

/// Returns the organization that a token reaches as a whole.
///
/// # Errors
/// Returns a refusal for a token of one environment; a fault if the database fails.
pub fn organization_of_token(transaction: &Transaction, token: &Token) -> Result<Organization, Error> {
    let TokenReach::Organization { row, .. } = token.reach else {
        return Err(not_permitted("the token reaches one environment, and this is about an organization").into());
    };
    let all = organization::all(transaction)?;
    let own = all.into_iter().find(|organization| organization.row == row);
    Ok(own.ok_or_else(|| Fault::new("reading the organization of a token", "it is gone"))?)
}

/// Adds an environment to the organization that a token reaches as a whole.
///
/// # Errors
/// Returns a refusal for a token of one environment; otherwise as [`add_environment`].
pub fn add_environment_by_token(
    transaction: &mut Transaction,
    token: &Token,
    draft: EnvironmentDraft,
) -> Result<EnvironmentSummary, Error> {
    let organization = organization_of_token(transaction, token)?;
    // By its id, because another organization may have this id as its name.
    let draft = EnvironmentDraft { organization: Some(organization.id.to_string()), ..draft };
    let environment = add_environment(transaction, draft)?;
    Ok(EnvironmentSummary { environment, organization })
}

/// The environments that a token reaches.
pub struct ReachableEnvironments(Vec<Environment>);

/// Returns the environments that a token reaches.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn reached(transaction: &Transaction, token: &Token) -> Result<ReachableEnvironments, Fault> {
    Ok(ReachableEnvironments(match token.reach {
        TokenReach::Environment { row, .. } => environment::of_row(transaction, row)?,
        TokenReach::Organization { row, .. } => environment::of_organization(transaction, row)?,
    }))
}

impl ReachableEnvironments {
    /// Returns the environment with this id or name. Environments of others are not looked up, so that an equal name
    /// there does not matter.
    pub fn named(&self, name_or_id: &str) -> Option<Environment> {
        let with_id = self.0.iter().find(|environment| environment.id.as_str() == name_or_id);
        let key = name_key(name_or_id);
        with_id.or_else(|| self.0.iter().find(|environment| environment.name.key() == key)).cloned()
    }

    fn has_none(&self, name_or_id: &str) -> Problem {
        let names = self.0.iter().flat_map(|environment| [environment.id.as_str(), environment.name.as_str()]);
        not_found("environment", name_or_id, nearest(name_or_id, names), "name one that the token reaches")
    }

    fn only_one(mut self) -> Result<Environment, Problem> {
        match self.0.len() {
            1 => Ok(self.0.swap_remove(0)),
            0 => Err(Problem::new(Code::NoEnvironment, "the token reaches no environment yet")),
            _ => {
                let ids = list_of(self.0.iter().map(|environment| environment.id.as_str()));
                Err(Problem::new(Code::NoEnvironment, "the token reaches several environments, and none was named")
                    .help(format!("name one of {ids}")))
            }
        }
    }
}
