//! `/forgot`: requests a letter with a link for a new password. The response is always the same (SPEC R4.3).

use super::context::PageContext;
use super::form::Field;
use super::frame::Frame;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{ask_for_password, forgot_password};
use crate::domain::Code;
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/forgot", Audience::Anyone, |context| Box::pin(show(context))),
    UiRoute::post("/forgot", Audience::Anyone, |context| Box::pin(ask(context))),
];

#[derive(Template)]
#[template(path = "http/ui/forgot.html")]
struct Page {
    frame: Frame,
    is_done: bool,
    errors: Vec<String>,
    name: Field,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    PageResponse::page(&page(&context, false, Vec::new()))
}

async fn ask(context: PageContext) -> Result<PageResponse, Failure> {
    let (name, from) = (context.form.text("name").to_owned(), context.client_address());
    let asked = name.clone();
    match context.write(move |transaction, _| ask_for_password(transaction, &asked, from)).await {
        Ok(()) => {
            // The response does not wait for the letter: its time must not reveal whether the account exists.
            context.write_later(move |transaction, _| forgot_password(transaction, &name))?;
            PageResponse::page(&page(&context, true, Vec::new()))
        }
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = vec![context.frame.say("problem-E0720")];
            Ok(PageResponse::page(&page(&context, false, later))?
                .too_many_requests(refusal.retry_after().unwrap_or(60)))
        }
        Err(failure) => Err(failure),
    }
}

fn page(context: &PageContext, is_done: bool, errors: Vec<String>) -> Page {
    let name = Field::text(&context.frame, "name", "username", context.form.text("name")).focused();
    Page { frame: context.frame.clone(), is_done, errors, name }
}
