//! `/logout`: ends the session.

use super::context::PageContext;
use super::cookies::Cookie;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::end_session;
use crate::domain::{Code, Error};
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[UiRoute::post("/logout", Audience::Anyone, |context| Box::pin(log_out(context)))];

async fn log_out(context: PageContext) -> Result<PageResponse, Failure> {
    if let Some(login_state) = &context.login_state {
        let (account, id) = (login_state.session.account.row, login_state.session.id.to_string());
        let ended = context.write(move |transaction, _| match end_session(transaction, account, &id) {
            // The session may have ended a moment ago.
            Err(Error::Refused(refusal)) if refusal.code() == Code::NotFound => Ok(()),
            ended => ended.map(drop),
        });
        ended.await?;
    }
    Ok(PageResponse::redirect("/login?note=logged-out").remove_cookie(Cookie::Session))
}
