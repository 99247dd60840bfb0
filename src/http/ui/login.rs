//! `/login`: the first step of the login, with name and password.

use super::context::PageContext;
use super::form::Field;
use super::frame::Frame;
use super::known_path;
use super::logged_in::after_login;
use super::request::page_of_step;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{LoginDraft, begin_login, end_login, open_first_environment};
use crate::domain::{Code, Login, NewSession};
use crate::http::rest::Failure;
use crate::workers::needs_rehash;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login", Audience::Anyone, |context| Box::pin(show(context))),
    UiRoute::post("/login", Audience::Anyone, |context| Box::pin(enter(context))),
];

#[derive(Template)]
#[template(path = "http/ui/login.html")]
struct Page {
    frame: Frame,
    errors: Vec<String>,
    /// The path of the page to open afterwards; empty if it is none of the pages.
    next: &'static str,
    name: Field,
    password: Field,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    if let Some(login_state) = &context.login_state {
        return Ok(PageResponse::redirect(page_of_step(login_state.session.step)));
    }
    PageResponse::page(&page(&context, "", Vec::new()))
}

/// Logs in. The attempt is counted before the password is checked, and the response is the same for every kind of error.
async fn enter(context: PageContext) -> Result<PageResponse, Failure> {
    let (name, password) = (context.form.text("name").to_owned(), context.form.text("password").to_owned());
    let draft = LoginDraft { name: name.clone(), device: context.device(), from: context.client_address() };
    let attempt = match context.write(move |transaction, _| begin_login(transaction, draft.clone())).await {
        Ok(attempt) => attempt,
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = context.frame.say("problem-E0720");
            let seconds = refusal.retry_after().unwrap_or(60);
            return Ok(PageResponse::page(&page(&context, &name, vec![later]))?.too_many_requests(seconds));
        }
        Err(failure) => return Err(failure),
    };
    let hash = attempt.hash.clone();
    let is_right = context.verify(password.clone(), hash.clone()).await?;
    let rehashed = match hash.filter(|hash| is_right && needs_rehash(hash)) {
        Some(_) => Some(context.hash(password).await?),
        None => None,
    };
    let browser = context.browser();
    let entered = context.write(move |transaction, _| {
        match end_login(transaction, attempt.clone(), is_right, &browser, rehashed.clone())? {
            Login::Refused => Ok(None),
            Login::Entered(entered) => open_first_environment(transaction, *entered).map(Some),
        }
    });
    let entered: Option<NewSession> = entered.await?;
    match entered {
        Some(entered) => Ok(after_login(&entered, known_path(context.form.text("next")))),
        None => {
            let refused = context.frame.say("login-refused");
            Ok(PageResponse::page(&page(&context, &name, vec![refused]))?.unprocessable())
        }
    }
}

fn page(context: &PageContext, name: &str, errors: Vec<String>) -> Page {
    // The page shows nothing of a session that exists already.
    let frame = Frame { person: None, environment: None, acting_as: None, ..context.frame.clone() };
    let (is_first, name) = (name.is_empty(), Field::text(&frame, "name", "username", name));
    let password = Field::password(&frame, "password", "current-password");
    Page {
        errors,
        next: known_path(context.form.text("next")).unwrap_or_default(),
        name: if is_first { name.focused() } else { name },
        password: if is_first { password } else { password.focused() },
        frame,
    }
}
