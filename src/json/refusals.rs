//! What is refused, and why.

use super::shape::value;
use crate::domain;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A refusal outside of any script.
pub fn refusal(refusal: &domain::Refusal) -> Value {
    let (code, message) = (refusal.code().as_str(), refusal.message());
    value(Refusal { code, message: &message, problems: Problem::all(refusal) })
}

/// A refusal as a server answers with it.
pub fn refused(refusal: &domain::Refusal) -> Value {
    value(ErrorAnswer {
        status: "error",
        error: refusal.code().as_str(),
        description: &refusal.message(),
        problems: Problem::all(refusal),
    })
}

/// What a server answers with if only its operator can do something about it.
pub fn fault() -> Value {
    value(ErrorAnswer {
        status: "error",
        error: "fault",
        description: "internal error; the operator finds it in the log by the request's id",
        problems: Vec::new(),
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
}

impl<'a> Problem<'a> {
    fn all(refusal: &'a domain::Refusal) -> Vec<Problem<'a>> {
        refusal.problems.iter().map(Problem::of).collect()
    }

    fn of(problem: &'a domain::Problem) -> Problem<'a> {
        Problem {
            code: problem.code.as_str(),
            option: problem.option.as_deref(),
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    }
}
