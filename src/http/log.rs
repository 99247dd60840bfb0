//! The log of a server: one line for each request, without personal data, as text for people or as JSON for programs.

use axum::extract::{MatchedPath, Request};
use axum::http::{Extensions, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal;
use std::time::Instant;
use tower_http::request_id::RequestId;

/// The header with the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Text for people.
    Human,
    /// A JSON object on each line.
    Json,
}

/// Writes the log of this process to standard error in a format.
pub fn log_to(format: LogFormat) {
    let subscriber = tracing_subscriber::fmt().with_target(false).with_max_level(tracing::Level::INFO);
    let subscriber = subscriber.with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A program that embeds enlist may have set a log of its own; it stays in use.
    let _ = match format {
        LogFormat::Human => tracing::subscriber::set_global_default(subscriber.finish()),
        LogFormat::Json => tracing::subscriber::set_global_default(subscriber.json().flatten_event(true).finish()),
    };
}

/// The most characters of a request id that the client sends.
const MOST_OF_AN_ID: usize = 64;

/// Removes the request id of a client unless it consists of plain characters: it is written to the log, and must not inject
/// anything there.
pub async fn plain_request_id(mut request: Request, next: Next) -> Response {
    let is_plain = |value: &HeaderValue| {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        value.len() <= MOST_OF_AN_ID && !value.is_empty() && value.as_bytes().iter().all(is_plain)
    };
    if !request.headers().get_all(REQUEST_ID).iter().all(is_plain) {
        request.headers_mut().remove(REQUEST_ID);
    }
    next.run(request).await
}

/// Logs and counts a request after its response. The path is that of the route, which contains no personal data.
pub async fn each_request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known(request.method());
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = path.unwrap_or_else(|| "(none)".to_owned());
    let id = request_id(request.extensions());
    let response = next.run(request).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    let labels = [("method", method.to_owned()), ("path", path.clone()), ("status", status.to_string())];
    metrics::counter!("enlist_http_requests_total", &labels).increment(1);
    metrics::histogram!("enlist_http_request_seconds").record(took.as_secs_f64());
    // Rounded to microseconds, so that the number has three digits at most after the point.
    let ms = (took.as_nanos() as f64 / 1_000.0).round() / 1_000.0;
    tracing::info!(id, method, path, status, ms, "request");
    response
}

/// Returns the id of a request, as in the header `x-request-id`.
pub fn request_id(extensions: &Extensions) -> Option<String> {
    extensions.get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).map(str::to_owned)
}

/// Returns a standard method, or `other`. With the methods that clients invent, anybody could fill the memory with metrics and
/// write into the log.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
