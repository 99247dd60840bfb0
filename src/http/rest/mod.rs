//! REST: JSON under `/api/v1` for programs that bring a token (SPEC R5.1). An entry of the table is a route; what it does is a
//! verb of the directory.

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
pub use request::answer;
pub use response::{Failure, json_answer, status_of};
pub use table::{Handler, Method, PLACES, PREFIX, RequestBody, ResponseShape, Route};

use crate::domain::Permission;

/// Every route, in the order of the documentation.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    let rooms: [&'static [Route]; 15] = [
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
    rooms.into_iter().flatten()
}

/// A route as it is served, for those who look at all of them.
#[derive(Debug, Clone, Copy)]
pub struct ServedRoute {
    /// The method, such as `GET`.
    pub method: &'static str,
    /// The path below the prefix, such as `/users/{user}`.
    pub path: &'static str,
    /// What programs call it.
    pub name: &'static str,
    /// What a token must allow.
    pub permission: Permission,
    /// Whether it takes a JSON object as body.
    pub takes_body: bool,
    /// Whether it is about what the token reaches, and enters no environment.
    pub is_outside: bool,
}

/// Every route that is served below `/api/v1`, in the order of the documentation.
pub fn served_routes() -> impl Iterator<Item = ServedRoute> {
    routes().map(|route| ServedRoute {
        method: route.method.as_str(),
        path: route.path,
        name: route.name,
        permission: route.permission,
        takes_body: !matches!(route.body, RequestBody::Nothing),
        is_outside: matches!(route.does, Handler::ReadOutside(_) | Handler::WriteOutside(_)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_laws_of_the_table() {
        let mut names = BTreeSet::new();
        let mut ways = BTreeSet::new();
        for route in routes() {
            assert!(names.insert(route.name), "{} stands twice", route.name);
            assert!(ways.insert((route.method.as_str(), route.path)), "{} {} twice", route.method.as_str(), route.path);
            assert!(route.doc.ends_with('.'), "{}: {}", route.name, route.doc);
            assert!(route.places().all(|place| PLACES.iter().any(|(known, ..)| *known == place)), "{}", route.path);
            let is_get = route.method == Method::Get;
            let reads = matches!(route.does, Handler::Read(_) | Handler::ReadOutside(_));
            assert!(reads || !is_get, "{}: GET changes nothing", route.name);
            let query = (route.query)();
            assert!(query.iter().all(|about| about.doc.ends_with('.')), "{}", route.name);
            assert!(
                matches!(route.body, RequestBody::Nothing) || !is_get,
                "{}: a body that is read by nobody",
                route.name
            );
        }
    }
}
