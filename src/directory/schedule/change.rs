//! Pauses a schedule and lets it go on; notes that it came due.

use super::add::{next_of, record};
use crate::domain::{Action, Change, Error, Fault, Moment, Property, PublicId, Schedule};
use crate::store::Work;
use crate::store::script::schedule;

/// Pauses a schedule: it does not come due any more.
///
/// # Errors
/// A fault of the database.
pub fn pause_schedule(work: &mut Work, schedule: &Schedule) -> Result<(), Error> {
    schedule::set_next(work, schedule.row, false, None)?;
    record_active(work, schedule, false)
}

/// Lets a schedule go on. Times that passed while it was paused are not made up for.
///
/// # Errors
/// Refuses a schedule that does not come due any more.
pub fn resume_schedule(work: &mut Work, schedule: &Schedule) -> Result<(), Error> {
    if schedule.active {
        return Ok(());
    }
    let next = next_of(work, schedule)?;
    schedule::set_next(work, schedule.row, true, Some(next))?;
    record_active(work, schedule, true)
}

/// Notes that a schedule came due, and its run; answers when it comes due again. Times that passed while nothing ran are passed
/// over: it comes due again after the present moment.
///
/// # Errors
/// A fault of the database.
pub fn schedule_came_due(
    work: &Work,
    schedule: &Schedule,
    at: Moment,
    run: Option<&PublicId>,
) -> Result<Option<Moment>, Fault> {
    let next_at = next_of(work, schedule).ok();
    schedule::came_due(work, schedule.row, at, next_at, run)?;
    Ok(next_at)
}

fn record_active(work: &mut Work, schedule: &Schedule, active: bool) -> Result<(), Error> {
    match Change::between(Property::Active, schedule.active, active) {
        Some(change) => record(work, Action::Changed, schedule, vec![change]),
        None => Ok(()),
    }
}
