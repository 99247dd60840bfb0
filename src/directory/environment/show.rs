//! Shows and lists environments.

use crate::domain::{Environment, Error, Fault, Organization, UserQuery};
use crate::store::{Transaction, Work, environment, organization, user};

/// An environment in a list, with the organization that owns it.
#[derive(Debug, Clone)]
pub struct EnvironmentSummary {
    /// The environment.
    pub environment: Environment,
    /// Its organization.
    pub organization: Organization,
}

/// An environment with the numbers of its users, groups and menus.
#[derive(Debug, Clone)]
pub struct EnvironmentDetails {
    /// The environment and its organization.
    pub summary: EnvironmentSummary,
    /// The number of users.
    pub users: i64,
    /// The number of member groups.
    pub groups: usize,
    /// The number of menus.
    pub menus: usize,
}

/// Returns the details of the environment of the work.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn show_environment(work: &mut Work) -> Result<EnvironmentDetails, Error> {
    let here = work.environment.row;
    let all = list_environments(&work.transaction)?;
    let summary = all.into_iter().find(|summary| summary.environment.row == here);
    Ok(EnvironmentDetails {
        summary: summary.ok_or_else(|| Fault::new("reading the environment", "it has no organization"))?,
        users: user::count(work, &UserQuery::default())?,
        groups: work.groups()?.all().len(),
        menus: work.menus()?.all().len(),
    })
}

/// Returns all environments of the installation, by name.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_environments(transaction: &Transaction) -> Result<Vec<EnvironmentSummary>, Error> {
    let organizations = organization::all(transaction)?;
    let one = |environment: Environment| {
        let owner = organizations.iter().find(|organization| organization.row == environment.organization);
        Some(EnvironmentSummary { organization: owner?.clone(), environment })
    };
    Ok(environment::all(transaction)?.into_iter().filter_map(one).collect())
}
