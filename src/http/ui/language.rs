//! `/language`: another language for the pages, kept in a cookie, and in the membership of who is logged in.

use super::answer::Answer;
use super::cookies::Cookie;
use super::known_path;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{OwnChange, change_own_membership};
use crate::domain::Language;
use crate::http::rest::Failure;

pub const ROUTES: &[UiRoute] = &[UiRoute::post("/language", Who::Anyone, |visit| Box::pin(switch(visit)))];

async fn switch(visit: Visit) -> Result<Answer, Failure> {
    let back = Answer::to(known_path(visit.form.text("back")).unwrap_or("/"));
    let Ok(language) = Language::parse(visit.form.text("language")) else { return Ok(back) };
    if visit.standing.as_ref().is_some_and(|standing| standing.here.is_some()) {
        let change = OwnChange { language: Some(language.written().to_owned()), ..OwnChange::default() };
        visit.work(move |work| change_own_membership(work, &change)).await?;
    }
    Ok(back.set(Cookie::Language, language.code()))
}
