//! Routes of the tokens of the environment. A token cannot grant permissions that it does not have.

use super::group::CONFIRM;
use super::options::{permissions_of, required};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, Kind, TokenDraft, optional};
use crate::domain::{Error, Lifetime, Permission, Permissions, Token};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/tokens",
        name: "listTokens",
        doc: "Lists the tokens of the environment, expired and revoked ones too, without those of its organization.",
        permission: Permission::TokensRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("tokens", json::shape::<json::Token>),
        handler: Handler::Read(|context| {
            let (tokens, now) = (directory::list_tokens(&context.work)?, context.work.now());
            Ok(ResponseBody::of("tokens", tokens.iter().map(|token| json::token(token, now)).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/tokens",
        name: "addToken",
        doc: "Adds a token. It can have only permissions of the token in the request, and expires no later. The response \
              alone has its `secret`.",
        permission: Permission::TokensWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NAME, &PERMISSIONS, &EXPIRES]),
        response: ResponseShape::One("token", json::shape::<json::NewToken>),
        handler: Handler::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/tokens/{token}",
        name: "getToken",
        doc: "Returns a token of the environment without its secret.",
        permission: Permission::TokensRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("token", json::shape::<json::Token>),
        handler: Handler::Read(|context| {
            let token = directory::find_token(&context.work, context.input.path("token"))?;
            Ok(shown(context, &token))
        }),
    },
    Route {
        method: Method::Delete,
        path: "/tokens/{token}",
        name: "revokeToken",
        doc: "Revokes a token of the environment at once. Requires `confirm`.",
        permission: Permission::TokensWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::One("token", json::shape::<json::Token>),
        handler: Handler::Write(|context| {
            let token = directory::find_token(&context.work, context.input.path("token"))?;
            let token = directory::revoke_token(&mut context.work, &token, context.input.flag(CONFIRM.name))?;
            Ok(shown(context, &token))
        }),
    },
];

const NAME: AboutOption = required("name", Kind::String, "\"import\"", "The name, unique among the valid tokens.");

const PERMISSIONS: AboutOption = AboutOption {
    values: Permission::TEXTS,
    ..required("permissions", Kind::Strings, "[\"users.read\"]", "The permissions, at least one.")
};

const EXPIRES: AboutOption = optional(
    "expires",
    Kind::String,
    "\"90d\"",
    "The expiry: a number of days such as `90d`, or a date such as `2027-01-01`; 90 days by default.",
);

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let lifetime = context.input.text(EXPIRES.name).map(|text| Lifetime::parse(&text)).transpose();
    let draft = TokenDraft {
        name: context.input.name(NAME.name)?,
        permissions: permissions_of(context, PERMISSIONS.name)?.unwrap_or(Permissions::NONE),
        lifetime: lifetime.map_err(|problem| problem.of(EXPIRES.name))?,
    };
    let (token, secret) = directory::add_token(&mut context.work, draft)?;
    Ok(ResponseBody::of("token", json::new_token(&token, &secret.to_text(), context.work.now())))
}

fn shown(context: &RequestContext, token: &Token) -> ResponseBody {
    ResponseBody::of("token", json::token(token, context.work.now()))
}
