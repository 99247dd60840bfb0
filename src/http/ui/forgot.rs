//! `/forgot`: asks for a letter with a link for a new password. The answer is always the same (SPEC R4.3).

use super::answer::Answer;
use super::form::Field;
use super::frame::Frame;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{ask_for_password, forgot_password};
use crate::domain::Code;
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/forgot", Who::Anyone, |visit| Box::pin(show(visit))),
    UiRoute::post("/forgot", Who::Anyone, |visit| Box::pin(ask(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/forgot.html")]
struct Page {
    frame: Frame,
    is_done: bool,
    errors: Vec<String>,
    name: Field,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    Answer::page(&page(&visit, false, Vec::new()))
}

async fn ask(visit: Visit) -> Result<Answer, Failure> {
    let (name, from) = (visit.form.text("name").to_owned(), visit.from());
    let asked = name.clone();
    match visit.write(move |transaction, _| ask_for_password(transaction, &asked, from)).await {
        Ok(()) => {
            // Whether a letter is written must not be told by how long that takes.
            visit.write_later(move |transaction, _| forgot_password(transaction, &name))?;
            Answer::page(&page(&visit, true, Vec::new()))
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = vec![visit.frame.say("problem-E0720")];
            Ok(Answer::page(&page(&visit, false, later))?.later(refusal.retry_after().unwrap_or(60)))
        }
        Err(failure) => Err(failure),
    }
}

fn page(visit: &Visit, is_done: bool, errors: Vec<String>) -> Page {
    let name = Field::text(&visit.frame, "name", "username", visit.form.text("name")).focused();
    Page { frame: visit.frame.clone(), is_done, errors, name }
}
