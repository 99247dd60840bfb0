//! The type of a route of the pages: its method, path, audience and handler. The router, the list of pages and the tests of all
//! pages use it.

use super::context::PageContext;
use super::response::PageResponse;
use crate::domain::SessionStep;
use crate::http::rest::Failure;
use std::future::Future;
use std::pin::Pin;

/// A route of the pages: a page, or the target of a form.
pub struct UiRoute {
    /// The method.
    pub method: UiMethod,
    /// The path. The only possible parameter, in braces, is the token of a link in a letter.
    pub path: &'static str,
    /// The people who may open it.
    pub audience: Audience,
    /// The function that handles a request.
    pub handler: fn(PageContext) -> PageFuture,
}

/// A method of HTML forms and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UiMethod {
    /// Reads.
    Get,
    /// Changes something.
    Post,
}

/// The people who may open a page. Others are redirected to the page for the present step of their login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, logged in or not.
    Anyone,
    /// People at this step of the login.
    At(SessionStep),
    /// People who have logged in and opened an environment.
    Member,
}

/// The future response of a page.
pub type PageFuture = Pin<Box<dyn Future<Output = Result<PageResponse, Failure>> + Send>>;

impl UiRoute {
    /// Creates the route of a page.
    pub const fn get(path: &'static str, audience: Audience, handler: fn(PageContext) -> PageFuture) -> UiRoute {
        UiRoute { method: UiMethod::Get, path, audience, handler }
    }

    /// Creates the target of a form.
    pub const fn post(path: &'static str, audience: Audience, handler: fn(PageContext) -> PageFuture) -> UiRoute {
        UiRoute { method: UiMethod::Post, path, audience, handler }
    }

    /// Returns whether the path has the token of a link.
    pub fn has_token(&self) -> bool {
        self.path.contains('{')
    }
}

impl UiMethod {
    /// Returns the method as in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            UiMethod::Get => "GET",
            UiMethod::Post => "POST",
        }
    }
}
