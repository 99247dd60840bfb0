//! Removes a schedule. The runs that it triggered stay.

use super::add::record;
use crate::domain::{Action, Change, Error, Property, Schedule, Value};
use crate::store::Work;
use crate::store::script::schedule;

/// Removes a schedule.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn remove_schedule(work: &mut Work, schedule: &Schedule) -> Result<(), Error> {
    schedule::delete(work, schedule.row)?;
    let changes = [
        Change::between(Property::Expression, schedule.expression.to_string(), Value::Nothing),
        Change::between(Property::TimeZone, schedule.time_zone.as_ref().map(ToString::to_string), Value::Nothing),
    ];
    record(work, Action::Removed, schedule, changes.into_iter().flatten().collect())
}
