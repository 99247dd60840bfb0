//! Events of the environment, written in the transaction of the run that emits them.

pub mod delivery;

use super::json::to_json_text;
use super::sql::params;
use super::transaction::Work;
use crate::domain::{Event, EventType, Fault};

/// Adds an event. Returns its row.
pub fn insert(work: &Work, event: &Event) -> Result<i64, Fault> {
    let mut info = String::new();
    to_json_text(&event.info, &mut info);
    work.sql().insert(
        "INSERT INTO event (public_id, environment_id, run_id, type, info, depth, chain_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            event.id.as_str(),
            work.environment.row,
            work.run,
            event.kind.as_str(),
            &info,
            i64::from(event.depth),
            event.chain,
            event.created_at.0,
        ],
    )
}

/// Returns the type of an event.
pub fn kind(work: &Work, id: &str) -> Result<Option<EventType>, Fault> {
    work.sql().query_one(
        "SELECT type FROM event WHERE public_id = ?1 AND environment_id = ?2",
        params![id, work.environment.row],
        |row| Ok(EventType::stored(row.text(0)?)),
    )
}

/// Returns the number of events in the chain of an event, without the first.
pub fn count_in_chain(work: &Work, event: &Event) -> Result<i64, Fault> {
    let count = work.sql().query_one(
        "SELECT count(*) FROM event WHERE chain_id = ?1 AND environment_id = ?2",
        params![event.chain, work.environment.row],
        |row| row.int(0),
    )?;
    Ok(count.unwrap_or_default())
}
