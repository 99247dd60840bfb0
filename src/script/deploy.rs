//! Deploys a script: checks it, and adds it to the environment as a new script or a new version.

use super::api::Functions;
use super::check::Checker;
use super::request::version_of;
use crate::directory::{ScriptDraft, add_script};
use crate::domain::{Code, DeployedScript, Error, Finding, Name, Problem, RunError, Severity, normalized};
use crate::store::Work;

/// A script to deploy.
#[derive(Debug, Clone)]
pub struct ScriptSource {
    /// The file name, unique in the environment.
    pub name: Name,
    /// The text.
    pub source: String,
    /// The callers that may trigger it, such as `everybody` or `group:drivers`. Default: no change, or administrators for a new
    /// script.
    pub who: Option<Vec<String>>,
    /// The types of events that it listens to. Default: no change, or none for a new script.
    pub listens: Option<Vec<String>>,
}

/// Deploys a script that can call these functions. An existing script gets a new version if the text differs.
///
/// A script with errors is not deployed: the inner error lists them all, each with its place. Names that the environment lacks
/// are no errors here, because they may exist when the script runs.
///
/// # Errors
/// Returns a refusal if a role or group does not exist, or if the file name or an event type is invalid.
pub fn deploy(
    work: &mut Work,
    functions: &Functions,
    script: ScriptSource,
) -> Result<Result<DeployedScript, RunError>, Error> {
    let ScriptSource { name, source, who, listens } = script;
    // The command line reads files like this; here it is for sources that come over REST. The version is that of the stored text.
    let source = normalized(source);
    if let Some(error) = errors_in(functions, &source) {
        return Ok(Err(error));
    }
    let version = version_of(&source);
    add_script(work, ScriptDraft { name, version, source, who, listens }).map(Ok)
}

/// Returns the errors that the check finds, as the error of a failed run. Warnings do not count.
fn errors_in(functions: &Functions, source: &str) -> Option<RunError> {
    let found = Checker::new(functions.clone()).check(source, None).findings;
    let errors: Vec<Finding> = found.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    let problems = errors.iter().map(|finding| (problem(finding), finding.place));
    let problems: Vec<(Problem, _)> = problems.collect();
    let (first, place) = problems.first()?;
    let message = match problems.len() {
        1 => first.to_string(),
        count => format!("the check found {count} errors; the first: {first}"),
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
