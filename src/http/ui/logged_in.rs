//! What a browser gets once somebody has shown who they are: the session's cookies, and the way on.

use super::cookies::Cookie;
use super::request::page_of;
use super::response::PageResponse;
use crate::domain::{NewSession, SessionStep};

/// The answer that lets a browser in, and on to a page.
pub fn let_in(entered: &NewSession, next: Option<&str>) -> PageResponse {
    let to = match entered.session.step {
        SessionStep::Open => next.unwrap_or("/"),
        step => page_of(step),
    };
    with_secrets(PageResponse::to(to), entered)
}

/// An answer with the cookies of a session.
pub fn with_secrets(answer: PageResponse, entered: &NewSession) -> PageResponse {
    let answer = answer.set(Cookie::Session, &entered.secret.to_text());
    match &entered.device {
        Some(device) => answer.set(Cookie::Device, &device.to_text()),
        None => answer,
    }
}
