//! Users.

use super::group::{Group, MenuInShort};
use super::shape::{Id, Stamp, or_nothing, value};
use crate::directory::UserDetails;
use crate::domain::{self, AccountStatus, InactiveReason, Language, Theme};
use crate::store::to_json;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Returns a user with menus and groups.
pub fn details(details: &UserDetails) -> Value {
    value(User::of(details))
}

/// A member of an environment: the person's account, and the data of the person in this environment.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct User<'a> {
    /// The id of the account.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The username. Until the person has opened this environment, the address.
    username: &'a str,
    /// The global e-mail address.
    #[schemars(extend("examples" = ["ada@example.com"]))]
    global_email_address: &'a str,
    /// Whether the address is verified. False until the person has opened this environment.
    verified: bool,
    /// The status of the account.
    #[schemars(extend("enum" = AccountStatus::TEXTS))]
    status: &'a str,
    /// The name in this environment.
    #[schemars(extend("examples" = ["Ada Lovelace"]))]
    name: &'a str,
    /// The address for letters of this environment's workflows.
    environment_email: &'a str,
    /// The language of pages and letters.
    #[schemars(extend("enum" = Language::TEXTS))]
    language: &'a str,
    /// The format of numbers, dates and times.
    #[schemars(extend("enum" = Language::TEXTS))]
    locale: &'a str,
    /// Light or dark pages.
    #[schemars(extend("enum" = Theme::TEXTS))]
    theme: &'a str,
    /// Whether the user can open this environment.
    active: bool,
    /// The reason why the user is inactive.
    #[schemars(extend("enum" = or_nothing(InactiveReason::TEXTS)))]
    inactive_reason: Option<&'a str>,
    /// Whether the user administers this environment.
    administrator: bool,
    /// Whether the user is banned from this environment.
    banned: bool,
    /// The name of the user's role.
    role: Option<&'a str>,
    /// The id of the person in an external system.
    external_id: Option<&'a str>,
    /// The profile fields, by key.
    profile: Map<String, Value>,
    /// The time at which the user was added to this environment.
    #[serde(rename = "_createdOn")]
    created_on: Stamp,
    /// The account id of the person who added the user, or `system`.
    #[serde(rename = "_createdByUserId")]
    created_by: &'a str,
    /// The time of the last change.
    #[serde(rename = "_lastModifiedOn")]
    modified_on: Stamp,
    /// The account id of the last person who changed the user, or `system`.
    #[serde(rename = "_lastModifiedByUserId")]
    modified_by: &'a str,
    /// The menus that the user sees: the direct ones and those of groups.
    menus: Vec<MenuInShort<'a>>,
    /// The menus that are assigned to the user directly.
    direct_menus: Vec<MenuInShort<'a>>,
    /// The member groups of the user.
    groups: Vec<Group<'a>>,
}

impl<'a> User<'a> {
    fn of(details: &'a UserDetails) -> User<'a> {
        let domain::User { account, membership } = &details.user;
        User {
            id: Id(&account.id),
            username: details.user.visible_username(),
            global_email_address: account.address.as_str(),
            verified: details.user.visible_verified(),
            status: account.status.as_str(),
            name: membership.name.as_str(),
            environment_email: membership.email.as_str(),
            language: membership.language.written(),
            locale: membership.locale.written(),
            theme: membership.theme.as_str(),
            active: membership.active,
            inactive_reason: membership.inactive_reason.map(InactiveReason::as_str),
            administrator: membership.administrator,
            banned: membership.banned,
            role: membership.role.as_ref().map(|role| role.name.as_str()),
            external_id: membership.external_id.as_deref(),
            profile: membership.profile.iter().map(|(key, value)| (key.clone(), to_json(value))).collect(),
            created_on: Stamp(membership.created_at),
            created_by: &membership.created_by,
            modified_on: Stamp(membership.modified_at),
            modified_by: &membership.modified_by,
            menus: details.menus.iter().map(MenuInShort::of).collect(),
            direct_menus: details.direct_menus.iter().map(MenuInShort::of).collect(),
            groups: details.groups.iter().map(Group::of).collect(),
        }
    }
}
