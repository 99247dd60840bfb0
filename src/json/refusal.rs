//! Refusals and errors.

use super::shape::{Id, value};
use crate::domain::{self, PublicId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a refusal outside any script.
pub fn refusal(refusal: &domain::Refusal) -> Value {
    let (code, message) = (refusal.code().as_str(), refusal.message());
    value(Refusal { code, message: &message, problems: Problem::all(refusal) })
}

/// Returns one problem, without its place.
pub fn problem(problem: &domain::Problem) -> Value {
    value(Problem::of(problem, None))
}

/// Returns the error response for a refusal.
pub fn refused(refusal: &domain::Refusal) -> Value {
    value(ErrorAnswer {
        status: "error",
        error: refusal.code().as_str(),
        description: &refusal.message(),
        problems: Problem::all(refusal),
        run: None,
        repeated: None,
    })
}

/// Returns the error response for a script that failed or has mistakes.
pub fn failed(error: &domain::RunError, run: Option<&PublicId>, repeated: bool) -> Value {
    value(ErrorAnswer {
        status: "error",
        error: error.code.as_str(),
        description: &error.message,
        problems: error.problems.iter().map(|(problem, place)| Problem::of(problem, *place)).collect(),
        run: run.map(Id),
        repeated: Some(repeated),
    })
}

/// Returns the error response for a fault, which only the operator can repair.
pub fn fault() -> Value {
    value(ErrorAnswer {
        status: "error",
        error: "fault",
        description: "internal error; the operator finds it in the log by the request's id",
        problems: Vec::new(),
        run: None,
        repeated: None,
    })
}

/// The reason why a request was refused or failed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub struct ErrorAnswer<'a> {
    /// Always `error`, to distinguish it from a successful response.
    #[schemars(extend("const" = "error"))]
    status: &'a str,
    /// The stable code of the first problem, or `fault`.
    #[schemars(extend("examples" = ["E0101"]))]
    error: &'a str,
    /// All problems in one sentence.
    description: &'a str,
    /// Every problem. Empty for a fault.
    problems: Vec<Problem<'a>>,
    /// The id of the run, if a script failed. A plan has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Id<'a>>,
    /// If a script failed: whether the response comes from an earlier run with the same key.
    #[serde(skip_serializing_if = "Option::is_none")]
    repeated: Option<bool>,
}

/// A refusal outside any script.
#[derive(Serialize)]
struct Refusal<'a> {
    code: &'a str,
    message: &'a str,
    problems: Vec<Problem<'a>>,
}

/// One problem of a request.
#[derive(Serialize, JsonSchema)]
pub struct Problem<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// The option that the problem concerns.
    option: Option<&'a str>,
    /// The expected and the found value.
    message: &'a str,
    /// A hint how to solve the problem.
    help: Option<&'a str>,
    /// The line in the script, if the problem has a place in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// The column in the script, if the problem has a place in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

impl<'a> Problem<'a> {
    fn all(refusal: &'a domain::Refusal) -> Vec<Problem<'a>> {
        refusal.problems.iter().map(|problem| Problem::of(problem, None)).collect()
    }

    fn of(problem: &'a domain::Problem, place: Option<domain::Place>) -> Problem<'a> {
        Problem {
            code: problem.code.as_str(),
            option: problem.option.as_deref(),
            message: &problem.message,
            help: problem.help.as_deref(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
        }
    }
}
