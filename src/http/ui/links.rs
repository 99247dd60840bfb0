//! Links from letters: the token moves from the address into a cookie, so that it stands in no history and is told to nobody;
//! the page then is at a clean address. To look uses nothing up (SECURITY 2.6).

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

/// A page that says something about a link, and leads on.
#[derive(Template)]
#[template(path = "http/ui/told.html")]
struct Notice {
    frame: Frame,
    title: &'static str,
    text: &'static str,
    /// Where a new link is asked for with the old one.
    action: Option<&'static str>,
    /// Where the way goes on, and what is said of it.
    way_out: (&'static str, &'static str),
}

const TO_LOGIN: (&str, &str) = ("/login", "back-to-login");

async fn keep(context: PageContext, cookie: Cookie, to: &'static str) -> Result<PageResponse, Failure> {
    // A token that cannot stand in a cookie is none: without it, the page says that the link does not work.
    Ok(PageResponse::redirect(to).set_cookie(cookie, context.token.as_deref().unwrap_or_default()).without_referrer())
}

/// The page for a link that opens nothing: one that is too old, or one that never was good or is no more.
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

/// A page that says something and leads back to the login.
pub fn notice(context: &PageContext, title: &'static str, text: &'static str) -> Result<PageResponse, Failure> {
    PageResponse::page(&Notice { frame: context.frame.clone(), title, text, action: None, way_out: TO_LOGIN })
}
