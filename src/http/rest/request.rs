//! From a request to an answer, straight down: who asks, what it asks for, the worker that does it, what is said of it.

use super::authentication::{authenticate, read_by, read_outside, write_by, write_outside};
use super::parse::{read, text_header};
use super::precondition::{Precondition, says_nothing, tag_of, unchanged};
use super::response::{Failure, done, ended};
use super::{Handler, Method, RequestContext, ResponseBody, Route, TokenContext};
use crate::directory::{permitted, permitted_outside};
use crate::http::Server;
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The header that names the environment.
const ENVIRONMENT: HeaderName = HeaderName::from_static("environment-id");

/// What a request is answered with.
pub async fn answer(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Response {
    respond(server, route, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn respond(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    let environment = text_header(&parts.headers, &ENVIRONMENT)?;
    let visitor = authenticate(&server, &parts, environment).await?;
    server.limits.ask(&visitor.token)?;
    let input = Arc::new(read(&server, route, &mut parts, body).await?);
    let wanted = match route.method {
        Method::Get => Precondition::of_header(&parts.headers, &header::IF_NONE_MATCH)?,
        _ => Precondition::of_header(&parts.headers, &header::IF_MATCH)?,
    };
    match &route.does {
        Handler::Read(does) => {
            let body = read_by(&server, visitor, move |_, work| {
                permitted(&work, route.permission)?;
                does(&mut RequestContext { work, input: Arc::clone(&input) })
            });
            Ok(seen(route, wanted, body.await?))
        }
        Handler::ReadOutside(does) => {
            let body = read_outside(&server, visitor, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                does(&mut TokenContext { transaction, token, input: Arc::clone(&input) })
            });
            Ok(seen(route, wanted, body.await?))
        }
        Handler::WriteOutside(_) | Handler::Run(_) if wanted.is_some() => Err(says_nothing(route).into()),
        Handler::WriteOutside(does) => {
            let body = write_outside(&server, visitor, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                let mut context = TokenContext { transaction, token, input: Arc::clone(&input) };
                let body = does(&mut context)?;
                context.transaction.commit()?;
                Ok(body)
            });
            Ok(done(StatusCode::OK, body.await?))
        }
        Handler::Write(does) => {
            let body = write_by(&server, visitor, move |_, work| {
                permitted(&work, route.permission)?;
                let mut context = RequestContext { work, input: Arc::clone(&input) };
                if let Some(wanted) = &wanted {
                    unchanged(route, &mut context, wanted)?;
                }
                let body = does(&mut context)?;
                context.work.commit()?;
                Ok(body)
            });
            Ok(done(StatusCode::OK, body.await?))
        }
        Handler::Run(does) => {
            let body = write_by(&server, visitor, move |app, work| {
                permitted(&work, route.permission)?;
                does(app, RequestContext { work, input: Arc::clone(&input) })
            });
            Ok(ended(body.await?))
        }
    }
}

/// What somebody gets to see: nothing new if they have seen it already.
fn seen(route: &Route, wanted: Option<Precondition>, body: ResponseBody) -> Response {
    if route.method != Method::Get {
        return done(StatusCode::OK, body);
    }
    let tag = tag_of(&body);
    let mut answer = match wanted.is_some_and(|wanted| wanted.names(&tag)) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => done(StatusCode::OK, body),
    };
    answer.headers_mut().insert(header::ETAG, tag);
    answer
}
