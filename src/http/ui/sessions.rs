//! `/sessions`: lists the sessions of a person, and ends them.

use super::context::PageContext;
use super::frame::Frame;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{end_session, end_sessions, list_sessions};
use crate::domain::{Code, Error, Problem, Session, SessionStep};
use crate::http::rest::Failure;
use askama::Template;

const AUDIENCE: Audience = Audience::At(SessionStep::Open);

pub const ROUTES: &[UiRoute] = &[
    UiRoute::get("/sessions", AUDIENCE, |context| Box::pin(show(context))),
    UiRoute::post("/sessions/end", AUDIENCE, |context| Box::pin(end(context))),
    UiRoute::post("/sessions/end-others", AUDIENCE, |context| Box::pin(end_others(context))),
];

#[derive(Template)]
#[template(path = "http/ui/sessions.html")]
struct Page {
    frame: Frame,
    sessions: Vec<SessionItem>,
}

/// A session on the page.
struct SessionItem {
    id: String,
    browser: String,
    began: String,
    seen: String,
    is_own: bool,
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let session = own(&context)?;
    let row = session.account.row;
    let all = context.read(move |transaction, _| Ok::<_, Error>(list_sessions(&transaction, row)?)).await?;
    let frame = context.frame;
    let shown = |other: &Session| SessionItem {
        id: other.id.to_string(),
        browser: browser(&frame, &other.browser),
        began: frame.words.moment(other.created_at),
        seen: frame.words.moment(other.seen_at),
        is_own: other.row == session.row,
    };
    let sessions = all.iter().filter(|other| other.impersonator.is_none()).map(shown).collect();
    PageResponse::page(&Page { sessions, frame })
}

async fn end(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, id) = (own(&context)?, context.form.text("session").to_owned());
    match context.write(move |transaction, _| end_session(transaction, session.account.row, &id)).await {
        Ok(_) => Ok(PageResponse::redirect("/sessions?note=session-ended")),
        // The session may have ended a moment ago.
        Err(Failure::Refused(refusal)) if refusal.code() == Code::NotFound => Ok(PageResponse::redirect("/sessions")),
        Err(failure) => Err(failure),
    }
}

async fn end_others(context: PageContext) -> Result<PageResponse, Failure> {
    let session = own(&context)?;
    let ended = context.write(move |transaction, _| {
        Ok::<_, Error>(end_sessions(transaction, session.account.row, Some(session.row))?)
    });
    ended.await?;
    Ok(PageResponse::redirect("/sessions?note=sessions-ended"))
}

/// Returns the session of a person who acts as nobody else: sessions are private to the person.
fn own(context: &PageContext) -> Result<Session, Failure> {
    let session = context.session()?;
    match session.impersonator {
        None => Ok(session),
        Some(_) => Err(Problem::new(Code::ActingAsAnother, "sessions can be seen only by their owner").into()),
    }
}

/// Returns the name of a browser and its system, from the `User-Agent`.
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
