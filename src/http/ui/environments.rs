//! `/environments`: whoever can open several chooses one.

use super::answer::Answer;
use super::entering::{open, with_secrets};
use super::frame::Frame;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::choose_environments;
use crate::domain::{EnvironmentChoice, Error, NewSession, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const WHO: Who = Who::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/environments", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/environments", WHO, |visit| Box::pin(choose(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/environments.html")]
struct Page {
    frame: Frame,
    choices: Vec<EnvironmentChoice>,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    let session = visit.session()?;
    // Which environments somebody else has is not told to who acts as that person.
    if session.impersonator.is_some() {
        return Ok(Answer::to("/"));
    }
    let row = session.account.row;
    let choices = visit.read(move |transaction, _| Ok::<_, Error>(choose_environments(&transaction, row)?)).await?;
    Answer::page(&Page { frame: visit.frame.clone(), choices })
}

async fn choose(visit: Visit) -> Result<Answer, Failure> {
    let (session, id) = (visit.session()?, visit.form.text("environment").to_owned());
    let opened = visit.write(move |transaction, _| {
        // The secret that the browser has is good until another takes its place.
        let unopened = NewSession { secret: transaction.new_secret(), device: None, session: session.clone() };
        open(transaction, unopened, &id)
    });
    match opened.await? {
        (_, true) => Ok(Answer::to("/second-factor")),
        (entered, false) => Ok(with_secrets(Answer::to("/"), &entered)),
    }
}
