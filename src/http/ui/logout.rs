//! `/logout`: ends the session.

use super::answer::Answer;
use super::cookies::Cookie;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::end_session;
use crate::domain::{Code, Error};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[UiRoute::post("/logout", Who::Anyone, |visit| Box::pin(leave(visit)))];

async fn leave(visit: Visit) -> Result<Answer, Failure> {
    if let Some(standing) = &visit.standing {
        let (account, id) = (standing.session.account.row, standing.session.id.to_string());
        let ended = visit.write(move |transaction, _| match end_session(transaction, account, &id) {
            // It may have ended a moment ago.
            Err(Error::Refused(refusal)) if refusal.code() == Code::NotFound => Ok(()),
            ended => ended.map(drop),
        });
        ended.await?;
    }
    Ok(Answer::to("/login?note=logged-out").remove(Cookie::Session))
}
