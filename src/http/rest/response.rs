//! Responses of REST: their status, headers and the shape of their bodies. [`Failure`] is shared with pages, which render
//! their own response from it.

use super::{ResponseBody, ScriptOutcome};
use crate::app::give_up;
use crate::domain::{Code, Error, Problem, Refusal, RunStatus};
use crate::json;
use crate::workers::Busy;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// The reason why a request failed.
#[derive(Debug)]
pub enum Failure {
    /// The request is refused; the client can correct it.
    Refused(Refusal),
    /// The request may be retried after this number of seconds.
    RetryLater(Problem, u64),
    /// A fault: only the operator can fix it. The text goes to the log.
    Fault(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match give_up(error) {
            Error::Refused(refusal) => match refusal.problems.as_slice() {
                // The input was right, so a form must not show it as an error of a field.
                [problem] if matches!(problem.code, Code::Contended | Code::Unreachable) => {
                    Failure::RetryLater(problem.clone(), problem.retry_after.unwrap_or(1))
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
        Failure::RetryLater(Problem::new(Code::Busy, busy.as_str()).help("try again in a moment"), 1)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Failure::Refused(refusal) => error_response(&refusal),
            Failure::RetryLater(problem, seconds) => {
                let mut response = error_response(&problem.into());
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Failure::Fault(text) => {
                // The details are for the operator alone.
                tracing::error!(fault = text, "a request failed");
                json_response(StatusCode::INTERNAL_SERVER_ERROR, &json::fault())
            }
        }
    }
}

/// Returns a successful response, with status 200.
pub fn ok_response(body: ResponseBody) -> Response {
    json_response(StatusCode::OK, &with_status(body))
}

/// Returns the response of a route that deploys or runs a script.
pub fn script_response(outcome: ScriptOutcome) -> Response {
    let body = match outcome {
        ScriptOutcome::Deployed(body) => return ok_response(body),
        ScriptOutcome::Invalid(error) => json::failed(&error, None, false),
        ScriptOutcome::Run(run) => {
            let is_repeated = run.status == RunStatus::Repeated;
            match &run.error {
                Some(error) => json::failed(error, run.id.as_ref(), is_repeated),
                None => {
                    let body = ResponseBody::of("run", json::run(&run, &run.script));
                    return ok_response(body.with("repeated", is_repeated.into()));
                }
            }
        }
    };
    // The same status for every error that a script throws: the request was understood, and could not be carried out.
    json_response(StatusCode::UNPROCESSABLE_ENTITY, &body)
}

/// Returns the body of a successful response, with its `status`.
pub fn with_status(body: ResponseBody) -> Value {
    let mut all = serde_json::Map::new();
    all.insert("status".to_owned(), "ok".into());
    all.extend(body.0);
    Value::Object(all)
}

/// Returns a response in JSON that no cache stores.
pub fn json_response(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn error_response(refusal: &Refusal) -> Response {
    let status = status_of(refusal.code());
    let mut response = json_response(status, &json::refused(refusal));
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"enlist\""));
    }
    if let Some(seconds) = refusal.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Returns the status of a refusal. The match is exhaustive: a new code does not compile without a status.
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
        | Code::InvalidDate
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
        // These are about files and databases, which no request names.
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
    fn conflicts_and_a_database_that_is_away_become_503_with_retry_after() {
        let conflict = || Error::from(Fault::passing("committing", "others were first"));
        let away = || Error::from(Fault::away("beginning", "connection refused"));
        let cases = [(conflict(), 1), (conflict().given_up(), 1), (away(), 5), (away().given_up(), 5)];
        for (error, seconds) in cases {
            let response = Failure::from(error).into_response();
            assert_eq!(
                (response.status(), &response.headers()[header::RETRY_AFTER]),
                (StatusCode::SERVICE_UNAVAILABLE, &HeaderValue::from(seconds))
            );
        }
    }
}
