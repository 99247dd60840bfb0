//! Schedules of deployed scripts. The query for due schedules covers all environments and takes a transaction; everything
//! else happens in the environment of the script.

use crate::domain::{CronExpression, Fault, Moment, PublicId, Schedule, TimeZone};
use crate::store::sql::{Row, params};
use crate::store::transaction::{Transaction, Work};

/// Returns all schedules of the environment, in the order of their addition.
pub fn all(work: &Work) -> Result<Vec<Schedule>, Fault> {
    work.sql().query(
        "SELECT c.id, c.public_id, c.script_id, s.name, c.expression, c.time_zone, c.input, c.active, c.next_at, c.last_at,
             r.public_id, c.created_at
         FROM schedule c JOIN script s ON s.id = c.script_id LEFT JOIN run r ON r.id = c.last_run_id
         WHERE c.environment_id = ?1 ORDER BY c.id",
        params![work.environment.row],
        read,
    )
}

/// Adds a schedule. Returns its row.
pub fn insert(work: &Work, schedule: &Schedule) -> Result<i64, Fault> {
    work.sql().insert(
        "INSERT INTO schedule (environment_id, public_id, script_id, expression, time_zone, input, active, next_at,
                               created_at, created_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            work.environment.row,
            schedule.id.as_str(),
            schedule.script,
            schedule.expression.as_str(),
            schedule.time_zone.as_ref().map(TimeZone::as_str),
            schedule.input.as_deref(),
            schedule.active,
            schedule.next_at.map(|moment| moment.0),
            schedule.created_at.0,
            &work.modifier(),
        ],
    )
}

/// Sets whether a schedule is active, and when it is due.
pub fn set_next(work: &Work, schedule: i64, active: bool, next_at: Option<Moment>) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE schedule SET active = ?2, next_at = ?3 WHERE id = ?1",
            params![schedule, active, next_at.map(|moment| moment.0)],
        )
        .map(drop)
}

/// Records that a schedule was due at a moment, with its run, and when it is due again.
pub fn came_due(
    work: &Work,
    schedule: i64,
    at: Moment,
    next_at: Option<Moment>,
    run: Option<&PublicId>,
) -> Result<(), Fault> {
    work.sql()
        .execute(
            "UPDATE schedule SET last_at = ?2, next_at = ?3, last_run_id = (SELECT id FROM run WHERE public_id = ?4)
             WHERE id = ?1",
            params![schedule, at.0, next_at.map(|moment| moment.0), run.map(PublicId::as_str)],
        )
        .map(drop)
}

/// Removes a schedule.
pub fn delete(work: &Work, schedule: i64) -> Result<(), Fault> {
    work.sql().execute("DELETE FROM schedule WHERE id = ?1", params![schedule]).map(drop)
}

/// Returns the due schedules of all environments, the oldest first: the ids of environment and schedule, and when it was
/// due.
pub fn due(transaction: &Transaction, limit: i64) -> Result<Vec<(PublicId, PublicId, Moment)>, Fault> {
    transaction.sql.query(
        "SELECT n.public_id, c.public_id, c.next_at FROM schedule c JOIN environment n ON n.id = c.environment_id
         WHERE c.next_at <= ?1 ORDER BY c.next_at, c.id LIMIT ?2",
        params![transaction.now.0, limit],
        |row| Ok((PublicId::stored(row.text(0)?), PublicId::stored(row.text(1)?), Moment(row.int(2)?))),
    )
}

/// Returns when the next schedule is due, when one was last due, and how many are active.
pub fn overview(transaction: &Transaction) -> Result<(Option<Moment>, Option<Moment>, i64), Fault> {
    let found = transaction.sql.query_one(
        "SELECT (SELECT min(next_at) FROM schedule WHERE next_at IS NOT NULL), (SELECT max(last_at) FROM schedule),
             (SELECT count(*) FROM schedule WHERE next_at IS NOT NULL)",
        &[],
        |row| Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Returns the [`overview`] of the environment of the work.
pub fn overview_in(work: &Work) -> Result<(Option<Moment>, Option<Moment>, i64), Fault> {
    let found = work.sql().query_one(
        "SELECT min(s.next_at), max(s.last_at), count(s.next_at)
         FROM schedule s WHERE s.environment_id = ?1",
        params![work.environment.row],
        |row| Ok((row.optional_int(0)?.map(Moment), row.optional_int(1)?.map(Moment), row.int(2)?)),
    )?;
    Ok(found.unwrap_or_default())
}

fn read(row: &Row) -> Result<Schedule, Fault> {
    Ok(Schedule {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        script: row.int(2)?,
        script_name: row.text(3)?,
        expression: CronExpression::stored(row.text(4)?),
        time_zone: row.optional_text(5)?.map(TimeZone::stored),
        input: row.optional_text(6)?,
        active: row.flag(7)?,
        next_at: row.optional_int(8)?.map(Moment),
        last_at: row.optional_int(9)?.map(Moment),
        last_run: row.optional_text(10)?.map(PublicId::stored),
        created_at: Moment(row.int(11)?),
    })
}
