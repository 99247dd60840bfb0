//! The table of pages: an entry is a path with a method, who may come there, and what it does. The router, the list of pages
//! and the tests that crawl all of them come from it.

use super::context::PageContext;
use super::response::PageResponse;
use crate::domain::SessionStep;
use crate::http::rest::Failure;
use std::future::Future;
use std::pin::Pin;

/// A page, or what a form of one is sent to.
pub struct UiRoute {
    /// How it is asked for.
    pub method: UiMethod,
    /// The path. A place in braces holds a token from a letter, and no other place exists.
    pub path: &'static str,
    /// Who may come.
    pub audience: Audience,
    /// What it does.
    pub handler: fn(PageContext) -> PageFuture,
}

/// How a page is asked for. HTML knows no other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiMethod {
    /// To look: nothing changes.
    Get,
    /// To do.
    Post,
}

/// Who may come to a page. Whoever may not is led to the page where the way goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, logged in or not.
    Anyone,
    /// Who has logged in as far as this step.
    At(SessionStep),
    /// Who has logged in and opened an environment.
    Member,
}

/// What a page is going to answer.
pub type PageFuture = Pin<Box<dyn Future<Output = Result<PageResponse, Failure>> + Send>>;

impl UiRoute {
    /// A page to look at.
    pub const fn get(path: &'static str, audience: Audience, handler: fn(PageContext) -> PageFuture) -> UiRoute {
        UiRoute { method: UiMethod::Get, path, audience, handler }
    }

    /// What a form is sent to.
    pub const fn post(path: &'static str, audience: Audience, handler: fn(PageContext) -> PageFuture) -> UiRoute {
        UiRoute { method: UiMethod::Post, path, audience, handler }
    }

    /// Whether a token from a letter stands in the path.
    pub fn has_token(&self) -> bool {
        self.path.contains('{')
    }
}

impl UiMethod {
    /// The method as HTTP has it.
    pub fn as_str(self) -> &'static str {
        match self {
            UiMethod::Get => "GET",
            UiMethod::Post => "POST",
        }
    }
}
