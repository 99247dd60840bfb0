//! Runs of scripts.

use super::effect::{EffectOfRun, column, line};
use super::letter::Letter;
use super::shape::{Id, Stamp, value};
use crate::domain::{self, RunStatus};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A run with its effects and letters.
pub fn run(run: &domain::Run, file: &str) -> Value {
    value(Run {
        run: RunInList::of(run, file),
        effects: run.effects.iter().map(EffectOfRun::of).collect(),
        letters: run.letters.iter().map(Letter::of).collect(),
    })
}

/// A run without its effects and letters, which a list does not read.
pub fn run_in_list(run: &domain::Run, file: &str) -> Value {
    value(RunInList::of(run, file))
}

/// JSON text as JSON.
pub fn parsed(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// Why a run failed.
pub fn run_error(error: &domain::RunError, file: &str) -> Value {
    value(RunError::of(error, file))
}

/// A run with its effects and letters.
#[derive(Serialize, JsonSchema)]
pub struct Run<'a> {
    #[serde(flatten)]
    run: RunInList<'a>,
    /// What it changed.
    effects: Vec<EffectOfRun<'a>>,
    /// The letters that it wrote.
    letters: Vec<Letter<'a>>,
}

/// A run without its effects and letters.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunInList<'a> {
    /// The id; a plan leaves no trace and has none.
    run: Option<Id<'a>>,
    /// How it ended.
    #[schemars(extend("enum" = RunStatus::TEXTS))]
    status: &'a str,
    /// The script's file name.
    script: &'a str,
    /// The version of the script: SHA-256 of its source, in hexadecimal.
    version: &'a str,
    /// Who triggered it: `operator`, or a kind and an id such as `member:ID` or `token:ID`.
    caller: &'a str,
    /// The key that makes it happen once.
    key: Option<&'a str>,
    /// When it began.
    started_at: Stamp,
    /// The value of the script's last line.
    result: Value,
    /// What it printed, line by line.
    log: &'a [String],
    /// What it should perhaps not have done.
    warnings: Vec<Warning<'a>>,
    /// Why it failed, if it did.
    error: Option<RunError<'a>>,
    /// How many operations were counted.
    operations: u64,
    /// How long it took, in milliseconds.
    duration_ms: f64,
    /// When its input, log, result and error were emptied, because the policy keeps them no longer.
    emptied_at: Option<Stamp>,
}

/// What a script should perhaps not have done.
#[derive(Serialize, JsonSchema)]
pub struct Warning<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["W0001"]))]
    code: &'a str,
    /// The option it is about.
    option: Option<&'a str>,
    /// What was noticed.
    message: &'a str,
    /// The script's file.
    file: &'a str,
    /// The line of the script.
    line: Option<u32>,
    /// The column of the script.
    column: Option<u32>,
}

/// Why a run failed, and where.
#[derive(Serialize, JsonSchema)]
pub struct RunError<'a> {
    /// The code of the first problem.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// One sentence for all of it.
    message: &'a str,
    /// The script's file.
    file: &'a str,
    /// The line of the script.
    line: Option<u32>,
    /// The column of the script.
    column: Option<u32>,
    /// Every problem, each with its place.
    problems: Vec<PlacedProblem<'a>>,
}

/// A problem of a script, with its place.
#[derive(Serialize, JsonSchema)]
pub struct PlacedProblem<'a> {
    /// The stable code.
    #[schemars(extend("examples" = ["E0101"]))]
    code: &'a str,
    /// The option or argument it is about.
    option: Option<&'a str>,
    /// What was expected and what was found.
    message: &'a str,
    /// The way out.
    help: Option<&'a str>,
    /// The line of the script.
    line: Option<u32>,
    /// The column of the script.
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
