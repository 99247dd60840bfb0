//! Events of the environment: written in the transaction of the run that emitted them, for whoever listens later.

use super::json::to_json_text;
use super::sql::params;
use super::work::Work;
use crate::domain::{Event, Fault};

/// Writes an event down.
pub fn insert(work: &Work, event: &Event) -> Result<(), Fault> {
    let mut info = String::new();
    to_json_text(&event.info, &mut info);
    work.sql()
        .execute(
            "INSERT INTO event (public_id, environment_id, run_id, type, info, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![event.id.as_str(), work.environment.row, work.run, event.kind.as_str(), &info, event.created_at.0,],
        )
        .map(drop)
}
