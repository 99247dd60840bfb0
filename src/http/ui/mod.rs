//! The door for people: pages, rendered here, that work without any script of their own. One page, one file, with its template
//! beside it; `docs/pages.md` tells how to add one.

mod address;
mod context;
mod cookies;
mod enrol;
mod environments;
mod forgot;
mod form;
mod frame;
mod guard;
mod home;
mod impersonation;
mod language;
mod links;
mod logged_in;
mod login;
mod login_second_step;
mod login_state;
mod logout;
mod must_change_password;
mod passwords;
mod profile;
mod request;
mod reset;
mod response;
mod second_factor;
mod sessions;
mod style;
mod table;

pub use request::error_page_for;
pub use table::Audience;

use super::Server;
use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodFilter, get, on};
use std::sync::Arc;
use table::{UiMethod, UiRoute};

/// Every page, and what its forms are sent to.
fn routes() -> impl Iterator<Item = &'static UiRoute> {
    let pages: [&'static [UiRoute]; 16] = [
        login::ROUTES,
        login_second_step::ROUTES,
        must_change_password::ROUTES,
        forgot::ROUTES,
        links::ROUTES,
        enrol::ROUTES,
        reset::ROUTES,
        address::ROUTES,
        environments::ROUTES,
        home::ROUTES,
        profile::ROUTES,
        sessions::ROUTES,
        second_factor::ROUTES,
        impersonation::ROUTES,
        logout::ROUTES,
        language::ROUTES,
    ];
    pages.into_iter().flatten()
}

/// A page as it is served, for those who look at all of them.
#[derive(Debug, Clone, Copy)]
pub struct ServedPage {
    /// The method, `GET` or `POST`.
    pub method: &'static str,
    /// The path; a place in braces holds a token from a letter.
    pub path: &'static str,
    /// Who may come.
    pub audience: Audience,
}

/// Every page that is served, and what its forms are sent to.
pub fn served_pages() -> impl Iterator<Item = ServedPage> {
    routes().map(|route| ServedPage { method: route.method.as_str(), path: route.path, audience: route.audience })
}

/// The pages, guarded.
pub fn router(server: &Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let state = Arc::clone(server);
        let filter = match route.method {
            UiMethod::Get => MethodFilter::GET,
            UiMethod::Post => MethodFilter::POST,
        };
        let answer = move |request: Request| request::handle(Arc::clone(&state), route, request);
        router = router.route(route.path, on(filter, answer));
    }
    router = router.route(&style::STYLE, get(style::style)).route(style::ICON, get(style::icon));
    guard::guarded(router, &server.config.public_url)
}

/// The page of ours with this path that can be looked at after login, if there is one: nobody is led anywhere else.
fn known_path(text: &str) -> Option<&'static str> {
    let is_it = |route: &&UiRoute| route.method == UiMethod::Get && route.path == text && !route.has_token();
    routes().find(is_it).map(|route| route.path)
}

/// The page that a path belongs to: what a form is sent to below a page shows that page again if it is refused.
fn shown_at(path: &str) -> &str {
    let above = path.rsplit_once('/').map_or(path, |(above, _)| above);
    known_path(path).or_else(|| known_path(above)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_laws_of_the_table() {
        let mut ways = BTreeSet::new();
        for route in routes() {
            assert!(ways.insert((route.method.as_str(), route.path)), "{} twice", route.path);
            assert!(route.path.starts_with('/') && !route.path.starts_with("/api"), "{}", route.path);
            assert!(!route.has_token() || route.method == UiMethod::Get, "{}: a token is never sent on", route.path);
        }
    }

    #[test]
    fn nobody_is_led_away() {
        assert_eq!(known_path("/profile"), Some("/profile"));
        for bad in
            ["", "//evil.example", "https://evil.example/", "/enrol/{link}", "/logout", "/profile/", "/profile?x"]
        {
            assert_eq!(known_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_form_belongs_to_its_page() {
        assert_eq!(shown_at("/profile/password"), "/profile");
        assert_eq!(shown_at("/login/second"), "/login/second");
        assert_eq!(shown_at("/logout"), "/logout");
    }

    #[test]
    fn templates_name_sentences_that_exist_and_none_stands_there_for_nothing() {
        let english = include_str!("../../words/pages/en.ftl");
        let keys: Vec<&str> = english
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
            .collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/ui");
        let mut texts = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            texts.push_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        }
        let made_up = ["note-", "field-", "theme-", "problem-"];
        for key in &keys {
            let is_named = texts.contains(&format!("\"{key}\"")) || made_up.iter().any(|start| key.starts_with(start));
            assert!(is_named, "{key} is said nowhere");
        }
        for call in ["say(\"", "with_text(\"", "with_number(\""] {
            for named in texts.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(keys.contains(&named), "{named} is in no word file");
            }
        }
    }
}
