//! Runs of deployed scripts, which are triggered by name.

use super::caller::may_trigger;
use super::host::Host;
use super::request::{DeployedRequest, Mode, Request, Script};
use super::run::{attempt_as, end};
use crate::directory::{find_script, may_trigger_deployed, source_of};
use crate::domain::{Clock, Error, Run};
use crate::store::Work;

/// Runs a deployed script in the environment of the work.
///
/// A script that fails is no error of this function: the run has the error, and all its effects are rolled back.
///
/// # Errors
/// Returns a refusal if the script does not exist or the trigger may not run it; a fault if the database fails.
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

/// Executes a run of a deployed script and returns its work. The caller commits the work, or drops it to roll everything back.
///
/// # Errors
/// Returns the same errors as [`run_deployed`].
pub fn attempt_deployed(
    host: &mut Host,
    mut work: Work,
    request: &DeployedRequest,
    clock: &dyn Clock,
) -> Result<(Run, Work), Error> {
    let initiator = may_trigger(&mut work, &request.trigger)?;
    let script = find_script(&work, &request.script)?;
    may_trigger_deployed(&work, &script, &work.transaction.caller)?;
    let request = Request {
        script: Script { name: script.name.to_string(), source: source_of(&work, &script)? },
        input: request.input.clone(),
        key: request.key.clone(),
        trigger: request.trigger.clone(),
    };
    attempt_as(host, work, &request, initiator.as_ref(), clock)
}
