//! `/sessions`: where somebody is logged in, and the end of what should not be.

use super::answer::Answer;
use super::frame::Frame;
use super::table::{UiRoute, Who};
use super::visit::Visit;
use crate::directory::{end_session, end_sessions, list_sessions};
use crate::domain::{Code, Error, Problem, Session, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const WHO: Who = Who::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/sessions", WHO, |visit| Box::pin(show(visit))),
    UiRoute::post("/sessions/end", WHO, |visit| Box::pin(end(visit))),
    UiRoute::post("/sessions/end-others", WHO, |visit| Box::pin(end_others(visit))),
];

#[derive(Template)]
#[template(path = "http/ui/sessions.html")]
struct Page {
    frame: Frame,
    sessions: Vec<Shown>,
}

/// A session as the page shows it.
struct Shown {
    id: String,
    browser: String,
    began: String,
    seen: String,
    is_own: bool,
}

async fn show(visit: Visit) -> Result<Answer, Failure> {
    let session = own(&visit)?;
    let row = session.account.row;
    let all = visit.read(move |transaction, _| Ok::<_, Error>(list_sessions(&transaction, row)?)).await?;
    let frame = visit.frame;
    let shown = |other: &Session| Shown {
        id: other.id.to_string(),
        browser: browser(&frame, &other.browser),
        began: frame.words.moment(other.created_at),
        seen: frame.words.moment(other.seen_at),
        is_own: other.row == session.row,
    };
    let sessions = all.iter().filter(|other| other.impersonator.is_none()).map(shown).collect();
    Answer::page(&Page { sessions, frame })
}

async fn end(visit: Visit) -> Result<Answer, Failure> {
    let (session, id) = (own(&visit)?, visit.form.text("session").to_owned());
    match visit.write(move |transaction, _| end_session(transaction, session.account.row, &id)).await {
        Ok(_) => Ok(Answer::to("/sessions?note=session-ended")),
        // It may have ended a moment ago.
        Err(Failure::Refused(refusal)) if refusal.code() == Code::NotFound => Ok(Answer::to("/sessions")),
        Err(failure) => Err(failure),
    }
}

async fn end_others(visit: Visit) -> Result<Answer, Failure> {
    let session = own(&visit)?;
    let ended = visit.write(move |transaction, _| {
        Ok::<_, Error>(end_sessions(transaction, session.account.row, Some(session.row))?)
    });
    ended.await?;
    Ok(Answer::to("/sessions?note=sessions-ended"))
}

/// The session of somebody who is oneself: where a person is logged in is no matter of who acts as that person.
fn own(visit: &Visit) -> Result<Session, Failure> {
    let session = visit.session()?;
    match session.impersonator {
        None => Ok(session),
        Some(_) => Err(Problem::new(Code::ActingAsAnother, "sessions belong to the person alone").into()),
    }
}

/// What a browser says it is, as people call it: its name and the system it runs on.
fn browser(frame: &Frame, text: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chromium", "Chromium"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |all: &[(&str, &'static str)]| all.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) if text.trim().is_empty() => frame.say("browser-unknown"),
        (None, _) => text.chars().take(40).collect(),
    }
}
