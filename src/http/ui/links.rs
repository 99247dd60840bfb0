//! Links in letters: the token moves from the address into a cookie, and the browser is redirected to an address without it.
//! So the token is in no history and is sent to no other site. To open a link does not use it up (SECURITY 2.6).

use super::context::PageContext;
use super::cookies::Cookie;
use super::frame::Frame;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::domain::Code;
use crate::http::rest::Failure;
use askama::Template;
use axum::http::StatusCode;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/enrol/{link}", Audience::Anyone, |context| Box::pin(keep(context, Cookie::Enrol, "/enrol"))),
    UiRoute::get("/reset/{link}", Audience::Anyone, |context| Box::pin(keep(context, Cookie::Reset, "/reset"))),
    UiRoute::get("/address/{link}", Audience::Anyone, |context| Box::pin(keep(context, Cookie::Address, "/address"))),
];

/// A page with a notice and a link to another page.
#[derive(Template)]
#[template(path = "http/ui/told.html")]
struct Notice {
    frame: Frame,
    title: &'static str,
    text: &'static str,
    /// The form that requests a new link, if there is one.
    action: Option<&'static str>,
    /// The path and the text of the link.
    way_out: (&'static str, &'static str),
}

const TO_LOGIN: (&str, &str) = ("/login", "back-to-login");

async fn keep(context: PageContext, cookie: Cookie, to: &'static str) -> Result<PageResponse, Failure> {
    // A token that a cookie cannot hold is wrong: without the cookie, the next page shows that the link does not work.
    Ok(PageResponse::redirect(to).set_cookie(cookie, context.token.as_deref().unwrap_or_default()).without_referrer())
}

/// Returns the page for a link that is expired or wrong. Other failures are returned unchanged.
pub fn bad_link(context: &PageContext, cookie: Cookie, failure: Failure) -> Result<PageResponse, Failure> {
    let code = match &failure {
        Failure::Refused(refusal) => refusal.code(),
        _ => return Err(failure),
    };
    let frame = context.frame.clone();
    let (title, text, action, way_out) = match (code, cookie) {
        (Code::LinkExpired, Cookie::Enrol) => ("link-expired", "link-expired-text", Some("/enrol/again"), TO_LOGIN),
        (Code::LinkExpired, Cookie::Reset) => ("link-expired", "link-expired-text", None, ("/forgot", "link-forgot")),
        (Code::LinkExpired, _) => ("link-expired", "link-expired-text", None, ("/profile", "home-profile")),
        (Code::BadLink, _) => ("link-bad", "link-bad-text", None, TO_LOGIN),
        _ => return Err(failure),
    };
    let page = Notice { frame, title, text, action, way_out };
    Ok(PageResponse::page(&page)?.status(StatusCode::GONE).without_referrer())
}

/// Returns a page with a notice and a link to the login.
pub fn notice(context: &PageContext, title: &'static str, text: &'static str) -> Result<PageResponse, Failure> {
    PageResponse::page(&Notice { frame: context.frame.clone(), title, text, action: None, way_out: TO_LOGIN })
}
