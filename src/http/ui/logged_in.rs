//! Responses after authentication: they set the session's cookies and redirect to the next page.

use super::cookies::Cookie;
use super::request::page_of_step;
use super::response::PageResponse;
use crate::domain::{NewSession, SessionStep};

/// Returns the response after a step of the login: a redirect to the next step, or to `next` once the login is complete.
pub fn after_login(entered: &NewSession, next: Option<&str>) -> PageResponse {
    let to = match entered.session.step {
        SessionStep::Open => next.unwrap_or("/"),
        step => page_of_step(step),
    };
    with_session_cookies(PageResponse::redirect(to), entered)
}

/// Adds the cookies of a session to a response.
pub fn with_session_cookies(response: PageResponse, entered: &NewSession) -> PageResponse {
    let response = response.set_cookie(Cookie::Session, &entered.secret.to_text());
    match &entered.device {
        Some(device) => response.set_cookie(Cookie::Device, &device.to_text()),
        None => response,
    }
}
