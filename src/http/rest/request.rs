//! Handles a request from beginning to end: authenticates it, parses it, runs its handler on a worker, returns the response.

use super::authentication::{authenticate, read_by, read_outside, write_by, write_outside};
use super::parse::{read, text_header};
use super::precondition::{Precondition, check_if_match, if_match_not_supported, tag_of};
use super::response::{Failure, ok_response, script_response};
use super::{Handler, Method, RequestContext, ResponseBody, Route, TokenContext};
use crate::directory::{permitted, permitted_outside};
use crate::http::Server;
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The header that names the environment.
const ENVIRONMENT: HeaderName = HeaderName::from_static("environment-id");

/// Returns the response to a request for a route.
pub async fn handle(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Response {
    respond(server, route, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn respond(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    let environment = text_header(&parts.headers, &ENVIRONMENT)?;
    let client = authenticate(&server, &parts, environment).await?;
    server.limits.count_request(&client.token)?;
    let input = Arc::new(read(&server, route, &mut parts, body).await?);
    let precondition = match route.method {
        Method::Get => Precondition::of_header(&parts.headers, &header::IF_NONE_MATCH)?,
        _ => Precondition::of_header(&parts.headers, &header::IF_MATCH)?,
    };
    match &route.handler {
        Handler::Read(handler) => {
            let body = read_by(&server, client, move |_, work| {
                permitted(&work, route.permission)?;
                handler(&mut RequestContext { work, input: Arc::clone(&input) })
            });
            Ok(read_response(route, precondition, body.await?))
        }
        Handler::ReadOutside(handler) => {
            let body = read_outside(&server, client, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                handler(&mut TokenContext { transaction, token, input: Arc::clone(&input) })
            });
            Ok(read_response(route, precondition, body.await?))
        }
        Handler::WriteOutside(_) | Handler::Run(_) if precondition.is_some() => {
            Err(if_match_not_supported(route).into())
        }
        Handler::WriteOutside(handler) => {
            let body = write_outside(&server, client, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                let mut context = TokenContext { transaction, token, input: Arc::clone(&input) };
                let body = handler(&mut context)?;
                context.transaction.commit()?;
                Ok(body)
            });
            Ok(ok_response(body.await?))
        }
        Handler::Write(handler) => {
            let body = write_by(&server, client, move |_, work| {
                permitted(&work, route.permission)?;
                let mut context = RequestContext { work, input: Arc::clone(&input) };
                if let Some(precondition) = &precondition {
                    check_if_match(route, &mut context, precondition)?;
                }
                let body = handler(&mut context)?;
                context.work.commit()?;
                Ok(body)
            });
            Ok(ok_response(body.await?))
        }
        Handler::Run(handler) => {
            let outcome = write_by(&server, client, move |app, work| {
                permitted(&work, route.permission)?;
                handler(app, RequestContext { work, input: Arc::clone(&input) })
            });
            Ok(script_response(outcome.await?))
        }
    }
}

/// Returns the response of a route that reads: `304` without a body if `If-None-Match` names the present version.
fn read_response(route: &Route, precondition: Option<Precondition>, body: ResponseBody) -> Response {
    if route.method != Method::Get {
        return ok_response(body);
    }
    let tag = tag_of(&body);
    let mut response = match precondition.is_some_and(|precondition| precondition.matches(&tag)) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ok_response(body),
    };
    response.headers_mut().insert(header::ETAG, tag);
    response
}
