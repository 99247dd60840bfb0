//! Routes of the environment itself: its policy and its grants to scripts.

use super::options::required;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, Kind, POLICY_OPTIONS, about};
use crate::domain::{Error, Grant, Permission};
use crate::json;
use crate::store::Work;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/environment",
        name: "getEnvironment",
        doc: "Returns the environment with its policy and the number of its users, groups and menus.",
        permission: Permission::EnvironmentRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("environment", json::shape::<json::EnvironmentWithCounts>),
        handler: Handler::Read(shown),
    },
    Route {
        method: Method::Patch,
        path: "/environment",
        name: "changePolicy",
        doc: "Changes the policy of the environment. Options that you omit keep their value.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: RequestBody::OptionsOfVerb(|| about(POLICY_OPTIONS)),
        response: ResponseShape::One("environment", json::shape::<json::EnvironmentWithCounts>),
        handler: Handler::Write(|context| {
            directory::change_policy_by(&mut context.work, &context.input.body)?;
            shown(context)
        }),
    },
    Route {
        method: Method::Post,
        path: "/environment/grants",
        name: "addGrants",
        doc: "Grants permissions to the scripts of the environment.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&GRANTS]),
        response: ResponseShape::One("environment", json::shape::<json::EnvironmentWithCounts>),
        handler: Handler::Write(|context| change(context, directory::grant)),
    },
    Route {
        method: Method::Post,
        path: "/environment/grants/remove",
        name: "removeGrants",
        doc: "Revokes grants of the scripts of the environment. Runs that have begun keep them.",
        permission: Permission::EnvironmentWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&GRANTS]),
        response: ResponseShape::One("environment", json::shape::<json::EnvironmentWithCounts>),
        handler: Handler::Write(|context| change(context, directory::revoke)),
    },
];

const GRANTS: AboutOption = AboutOption {
    values: Grant::TEXTS,
    ..required("grants", Kind::Strings, "[\"users.add\"]", "The grants, by name; the manual explains each.")
};

fn change(
    context: &mut RequestContext,
    verb: fn(&mut Work, &[Grant]) -> Result<(), Error>,
) -> Result<ResponseBody, Error> {
    let texts = context.input.texts(GRANTS.name).unwrap_or_default();
    let grants = texts.iter().map(|text| Grant::parse(text)).collect::<Result<Vec<_>, _>>();
    verb(&mut context.work, &grants.map_err(|problem| problem.of(GRANTS.name))?)?;
    shown(context)
}

fn shown(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let details = directory::show_environment(&mut context.work)?;
    Ok(ResponseBody::of("environment", json::environment_details(&details)))
}
