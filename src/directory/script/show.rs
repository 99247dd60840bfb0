//! The deployed scripts of the environment and their schedules, as they are looked at.

use crate::directory::find::find_script;
use crate::domain::{DeployedScript, Error, Fault, Schedule};
use crate::store::script::schedule;
use crate::store::{Work, run, script};

/// A deployed script with its source and its schedules.
#[derive(Debug, Clone)]
pub struct ScriptDetails {
    /// The script.
    pub script: DeployedScript,
    /// Its text.
    pub source: String,
    /// When it runs by itself.
    pub schedules: Vec<Schedule>,
}

/// All deployed scripts of the environment, by name.
///
/// # Errors
/// A fault of the database.
pub fn list_scripts(work: &Work) -> Result<Vec<DeployedScript>, Error> {
    Ok(script::all(work)?)
}

/// Everything about the deployed script of this name or with this id.
///
/// # Errors
/// Refuses if there is none in this environment.
pub fn show_script(work: &Work, name_or_id: &str) -> Result<ScriptDetails, Error> {
    let script = find_script(work, name_or_id)?;
    let source = source_of(work, &script)?;
    let schedules = schedule::all(work)?.into_iter().filter(|schedule| schedule.script == script.row).collect();
    Ok(ScriptDetails { script, source, schedules })
}

/// The text of a deployed script.
///
/// # Errors
/// A fault of the database.
pub fn source_of(work: &Work, script: &DeployedScript) -> Result<String, Error> {
    let source = run::source(work, &script.version)?;
    Ok(source.ok_or_else(|| Fault::new("reading a script", "its source is not there"))?)
}

/// All schedules of the environment, in the order in which they were added.
///
/// # Errors
/// A fault of the database.
pub fn list_schedules(work: &Work) -> Result<Vec<Schedule>, Error> {
    Ok(schedule::all(work)?)
}
