//! Organizations and environments.

use super::shape::{Id, Stamp, one_of, value};
use crate::directory::{EnvironmentDetails, EnvironmentSummary};
use crate::domain::{self, AccountStatus, Grant, Language, Name, PublicId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns an organization with its environments.
pub fn organization(organization: &domain::Organization, environments: &[EnvironmentSummary]) -> Value {
    value(Organization::of(organization, environments))
}

/// Returns an organization with its environments and administrators.
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

/// Returns an environment with its policy.
pub fn environment(summary: &EnvironmentSummary) -> Value {
    value(Environment::of(summary))
}

/// Returns an environment with the numbers of its users, groups and menus.
pub fn environment_details(details: &EnvironmentDetails) -> Value {
    value(EnvironmentWithCounts {
        environment: Environment::of(&details.summary),
        user_count: details.users,
        group_count: details.groups,
        menu_count: details.menus,
    })
}

/// An object by its id and name.
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
    /// The time of creation.
    created_at: Stamp,
}

/// An organization with its environments and administrators.
#[derive(Serialize, JsonSchema)]
pub struct OrganizationWithAdministrators<'a> {
    #[serde(flatten)]
    organization: Organization<'a>,
    /// The administrators of the organization.
    administrators: Vec<OrganizationAdministrator<'a>>,
}

/// An administrator of an organization.
#[derive(Serialize, JsonSchema)]
pub struct OrganizationAdministrator<'a> {
    /// The id of the account.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The login name.
    username: &'a str,
    /// The global address.
    address: &'a str,
    /// The status of the account.
    #[schemars(extend("enum" = AccountStatus::TEXTS))]
    status: &'a str,
}

/// An environment with its policy.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Environment<'a> {
    #[serde(flatten)]
    environment: Named<'a>,
    /// The organization that owns it.
    organization: Named<'a>,
    /// The policy.
    policy: Policy<'a>,
    /// The time of creation.
    created_at: Stamp,
}

/// An environment with the numbers of its users, groups and menus.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentWithCounts<'a> {
    #[serde(flatten)]
    environment: Environment<'a>,
    /// The number of users.
    #[schemars(range(min = 0))]
    user_count: i64,
    /// The number of member groups.
    group_count: usize,
    /// The number of menus.
    menu_count: usize,
}

/// The policy of an environment.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Policy<'a> {
    /// The language of users who are added without one.
    #[schemars(extend("enum" = Language::TEXTS))]
    language: &'a str,
    /// The locale of users who are added without one.
    #[schemars(extend("enum" = Language::TEXTS))]
    locale: &'a str,
    /// The number of months without a login after which a user is deactivated; 0 disables it.
    inactivity_months: u32,
    /// Whether administrators of the organization may act as another user.
    impersonation: bool,
    /// Whether users need a second factor to open it.
    second_factor: bool,
    /// The name of the sender of its letters.
    mail_sender: Option<&'a str>,
    /// The maximum lifetime of a token, in days.
    token_days: u32,
    /// The permissions of scripts in it.
    #[schemars(extend("items" = one_of(Grant::TEXTS)))]
    grants: Vec<&'a str>,
    /// The time zone of schedules that have none of their own.
    #[schemars(extend("examples" = ["Europe/Amsterdam"]))]
    time_zone: &'a str,
    /// The number of days for which the content of runs and letters is kept; 0 keeps it for ever.
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
