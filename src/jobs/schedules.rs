//! Schedules that are due. Each runs once, however many of its times were missed.

use super::{Done, DueJob, JobAction, JobKind};
use crate::app::App;
use crate::directory::{list_schedules, schedule_came_due};
use crate::domain::{Error, Fault, Moment, PublicId};
use crate::failpoint;
use crate::script::{DeployedRequest, Trigger};
use crate::store::script::schedule;
use crate::store::{Access, Transaction, Work};

/// The name of this kind of job.
const NAME: &str = "schedules";

pub(super) fn due(transaction: &Transaction, limit: usize) -> Result<Vec<DueJob>, Fault> {
    let found = schedule::due(transaction, limit as i64)?;
    let one = |(environment, id, at)| DueJob { environment, act: JobAction::Schedule(id), at };
    Ok(found.into_iter().map(one).collect())
}

/// Runs the script of a schedule. The key of the run contains the scheduled time, so that no other process can repeat it.
pub(super) fn carry_out(app: &mut App, due: &DueJob, id: &PublicId) -> Result<Done, Error> {
    let work = app.enter(due.environment.as_str(), Access::Write)?;
    let environment = work.environment.name.clone();
    let schedules = list_schedules(&work)?;
    let is_due = |at: Option<Moment>| at == Some(due.at) && due.at <= work.now();
    let Some(schedule) = schedules.into_iter().find(|one| one.id == *id && is_due(one.next_at)) else {
        return Ok(Done::nothing(NAME, environment));
    };
    failpoint::reach("job-claimed");
    let input = schedule.input.as_deref().map(serde_json::from_str).transpose();
    let request = DeployedRequest {
        script: schedule.script_name.clone(),
        input: input.map_err(|error| Fault::new("reading the input of a schedule", error))?,
        key: Some(format!("schedule:{id}:{}", due.at)),
        trigger: Trigger::Schedule(id.clone()),
    };
    let (run, work) = app.attempt_deployed(work, &request)?;
    let next_at = schedule_came_due(&work, &schedule, due.at, run.id.as_ref())?;
    work.commit()?;
    Ok(Done { run: Some(run), next_at, ..Done::nothing(NAME, environment) })
}

pub(super) fn overview(transaction: &Transaction) -> Result<JobKind, Fault> {
    Ok(kind(schedule::overview(transaction)?))
}

pub(super) fn overview_in(work: &Work) -> Result<JobKind, Fault> {
    Ok(kind(schedule::overview_in(work)?))
}

fn kind((next_at, last_at, waiting): (Option<Moment>, Option<Moment>, i64)) -> JobKind {
    let doc = "Runs deployed scripts at the times of their schedules.";
    JobKind { name: NAME, doc, next_at, last_at, waiting, given_up: 0, reports: Vec::new() }
}
