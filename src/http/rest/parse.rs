//! Parses the path, the query, the body and the headers of a request, and checks them against the tables of its route.

use super::context::RequestInput;
use super::response::Failure;
use super::{RequestBody, Route};
use crate::directory::{AboutOption, Kind, check_options};
use crate::domain::{Code, Problem, Problems, Value};
use crate::http::Server;
use crate::json::read_strict;
use crate::store::from_json;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use std::borrow::Cow;
use std::time::Duration;
use tokio::time::timeout;

/// The header that makes a run idempotent.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The most bytes of a header whose value is used.
const MOST_OF_A_HEADER: usize = 200;

/// The most parameters of a query; no route has as many.
const MOST_IN_A_QUERY: usize = 50;

/// How long a body may take to arrive. A slower client would keep the server from stopping.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// Parses a request and checks it against the tables of its route.
///
/// # Errors
/// Returns a refusal that names every unknown, missing or wrong parameter or property.
pub async fn read(server: &Server, route: &Route, parts: &mut Parts, body: Body) -> Result<RequestInput, Failure> {
    let path = RawPathParams::from_request_parts(parts, &()).await;
    let path = path.map_err(|_| Problem::new(Code::NotUnderstood, "expected the path as UTF-8"))?;
    let path = path.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let mut problems = Problems::default();
    let query = read_query(&(route.query)(), parts.uri.query().unwrap_or_default(), &mut problems);
    problems.refuse()?;
    let body = read_body(server, route, &parts.headers, body).await?;
    let key = text_header(&parts.headers, &KEY)?;
    Ok(RequestInput { path, query, body, key })
}

type Given = Vec<(Cow<'static, str>, Value<'static>)>;

/// Parses a query by its table: texts become numbers and booleans where the table expects those.
fn read_query(known: &[&'static AboutOption], query: &str, problems: &mut Problems) -> Given {
    let pairs: Vec<(String, String)> = match serde_urlencoded::from_str(query) {
        Ok(pairs) => pairs,
        Err(error) => {
            problems.add(Problem::new(Code::NotUnderstood, format!("the query cannot be read: {error}")));
            return Vec::new();
        }
    };
    if pairs.len() > MOST_IN_A_QUERY {
        let found = format!("expected at most {MOST_IN_A_QUERY} parameters in the query, found {}", pairs.len());
        problems.add(Problem::new(Code::NotUnderstood, found));
        return Vec::new();
    }
    let mut given = Given::new();
    for (name, text) in pairs {
        let kind = known.iter().find(|about| about.name == name).map(|about| about.kind);
        let value = match kind {
            Some(Kind::Integer) => text.parse().map(Value::Integer).unwrap_or_else(|_| Value::from(text)),
            Some(Kind::Boolean) => text.parse().map(Value::Bool).unwrap_or_else(|_| Value::from(text)),
            _ => Value::from(text),
        };
        if given.iter().any(|(other, _)| *other == name) {
            problems.add(Problem::new(Code::Duplicate, "expected once in the query, found twice").of(name.clone()));
        }
        given.push((Cow::Owned(name), value));
    }
    check_options(known, &given, problems);
    given
}

async fn read_body(server: &Server, route: &Route, headers: &HeaderMap, body: Body) -> Result<Given, Failure> {
    let most = server.config.body;
    let bytes = timeout(SLOWEST_BODY, to_bytes(body, most)).await.map_err(|_| {
        let found = format!("expected the body within {} seconds", SLOWEST_BODY.as_secs());
        Problem::new(Code::NotUnderstood, found)
    })?;
    let bytes = bytes.map_err(|_| {
        Problem::new(
            Code::TooLarge,
            format!("expected a body of at most {most} bytes, found more, or the connection failed"),
        )
    })?;
    if let RequestBody::Nothing = route.body {
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        return Err(Problem::new(Code::NotUnderstood, "expected no body, found one").into());
    }
    let is_json = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if !is_json {
        return Err(Problem::new(Code::NotJson, "expected the header `Content-Type: application/json`").into());
    }
    let json = read_strict(&bytes).map_err(|problem| match serde_json::from_slice::<serde_json::Value>(&bytes) {
        // It is JSON, so its syntax is right and a value is wrong: a key is there twice, or a number is too large.
        Ok(_) => problem,
        Err(_) => Problem { code: Code::NotUnderstood, ..problem },
    })?;
    let Value::Map(given) = from_json(json) else {
        return Err(Problem::new(Code::WrongType, "expected a JSON object as body").into());
    };
    if let RequestBody::Options(known) = route.body {
        let mut problems = Problems::default();
        check_options(&known(), &given, &mut problems);
        problems.refuse()?;
    }
    Ok(given)
}

/// Returns the text of a header, if it is present.
///
/// # Errors
/// Returns a problem if the header is present twice, longer than 200 bytes, or has other than printable ASCII characters.
pub fn text_header(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    match value.to_str() {
        Ok(text) if text.len() <= MOST_OF_A_HEADER && !text.contains('\t') && values.next().is_none() => {
            Ok(Some(text.to_owned()))
        }
        _ => Err(Problem::new(
            Code::NotUnderstood,
            format!("expected the header `{name}` once, with at most {MOST_OF_A_HEADER} printable ASCII characters"),
        )),
    }
}
