//! The log of a server: a line for each request, without anything personal, for people or for programs.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal;
use std::time::Instant;
use tower_http::request_id::RequestId;

/// The header with the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How lines of the log look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Human,
    /// A JSON object on each line.
    Json,
}

/// Writes the log to standard error from now on.
pub fn log_to(format: LogFormat) {
    let subscriber = tracing_subscriber::fmt().with_target(false).with_max_level(tracing::Level::INFO);
    let subscriber = subscriber.with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A program that embeds enlist may have a log of its own already; that stays.
    let _ = match format {
        LogFormat::Human => tracing::subscriber::set_global_default(subscriber.finish()),
        LogFormat::Json => tracing::subscriber::set_global_default(subscriber.json().flatten_event(true).finish()),
    };
}

/// The most characters of a request's id that somebody else gave.
const MOST_OF_AN_ID: usize = 64;

/// Keeps a request's id that came with it only if nothing else can hide in it: it stands in the log.
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

/// Logs and counts a request once it is answered. The path is that of the route, in which no name of anybody stands.
pub async fn each_request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = known(request.method());
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let path = path.unwrap_or_else(|| "(none)".to_owned());
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).map(str::to_owned);
    let answer = next.run(request).await;
    let took = began.elapsed();
    let status = answer.status().as_u16();
    let labels = [("method", method.to_owned()), ("path", path.clone()), ("status", status.to_string())];
    metrics::counter!("enlist_http_requests_total", &labels).increment(1);
    metrics::histogram!("enlist_http_request_seconds").record(took.as_secs_f64());
    // Whole microseconds: the division gives the number with the fewest digits, such as 0.674.
    let ms = (took.as_nanos() as f64 / 1_000.0).round() / 1_000.0;
    tracing::info!(id, method, path, status, ms, "request");
    answer
}

/// The method, if it is one that routes can have. Others are not told apart: whoever makes them up could fill the memory with
/// figures of them, and write into the log.
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
