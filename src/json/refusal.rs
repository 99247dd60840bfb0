//! What is refused, and why.

use super::shape::{Id, value};
use crate::domain::{self, PublicId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A refusal outside of any script.
pub fn refusal(refusal: &domain::Refusal) -> Value {
    let (code, message) = (refusal.code().as_str(), refusal.message());
    value(Refusal { code, message: &message, problems: Problem::all(refusal) })
}

/// One problem, without its place.
pub fn problem(problem: &domain::Problem) -> Value {
    value(Problem::of(problem, None))
}

/// A refusal as a server answers with it.
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

/// What a server answers with if a script failed or has mistakes.
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

/// What a server answers with if only its operator can do something about it.
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

/// Why a request was not done.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub struct ErrorAnswer<'a> {
    /// Tells it from an answer that is good.
    #[schemars(extend("const" = "error"))]
    status: &'a str,
    /// The stable code of the first problem, or `fault`.
    #[schemars(extend("examples" = ["E0101"]))]
    error: &'a str,
    /// All of it in one sentence.
    description: &'a str,
    /// Every problem; none if it is a fault.
    problems: Vec<Problem<'a>>,
    /// The run, if a script failed; a plan has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Id<'a>>,
    /// Whether an earlier run with the same key answers, if a script failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    repeated: Option<bool>,
}

/// A refusal outside of any script.
#[derive(Serialize)]
struct Refusal<'a> {
    code: &'a str,
    message: &'a str,
    problems: Vec<Problem<'a>>,
}

/// One thing that is wrong with what was asked.
#[derive(Serialize, JsonSchema)]
pub struct Problem<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// The option it is about.
    option: Option<&'a str>,
    /// What was expected and what was found.
    message: &'a str,
    /// The way out.
    help: Option<&'a str>,
    /// The line of the script, if it is about a place in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// The column of the script, if it is about a place in one.
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
