//! Shows and lists deployed scripts and schedules.

use crate::directory::find::find_script;
use crate::domain::{DeployedScript, Error, Fault, Schedule};
use crate::store::script::schedule;
use crate::store::{Work, run, script};

/// A deployed script with its source and its schedules.
#[derive(Debug, Clone)]
pub struct ScriptDetails {
    /// The script.
    pub script: DeployedScript,
    /// Its source text.
    pub source: String,
    /// Its schedules.
    pub schedules: Vec<Schedule>,
}

/// Returns all deployed scripts of the environment, by name.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_scripts(work: &Work) -> Result<Vec<DeployedScript>, Error> {
    Ok(script::all(work)?)
}

/// Returns the deployed script with this name or id, with its source and schedules.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn show_script(work: &Work, name_or_id: &str) -> Result<ScriptDetails, Error> {
    let script = find_script(work, name_or_id)?;
    let source = source_of(work, &script)?;
    let schedules = schedule::all(work)?.into_iter().filter(|schedule| schedule.script == script.row).collect();
    Ok(ScriptDetails { script, source, schedules })
}

/// Returns the source text of a deployed script.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn source_of(work: &Work, script: &DeployedScript) -> Result<String, Error> {
    let source = run::source(work, &script.version)?;
    Ok(source.ok_or_else(|| Fault::new("reading a script", "its source is not there"))?)
}

/// Returns all schedules of the environment, in the order in which they were added.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn list_schedules(work: &Work) -> Result<Vec<Schedule>, Error> {
    Ok(schedule::all(work)?)
}
