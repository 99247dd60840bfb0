//! Delivery of events to scripts that listen. Each attempt is a separate run, until one succeeds or the delivery is given
//! up.
//!
//! One transaction contains the run and the record of the attempt. So a completed delivery is never repeated, and an
//! interrupted one is still due.

use super::{Done, DueJob, JobAction, JobKind};
use crate::app::App;
use crate::domain::{Delivery, DeliveryStatus, Error, Fault, Moment, RunStatus};
use crate::failpoint;
use crate::script::{DeployedRequest, Trigger};
use crate::store::event::delivery;
use crate::store::{Access, Transaction, Work, to_json};

/// The name of this kind of job.
const NAME: &str = "events";

pub(super) fn due(transaction: &Transaction, limit: usize) -> Result<Vec<DueJob>, Fault> {
    let found = delivery::due(transaction, limit as i64)?;
    let one = |(environment, row, at)| DueJob { environment, act: JobAction::Delivery(row), at };
    Ok(found.into_iter().map(one).collect())
}

/// Runs the script that listens. The event's id is the key of the run, and the event's content is also its input.
pub(super) fn carry_out(app: &mut App, due: &DueJob, row: i64) -> Result<Done, Error> {
    let work = app.enter(due.environment.as_str(), Access::Write)?;
    let environment = work.environment.name.clone();
    let Some(found) = delivery::find_due(&work, row)? else {
        return Ok(Done::nothing(NAME, environment));
    };
    failpoint::reach("job-claimed");
    let request = DeployedRequest {
        script: found.script.to_string(),
        input: Some(to_json(&found.event.info)),
        key: Some(format!("event:{}", found.event.id)),
        trigger: Trigger::Event(found.event.clone()),
    };
    let (run, work) = app.attempt_deployed(work, &request)?;
    let (status, next_at) = match run.status {
        RunStatus::Failed => after_failure(&found, work.now()),
        _ => (DeliveryStatus::Done, None),
    };
    delivery::attempted(&work, row, status, next_at, run.id.as_ref())?;
    work.commit()?;
    let given_up = status == DeliveryStatus::GivenUp;
    Ok(Done { run: Some(run), next_at, given_up, ..Done::nothing(NAME, environment) })
}

/// Returns the state after a failed run. The script is retried a few times after growing pauses, because the cause may be
/// temporary.
fn after_failure(found: &Delivery, now: Moment) -> (DeliveryStatus, Option<Moment>) {
    match Delivery::PAUSES.get(found.attempts as usize) {
        Some(pause) => (DeliveryStatus::Waiting, Some(Moment(now.0 + pause))),
        None => (DeliveryStatus::GivenUp, None),
    }
}

pub(super) fn overview(transaction: &Transaction) -> Result<JobKind, Fault> {
    Ok(kind(delivery::overview(transaction)?))
}

pub(super) fn overview_in(work: &Work) -> Result<JobKind, Fault> {
    Ok(kind(delivery::overview_in(work)?))
}

fn kind((next_at, last_at, waiting, given_up): (Option<Moment>, Option<Moment>, i64, i64)) -> JobKind {
    let doc = "Runs the deployed scripts that listen to an event.";
    JobKind { name: NAME, doc, next_at, last_at, waiting, given_up, reports: Vec::new() }
}
