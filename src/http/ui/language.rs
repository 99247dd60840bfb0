//! `/language`: changes the language of the pages. It is stored in a cookie, and in the membership of a person who is logged
//! in.

use super::context::PageContext;
use super::cookies::Cookie;
use super::known_path;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{OwnChange, change_own_membership};
use crate::domain::Language;
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[UiRoute::post("/language", Audience::Anyone, |context| Box::pin(switch(context)))];

async fn switch(context: PageContext) -> Result<PageResponse, Failure> {
    let back = PageResponse::redirect(known_path(context.form.text("back")).unwrap_or("/"));
    let Ok(language) = Language::parse(context.form.text("language")) else { return Ok(back) };
    if context.login_state.as_ref().is_some_and(|login_state| login_state.current.is_some()) {
        let change = OwnChange { language: Some(language.written().to_owned()), ..OwnChange::default() };
        context.work(move |work| change_own_membership(work, &change)).await?;
    }
    Ok(back.set_cookie(Cookie::Language, language.code()))
}
