//! Tags of what is answered, and requests that name them: what somebody has seen already, and what they have decided by.

use super::context::RequestInput;
use super::parse::text_header;
use super::response::with_status;
use super::{Handler, Method, RequestContext, ResponseBody, Route, routes};
use crate::domain::{Code, Error, Problem};
use crate::script::version_of;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::Arc;

/// Versions of a thing that a request names by their tags.
pub struct Precondition(String);

impl Precondition {
    /// What a header names, if it is there.
    pub fn of_header(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Precondition>, Problem> {
        Ok(text_header(headers, name)?.map(Precondition))
    }

    /// Whether a tag is among them.
    pub fn names(&self, tag: &HeaderValue) -> bool {
        let is = |given: &str| given == "*" || given.trim_start_matches("W/").as_bytes() == tag.as_bytes();
        self.0.split(',').any(|given| is(given.trim()))
    }
}

/// The tag of a thing: the same as long as it is answered with the same words.
pub fn tag_of(body: &ResponseBody) -> HeaderValue {
    let text = with_status(ResponseBody(body.0.clone())).to_string();
    let tag = format!("\"{}\"", &version_of(&text)[..32]);
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Refuses a change of something that is not any more as the one who asks has seen it.
pub fn unchanged(route: &Route, context: &mut RequestContext, wanted: &Precondition) -> Result<(), Error> {
    let shows = routes().find(|other| other.method == Method::Get && other.path == route.path);
    let Some(Handler::Read(show)) = shows.map(|route| &route.does) else {
        return Err(says_nothing(route).into());
    };
    let input = RequestInput { places: context.input.places.clone(), ..RequestInput::default() };
    let input = std::mem::replace(&mut context.input, Arc::new(input));
    let present = show(context);
    context.input = input;
    if wanted.names(&tag_of(&present?)) {
        return Ok(());
    }
    Err(Problem::new(Code::Changed, "it is not any more what `If-Match` names")
        .help("get it again, and decide again whether to change it")
        .into())
}

/// The refusal of a tag where there is nothing to compare it with.
pub fn says_nothing(route: &Route) -> Problem {
    Problem::new(Code::NotUnderstood, format!("`If-Match` says nothing to {}", route.name))
}
