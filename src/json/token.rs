//! Tokens, never their secrets.

use super::environment::Named;
use super::shape::{Id, Stamp, one_of, value};
use crate::domain::{self, Moment, Permission, TokenReach, TokenStatus};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A token, without its secret, which nobody knows.
pub fn token(token: &domain::Token, now: Moment) -> Value {
    value(Token::of(token, now))
}

/// A token that was just made, with its secret, which is told this once.
pub fn new_token(token: &domain::Token, secret: &str, now: Moment) -> Value {
    value(NewToken { token: Token::of(token, now), secret })
}

/// A token that was just made, with its secret.
#[derive(Serialize, JsonSchema)]
pub struct NewToken<'a> {
    #[serde(flatten)]
    token: Token<'a>,
    /// The secret, which is told this once.
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
    /// What it allows.
    #[schemars(extend("items" = one_of(Permission::TEXTS)))]
    permissions: Vec<&'a str>,
    /// The environment that it reaches, if it reaches a single one.
    environment: Option<Named<'a>>,
    /// The organization that it reaches with all of its environments.
    organization: Option<Named<'a>>,
    /// Whether it is in force.
    #[schemars(extend("enum" = TokenStatus::TEXTS))]
    status: &'a str,
    /// When it was added.
    created_at: Stamp,
    /// Who added it.
    created_by: &'a str,
    /// The first moment at which it is not in force any more.
    expires_at: Stamp,
    /// When a program last came with it, to the minute.
    last_used_at: Option<Stamp>,
    /// When it was revoked.
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
