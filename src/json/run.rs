//! Runs of scripts.

use super::effect::{EffectOfRun, column, line};
use super::letter::Letter;
use super::shape::{Id, Stamp, value};
use crate::domain::{self, RunStatus};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a run with its effects and letters.
pub fn run(run: &domain::Run, file: &str) -> Value {
    value(Run {
        run: RunInList::of(run, file),
        effects: run.effects.iter().map(EffectOfRun::of).collect(),
        letters: run.letters.iter().map(Letter::of).collect(),
    })
}

/// Returns a run for a list, without its effects and letters.
pub fn run_in_list(run: &domain::Run, file: &str) -> Value {
    value(RunInList::of(run, file))
}

/// Parses JSON. Returns `null` for no text.
pub fn parsed(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// Returns the reason why a run failed.
pub fn run_error(error: &domain::RunError, file: &str) -> Value {
    value(RunError::of(error, file))
}

/// A run with its effects and letters.
#[derive(Serialize, JsonSchema)]
pub struct Run<'a> {
    #[serde(flatten)]
    run: RunInList<'a>,
    /// The changes that it made.
    effects: Vec<EffectOfRun<'a>>,
    /// The letters that it wrote.
    letters: Vec<Letter<'a>>,
}

/// A run without its effects and letters.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunInList<'a> {
    /// The id. A plan is not stored and has none.
    run: Option<Id<'a>>,
    /// The status.
    #[schemars(extend("enum" = RunStatus::TEXTS))]
    status: &'a str,
    /// The file name of the script.
    script: &'a str,
    /// The version of the script: SHA-256 of its source, in hexadecimal.
    version: &'a str,
    /// The caller that triggered it: `operator`, or a kind and an id such as `member:ID` or `token:ID`.
    caller: &'a str,
    /// The idempotency key, with which the run happens only once.
    key: Option<&'a str>,
    /// The time of the start.
    started_at: Stamp,
    /// The value of the script's last line.
    result: Value,
    /// The lines that it printed.
    log: &'a [String],
    /// Warnings about suspicious code.
    warnings: Vec<Warning<'a>>,
    /// The reason why it failed.
    error: Option<RunError<'a>>,
    /// The number of operations that the engine counted.
    operations: u64,
    /// The duration, in milliseconds.
    duration_ms: f64,
    /// The time at which the policy removed its input, log, result and error.
    emptied_at: Option<Stamp>,
}

/// A warning about suspicious code in a script.
#[derive(Serialize, JsonSchema)]
pub struct Warning<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["W0001"]))]
    code: &'a str,
    /// The option that the warning concerns.
    option: Option<&'a str>,
    /// The observation.
    message: &'a str,
    /// The file of the script.
    file: &'a str,
    /// The line in the script.
    line: Option<u32>,
    /// The column in the script.
    column: Option<u32>,
}

/// The reason why a run failed, and the place.
#[derive(Serialize, JsonSchema)]
pub struct RunError<'a> {
    /// The code of the first problem.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// All problems in one sentence.
    message: &'a str,
    /// The file of the script.
    file: &'a str,
    /// The line in the script.
    line: Option<u32>,
    /// The column in the script.
    column: Option<u32>,
    /// Every problem with its place.
    problems: Vec<PlacedProblem<'a>>,
}

/// A problem of a script with its place.
#[derive(Serialize, JsonSchema)]
pub struct PlacedProblem<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// The option or argument that the problem concerns.
    option: Option<&'a str>,
    /// The expected and the found value.
    message: &'a str,
    /// A hint how to solve the problem.
    help: Option<&'a str>,
    /// The line in the script.
    line: Option<u32>,
    /// The column in the script.
    column: Option<u32>,
}

impl<'a> RunInList<'a> {
    fn of(run: &'a domain::Run, file: &'a str) -> RunInList<'a> {
        RunInList {
            run: run.id.as_ref().map(Id),
            status: run.status.as_str(),
            script: &run.script,
            version: &run.version,
            caller: &run.caller,
            key: run.key.as_deref(),
            started_at: Stamp(run.started_at),
            result: parsed(run.result.as_deref()),
            log: &run.log,
            warnings: run.warnings.iter().map(|warning| Warning::of(warning, file)).collect(),
            error: run.error.as_ref().map(|error| RunError::of(error, file)),
            operations: run.operations,
            duration_ms: run.duration_us as f64 / 1000.0,
            emptied_at: run.emptied_at.map(Stamp),
        }
    }
}

impl<'a> Warning<'a> {
    fn of(warning: &'a domain::Warning, file: &'a str) -> Warning<'a> {
        Warning {
            code: warning.code.as_str(),
            option: warning.option.as_deref(),
            message: &warning.message,
            file,
            line: line(warning.place),
            column: column(warning.place),
        }
    }
}

impl<'a> RunError<'a> {
    fn of(error: &'a domain::RunError, file: &'a str) -> RunError<'a> {
        let one = |(problem, place): &'a (domain::Problem, Option<domain::Place>)| PlacedProblem {
            code: problem.code.as_str(),
            option: problem.option.as_deref(),
            message: &problem.message,
            help: problem.help.as_deref(),
            line: line(*place),
            column: column(*place),
        };
        RunError {
            code: error.code.as_str(),
            message: &error.message,
            file,
            line: line(error.place),
            column: column(error.place),
            problems: error.problems.iter().map(one).collect(),
        }
    }
}
