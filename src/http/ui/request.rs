//! From a request to a page, straight down: who comes, whether they may, what the form says, what the page answers.

use super::answer::{Answer, error_page, failed};
use super::cookies::Cookie;
use super::form::Form;
use super::frame::Frame;
use super::table::{UiMethod, UiRoute, Who};
use super::visit::Visit;
use crate::domain::{Code, Problem, SessionStep};
use crate::http::Server;
use crate::http::rest::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The most bytes of a form.
const MOST: usize = 64 << 10;

/// How long a form may take to come.
const SLOWEST: Duration = Duration::from_secs(30);

/// What a request for a page is answered with.
pub async fn answer(server: Arc<Server>, route: &'static UiRoute, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let frame = Frame::of(&parts.headers, parts.uri.path(), None);
    let token = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(places) => places.iter().next().map(|(_, text)| text.to_owned()),
        Err(_) => return error_page(frame, StatusCode::NOT_FOUND),
    };
    let mut visit = match Visit::begin(server, parts, token).await {
        Ok(visit) => visit,
        Err(failure) => return failed(frame, failure),
    };
    let frame = visit.frame.clone();
    if let Some(elsewhere) = led_elsewhere(route, &visit) {
        return elsewhere.into_response();
    }
    if route.method == UiMethod::Post {
        match read_form(&visit.parts.headers, body).await {
            Ok(form) => visit.form = form,
            Err(failure) => return failed(frame, failure),
        }
    }
    match (route.does)(visit).await {
        Ok(answer) => answer.into_response(),
        Err(failure) => failed(frame, failure),
    }
}

/// What is said where there is no page.
pub fn no_page(headers: &HeaderMap, path: &str, status: StatusCode) -> Response {
    error_page(Frame::of(headers, path, None), status)
}

/// Where somebody is led who may not come to a page; nothing if they may.
fn led_elsewhere(route: &UiRoute, visit: &Visit) -> Option<Answer> {
    let step = match route.who {
        Who::Anyone => return None,
        Who::At(step) => step,
        Who::Member => SessionStep::Open,
    };
    let Some(standing) = &visit.standing else {
        // What was asked for is opened after login, if it is a page of ours that can be looked at.
        let is_asked = route.method == UiMethod::Get && step == SessionStep::Open && route.path != "/";
        let to = if is_asked { format!("/login?next={}", route.path) } else { "/login".to_owned() };
        let has_cookie = visit.parts.headers.contains_key(header::COOKIE);
        return Some(if has_cookie { Answer::to(&to).remove(Cookie::Session) } else { Answer::to(&to) });
    };
    if standing.session.step != step {
        return Some(Answer::to(page_of(standing.session.step)));
    }
    (route.who == Who::Member && standing.here.is_none()).then(|| Answer::to("/environments"))
}

/// The page where somebody goes on who has come as far as this.
pub fn page_of(step: SessionStep) -> &'static str {
    match step {
        SessionStep::SecondFactor => "/login/second",
        SessionStep::PasswordChange => "/login/password",
        SessionStep::Open => "/",
    }
}

async fn read_form(headers: &HeaderMap, body: Body) -> Result<Form, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_form = kind.split(';').next().is_some_and(|kind| kind.trim() == "application/x-www-form-urlencoded");
    let bytes = timeout(SLOWEST, to_bytes(body, MOST)).await;
    let bytes = bytes.map_err(|_| Problem::new(Code::NotUnderstood, "the form did not come in time"))?;
    let bytes = bytes.map_err(|_| Problem::new(Code::TooLarge, format!("expected a form of at most {MOST} bytes")))?;
    if !is_form && !bytes.is_empty() {
        return Err(Problem::new(Code::NotUnderstood, "expected a form").into());
    }
    Ok(Form::parse(&bytes).ok_or_else(|| Problem::new(Code::NotUnderstood, "the form cannot be read"))?)
}
