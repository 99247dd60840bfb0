//! Tokens of the environment: add, list, revoke. A token hands on no more than it allows itself.

use super::group::CONFIRM;
use super::options::{permissions_of, required};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, AboutOption, Kind, TokenDraft, optional};
use crate::domain::{Error, Lifetime, Permission, Permissions, Token};
use crate::json;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/tokens",
        name: "listTokens",
        doc: "Lists the tokens of the environment, those that are not in force any more too; not those of its organization.",
        permission: Permission::TokensRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("tokens", json::shape::<json::Token>),
        does: Does::Read(|visit| {
            let (tokens, now) = (directory::list_tokens(&visit.work)?, visit.work.now());
            Ok(AnswerBody::of("tokens", tokens.iter().map(|token| json::token(token, now)).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/tokens",
        name: "addToken",
        doc: "Adds a token that allows no more than the one that asks, and ends no later. Its `secret` is told this once.",
        permission: Permission::TokensWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NAME, &PERMISSIONS, &EXPIRES]),
        answers: Answers::One("token", json::shape::<json::NewToken>),
        does: Does::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/tokens/{token}",
        name: "getToken",
        doc: "Shows a token of the environment, never its secret.",
        permission: Permission::TokensRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("token", json::shape::<json::Token>),
        does: Does::Read(|visit| {
            let token = directory::find_token(&visit.work, visit.asked.place("token"))?;
            Ok(shown(visit, &token))
        }),
    },
    Route {
        method: Method::Delete,
        path: "/tokens/{token}",
        name: "revokeToken",
        doc: "Revokes a token of the environment, if that is confirmed; whoever uses it is refused from then on.",
        permission: Permission::TokensWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::One("token", json::shape::<json::Token>),
        does: Does::Write(|visit| {
            let token = directory::find_token(&visit.work, visit.asked.place("token"))?;
            let token = directory::revoke_token(&mut visit.work, &token, visit.asked.flag(CONFIRM.name))?;
            Ok(shown(visit, &token))
        }),
    },
];

const NAME: AboutOption =
    required("name", Kind::String, "\"import\"", "The name, unique among the tokens that are in force.");

const PERMISSIONS: AboutOption = AboutOption {
    values: Permission::TEXTS,
    ..required("permissions", Kind::Strings, "[\"users.read\"]", "What it allows; at least one permission.")
};

const EXPIRES: AboutOption = optional(
    "expires",
    Kind::String,
    "\"90d\"",
    "When it ends: after days such as `90d`, or at a date such as `2027-01-01`; after 90 days if nothing is said.",
);

fn add(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let lifetime = visit.asked.text(EXPIRES.name).map(|text| Lifetime::parse(&text)).transpose();
    let draft = TokenDraft {
        name: visit.asked.name(NAME.name)?,
        permissions: permissions_of(visit, PERMISSIONS.name)?.unwrap_or(Permissions::NONE),
        lifetime: lifetime.map_err(|problem| problem.of(EXPIRES.name))?,
    };
    let (token, secret) = directory::add_token(&mut visit.work, draft)?;
    Ok(AnswerBody::of("token", json::new_token(&token, &secret.to_text(), visit.work.now())))
}

fn shown(visit: &Visit, token: &Token) -> AnswerBody {
    AnswerBody::of("token", json::token(token, visit.work.now()))
}
