//! What a page answers: a page, or the way to another one, with cookies.

use super::cookies::Cookie;
use super::frame::Frame;
use crate::domain::Code;
use crate::http::rest::{Failure, status_of};
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// An answer of a page.
pub struct PageResponse {
    status: StatusCode,
    location: Option<String>,
    kind: &'static str,
    text: String,
    retry_after: Option<u64>,
    cookies: Vec<HeaderValue>,
    /// Whether the address that the page is at must stay unknown to others.
    is_from_letter: bool,
}

impl PageResponse {
    /// A page.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn page(page: &impl Template) -> Result<PageResponse, Failure> {
        let text = page.render().map_err(|error| Failure::Fault(error.to_string()))?;
        Ok(PageResponse::of("text/html; charset=utf-8", text))
    }

    /// Something that is no page, such as a picture.
    pub fn of(kind: &'static str, text: String) -> PageResponse {
        let (status, cookies) = (StatusCode::OK, Vec::new());
        PageResponse { status, location: None, kind, text, retry_after: None, cookies, is_from_letter: false }
    }

    /// The way to another page of our own, which is looked at. Paths come from this program's tables, never from a request.
    pub fn redirect(path: &str) -> PageResponse {
        let mut answer = PageResponse::of("text/plain; charset=utf-8", String::new());
        answer.status = StatusCode::SEE_OTHER;
        answer.location = Some(path.to_owned());
        answer
    }

    /// The same with another status.
    pub fn status(self, status: StatusCode) -> PageResponse {
        PageResponse { status, ..self }
    }

    /// The same form again, with what is wrong in it.
    pub fn unprocessable(self) -> PageResponse {
        self.status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// The same, to be asked for again after so many seconds.
    pub fn too_many_requests(self, seconds: u64) -> PageResponse {
        PageResponse { retry_after: Some(seconds), ..self }.status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The same with a cookie.
    pub fn set_cookie(mut self, cookie: Cookie, value: &str) -> PageResponse {
        self.cookies.extend(cookie.set(value));
        self
    }

    /// The same without a cookie.
    pub fn remove_cookie(mut self, cookie: Cookie) -> PageResponse {
        self.cookies.push(cookie.remove());
        self
    }

    /// The same; the page's address, or what led to it, is told to nobody.
    pub fn without_referrer(self) -> PageResponse {
        PageResponse { is_from_letter: true, ..self }
    }

    /// The answer as it is sent.
    pub fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.text));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Some(location) = self.location.and_then(|path| HeaderValue::from_str(&path).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.is_from_letter {
            headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        }
        for cookie in self.cookies {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// A page about something that is not as it was asked for.
#[derive(Template)]
#[template(path = "http/ui/error.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    title: &'static str,
    text: &'static str,
}

/// The page for a status other than 200.
pub fn error_page(frame: Frame, status: StatusCode) -> Response {
    let (title, text) = words_of(status);
    shown(frame, status, title, text)
}

fn words_of(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => ("error-forbidden", "error-forbidden-text"),
        StatusCode::NOT_FOUND => ("error-not-found", "error-not-found-text"),
        StatusCode::METHOD_NOT_ALLOWED => ("error-not-found", "error-method-text"),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => ("error-busy", "error-busy-text"),
        StatusCode::INTERNAL_SERVER_ERROR => ("error-fault", "error-fault-text"),
        _ => ("error-request", "error-request-text"),
    }
}

fn shown(frame: Frame, status: StatusCode, title: &'static str, text: &'static str) -> Response {
    let page = ErrorPage { frame, status: status.as_u16(), title, text };
    match PageResponse::page(&page) {
        Ok(answer) => answer.status(status).into_response(),
        Err(_) => PageResponse::of("text/plain; charset=utf-8", status.to_string()).status(status).into_response(),
    }
}

/// The page for a failure. What is wrong inside stands in the log alone.
pub fn failed(frame: Frame, failure: Failure) -> Response {
    match failure {
        Failure::Refused(refusal) => match refusal.code() {
            Code::SessionEnded => PageResponse::redirect("/login").remove_cookie(Cookie::Session).into_response(),
            Code::SecondFactorRequired => PageResponse::redirect("/second-factor").into_response(),
            Code::ActingAsAnother => shown(frame, StatusCode::FORBIDDEN, "error-forbidden", "profile-acting"),
            code => error_page(frame, status_of(code)),
        },
        Failure::RetryLater(problem, seconds) => {
            let mut response = error_page(frame, status_of(problem.code));
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Failure::Fault(text) => {
            tracing::error!(fault = text, "a page failed");
            error_page(frame, StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}
