//! What a browser gets once somebody has shown who they are: the session's cookies, and the way on.

use super::cookies::Cookie;
use super::request::page_of_step;
use super::response::PageResponse;
use crate::domain::{NewSession, SessionStep};

/// The answer that lets a browser in, and on to a page.
pub fn after_login(entered: &NewSession, next: Option<&str>) -> PageResponse {
    let to = match entered.session.step {
        SessionStep::Open => next.unwrap_or("/"),
        step => page_of_step(step),
    };
    with_session_cookies(PageResponse::redirect(to), entered)
}

/// An answer with the cookies of a session.
pub fn with_session_cookies(answer: PageResponse, entered: &NewSession) -> PageResponse {
    let answer = answer.set_cookie(Cookie::Session, &entered.secret.to_text());
    match &entered.device {
        Some(device) => answer.set_cookie(Cookie::Device, &device.to_text()),
        None => answer,
    }
}
