//! Organizations and environments.

use super::shape::{Id, Stamp, one_of, value};
use crate::directory::{EnvironmentDetails, EnvironmentSummary};
use crate::domain::{self, AccountStatus, Grant, Language, Name, PublicId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// An organization with its environments.
pub fn organization(organization: &domain::Organization, environments: &[EnvironmentSummary]) -> Value {
    value(Organization::of(organization, environments))
}

/// An organization with its environments and administrators.
pub fn organization_with_administrators(
    organization: &domain::Organization,
    environments: &[EnvironmentSummary],
    administrators: &[domain::Account],
) -> Value {
    value(OrganizationWithAdministrators {
        organization: Organization::of(organization, environments),
        administrators: administrators.iter().map(OrganizationAdministrator::of).collect(),
    })
}

/// An environment with its policy.
pub fn environment(summary: &EnvironmentSummary) -> Value {
    value(Environment::of(summary))
}

/// An environment with what is in it, counted.
pub fn environment_details(details: &EnvironmentDetails) -> Value {
    value(EnvironmentWithCounts {
        environment: Environment::of(&details.summary),
        user_count: details.users,
        group_count: details.groups,
        menu_count: details.menus,
    })
}

/// Something by its id and name.
#[derive(Serialize, JsonSchema)]
pub struct Named<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name.
    name: &'a str,
}

/// An organization with its environments.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Organization<'a> {
    #[serde(flatten)]
    organization: Named<'a>,
    /// Its environments.
    environments: Vec<Named<'a>>,
    /// When it was added.
    created_at: Stamp,
}

/// An organization with its environments and administrators.
#[derive(Serialize, JsonSchema)]
pub struct OrganizationWithAdministrators<'a> {
    #[serde(flatten)]
    organization: Organization<'a>,
    /// Who administers it.
    administrators: Vec<OrganizationAdministrator<'a>>,
}

/// An administrator of an organization.
#[derive(Serialize, JsonSchema)]
pub struct OrganizationAdministrator<'a> {
    /// The id of the account.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name to log in with.
    username: &'a str,
    /// The global address.
    address: &'a str,
    /// Where the account stands.
    #[schemars(extend("enum" = AccountStatus::TEXTS))]
    status: &'a str,
}

/// An environment with its policy.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Environment<'a> {
    #[serde(flatten)]
    environment: Named<'a>,
    /// The organization that it belongs to.
    organization: Named<'a>,
    /// What holds in it.
    policy: Policy<'a>,
    /// When it was added.
    created_at: Stamp,
}

/// An environment with what is in it, counted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentWithCounts<'a> {
    #[serde(flatten)]
    environment: Environment<'a>,
    /// How many users it has.
    #[schemars(range(min = 0))]
    user_count: i64,
    /// How many member groups it has.
    group_count: usize,
    /// How many menus it has.
    menu_count: usize,
}

/// What holds in an environment.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Policy<'a> {
    /// The language of somebody who has none yet.
    #[schemars(extend("enum" = Language::TEXTS))]
    language: &'a str,
    /// The locale of somebody who has none yet.
    #[schemars(extend("enum" = Language::TEXTS))]
    locale: &'a str,
    /// After how many months without a visit a user becomes inactive.
    inactivity_months: u32,
    /// Whether administrators of the organization may act as another user.
    impersonation: bool,
    /// Whether users open it only with a second factor.
    second_factor: bool,
    /// The sender's name of its letters.
    mail_sender: Option<&'a str>,
    /// How many days a token may last at most.
    token_days: u32,
    /// What scripts may do in it.
    #[schemars(extend("items" = one_of(Grant::TEXTS)))]
    grants: Vec<&'a str>,
    /// The time zone of its schedules.
    #[schemars(extend("examples" = ["Europe/Amsterdam"]))]
    time_zone: &'a str,
    /// How many days runs and letters keep what stands in them; 0 is for ever.
    run_days: u32,
}

impl<'a> Named<'a> {
    pub(super) fn of(id: &'a PublicId, name: &'a Name) -> Named<'a> {
        Named { id: Id(id), name: name.as_str() }
    }
}

impl<'a> Organization<'a> {
    fn of(organization: &'a domain::Organization, environments: &'a [EnvironmentSummary]) -> Organization<'a> {
        let named = |summary: &'a EnvironmentSummary| Named::of(&summary.environment.id, &summary.environment.name);
        Organization {
            organization: Named::of(&organization.id, &organization.name),
            environments: environments.iter().map(named).collect(),
            created_at: Stamp(organization.created_at),
        }
    }
}

impl<'a> OrganizationAdministrator<'a> {
    fn of(account: &'a domain::Account) -> OrganizationAdministrator<'a> {
        OrganizationAdministrator {
            id: Id(&account.id),
            username: &account.username,
            address: account.address.as_str(),
            status: account.status.as_str(),
        }
    }
}

impl<'a> Environment<'a> {
    fn of(summary: &'a EnvironmentSummary) -> Environment<'a> {
        let (environment, organization) = (&summary.environment, &summary.organization);
        let policy = &environment.policy;
        Environment {
            environment: Named::of(&environment.id, &environment.name),
            organization: Named::of(&organization.id, &organization.name),
            policy: Policy {
                language: policy.language.written(),
                locale: policy.locale.written(),
                inactivity_months: policy.inactivity_months,
                impersonation: policy.impersonation,
                second_factor: policy.second_factor,
                mail_sender: policy.mail_sender.as_ref().map(Name::as_str),
                token_days: policy.token_days,
                grants: policy.grants.texts().collect(),
                time_zone: policy.time_zone.as_str(),
                run_days: policy.run_days,
            },
            created_at: Stamp(environment.created_at),
        }
    }
}
