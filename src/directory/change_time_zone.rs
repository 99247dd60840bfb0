//! Gives the environment another time zone. Its schedules follow, but for those that name their own.

use super::add_schedule::next_of;
use crate::domain::{Action, Change, Effect, Error, Policy, Property, Subject, TimeZone};
use crate::store::{Work, environment, schedule};

/// Gives the environment another time zone.
///
/// # Errors
/// A fault of the database.
pub fn change_time_zone(work: &mut Work, time_zone: TimeZone) -> Result<(), Error> {
    let before = work.environment.policy.time_zone.to_string();
    let Some(change) = Change::between(Property::TimeZone, before, time_zone.to_string()) else {
        return Ok(());
    };
    environment::set_policy(work, Policy { time_zone, ..work.environment.policy.clone() })?;
    for schedule in schedule::all(work)?.iter().filter(|schedule| schedule.active && schedule.time_zone.is_none()) {
        schedule::set_next(work, schedule.row, true, next_of(work, schedule).ok())?;
    }
    work.record(Effect {
        action: Action::Changed,
        subject: Subject::Environment,
        id: work.environment.id.clone(),
        label: work.environment.name.to_string(),
        changes: vec![change],
        place: work.place,
    })?;
    Ok(())
}
