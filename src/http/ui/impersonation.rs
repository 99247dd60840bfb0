//! Impersonation: an administrator of the organization begins it on the home page, and ends it with the banner on every page
//! (SPEC R1.11).

use super::context::PageContext;
use super::logged_in::with_session_cookies;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{end_impersonation, impersonate};
use crate::domain::{Code, SessionStep};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::post("/impersonate", Audience::Member, |context| Box::pin(begin(context))),
    UiRoute::post("/impersonation/end", Audience::At(SessionStep::Open), |context| Box::pin(end(context))),
];

async fn begin(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, user) = (context.session()?, context.form.text("user").to_owned());
    let begun = context.write_owned(move |transaction| impersonate(transaction, &session, &user));
    match begun.await {
        Ok(entered) => Ok(with_session_cookies(PageResponse::redirect("/"), &entered)),
        Err(Failure::Refused(refusal)) if matches!(refusal.code(), Code::NotFound | Code::MayNotImpersonate) => {
            Ok(PageResponse::redirect("/?note=impersonation-refused"))
        }
        Err(failure) => Err(failure),
    }
}

async fn end(context: PageContext) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    if session.impersonator.is_none() {
        return Ok(PageResponse::redirect("/"));
    }
    let ended = context.write_owned(move |transaction| end_impersonation(transaction, &session)).await?;
    Ok(with_session_cookies(PageResponse::redirect("/?note=impersonation-ended"), &ended))
}
