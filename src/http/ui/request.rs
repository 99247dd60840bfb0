//! Handles a request for a page from beginning to end: finds the session, checks the audience, reads the form, runs the
//! handler.

use super::context::PageContext;
use super::cookies::Cookie;
use super::form::Form;
use super::frame::Frame;
use super::guard::POLICY;
use super::response::{PageResponse, error_page, failed};
use super::table::{Audience, UiMethod, UiRoute};
use crate::domain::{Code, Problem, SessionStep};
use crate::http::Server;
use crate::http::rest::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The most bytes of a form.
const MOST: usize = 64 << 10;

/// How long a form may take to arrive.
const SLOWEST: Duration = Duration::from_secs(30);

/// Returns the response to a request for a page.
pub async fn handle(server: Arc<Server>, route: &'static UiRoute, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    let frame = Frame::of(&parts.headers, parts.uri.path(), None);
    let token = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(parameters) => parameters.iter().next().map(|(_, text)| text.to_owned()),
        Err(_) => return error_page(frame, StatusCode::NOT_FOUND),
    };
    let mut context = match PageContext::begin(server, parts, token).await {
        Ok(context) => context,
        Err(failure) => return failed(frame, failure),
    };
    let frame = context.frame.clone();
    if let Some(redirect) = redirect_unless_admitted(route, &context) {
        return redirect.into_response();
    }
    if route.method == UiMethod::Post {
        match read_form(&context.parts.headers, body).await {
            Ok(form) => context.form = form,
            Err(failure) => return failed(frame, failure),
        }
    }
    match (route.handler)(context).await {
        Ok(response) => response.into_response(),
        Err(failure) => failed(frame, failure),
    }
}

/// Returns the error page of a request that no page handles. It passes no layer of the pages, so it sets their policy itself:
/// without it, the browser would not load the style sheet.
pub fn error_page_for(headers: &HeaderMap, path: &str, status: StatusCode) -> Response {
    let mut page = error_page(Frame::of(headers, path, None), status);
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    page
}

/// Returns a redirect if the person may not open a page; nothing if they may.
fn redirect_unless_admitted(route: &UiRoute, context: &PageContext) -> Option<PageResponse> {
    let step = match route.audience {
        Audience::Anyone => return None,
        Audience::At(step) => step,
        Audience::Member => SessionStep::Open,
    };
    let Some(login_state) = &context.login_state else {
        // After the login the requested page opens, if it can be opened by GET.
        let can_return = route.method == UiMethod::Get && step == SessionStep::Open && route.path != "/";
        let to = if can_return { format!("/login?next={}", route.path) } else { "/login".to_owned() };
        let has_cookie = context.parts.headers.contains_key(header::COOKIE);
        return Some(if has_cookie {
            PageResponse::redirect(&to).remove_cookie(Cookie::Session)
        } else {
            PageResponse::redirect(&to)
        });
    };
    if login_state.session.step != step {
        return Some(PageResponse::redirect(page_of_step(login_state.session.step)));
    }
    (route.audience == Audience::Member && login_state.current.is_none())
        .then(|| PageResponse::redirect("/environments"))
}

/// Returns the path of the page for a step of the login.
pub fn page_of_step(step: SessionStep) -> &'static str {
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
    let bytes = bytes.map_err(|_| Problem::new(Code::NotUnderstood, "expected the form within 30 seconds"))?;
    let bytes = bytes.map_err(|_| Problem::new(Code::TooLarge, format!("expected a form of at most {MOST} bytes")))?;
    if !is_form && !bytes.is_empty() {
        return Err(Problem::new(Code::NotUnderstood, "expected a form").into());
    }
    Ok(Form::parse(&bytes).ok_or_else(|| Problem::new(Code::NotUnderstood, "expected a URL-encoded form"))?)
}
