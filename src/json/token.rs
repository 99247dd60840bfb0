//! Tokens, without their secrets.

use super::environment::Named;
use super::shape::{Id, Stamp, one_of, value};
use crate::domain::{self, Moment, Permission, TokenReach, TokenStatus};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a token, without its secret, which is not stored.
pub fn token(token: &domain::Token, now: Moment) -> Value {
    value(Token::of(token, now))
}

/// Returns a new token with its secret, which is shown only once.
pub fn new_token(token: &domain::Token, secret: &str, now: Moment) -> Value {
    value(NewToken { token: Token::of(token, now), secret })
}

/// A new token with its secret.
#[derive(Serialize, JsonSchema)]
pub struct NewToken<'a> {
    #[serde(flatten)]
    token: Token<'a>,
    /// The secret. It is shown only once.
    secret: &'a str,
}

/// A token, without its secret.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name.
    name: &'a str,
    /// The permissions.
    #[schemars(extend("items" = one_of(Permission::TEXTS)))]
    permissions: Vec<&'a str>,
    /// The environment in which the permissions apply, if it is a single one.
    environment: Option<Named<'a>>,
    /// The organization in whose environments the permissions apply.
    organization: Option<Named<'a>>,
    /// The status.
    #[schemars(extend("enum" = TokenStatus::TEXTS))]
    status: &'a str,
    /// The time of creation.
    created_at: Stamp,
    /// The caller that added it: `operator`, or a kind and an id such as `member:ID` or `token:ID`.
    created_by: &'a str,
    /// The first moment at which it is not active any more.
    expires_at: Stamp,
    /// The time of the last use, to the minute.
    last_used_at: Option<Stamp>,
    /// The time at which it was revoked.
    revoked_at: Option<Stamp>,
}

impl<'a> Token<'a> {
    fn of(token: &'a domain::Token, now: Moment) -> Token<'a> {
        let (environment, organization) = match &token.reach {
            TokenReach::Environment { id, name, .. } => (Some(Named::of(id, name)), None),
            TokenReach::Organization { id, name, .. } => (None, Some(Named::of(id, name))),
        };
        Token {
            id: Id(&token.id),
            name: token.name.as_str(),
            permissions: token.permissions.texts().collect(),
            environment,
            organization,
            status: token.status(now).as_str(),
            created_at: Stamp(token.created_at),
            created_by: &token.created_by,
            expires_at: Stamp(token.expires_at),
            last_used_at: token.last_used_at.map(Stamp),
            revoked_at: token.revoked_at.map(Stamp),
        }
    }
}
