//! Deploys a script: checks it, and adds it to the environment, or a new version of it.

use super::api::Functions;
use super::check::Checker;
use super::run::version_of;
use crate::directory::{ScriptDraft, add_script};
use crate::domain::{Code, DeployedScript, Error, Finding, Name, Problem, RunError, Severity, normalized};
use crate::store::Work;

/// A script that is to be deployed.
#[derive(Debug, Clone)]
pub struct ScriptSource {
    /// The file name, unique in the environment.
    pub name: Name,
    /// The text.
    pub source: String,
    /// Who may trigger it, such as `everybody` or `group:drivers`; as it was, or administrators alone, if nothing is given.
    pub who: Option<Vec<String>>,
    /// The types of the events that it listens to; as it was, or none, if nothing is given.
    pub listens: Option<Vec<String>>,
}

/// Deploys a script that can call these functions. One that is there already gets a new version, if it differs.
///
/// A script in which the check finds mistakes is not deployed: the inner error tells all of them, each with its place. What the
/// script names that is not in the environment is no mistake yet, as it may be there when the script runs.
///
/// # Errors
/// Refuses what is no file name, roles and groups that are not there, and what is no type of event.
pub fn deploy(
    work: &mut Work,
    functions: &Functions,
    script: ScriptSource,
) -> Result<Result<DeployedScript, RunError>, Error> {
    let ScriptSource { name, source, who, listens } = script;
    // Files are read so by the command line; this is for texts that come over REST. The version is that of the stored text.
    let source = normalized(source);
    if let Some(error) = mistakes(functions, &source) {
        return Ok(Err(error));
    }
    let version = version_of(&source);
    add_script(work, ScriptDraft { name, version, source, who, listens }).map(Ok)
}

/// What the check finds wrong, in the shape of a failed run; suspicions are no hindrance.
fn mistakes(functions: &Functions, source: &str) -> Option<RunError> {
    let found = Checker::new(functions.clone()).check(source, None).findings;
    let errors: Vec<Finding> = found.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    let problems = errors.iter().map(|finding| (problem(finding), finding.place));
    let problems: Vec<(Problem, _)> = problems.collect();
    let (first, place) = problems.first()?;
    let message = match problems.len() {
        1 => first.to_string(),
        count => format!("the check found {count} mistakes; the first: {first}"),
    };
    Some(RunError { code: first.code, message, place: *place, problems })
}

fn problem(finding: &Finding) -> Problem {
    let code = Code::ALL.iter().find(|code| code.as_str() == finding.code).copied().unwrap_or(Code::ScriptFailed);
    Problem {
        option: finding.option.clone(),
        help: finding.help.clone(),
        ..Problem::new(code, finding.message.clone())
    }
}
