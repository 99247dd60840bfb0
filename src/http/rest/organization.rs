//! Routes about the token itself: the environments in which it is valid, and its organization.

use super::group::NEW_NAME;
use super::options::ID;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{ResponseBody, TokenContext};
use crate::directory::{self, AboutOption, EnvironmentDraft, Kind, optional};
use crate::domain::{Error, Language, Permission, Policy, TimeZone};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/environments",
        name: "listEnvironments",
        doc: "Lists the environments in which the token is valid, each with its policy.",
        permission: Permission::EnvironmentRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("environments", json::shape::<json::Environment>),
        handler: Handler::ReadOutside(|context| {
            let all = directory::list_reached_environments(&context.transaction, &context.token)?;
            Ok(ResponseBody::of("environments", all.iter().map(json::environment).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/environments",
        name: "addEnvironment",
        doc: "Adds an environment to the organization of the token. Requires a token of an organization.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NEW_NAME, &ID, &LANGUAGE, &LOCALE, &TIME_ZONE]),
        response: ResponseShape::One("environment", json::shape::<json::Environment>),
        handler: Handler::WriteOutside(add),
    },
    Route {
        method: Method::Get,
        path: "/organization",
        name: "getOrganization",
        doc: "Returns the organization of the token with its environments. Requires a token of an organization.",
        permission: Permission::EnvironmentRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("organization", json::shape::<json::Organization>),
        handler: Handler::ReadOutside(|context| {
            let organization = directory::organization_of_token(&context.transaction, &context.token)?;
            let all = directory::list_reached_environments(&context.transaction, &context.token)?;
            Ok(ResponseBody::of("organization", json::organization(&organization, &all)))
        }),
    },
];

const LANGUAGE: AboutOption = AboutOption {
    values: Language::TEXTS,
    ..optional("language", Kind::String, "\"en\"", "The default language of users.")
};

const LOCALE: AboutOption = AboutOption {
    values: Language::TEXTS,
    ..optional("locale", Kind::String, "\"en\"", "The default locale of users.")
};

const TIME_ZONE: AboutOption =
    optional("timeZone", Kind::String, "\"Europe/Amsterdam\"", "The default time zone of schedules; `UTC` by default.");

fn add(context: &mut TokenContext) -> Result<ResponseBody, Error> {
    let input = &context.input;
    let language = |name: &'static str, default: Language| match input.text(name) {
        Some(text) => Language::parse(&text).map_err(|problem| problem.of(name)),
        None => Ok(default),
    };
    let time_zone = input.text(TIME_ZONE.name).map(|zone| TimeZone::parse(&zone)).transpose();
    let default = Policy::default();
    let draft = EnvironmentDraft {
        name: input.name(NEW_NAME.name)?,
        id: input.id(ID.name)?,
        organization: None,
        policy: Policy {
            language: language(LANGUAGE.name, default.language)?,
            locale: language(LOCALE.name, default.locale)?,
            time_zone: time_zone.map_err(|problem| problem.of(TIME_ZONE.name))?.unwrap_or(default.time_zone.clone()),
            ..default
        },
    };
    let summary = directory::add_environment_by_token(&mut context.transaction, &context.token, draft)?;
    Ok(ResponseBody::of("environment", json::environment(&summary)))
}
