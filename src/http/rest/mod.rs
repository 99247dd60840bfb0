//! REST: JSON below `/api/v1` for programs, which authenticate with a token (SPEC R5.1).
//!
//! In here: the routes, and everything between a request and the call of a rule: authentication, parsing, preconditions,
//! responses. Not in here: the rules, which are verbs in `directory/`; the JSON of each object, which is in `json/`; the
//! OpenAPI document, which `http/openapi.rs` generates from the routes.
//!
//! Start with [`Route`] in `table.rs`, then read one file of routes, such as `group.rs`, and `request.rs`, which handles a
//! request:
//!
//! 1. `authentication.rs` finds the token; `parse.rs` checks the input against the tables of the route.
//! 2. A worker begins a transaction and enters the environment; `request.rs` checks the permission.
//! 3. The handler of the route calls a verb, for example `directory::add_group_by`, with the checked input.
//! 4. `request.rs` commits, and `response.rs` turns the result or the refusal into a response.
//!
//! A new route is a new entry in the file of its noun. The documentation and the tests of all routes find it there.

mod audit;
mod authentication;
mod ban;
mod context;
mod environment;
mod event;
mod field;
mod group;
mod letter;
mod menu;
mod options;
mod organization;
mod parse;
mod precondition;
mod request;
mod response;
mod role;
mod run;
mod schedule;
mod script;
mod table;
mod token;
mod user;

pub use context::{RequestContext, ResponseBody, ScriptOutcome, TokenContext};
pub use request::handle;
pub use response::{Failure, json_response, status_of};
pub use table::{Handler, Method, PATH_PARAMETERS, PREFIX, RequestBody, ResponseShape, Route};

use crate::domain::Permission;

/// Returns every route, in the order of the documentation.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    let files: [&'static [Route]; 15] = [
        user::ROUTES,
        ban::ROUTES,
        group::ROUTES,
        menu::ROUTES,
        role::ROUTES,
        field::ROUTES,
        script::ROUTES,
        schedule::ROUTES,
        event::ROUTES,
        run::ROUTES,
        letter::ROUTES,
        audit::ROUTES,
        token::ROUTES,
        environment::ROUTES,
        organization::ROUTES,
    ];
    files.into_iter().flatten()
}

/// A public description of a route, for programs that inspect all of them.
#[derive(Debug, Clone, Copy)]
pub struct ServedRoute {
    /// The method, such as `GET`.
    pub method: &'static str,
    /// The path below the prefix, such as `/users/{user}`.
    pub path: &'static str,
    /// The unique name (`operationId`).
    pub name: &'static str,
    /// The permission that a token must have.
    pub permission: Permission,
    /// Whether its body is a JSON object.
    pub takes_body: bool,
    /// Whether it is about the token itself or its organization, in no environment.
    pub is_outside: bool,
}

/// Returns every route below `/api/v1`, in the order of the documentation.
pub fn served_routes() -> impl Iterator<Item = ServedRoute> {
    routes().map(|route| ServedRoute {
        method: route.method.as_str(),
        path: route.path,
        name: route.name,
        permission: route.permission,
        takes_body: !matches!(route.body, RequestBody::Nothing),
        is_outside: matches!(route.handler, Handler::ReadOutside(_) | Handler::WriteOutside(_)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_unique_documented_and_consistent() {
        let mut names = BTreeSet::new();
        let mut requests = BTreeSet::new();
        for route in routes() {
            assert!(names.insert(route.name), "{} is there twice", route.name);
            assert!(
                requests.insert((route.method.as_str(), route.path)),
                "{} {} twice",
                route.method.as_str(),
                route.path
            );
            assert!(route.doc.ends_with('.'), "{}: {}", route.name, route.doc);
            assert!(
                route.path_parameters().all(|name| PATH_PARAMETERS.iter().any(|(known, ..)| *known == name)),
                "{}",
                route.path
            );
            let is_get = route.method == Method::Get;
            let reads = matches!(route.handler, Handler::Read(_) | Handler::ReadOutside(_));
            assert!(reads || !is_get, "{}: GET must not change anything", route.name);
            let query = (route.query)();
            assert!(query.iter().all(|about| about.doc.ends_with('.')), "{}", route.name);
            assert!(matches!(route.body, RequestBody::Nothing) || !is_get, "{}: a GET has no body", route.name);
        }
    }
}
