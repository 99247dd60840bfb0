//! Acting as a member: an administrator of the organization begins on the home page and ends by the banner on every page (SPEC R1.11).

use super::answer::Answer;
use super::entering::with_secrets;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{end_impersonation, impersonate};
use crate::domain::{Code, SessionStep};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::post("/impersonate", Who::Member, |visit| Box::pin(begin(visit))),
    UiRoute::post("/impersonation/end", Who::At(SessionStep::Open), |visit| Box::pin(end(visit))),
];

async fn begin(visit: Visit) -> Result<Answer, Failure> {
    let (session, user) = (visit.session()?, visit.form.text("user").to_owned());
    let begun = visit.write_whole(move |transaction| impersonate(transaction, &session, &user));
    match begun.await {
        Ok(entered) => Ok(with_secrets(Answer::to("/"), &entered)),
        Err(Failure::Refused(refusal)) if matches!(refusal.code(), Code::NotFound | Code::MayNotImpersonate) => {
            Ok(Answer::to("/?note=impersonation-refused"))
        }
        Err(failure) => Err(failure),
    }
}

async fn end(visit: Visit) -> Result<Answer, Failure> {
    let session = visit.session()?;
    if session.impersonator.is_none() {
        return Ok(Answer::to("/"));
    }
    let ended = visit.write_whole(move |transaction| end_impersonation(transaction, &session)).await?;
    Ok(with_secrets(Answer::to("/?note=impersonation-ended"), &ended))
}
