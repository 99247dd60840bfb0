//! Responses of pages: a rendered page or a redirect, with cookies, and the error pages.

use super::cookies::Cookie;
use super::frame::Frame;
use crate::domain::Code;
use crate::http::rest::{Failure, status_of};
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// A response of a page.
pub struct PageResponse {
    status: StatusCode,
    location: Option<String>,
    kind: &'static str,
    text: String,
    retry_after: Option<u64>,
    cookies: Vec<HeaderValue>,
    /// Whether other sites must not learn the address of the page.
    is_from_letter: bool,
}

impl PageResponse {
    /// Renders a page.
    ///
    /// # Errors
    /// Returns a fault if the template cannot be rendered.
    pub fn page(page: &impl Template) -> Result<PageResponse, Failure> {
        let text = page.render().map_err(|error| Failure::Fault(error.to_string()))?;
        Ok(PageResponse::of("text/html; charset=utf-8", text))
    }

    /// Creates a response with a content type and a text.
    pub fn of(kind: &'static str, text: String) -> PageResponse {
        let (status, cookies) = (StatusCode::OK, Vec::new());
        PageResponse { status, location: None, kind, text, retry_after: None, cookies, is_from_letter: false }
    }

    /// Creates a redirect to another page of the program (`303 See Other`). The path comes from the tables of the program,
    /// never from a request.
    pub fn redirect(path: &str) -> PageResponse {
        let mut response = PageResponse::of("text/plain; charset=utf-8", String::new());
        response.status = StatusCode::SEE_OTHER;
        response.location = Some(path.to_owned());
        response
    }

    /// Sets the status.
    pub fn status(self, status: StatusCode) -> PageResponse {
        PageResponse { status, ..self }
    }

    /// Sets the status for a form that is shown again with its errors: `422`.
    pub fn unprocessable(self) -> PageResponse {
        self.status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Sets the status `429`, with the number of seconds after which to retry.
    pub fn too_many_requests(self, seconds: u64) -> PageResponse {
        PageResponse { retry_after: Some(seconds), ..self }.status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Sets a cookie.
    pub fn set_cookie(mut self, cookie: Cookie, value: &str) -> PageResponse {
        self.cookies.extend(cookie.set(value));
        self
    }

    /// Removes a cookie.
    pub fn remove_cookie(mut self, cookie: Cookie) -> PageResponse {
        self.cookies.push(cookie.remove());
        self
    }

    /// Keeps the browser from sending the address of the page to other sites.
    pub fn without_referrer(self) -> PageResponse {
        PageResponse { is_from_letter: true, ..self }
    }

    /// Returns the response for HTTP.
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

/// An error page.
#[derive(Template)]
#[template(path = "http/ui/error.html")]
struct ErrorPage {
    frame: Frame,
    status: u16,
    title: &'static str,
    text: &'static str,
}

/// Returns the error page of a status.
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
        Ok(response) => response.status(status).into_response(),
        Err(_) => PageResponse::of("text/plain; charset=utf-8", status.to_string()).status(status).into_response(),
    }
}

/// Returns the response for a failure. The details of a fault are in the log alone.
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
