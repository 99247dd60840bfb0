//! Runs of deployed scripts: whoever may trigger the script triggers it by its name.

use super::caller::may_trigger;
use super::host::Host;
use super::run::{Mode, Request, Script, Trigger, attempt_as, end};
use crate::directory::{find_script, may_trigger_deployed, source_of};
use crate::domain::{Clock, Error, Run};
use crate::store::Work;

/// Which deployed script is to be run, for whom, with what.
#[derive(Debug, Clone)]
pub struct DeployedRequest {
    /// The script's name or id.
    pub script: String,
    /// What the trigger hands over, as JSON.
    pub input: Option<serde_json::Value>,
    /// Makes the run happen once: a second run of the script with the same key is answered by the first (SPEC R2.11).
    pub key: Option<String>,
    /// Who triggers it.
    pub trigger: Trigger,
}

/// Runs a deployed script in the environment of the work.
///
/// A script that fails is no error of this function: the run says why, and all its effects are undone.
///
/// # Errors
/// Refuses a script that there is not, and a trigger that may not; a fault of the database.
pub fn run_deployed(
    host: &mut Host,
    work: Work,
    request: &DeployedRequest,
    mode: Mode,
    clock: &dyn Clock,
) -> Result<Run, Error> {
    let (record, work) = attempt_deployed(host, work, request, clock)?;
    end(record, work, mode)
}

/// Carries a run of a deployed script out and leaves the last word to the caller: everything stands once the work is committed,
/// and nothing if it is dropped.
///
/// # Errors
/// As [`run_deployed`].
pub fn attempt_deployed(
    host: &mut Host,
    mut work: Work,
    request: &DeployedRequest,
    clock: &dyn Clock,
) -> Result<(Run, Work), Error> {
    let person = may_trigger(&mut work, &request.trigger)?;
    let script = find_script(&work, &request.script)?;
    may_trigger_deployed(&work, &script, &work.transaction.caller)?;
    let request = Request {
        script: Script { name: script.name.to_string(), source: source_of(&work, &script)? },
        input: request.input.clone(),
        key: request.key.clone(),
        trigger: request.trigger.clone(),
    };
    attempt_as(host, work, &request, person.as_ref(), clock)
}
