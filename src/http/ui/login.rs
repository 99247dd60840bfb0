//! `/login`: name and password.

use super::answer::Answer;
use super::entering::{let_in, open_first};
use super::form::Field;
use super::frame::Frame;
use super::known_path;
use super::request::page_of;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{LoginDraft, begin_login, end_login};
use crate::domain::{Code, Login, NewSession};
use crate::http::rest::Failure;
use crate::workers::needs_rehash;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/login", Who::Anyone, |visit| Box::pin(show(visit))),
    UiRoute::post("/login", Who::Anyone, |visit| Box::pin(enter(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/login.html")]
struct Page {
    frame: Frame,
    errors: Vec<String>,
    /// Where to go afterwards, if that is a page of ours.
    next: &'static str,
    name: Field,
    password: Field,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    if let Some(standing) = &visit.standing {
        return Ok(Answer::to(page_of(standing.session.step)));
    }
    Answer::page(&page(&visit, "", Vec::new()))
}

/// The attempt is counted before the password is looked at, and the answer is the same whatever was wrong.
async fn enter(visit: Visit) -> Result<Answer, Failure> {
    let (name, password) = (visit.form.text("name").to_owned(), visit.form.text("password").to_owned());
    let draft = LoginDraft { name: name.clone(), device: visit.device(), from: visit.from() };
    let attempt = match visit.write(move |transaction, _| begin_login(transaction, draft.clone())).await {
        Ok(attempt) => attempt,
        Err(Failure::Refused(refusal)) if refusal.code() == Code::TryLater => {
            let later = visit.frame.say("problem-E0720");
            let seconds = refusal.retry_after().unwrap_or(60);
            return Ok(Answer::page(&page(&visit, &name, vec![later]))?.later(seconds));
        }
        Err(failure) => return Err(failure),
    };
    let hash = attempt.hash.clone();
    let is_right = visit.verify(password.clone(), hash.clone()).await?;
    let rehashed = match hash.filter(|hash| is_right && needs_rehash(hash)) {
        Some(_) => Some(visit.hash(password).await?),
        None => None,
    };
    let browser = visit.browser();
    let entered = visit.write(move |transaction, _| {
        match end_login(transaction, attempt.clone(), is_right, &browser, rehashed.clone())? {
            Login::Refused => Ok(None),
            Login::Entered(entered) => open_first(transaction, *entered).map(Some),
        }
    });
    let entered: Option<NewSession> = entered.await?;
    match entered {
        Some(entered) => Ok(let_in(&entered, known_path(visit.form.text("next")))),
        None => {
            let refused = visit.frame.say("login-refused");
            Ok(Answer::page(&page(&visit, &name, vec![refused]))?.refused())
        }
    }
}

fn page(visit: &Visit, name: &str, errors: Vec<String>) -> Page {
    // Whoever comes with a form while logged in is asked as a stranger.
    let frame = Frame { person: None, environment: None, acting_as: None, ..visit.frame.clone() };
    let (is_first, name) = (name.is_empty(), Field::text(&frame, "name", "username", name));
    let password = Field::password(&frame, "password", "current-password");
    Page {
        errors,
        next: known_path(visit.form.text("next")).unwrap_or_default(),
        name: if is_first { name.focused() } else { name },
        password: if is_first { password } else { password.focused() },
        frame,
    }
}
