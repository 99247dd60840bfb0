//! What happens later, without anybody asking for it at that moment: schedules that come due, events on their way to scripts
//! that listen, members who do not come any more, runs that are kept no longer, letters as e-mails.
//!
//! Looking for what is due and carrying it out are two things: whoever looks changes nothing, and whoever carries out claims
//! the thing anew inside its transaction. So any number of threads and processes may look, and each thing is done once. The
//! kinds of jobs stand in files of their own, each with the same three functions. What is one transaction here is done again as
//! a whole if others were first; see [`retry`].
//!
//! A letter is written down in the transaction that caused it (`store`), and its text comes from `words`; `eml` turns both into
//! bytes that a mail server takes, `mailer` hands them over, and `outbox` knows which are due. lettre is used in this room
//! alone.

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
use crate::domain::{Caller, Error, Fault, JobKind, Moment, Name, Problem, PublicId, Run};
use crate::store::environment::upkeep;
use crate::store::{Access, Transaction, Work};

/// The most that is found due at once; the rest is found the next time.
const MOST: usize = 1_000;

/// Something that is due, as plain data: it can be handed to another thread, and may be done already when it comes there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DueJob {
    /// The id of the environment that it is about.
    pub environment: PublicId,
    /// What is due.
    pub act: JobAction,
    /// Since when.
    pub at: Moment,
}

/// What can come due.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum JobAction {
    /// A schedule, by its id.
    Schedule(PublicId),
    /// A delivery of an event, by its row.
    Delivery(i64),
    /// The sweep of the environment.
    Sweep,
    /// The retention of the environment.
    Retention,
}

impl JobAction {
    /// Whether it is done in many transactions: a server does not hold its writer for so long.
    pub const fn takes_many_transactions(&self) -> bool {
        match self {
            JobAction::Sweep | JobAction::Retention => true,
            JobAction::Schedule(_) | JobAction::Delivery(_) => false,
        }
    }
}

/// What came of something that was due.
#[derive(Debug, Clone)]
pub struct Done {
    /// The kind of job.
    pub job: &'static str,
    /// The name of the environment.
    pub environment: Name,
    /// The run; nothing if somebody else was faster, or it is not wanted any more.
    pub run: Option<Run>,
    /// When it comes due again.
    pub next_at: Option<Moment>,
    /// Whether it failed so often that it is not tried again.
    pub given_up: bool,
    /// What came of it in a few words, where it is no run and there was something to do.
    pub told: Option<String>,
    /// Why it was not done, where somebody has to look first.
    pub held: Option<Problem>,
}

/// What is due at the app's present moment, the oldest first of each kind; at most 1,000. Nothing is changed.
///
/// # Errors
/// A fault of the database.
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

/// Carries out one thing in a transaction of its own. What somebody else has done meanwhile is left alone.
///
/// A script that fails is no error: the run says why.
///
/// # Errors
/// A fault of the database; then the thing is still due.
pub fn carry_out(app: &mut App, due: &DueJob) -> Result<Done, Error> {
    match &due.act {
        JobAction::Schedule(id) => retry(|| schedules::carry_out(app, due, id)),
        JobAction::Delivery(row) => retry(|| events::carry_out(app, due, *row)),
        JobAction::Sweep => sweep::carry_out(app, due),
        JobAction::Retention => retention::carry_out(app, due),
    }
}

/// Looks at something in an environment, named by name or id.
fn look<T>(app: &App, environment: &str, mut does: impl FnMut(&Work) -> Result<T, Error>) -> Result<T, Error> {
    retry(|| does(&app.enter(environment, Access::Read)?))
}

/// Does something in an environment, in a transaction of its own.
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

/// Every kind of job, with when it comes due and when it last did.
///
/// # Errors
/// A fault of the database.
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

/// The environments where a daily job is due.
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

/// Every kind of job, as far as the environment of a work is concerned.
///
/// # Errors
/// A fault of the database.
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
    /// Nothing was left to do.
    fn nothing(job: &'static str, environment: Name) -> Done {
        Done { job, environment, run: None, next_at: None, given_up: false, told: None, held: None }
    }
}
