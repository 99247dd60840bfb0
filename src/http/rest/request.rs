//! From a request to an answer: who asks, whether it may, what it asks for, and the worker that does it.

use super::answer::{Failure, done, ended, with_status};
use super::visit::{Asked, Outside};
use super::{AnswerBody, Does, Method, Route, Takes, Visit, routes};
use crate::app::App;
use crate::directory::{
    AboutOption, Kind, authenticate_token, check_options, come_by_token, enter_by_token, note_token_use, permitted,
    permitted_outside,
};
use crate::domain::{Code, Error, Problem, Problems, Token, Value};
use crate::http::Server;
use crate::script::version_of;
use crate::store::{Access, Transaction, Work, from_json};
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// The header that names the environment.
const ENVIRONMENT: HeaderName = HeaderName::from_static("environment-id");

/// The header that makes a run happen once.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The most bytes of a header that is kept.
const MOST_OF_A_HEADER: usize = 200;

/// The most parameters of a query; no route has as many.
const MOST_IN_A_QUERY: usize = 50;

/// How long a body may take to come; whoever sends it more slowly keeps the program from stopping.
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// What a request is answered with.
pub async fn answer(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Response {
    respond(server, route, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn respond(server: Arc<Server>, route: &'static Route, request: Request<Body>) -> Result<Response, Failure> {
    let (mut parts, body) = request.into_parts();
    let environment = text_header(&parts.headers, &ENVIRONMENT)?;
    let visitor = authenticate(&server, &parts, environment).await?;
    server.limits.ask(&visitor.token)?;
    let asked = read(&server, route, &mut parts, body).await?;
    let wanted = match route.method {
        Method::Get => Precondition::unless(&parts.headers, &header::IF_NONE_MATCH)?,
        _ => Precondition::unless(&parts.headers, &header::IF_MATCH)?,
    };
    match &route.does {
        Does::Read(does) => {
            let body = read_by(&server, visitor, move |_, work| {
                permitted(&work, route.permission)?;
                does(&mut Visit { work, asked })
            });
            Ok(seen(route, wanted, body.await?))
        }
        Does::ReadOutside(does) => {
            let body = read_outside(&server, visitor, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                does(&mut Outside { transaction, token, asked })
            });
            Ok(seen(route, wanted, body.await?))
        }
        Does::WriteOutside(_) | Does::Run(_) if wanted.is_some() => Err(says_nothing(route).into()),
        Does::WriteOutside(does) => {
            let body = write_outside(&server, visitor, move |transaction, token| {
                permitted_outside(&transaction, route.permission)?;
                let mut outside = Outside { transaction, token, asked };
                let body = does(&mut outside)?;
                outside.transaction.commit()?;
                Ok(body)
            });
            Ok(done(StatusCode::OK, body.await?))
        }
        Does::Write(does) => {
            let body = write_by(&server, visitor, move |_, work| {
                permitted(&work, route.permission)?;
                let mut visit = Visit { work, asked };
                if let Some(wanted) = wanted {
                    unchanged(route, &mut visit, &wanted)?;
                }
                let body = does(&mut visit)?;
                visit.work.commit()?;
                Ok(body)
            });
            Ok(done(StatusCode::OK, body.await?))
        }
        Does::Run(does) => {
            let body = write_by(&server, visitor, move |app, work| {
                permitted(&work, route.permission)?;
                does(app, Visit { work, asked })
            });
            Ok(ended(body.await?))
        }
    }
}

/// What somebody gets to see: nothing new if they have seen it already.
fn seen(route: &Route, wanted: Option<Precondition>, body: AnswerBody) -> Response {
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

/// Who asks, and which environment it is about.
struct Visitor {
    token: Token,
    /// Whether it is to be noted that the token is in use.
    is_use_due: bool,
    environment: Option<String>,
}

/// Finds the token that the request came with. Whoever comes with wrong ones is slowed down.
async fn authenticate(server: &Arc<Server>, parts: &Parts, environment: Option<String>) -> Result<Visitor, Failure> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    // Of two tokens nobody can say which one is meant, and a proxy may have looked at the other.
    let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
    let secret = given.next().filter(|_| given.next().is_none()).and_then(|value| value.to_str().ok());
    let secret =
        secret.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, secret)) = secret else {
        return Err(not_authenticated("expected the header `Authorization: Bearer TOKEN` once").into());
    };
    let secret = secret.trim().to_owned();
    let visitor = on_reader(server, "", move |app| {
        let transaction = app.begin(Access::Read)?;
        let token = authenticate_token(&transaction, &secret, None)?;
        Ok(token.map(|token| Visitor { is_use_due: token.is_use_due(transaction.now), token, environment }))
    });
    if let Some(visitor) = visitor.await? {
        return Ok(visitor);
    }
    server.limits.knock(peer)?;
    Err(not_authenticated("the token is not in force").into())
}

