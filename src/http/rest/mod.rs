//! REST: JSON under `/api/v1` for programs that bring a token (SPEC R5.1). An entry of the table is a route; what it does is a
//! verb of the directory.

mod answer;
mod audit;
mod groups;
mod menus;
mod options;
mod outbox;
mod request;
mod runs;
mod table;
mod users;
mod visit;

pub use answer::{Failure, json_answer};
pub use request::{answer, on_reader};
pub use table::{Answers, Does, Method, PLACES, PREFIX, Route, Takes};
pub use visit::{AnswerBody, Visit};

/// Every route, in the order of the documentation.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    [users::ROUTES, groups::ROUTES, menus::ROUTES, runs::ROUTES, outbox::ROUTES, audit::ROUTES].into_iter().flatten()
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
            let reads = matches!(route.does, Does::Read(_));
            assert_eq!(reads, route.method == Method::Get, "{}: only GET reads", route.name);
            let query = (route.query)();
            assert!(query.iter().all(|about| about.doc.ends_with('.')), "{}", route.name);
            assert!(matches!(route.body, Takes::Nothing) || !reads, "{}: a body that is read by nobody", route.name);
        }
    }
}
