//! `/environments`: a person with several environments chooses one.

use super::context::PageContext;
use super::frame::Frame;
use super::logged_in::with_session_cookies;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{OpenResult, choose_environments, open_environment};
use crate::domain::{EnvironmentChoice, Error, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const AUDIENCE: Audience = Audience::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/environments", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/environments", AUDIENCE, |context| Box::pin(choose(context))),
];

#[derive(Template)]
#[template(path = "http/ui/environments.html")]
struct Page {
    frame: Frame,
    choices: Vec<EnvironmentChoice>,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let session = context.session()?;
    // A person who acts as another must not see the environments of that person.
    if session.impersonator.is_some() {
        return Ok(PageResponse::redirect("/"));
    }
    let row = session.account.row;
    let choices = context.read(move |transaction, _| Ok::<_, Error>(choose_environments(&transaction, row)?)).await?;
    PageResponse::page(&Page { frame: context.frame.clone(), choices })
}

async fn choose(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, id) = (context.session()?, context.form.text("environment").to_owned());
    match context.write(move |transaction, _| open_environment(transaction, &session, &id)).await? {
        OpenResult::Open(entered) => Ok(with_session_cookies(PageResponse::redirect("/"), &entered)),
        OpenResult::SecondFactorFirst(_) => Ok(PageResponse::redirect("/second-factor")),
    }
}