fn not_authenticated(message: &str) -> Problem {
    Problem::new(Code::NotAuthenticated, message).help("`enlist token add` makes a token")
}

/// Reads what the request says, and checks it against the route's tables.
async fn read(server: &Server, route: &Route, parts: &mut Parts, body: Body) -> Result<Asked, Failure> {
    let places = RawPathParams::from_request_parts(parts, &()).await;
    let places = places.map_err(|_| Problem::new(Code::NotUnderstood, "the path is not text in UTF-8"))?;
    let places = places.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let mut problems = Problems::default();
    let query = read_query(&(route.query)(), parts.uri.query().unwrap_or_default(), &mut problems);
    problems.refuse()?;
    let body = read_body(server, route, &parts.headers, body).await?;
    let key = text_header(&parts.headers, &KEY)?;
    Ok(Asked { places, query, body, key })
}

type Given = Vec<(Cow<'static, str>, Value<'static>)>;

/// Reads a query by its table: texts become numbers and booleans where those are expected.
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
            problems.add(Problem::new(Code::Duplicate, "stands twice in the query").of(name.clone()));
        }
        given.push((Cow::Owned(name), value));
    }
    check_options(known, &given, problems);
    given
}

async fn read_body(server: &Server, route: &Route, headers: &HeaderMap, body: Body) -> Result<Given, Failure> {
    let most = server.config.body;
    let bytes = timeout(SLOWEST_BODY, to_bytes(body, most)).await.map_err(|_| {
        let found = format!("the body did not come within {} seconds", SLOWEST_BODY.as_secs());
        Problem::new(Code::NotUnderstood, found)
    })?;
    let bytes = bytes.map_err(|_| {
        Problem::new(Code::TooLarge, format!("expected a body of at most {most} bytes, found more, or it broke off"))
    })?;
    if let Takes::Nothing = route.body {
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
    let json: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| Problem::new(Code::NotUnderstood, format!("the body is not JSON: {error}")))?;
    let Value::Map(given) = from_json(json) else {
        return Err(Problem::new(Code::WrongType, "expected a JSON object as body").into());
    };
    if let Takes::Options(known) = route.body {
        let mut problems = Problems::default();
        check_options(&known(), &given, &mut problems);
        problems.refuse()?;
    }
    Ok(given)
}

/// Refuses a change of something that is not any more as the one who asks has seen it.
fn unchanged(route: &Route, visit: &mut Visit, wanted: &Precondition) -> Result<(), Error> {
    let shows = routes().find(|other| other.method == Method::Get && other.path == route.path);
    let Some(Does::Read(show)) = shows.map(|route| &route.does) else {
        return Err(says_nothing(route).into());
    };
    let asked = Asked { places: visit.asked.places.clone(), ..Asked::default() };
    let asked = std::mem::replace(&mut visit.asked, asked);
    let present = show(visit);
    visit.asked = asked;
    if wanted.names(&tag_of(&present?)) {
        return Ok(());
    }
    Err(Problem::new(Code::Changed, "it is not any more what `If-Match` names")
        .help("get it again, and decide again whether to change it")
        .into())
}

fn says_nothing(route: &Route) -> Problem {
    Problem::new(Code::NotUnderstood, format!("`If-Match` says nothing to {}", route.name))
}

