//! Conditional requests: the `ETag` of a response, `If-None-Match` for reads and `If-Match` for changes.

use super::context::RequestInput;
use super::parse::text_header;
use super::response::with_status;
use super::{Handler, Method, RequestContext, ResponseBody, Route, routes};
use crate::domain::{Code, Error, Problem};
use crate::script::version_of;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::Arc;

/// The value of a header `If-Match` or `If-None-Match`.
pub struct Precondition(String);

impl Precondition {
    /// Reads a header, if it is present.
    pub fn of_header(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Precondition>, Problem> {
        Ok(text_header(headers, name)?.map(Precondition))
    }

    /// Returns whether the header names a tag.
    pub fn matches(&self, tag: &HeaderValue) -> bool {
        let is_tag = |named: &str| named == "*" || named.trim_start_matches("W/").as_bytes() == tag.as_bytes();
        self.0.split(',').any(|named| is_tag(named.trim()))
    }
}

/// Returns the `ETag` of a response: a hash of its body.
pub fn tag_of(body: &ResponseBody) -> HeaderValue {
    let text = with_status(ResponseBody(body.0.clone())).to_string();
    let tag = format!("\"{}\"", &version_of(&text)[..32]);
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Checks `If-Match` against the present response of the `GET` at the same path.
///
/// # Errors
/// Returns a refusal if the tags differ, or if the path has no `GET`.
pub fn check_if_match(route: &Route, context: &mut RequestContext, precondition: &Precondition) -> Result<(), Error> {
    let get = routes().find(|other| other.method == Method::Get && other.path == route.path);
    let Some(Handler::Read(show)) = get.map(|route| &route.handler) else {
        return Err(if_match_not_supported(route).into());
    };
    let input = RequestInput { path: context.input.path.clone(), ..RequestInput::default() };
    let input = std::mem::replace(&mut context.input, Arc::new(input));
    let present = show(context);
    context.input = input;
    if precondition.matches(&tag_of(&present?)) {
        return Ok(());
    }
    Err(Problem::new(Code::Changed, "`If-Match` names an old version: it has changed since")
        .help("read it again, then decide whether to change it")
        .into())
}

/// Returns the problem of `If-Match` on a route without a version to compare.
pub fn if_match_not_supported(route: &Route) -> Problem {
    Problem::new(Code::NotUnderstood, format!("{} does not support `If-Match`", route.name))
}
