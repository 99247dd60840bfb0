//! The sweep: once a day in each environment, notifies members who have not come for months, and makes them inactive.
//!
//! A read transaction finds the members. Small transactions then change them, so that other writers can run in between. An
//! interrupted sweep continues where it stopped, because each member is checked again in the transaction that changes them.

use super::{Done, DueJob, JobAction, JobKind, look, step};
use crate::app::{App, retry};
use crate::directory::{
    InactivityReview, SWEEP, announce_inactivity, check_clock, confirm_clock, deactivate_inactive, note_tick,
    review_inactivity,
};
use crate::domain::{Caller, Error, Fault, Name, Problem, PublicId};
use crate::store::environment::upkeep;
use crate::store::user::membership;
use crate::store::{Access, Transaction, Work};

/// Maximum number of people per transaction.
const BATCH: usize = 1_000;

/// The options of a sweep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepRequest {
    /// Only report the changes without making them. Default: false.
    pub plan: bool,
    /// Proceed even if many users are concerned. Default: false.
    pub confirmed: bool,
    /// Trust the clock even if it has moved. Default: false.
    pub clock_is_right: bool,
}

/// The result of a sweep in an environment, or its preview.
#[derive(Debug, Clone)]
pub struct SweepReport {
    /// The name of the environment.
    pub environment: Name,
    /// The addresses of the users who were notified.
    pub announced: Vec<String>,
    /// The addresses of the users who were made inactive.
    pub deactivated: Vec<String>,
    /// The addresses of the users who stay active because the environment would have no administrator without them.
    pub spared: Vec<String>,
    /// The reason why nothing was done.
    pub held: Option<Problem>,
}

/// Sweeps an environment, given by name or id, whether the sweep is due or not.
///
/// # Errors
/// Returns a refusal if the environment is unknown; a fault if the database fails. If the sweep does nothing for a
/// reason, this is not an error: the result contains the reason.
pub fn sweep(app: &App, environment: &str, request: SweepRequest) -> Result<SweepReport, Error> {
    sweep_as(app, environment, request, &Caller::Operator)
}

pub(super) fn due(transaction: &Transaction, limit: usize) -> Result<Vec<DueJob>, Fault> {
    super::upkeep_due(transaction, SWEEP, JobAction::Sweep, limit)
}

pub(super) fn carry_out(app: &App, due: &DueJob) -> Result<Done, Error> {
    let (environment, next_at) = look(app, due.environment.as_str(), |work| {
        let upkeep = upkeep::find(work, SWEEP)?;
        Ok((work.environment.name.clone(), upkeep.map(|upkeep| upkeep.next_at)))
    })?;
    if next_at != Some(due.at) {
        return Ok(Done::nothing(SWEEP, environment));
    }
    let swept = sweep_as(app, due.environment.as_str(), SweepRequest::default(), &Caller::Job(SWEEP))?;
    let told = [
        (swept.announced.len(), "notified that they will be made inactive"),
        (swept.deactivated.len(), "made inactive"),
        (swept.spared.len(), "kept active, because the environment would have no administrator without them"),
    ];
    let told: Vec<String> =
        told.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let told = (!told.is_empty()).then(|| told.join(", "));
    Ok(Done { told, held: swept.held, ..Done::nothing(SWEEP, environment) })
}

pub(super) fn overview(transaction: &Transaction) -> Result<JobKind, Fault> {
    super::upkeep_overview(transaction, None, KIND)
}

pub(super) fn overview_in(work: &Work) -> Result<JobKind, Fault> {
    super::upkeep_overview(&work.transaction, Some(work.environment.row), KIND)
}

const KIND: (&str, &str) = (SWEEP, "Makes users inactive who have not come for months, and notifies them before.");

fn sweep_as(app: &App, environment: &str, request: SweepRequest, caller: &Caller) -> Result<SweepReport, Error> {
    let (id, review, mut swept) = look(app, environment, |work| begun(work, request))?;
    if request.plan {
        return Ok(swept);
    }
    if swept.held.is_none() {
        for batch in review.to_announce.chunks(BATCH) {
            swept.announced.extend(step(app, &id, caller, |work| announce_inactivity(work, batch))?);
        }
        for batch in review.to_deactivate.chunks(BATCH) {
            swept.deactivated.extend(step(app, &id, caller, |work| deactivate_inactive(work, batch))?);
        }
    }
    step(app, &id, caller, |work| {
        match request.clock_is_right {
            true => confirm_clock(&work.transaction)?,
            false => note_tick(&work.transaction)?,
        }
        Ok(upkeep::done(work, SWEEP, work.now().plus_days(1), report(&swept).as_deref())?)
    })?;
    Ok(swept)
}

/// Finds the users concerned and begins the result of the sweep. For a plan the result is then complete.
fn begun(work: &Work, request: SweepRequest) -> Result<(PublicId, InactivityReview, SweepReport), Error> {
    let review = review_inactivity(work)?;
    let planned = |members: &[i64]| if request.plan { addresses(work, members) } else { Ok(Vec::new()) };
    let swept = SweepReport {
        environment: work.environment.name.clone(),
        announced: planned(&review.to_announce)?,
        deactivated: planned(&review.to_deactivate)?,
        spared: addresses(work, &review.spared)?,
        held: held(work, &review, request)?,
    };
    Ok((work.environment.id.clone(), review, swept))
}

/// Returns the reason why the sweep must do nothing, if there is one.
fn held(work: &Work, review: &InactivityReview, request: SweepRequest) -> Result<Option<Problem>, Fault> {
    let clock = check_clock(&work.transaction)?.err().filter(|_| !request.clock_is_right);
    let too_many = review.too_many(work.environment.name.as_str()).filter(|_| !request.confirmed);
    Ok(clock.or(too_many))
}

/// Returns the report that is shown until the next sweep.
fn report(swept: &SweepReport) -> Option<String> {
    let spared = || {
        let who = crate::domain::list_of(swept.spared.iter().map(String::as_str));
        format!("{who} has not come for long but stays active: the environment would have no administrator otherwise")
    };
    let held = swept.held.as_ref().map(|problem| problem.to_string());
    held.or_else(|| (!swept.spared.is_empty()).then(spared))
}

fn addresses(work: &Work, members: &[i64]) -> Result<Vec<String>, Fault> {
    let mut addresses = Vec::with_capacity(members.len());
    for batch in members.chunks(BATCH) {
        let users = membership::with_rows(work, batch)?;
        addresses.extend(users.iter().map(|user| user.account.address.to_string()));
    }
    Ok(addresses)
}

/// Records the current time as a plausible clock value, unless it is implausible. A server calls this when it starts.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn start(app: &App) -> Result<(), Error> {
    retry(|| {
        let transaction = app.begin(Access::Write)?;
        note_tick(&transaction)?;
        Ok(transaction.commit()?)
    })
}
