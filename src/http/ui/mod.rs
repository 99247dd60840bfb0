//! The pages for people: HTML that is rendered on the server and works without JavaScript.
//!
//! In here: the pages, their forms, cookies and sessions of browsers. Not in here: the rules, which are verbs in `directory/`;
//! the sentences, which are in `words/pages/`; the layout, which is in the templates (`.html`) beside the code.
//!
//! Start with [`UiRoute`](table::UiRoute) in `table.rs`, then read `request.rs`, which handles a request, and a page such as
//! `forgot.rs`. Each page has one file and one template; `docs/pages.md` explains how to add one. A handler gets a
//! [`PageContext`](context::PageContext) and calls verbs of `directory/` with its `read`, `write` and `work`.

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

/// Returns every page and every target of a form.
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

/// A public description of a page, for programs that inspect all of them.
#[derive(Debug, Clone, Copy)]
pub struct ServedPage {
    /// The method, `GET` or `POST`.
    pub method: &'static str,
    /// The path. A parameter in braces is the token of a link in a letter.
    pub path: &'static str,
    /// The people who may open it.
    pub audience: Audience,
}

/// Returns every page and every target of a form.
pub fn served_pages() -> impl Iterator<Item = ServedPage> {
    routes().map(|route| ServedPage { method: route.method.as_str(), path: route.path, audience: route.audience })
}

/// Returns the router of the pages, with its layers.
pub fn router(server: &Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let state = Arc::clone(server);
        let filter = match route.method {
            UiMethod::Get => MethodFilter::GET,
            UiMethod::Post => MethodFilter::POST,
        };
        let handler = move |request: Request| request::handle(Arc::clone(&state), route, request);
        router = router.route(route.path, on(filter, handler));
    }
    router = router.route(&style::STYLE, get(style::style)).route(style::ICON, get(style::icon));
    guard::guarded(router, &server.config.public_url)
}

/// Returns the path if it is that of a page that can be opened by GET. Redirects go nowhere else.
fn known_path(text: &str) -> Option<&'static str> {
    let is_page = |route: &&UiRoute| route.method == UiMethod::Get && route.path == text && !route.has_token();
    routes().find(is_page).map(|route| route.path)
}

/// Returns the path of the page to which a path belongs: the target of a form belongs to the page above it.
fn shown_at(path: &str) -> &str {
    let above = path.rsplit_once('/').map_or(path, |(above, _)| above);
    known_path(path).or_else(|| known_path(above)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_is_unique_and_sends_no_token_on() {
        let mut requests = BTreeSet::new();
        for route in routes() {
            assert!(requests.insert((route.method.as_str(), route.path)), "{} twice", route.path);
            assert!(route.path.starts_with('/') && !route.path.starts_with("/api"), "{}", route.path);
            assert!(
                !route.has_token() || route.method == UiMethod::Get,
                "{}: a form must not send a token",
                route.path
            );
        }
    }

    #[test]
    fn redirects_go_to_known_pages_alone() {
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
    fn templates_use_only_existing_sentences_and_every_sentence_is_used() {
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
        let composed = ["note-", "field-", "theme-", "problem-"];
        for key in &keys {
            let is_named = texts.contains(&format!("\"{key}\"")) || composed.iter().any(|start| key.starts_with(start));
            assert!(is_named, "{key} is used nowhere");
        }
        for call in ["say(\"", "with_text(\"", "with_number(\""] {
            for named in texts.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(keys.contains(&named), "{named} is missing in the sentences");
            }
        }
    }
}
