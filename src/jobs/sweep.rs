//! The sweep: once a day in each environment, members who have not come for months are told or made inactive.
//!
//! Whom it is about is looked up beside the writer; what is done comes in small transactions, so that others write in between.
//! One that is broken off goes on where it was, because everybody is looked at once more in the transaction that touches them.

use super::{Act, Done, Due, JobKind};
use crate::app::App;
use crate::directory::{
    InactivityReview, SWEEP, announce_inactivity, check_clock, confirm_clock, deactivate_inactive, note_tick,
    review_inactivity,
};
use crate::domain::{Caller, Error, Fault, Name, Problem};
use crate::store::{Access, Transaction, Work, membership, upkeep};

/// The most people of one transaction.
const BATCH: usize = 1_000;

/// What somebody says who asks for a sweep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepRequest {
    /// Only tell what would be done.
    pub plan: bool,
    /// Do it although it concerns many.
    pub confirmed: bool,
    /// The clock is right, however it moved.
    pub clock_is_right: bool,
}

/// What a sweep did in an environment, or would do.
#[derive(Debug, Clone)]
pub struct Swept {
    /// The name of the environment.
    pub environment: Name,
    /// The addresses of those who were told.
    pub announced: Vec<String>,
    /// The addresses of those who were made inactive.
    pub deactivated: Vec<String>,
    /// The addresses of those who stay because nobody else would administer the environment.
    pub spared: Vec<String>,
    /// Why nothing was done.
    pub held: Option<Problem>,
}

/// Sweeps an environment, named by name or id, whether it is due or not.
///
/// # Errors
/// Refuses an unknown environment; a fault of the database. That it holds back is no error: the answer says so.
pub fn sweep(app: &App, environment: &str, request: SweepRequest) -> Result<Swept, Error> {
    sweep_as(app, environment, request, &Caller::Operator)
}

pub(super) fn due(transaction: &Transaction, limit: usize) -> Result<Vec<Due>, Fault> {
    super::upkeep_due(transaction, SWEEP, Act::Sweep, limit)
}

pub(super) fn carry_out(app: &App, due: &Due) -> Result<Done, Error> {
    let work = app.enter(due.environment.as_str(), Access::Read)?;
    let environment = work.environment.name.clone();
    if upkeep::find(&work, SWEEP)?.map(|upkeep| upkeep.next_at) != Some(due.at) {
        return Ok(Done::nothing(SWEEP, environment));
    }
    drop(work);
    let swept = sweep_as(app, due.environment.as_str(), SweepRequest::default(), &Caller::Job(SWEEP))?;
    let told = [
        (swept.announced.len(), "told that they will be made inactive"),
        (swept.deactivated.len(), "made inactive"),
        (swept.spared.len(), "spared, because nobody else would administer the environment"),
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

const KIND: (&str, &str) = (SWEEP, "Makes users inactive who have not come for months, and tells them before.");

fn sweep_as(app: &App, environment: &str, request: SweepRequest, caller: &Caller) -> Result<Swept, Error> {
    let work = app.enter(environment, Access::Read)?;
    let id = work.environment.id.clone();
    let mut swept = Swept {
        environment: work.environment.name.clone(),
        announced: Vec::new(),
        deactivated: Vec::new(),
        spared: Vec::new(),
        held: None,
    };
    let review = review_inactivity(&work)?;
    swept.spared = addresses(&work, &review.spared)?;
    swept.held = held(&work, &review, request)?;
    if request.plan {
        swept.announced = addresses(&work, &review.to_announce)?;
        swept.deactivated = addresses(&work, &review.to_deactivate)?;
        return Ok(swept);
    }
    drop(work);
    let enter = || -> Result<Work, Error> {
        let mut work = app.enter(id.as_str(), Access::Write)?;
        work.transaction.caller = caller.clone();
        Ok(work)
    };
    if swept.held.is_none() {
        for batch in review.to_announce.chunks(BATCH) {
            let mut work = enter()?;
            swept.announced.extend(announce_inactivity(&mut work, batch)?);
            work.commit()?;
        }
        for batch in review.to_deactivate.chunks(BATCH) {
            let mut work = enter()?;
            swept.deactivated.extend(deactivate_inactive(&mut work, batch)?);
            work.commit()?;
        }
    }
    let work = enter()?;
    match request.clock_is_right {
        true => confirm_clock(&work.transaction)?,
        false => note_tick(&work.transaction)?,
    }
    upkeep::done(&work, SWEEP, work.now().plus_days(1), report(&swept).as_deref())?;
    work.commit()?;
    Ok(swept)
}

/// Why nothing is to be done.
fn held(work: &Work, review: &InactivityReview, request: SweepRequest) -> Result<Option<Problem>, Fault> {
    let clock = check_clock(&work.transaction)?.err().filter(|_| !request.clock_is_right);
    let too_many = review.too_many(work.environment.name.as_str()).filter(|_| !request.confirmed);
    Ok(clock.or(too_many))
}

/// What somebody should know of it, until the next time.
fn report(swept: &Swept) -> Option<String> {
    let spared = || {
        let who = crate::domain::list_of(swept.spared.iter().map(String::as_str));
        format!("{who} has not come for long and stays: nobody else would administer the environment")
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

/// Notes that the clock is right, if it can be: a server does at its start.
///
/// # Errors
/// A fault of the database.
pub fn start(app: &App) -> Result<(), Error> {
    let transaction = app.begin(Access::Write)?;
    note_tick(&transaction)?;
    Ok(transaction.commit()?)
}
