//! Roles and profile fields.

use super::shape::{Id, one_of, value};
use crate::directory::{FieldSummary, RoleDetails, RoleSummary};
use crate::domain::{self, FieldKind, Permission};
use crate::store::to_json;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a role.
pub fn role(role: &domain::Role) -> Value {
    value(Role::of(role))
}

/// Returns a role for a list.
pub fn role_summary(summary: &RoleSummary) -> Value {
    value(RoleInList { role: Role::of(&summary.role), user_count: summary.users })
}

/// Returns a role with its users and the keys of their required profile fields.
pub fn role_details(details: &RoleDetails) -> Value {
    value(RoleWithUsers {
        role: Role::of(&details.role),
        user_count: details.users.len(),
        users: &details.users,
        required_fields: details.required_fields.iter().map(|field| field.key.as_str()).collect(),
    })
}

/// Returns a profile field.
pub fn profile_field(field: &domain::ProfileField) -> Value {
    value(ProfileField::of(field))
}

/// Returns a profile field with the number of users who have a value of it.
pub fn profile_field_summary(summary: &FieldSummary) -> Value {
    value(ProfileFieldWithCount { field: ProfileField::of(&summary.field), user_count: summary.users })
}

/// A role.
#[derive(Serialize, JsonSchema)]
pub struct Role<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name, unique in the environment.
    name: &'a str,
    /// The permissions of its users.
    #[schemars(extend("items" = one_of(Permission::TEXTS)))]
    permissions: Vec<&'a str>,
}

/// A role in a list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleInList<'a> {
    #[serde(flatten)]
    role: Role<'a>,
    /// The number of users with this role.
    #[schemars(range(min = 0))]
    user_count: i64,
}

/// A role with its users.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleWithUsers<'a> {
    #[serde(flatten)]
    role: Role<'a>,
    /// The number of users with this role.
    user_count: usize,
    /// The global e-mail addresses of its users.
    users: &'a [String],
    /// The keys of the profile fields that are required for its users.
    required_fields: Vec<&'a str>,
}

/// A profile field, which stores data about the users of an environment.
#[derive(Serialize, JsonSchema)]
pub struct ProfileField<'a> {
    /// The key, unique in the environment.
    key: &'a str,
    /// The label that people see.
    label: &'a str,
    /// The type of its values.
    #[serde(rename = "type")]
    #[schemars(extend("enum" = FieldKind::TEXTS))]
    kind: &'a str,
    /// The texts to choose from. Empty unless the type is `choice` or `choices`.
    choices: &'a [String],
    /// Whether it is required: false, true, or the names of the roles for which it is required.
    #[schemars(extend("type" = ["boolean", "array"], "items" = { "type": "string" }))]
    required: Value,
}

/// A profile field with the number of users who have a value of it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFieldWithCount<'a> {
    #[serde(flatten)]
    field: ProfileField<'a>,
    /// The number of users who have a value of it.
    #[schemars(range(min = 0))]
    user_count: i64,
}

impl<'a> Role<'a> {
    fn of(role: &'a domain::Role) -> Role<'a> {
        Role { id: Id(&role.id), name: role.name.as_str(), permissions: role.permissions.texts().collect() }
    }
}

impl<'a> ProfileField<'a> {
    fn of(field: &'a domain::ProfileField) -> ProfileField<'a> {
        ProfileField {
            key: &field.key,
            label: &field.label,
            kind: field.kind.as_str(),
            choices: field.kind.choices(),
            required: to_json(&field.required.to_value()),
        }
    }
}
