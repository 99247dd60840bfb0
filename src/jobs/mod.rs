//! Background jobs: schedules, delivery of events to scripts that listen, the sweep of inactive members, the retention of
//! runs, and letters as e-mails.
//!
//! Finding jobs and running them are separate steps. Finding changes nothing, and running claims the job again inside its
//! transaction. So any number of threads and processes can look for jobs, and each job is done once. Each kind of job has
//! its own file with the same three functions. A transaction is retried as a whole after a conflict; see [`retry`].
//!
//! A letter is stored in the transaction that causes it (`store`), and its text comes from `words`. `eml` makes the bytes
//! for a mail server, `mailer` sends them, and `outbox` finds the letters that are due. Only this module uses lettre.

#[cfg(feature = "mail")]
mod eml;
mod events;
#[cfg(feature = "mail")]
mod mailer;
pub mod outbox;
mod retention;
mod schedules;
mod sweep;

#[cfg(feature = "mail")]
pub use eml::message;
#[cfg(feature = "mail")]
pub use mailer::{CONNECTIONS, MailSettings, MailTransport, Mailer, shown};
pub use sweep::{SweepReport, SweepRequest, start, sweep};

use crate::app::{App, retry};
use crate::domain::{Caller, Error, Fault, JobKind, Moment, Name, Origin, Problem, PublicId, Run};
use crate::store::environment::upkeep;
use crate::store::{Access, Transaction, Work};

/// Maximum number of jobs that one search returns. The next search finds the rest.
const MOST: usize = 1_000;

/// A job that is due, as plain data. It can be sent to another thread, and may already be done when it arrives there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DueJob {
    /// The id of its environment.
    pub environment: PublicId,
    /// The action.
    pub act: JobAction,
    /// The time when it became due.
    pub at: Moment,
}

/// The action of a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum JobAction {
    /// Run a schedule, given by its id.
    Schedule(PublicId),
    /// Deliver an event; the row of the delivery.
    Delivery(i64),
    /// Sweep the environment.
    Sweep,
    /// Apply the retention policy of the environment.
    Retention,
}

impl JobAction {
    /// Returns the name of the kind of job, as `enlist jobs` lists it.
    pub const fn name(&self) -> &'static str {
        match self {
            JobAction::Schedule(_) => "schedules",
            JobAction::Delivery(_) => "events",
            JobAction::Sweep => "sweep",
            JobAction::Retention => "retention",
        }
    }

    /// Returns whether the job needs many transactions. A server does not block its writer for such a job.
    pub const fn takes_many_transactions(&self) -> bool {
        match self {
            JobAction::Sweep | JobAction::Retention => true,
            JobAction::Schedule(_) | JobAction::Delivery(_) => false,
        }
    }
}

/// The result of a job.
#[derive(Debug, Clone)]
pub struct Done {
    /// The kind of job.
    pub job: &'static str,
    /// The name of the environment.
    pub environment: Name,
    /// The run; `None` if another process was faster, or if the job is no longer needed.
    pub run: Option<Run>,
    /// The time when the job is due again.
    pub next_at: Option<Moment>,
    /// Whether the job failed so often that it is not retried.
    pub given_up: bool,
    /// A short summary, if the job is not a run and did something.
    pub told: Option<String>,
    /// The reason why the job was not done, if it needs a person to check something first.
    pub held: Option<Problem>,
}

/// Returns the jobs that are due at the app's current time, at most 1,000, the oldest of each kind first. Changes nothing.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn due(app: &App) -> Result<Vec<DueJob>, Error> {
    retry(|| {
        let transaction = app.begin(Access::Read)?;
        let mut due = schedules::due(&transaction, MOST)?;
        due.extend(events::due(&transaction, MOST - due.len())?);
        due.extend(sweep::due(&transaction, MOST - due.len())?);
        due.extend(retention::due(&transaction, MOST - due.len())?);
        Ok(due)
    })
}

/// Runs one job in its own transaction. Does nothing if another process has already done it.
///
/// A script that fails is not an error: the run contains the reason.
///
/// # Errors
/// Returns a fault if the database fails; then the job is still due.
pub fn carry_out(app: &mut App, due: &DueJob) -> Result<Done, Error> {
    let before = app.set_origin(Some(Origin::Job { name: due.act.name().to_owned() }));
    let done = match &due.act {
        JobAction::Schedule(id) => retry(|| schedules::carry_out(app, due, id)),
        JobAction::Delivery(row) => retry(|| events::carry_out(app, due, *row)),
        JobAction::Sweep => sweep::carry_out(app, due),
        JobAction::Retention => retention::carry_out(app, due),
    };
    app.set_origin(before);
    done
}

/// Reads in an environment, given by name or id.
fn look<T>(app: &App, environment: &str, mut does: impl FnMut(&Work) -> Result<T, Error>) -> Result<T, Error> {
    retry(|| does(&app.enter(environment, Access::Read)?))
}

/// Writes in an environment, in its own transaction.
fn step<T>(
    app: &App,
    environment: &PublicId,
    caller: &Caller,
    mut does: impl FnMut(&mut Work) -> Result<T, Error>,
) -> Result<T, Error> {
    retry(|| {
        let mut work = app.enter(environment.as_str(), Access::Write)?;
        work.transaction.caller = caller.clone();
        let done = does(&mut work)?;
        work.commit()?;
        Ok(done)
    })
}

/// Returns every kind of job, with the times when it is due and when it last ran.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn overview(app: &App) -> Result<Vec<JobKind>, Fault> {
    let transaction = app.begin(Access::Read)?;
    Ok(vec![
        schedules::overview(&transaction)?,
        events::overview(&transaction)?,
        outbox::overview(&transaction)?,
        sweep::overview(&transaction)?,
        retention::overview(&transaction)?,
    ])
}

/// Returns the environments in which a daily job is due.
fn upkeep_due(transaction: &Transaction, job: &str, act: JobAction, limit: usize) -> Result<Vec<DueJob>, Fault> {
    let found = upkeep::due(transaction, job, transaction.now.plus_days(1), limit as i64)?;
    Ok(found.into_iter().map(|(environment, at)| DueJob { environment, act: act.clone(), at }).collect())
}

fn upkeep_overview(
    transaction: &Transaction,
    environment: Option<i64>,
    (name, doc): (&'static str, &'static str),
) -> Result<JobKind, Fault> {
    let (next_at, last_at, waiting) = upkeep::overview(transaction, environment, name)?;
    let reports = upkeep::reports(transaction, environment, name)?;
    Ok(JobKind { name, doc, next_at, last_at, waiting, given_up: 0, reports })
}

/// Returns every kind of job in the environment of `work`.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn overview_in(work: &Work) -> Result<Vec<JobKind>, Fault> {
    Ok(vec![
        schedules::overview_in(work)?,
        events::overview_in(work)?,
        outbox::overview_in(work)?,
        sweep::overview_in(work)?,
        retention::overview_in(work)?,
    ])
}

impl Done {
    /// Returns the result of a job that had nothing to do.
    fn nothing(job: &'static str, environment: Name) -> Done {
        Done { job, environment, run: None, next_at: None, given_up: false, told: None, held: None }
    }
}
