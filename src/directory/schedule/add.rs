//! Adds a schedule, which runs a deployed script at given times.

use crate::directory::find::find_script;
use crate::domain::{
    Action, Change, Code, CronExpression, Effect, Error, Problem, Property, PublicId, Schedule, Subject, TimeZone,
};
use crate::store::Work;
use crate::store::script::schedule;

/// The maximum number of schedules of an environment.
const MOST: usize = 1_000;

/// The input for a new schedule.
#[derive(Debug, Clone)]
pub struct ScheduleDraft {
    /// The name or id of the script.
    pub script: String,
    /// The cron expression of the times when it is due.
    pub expression: CronExpression,
    /// The time zone of the expression. Default: that of the environment.
    pub time_zone: Option<TimeZone>,
    /// The `input` of the script.
    pub input: Option<serde_json::Value>,
}

/// Adds a schedule.
///
/// # Errors
/// Returns a refusal for an unknown script, an expression that is never due, and too many schedules; a fault if the
/// database fails.
pub fn add_schedule(work: &mut Work, draft: ScheduleDraft) -> Result<Schedule, Error> {
    let script = find_script(work, &draft.script)?;
    if schedule::all(work)?.len() >= MOST {
        let found = format!("this environment has {MOST} schedules already, and that is the most");
        return Err(Problem::new(Code::TooLong, found).help("remove some with `enlist schedule remove ID`").into());
    }
    let id: PublicId = work.transaction.new_id();
    let mut schedule = Schedule {
        row: 0,
        id,
        script: script.row,
        script_name: script.name.to_string(),
        next_at: None,
        expression: draft.expression,
        time_zone: draft.time_zone,
        input: draft.input.as_ref().map(ToString::to_string),
        active: true,
        last_at: None,
        last_run: None,
        created_at: work.now(),
    };
    schedule.next_at = Some(next_of(work, &schedule)?);
    schedule.row = schedule::insert(work, &schedule)?;
    let mut changes = vec![Change::added(Property::Expression, schedule.expression.to_string())];
    changes.extend(schedule.time_zone.as_ref().map(|zone| Change::added(Property::TimeZone, zone.to_string())));
    changes.extend(schedule.input.clone().map(|input| Change::added(Property::Input, input)));
    record(work, Action::Added, &schedule, changes)?;
    Ok(schedule)
}

/// Returns the next time when a schedule is due, counted from now.
///
/// # Errors
/// Returns a problem if the schedule is not due within four years.
pub fn next_of(work: &Work, schedule: &Schedule) -> Result<crate::domain::Moment, Problem> {
    let zone = schedule.time_zone.as_ref().unwrap_or(&work.environment.policy.time_zone);
    schedule.expression.next_after(work.now(), zone).ok_or_else(|| {
        Problem::new(
            Code::BadSchedule,
            format!("{:?} does not come due within four years", schedule.expression.as_str()),
        )
        .help("give days that there are, such as `0 6 28 2 *`")
    })
}

/// Records an effect on a schedule. Its label is the name of the script.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn record(work: &mut Work, action: Action, schedule: &Schedule, changes: Vec<Change>) -> Result<(), Error> {
    let (id, label) = (schedule.id.clone(), schedule.script_name.clone());
    work.record(Effect { action, subject: Subject::Schedule, id, label, changes, place: work.place })?;
    Ok(())
}