/// Versions of a thing that a request names by their tags.
struct Precondition(String);

impl Precondition {
    fn unless(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Precondition>, Problem> {
        Ok(text_header(headers, name)?.map(Precondition))
    }

    fn names(&self, tag: &HeaderValue) -> bool {
        let is = |given: &str| given == "*" || given.trim_start_matches("W/").as_bytes() == tag.as_bytes();
        self.0.split(',').any(|given| is(given.trim()))
    }
}

/// The tag of a thing: the same as long as it is answered with the same words.
fn tag_of(body: &AnswerBody) -> HeaderValue {
    let text = with_status(AnswerBody(body.0.clone())).to_string();
    let tag = format!("\"{}\"", &version_of(&text)[..32]);
    HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""))
}

fn text_header(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, Problem> {
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

/// Does something in the environment, by a thread that reads.
async fn read_by<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Visitor,
    does: impl FnOnce(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    let lane = visitor.token.id.to_string();
    on_reader(server, &lane, move |app| {
        let work = enter_by_token(app.begin(Access::Read)?, &visitor.token, visitor.environment.as_deref())?;
        does(app, work)
    })
    .await
}

/// Does something in the environment, by the thread that writes.
async fn write_by<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Visitor,
    does: impl FnOnce(&mut App, Work) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let lane = visitor.lane();
    on_writer(server, visitor, &lane, move |app, visitor| {
        let work = enter_by_token(app.begin(Access::Write)?, &visitor.token, visitor.environment.as_deref())?;
        does(app, work)
    })
    .await
}

async fn on_writer<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Visitor,
    lane: &str,
    does: impl FnOnce(&mut App, &Visitor) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    let (tell, told) = oneshot::channel();
    let answer = |answer| {
        let _ = tell.send(answer);
    };
    server.workers.write(lane, move |app| does(app, &visitor), answer)?;
    hear(told).await
}

/// Looks at what the token reaches, by a thread that reads.
async fn read_outside<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Visitor,
    does: impl FnOnce(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    note_use(server, &visitor);
    let lane = visitor.token.id.to_string();
    on_reader(server, &lane, move |app| {
        let (transaction, token) = come_by_token(app.begin(Access::Read)?, &visitor.token)?;
        does(transaction, token)
    })
    .await
}

/// Changes something of what the token reaches, by the thread that writes.
async fn write_outside<T: Send + 'static>(
    server: &Arc<Server>,
    visitor: Visitor,
    does: impl FnOnce(Transaction, Token) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let lane = visitor.lane();
    on_writer(server, visitor, &lane, move |app, visitor| {
        let (transaction, token) = come_by_token(app.begin(Access::Write)?, &visitor.token)?;
        does(transaction, token)
    })
    .await
}

/// Does something by a thread that reads, and waits for what comes of it.
pub async fn on_reader<T: Send + 'static>(
    server: &Arc<Server>,
    lane: &str,
    does: impl FnOnce(&mut App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Failure> {
    let (tell, told) = oneshot::channel();
    server.workers.read(lane, does, |answer| {
        let _ = tell.send(answer);
    })?;
    hear(told).await
}

async fn hear<T>(told: oneshot::Receiver<Result<T, Error>>) -> Result<T, Failure> {
    match told.await {
        Ok(answer) => Ok(answer?),
        Err(lost) => Err(Failure::Fault(lost.to_string())),
    }
}

/// Notes now and then that a token is in use; nobody waits for it.
fn note_use(server: &Arc<Server>, visitor: &Visitor) {
    if !visitor.is_use_due {
        return;
    }
    let token = visitor.token.clone();
    let note = move |app: &mut App| {
        let transaction = app.begin(Access::Write)?;
        note_token_use(&transaction, &token)?;
        Ok(transaction.commit()?)
    };
    // If too much waits, the next use is noted.
    let _ = server.workers.write("", note, |_| {});
}

impl Visitor {
    /// Where the visitor's work waits: with that of everybody in its environment.
    fn lane(&self) -> String {
        self.token.reach.id().to_string()
    }
}
