//! Pauses and resumes a schedule, and records that it was due.

use super::add::{next_of, record};
use crate::domain::{Action, Change, Error, Fault, Moment, Property, PublicId, Schedule};
use crate::store::Work;
use crate::store::script::schedule;

/// Pauses a schedule: it triggers no runs.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn pause_schedule(work: &mut Work, schedule: &Schedule) -> Result<(), Error> {
    schedule::set_next(work, schedule.row, false, None)?;
    record_active(work, schedule, false)
}

/// Resumes a schedule. Runs that were due during the pause are skipped.
///
/// # Errors
/// Returns a refusal for a schedule that is never due again; a fault if the database fails.
pub fn resume_schedule(work: &mut Work, schedule: &Schedule) -> Result<(), Error> {
    if schedule.active {
        return Ok(());
    }
    let next = next_of(work, schedule)?;
    schedule::set_next(work, schedule.row, true, Some(next))?;
    record_active(work, schedule, true)
}

/// Records that a schedule was due, and its run. Returns the next time, which is after the present moment: times that
/// passed while nothing ran are skipped.
///
/// # Errors
/// Returns a fault if the database fails.
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
