//! Answers of REST: their status, their headers and the shape of their bodies.

use super::{ResponseBody, ScriptOutcome};
use crate::app::give_up;
use crate::domain::{Code, Error, Problem, Refusal, RunStatus};
use crate::json;
use crate::workers::Busy;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// Why a request got no answer of its route.
#[derive(Debug)]
pub enum Failure {
    /// The one who asked can do something about it.
    Refused(Refusal),
    /// It may be tried again after so many seconds.
    Later(Problem, u64),
    /// Only the operator can do something about it.
    Fault(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match give_up(error) {
            Error::Refused(refusal) => match refusal.problems.as_slice() {
                // It is nothing that a form could be corrected by.
                [problem] if matches!(problem.code, Code::Contended | Code::Unreachable) => {
                    Failure::Later(problem.clone(), problem.retry_after.unwrap_or(1))
                }
                _ => Failure::Refused(refusal),
            },
            Error::Fault(fault) => Failure::Fault(fault.to_string()),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Refused(problem.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl From<Busy> for Failure {
    fn from(busy: Busy) -> Self {
        Failure::Later(Problem::new(Code::Busy, busy.as_str()).help("try again in a moment"), 1)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Failure::Refused(refusal) => refused(&refusal),
            Failure::Later(problem, seconds) => {
                let mut answer = refused(&problem.into());
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                answer
            }
            Failure::Fault(text) => {
                // The whole of it is for the operator alone.
                tracing::error!(fault = text, "a request failed");
                json_answer(StatusCode::INTERNAL_SERVER_ERROR, &json::fault())
            }
        }
    }
}

/// The answer of a route that did what it was asked.
pub fn done(status: StatusCode, body: ResponseBody) -> Response {
    json_answer(status, &with_status(body))
}

/// The answer of a route that had to do with a script.
pub fn ended(ended: ScriptOutcome) -> Response {
    let body = match ended {
        ScriptOutcome::Well(body) => return done(StatusCode::OK, body),
        ScriptOutcome::Mistaken(error) => json::failed(&error, None, false),
        ScriptOutcome::Ran(run) => {
            let is_repeated = run.status == RunStatus::Repeated;
            match &run.error {
                Some(error) => json::failed(error, run.id.as_ref(), is_repeated),
                None => {
                    let body = ResponseBody::of("run", json::run(&run, &run.script));
                    return done(StatusCode::OK, body.with("repeated", is_repeated.into()));
                }
            }
        }
    };
    // Whatever a script may have thrown: the request was understood, and could not be carried out.
    json_answer(StatusCode::UNPROCESSABLE_ENTITY, &body)
}

/// The body of a good answer.
pub fn with_status(body: ResponseBody) -> Value {
    let mut all = serde_json::Map::new();
    all.insert("status".to_owned(), "ok".into());
    all.extend(body.0);
    Value::Object(all)
}

/// An answer in JSON, kept by nobody on its way.
pub fn json_answer(status: StatusCode, body: &Value) -> Response {
    let mut answer = Response::new(Body::from(body.to_string()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn refused(refusal: &Refusal) -> Response {
    let status = status_of(refusal.code());
    let mut answer = json_answer(status, &json::refused(refusal));
    if status == StatusCode::UNAUTHORIZED {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"enlist\""));
    }
    if let Some(seconds) = refusal.retry_after() {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// The status of a refusal; a new code does not compile until it has one.
pub fn status_of(code: Code) -> StatusCode {
    match code {
        Code::NotUnderstood => StatusCode::BAD_REQUEST,
        Code::NotAuthenticated | Code::SessionEnded => StatusCode::UNAUTHORIZED,
        Code::NotPermitted
        | Code::NotGranted
        | Code::MayNotTrigger
        | Code::ActingAsAnother
        | Code::SecondFactorRequired
        | Code::MayNotImpersonate
        | Code::MayNotSetPassword => StatusCode::FORBIDDEN,
        Code::NotFound | Code::NoEnvironment => StatusCode::NOT_FOUND,
        Code::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
        Code::Exists
        | Code::AddressInUse
        | Code::InUse
        | Code::LastAdministrator
        | Code::NotConfirmed
        | Code::UsernameTaken
        | Code::WrongStatus
        | Code::NotResendable => StatusCode::CONFLICT,
        Code::Changed => StatusCode::PRECONDITION_FAILED,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::TooMany | Code::TryLater => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::Contended | Code::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Code::UnknownOption
        | Code::WrongType
        | Code::Missing
        | Code::InvalidAddress
        | Code::NotInList
        | Code::TooLong
        | Code::Empty
        | Code::UnknownMenu
        | Code::UnknownGroup
        | Code::UnknownRole
        | Code::ReplaceAndAdd
        | Code::Duplicate
        | Code::UnknownField
        | Code::BadCharacter
        | Code::InvalidId
        | Code::WrongArguments
        | Code::Ambiguous
        | Code::NotInvited
        | Code::BadLink
        | Code::LinkExpired
        | Code::EventChain
        | Code::BadSchedule
        | Code::ClockMoved
        | Code::TooManyAtOnce
        | Code::PasswordTooShort
        | Code::PasswordTooLong
        | Code::PasswordKinds
        | Code::PasswordCommon
        | Code::PasswordGuessable
        | Code::PasswordOwn
        | Code::PasswordFormer
        | Code::UsernameIsAddress
        | Code::WrongPassword
        | Code::Syntax
        | Code::ScriptFailed
        | Code::UnknownFunction
        | Code::UnknownVariable
        | Code::OldNotation
        | Code::Limit
        | Code::Forbidden
        | Code::BadResult
        | Code::BadInput
        | Code::BadModel
        | Code::BadFixture
        | Code::CannotCapture
        | Code::WrongCode
        | Code::SecondFactorState
        | Code::SameAddress => StatusCode::UNPROCESSABLE_ENTITY,
        // These speak of files and databases, which no request names.
        Code::Unreadable
        | Code::NoDatabase
        | Code::NewerDatabase
        | Code::NotADatabase
        | Code::Damaged
        | Code::BadKey
        | Code::NoKey
        | Code::OnServer
        | Code::NoReplica
        | Code::NoConnection
        | Code::Unfinished
        | Code::TargetNotEmpty
        | Code::SourceChanged
        | Code::NulCharacters
        | Code::NotTheSame
        | Code::BadMail
        | Code::BadSetting
        | Code::AuditBroken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Fault;

    #[test]
    fn whoever_came_second_too_often_or_too_early_is_told_to_come_again() {
        let second = || Error::from(Fault::passing("committing", "others were first"));
        let early = || Error::from(Fault::away("beginning", "connection refused"));
        let cases = [(second(), 1), (second().given_up(), 1), (early(), 5), (early().given_up(), 5)];
        for (error, seconds) in cases {
            let answer = Failure::from(error).into_response();
            assert_eq!(
                (answer.status(), &answer.headers()[header::RETRY_AFTER]),
                (StatusCode::SERVICE_UNAVAILABLE, &HeaderValue::from(seconds))
            );
        }
    }
}
