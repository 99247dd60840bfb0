//! Retention: the content of old runs and letters is removed. Their rows stay, so that the chain of the audit, the keys of runs
//! and all counts remain complete.

use crate::domain::{Fault, Moment};
use crate::store::sql::params;
use crate::store::transaction::{Transaction, Work};

/// Removes the content of at most `limit` runs that began before a moment, the oldest first. Returns how many.
pub fn empty_runs(work: &Work, before: Moment, limit: i64) -> Result<usize, Fault> {
    work.sql().execute(
        "UPDATE run SET input = NULL, result = NULL, log = '[]', warnings = '[]', error = NULL, members_read = NULL,
             emptied_at = ?3
         WHERE id IN (SELECT id FROM run WHERE environment_id = ?1 AND started_at < ?2 AND emptied_at IS NULL
                      ORDER BY started_at LIMIT ?4)",
        params![work.environment.row, before.0, work.now().0, limit],
    )
}

/// Removes the content of at most `limit` letters that were written before a moment and are not waiting, the oldest first.
/// Returns how many.
pub fn empty_letters(work: &Work, before: Moment, limit: i64) -> Result<usize, Fault> {
    work.sql().execute(
        "UPDATE letter SET to_address = '', to_key = '', name = '', subject = NULL, body = NULL, problem = NULL,
             emptied_at = ?3
         WHERE id IN (SELECT id FROM letter WHERE environment_id = ?1 AND created_at < ?2 AND emptied_at IS NULL
                          AND status <> 'waiting' ORDER BY created_at LIMIT ?4)",
        params![work.environment.row, before.0, work.now().0, limit],
    )
}

/// Removes the content of letters of the installation, as [`empty_letters`] does.
pub fn empty_letters_of_installation(transaction: &Transaction, before: Moment, limit: i64) -> Result<usize, Fault> {
    transaction.sql.execute(
        "UPDATE letter SET to_address = '', to_key = '', name = '', subject = NULL, body = NULL, problem = NULL,
             emptied_at = ?2
         WHERE id IN (SELECT id FROM letter WHERE environment_id IS NULL AND created_at < ?1 AND emptied_at IS NULL
                          AND status <> 'waiting' ORDER BY created_at LIMIT ?3)",
        params![before.0, transaction.now.0, limit],
    )
}

/// Versions of scripts that no deployed script uses and no run up to a row refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedVersions {
    /// The versions.
    pub versions: Vec<String>,
    last_run: i64,
}

/// Returns the versions that no deployed script uses and no run with content refers to. The query scans all runs and
/// therefore runs beside the writer; [`remove_versions`] checks the runs that were added since.
pub fn unused_versions(transaction: &Transaction) -> Result<UnusedVersions, Fault> {
    let last_run = transaction.sql.query_one("SELECT coalesce(max(id), 0) FROM run", &[], |row| row.int(0))?;
    let versions = transaction.sql.query(
        "SELECT version FROM script_version WHERE version NOT IN (SELECT version FROM run WHERE emptied_at IS NULL)
             AND version NOT IN (SELECT version FROM script)",
        &[],
        |row| row.text(0),
    )?;
    Ok(UnusedVersions { versions, last_run: last_run.unwrap_or(0) })
}

/// Removes the versions that are still unused. Returns how many.
pub fn remove_versions(transaction: &Transaction, unused: &UnusedVersions) -> Result<usize, Fault> {
    let versions = serde_json::Value::from(unused.versions.as_slice()).to_string();
    transaction.sql.execute(
        "DELETE FROM script_version WHERE version IN (SELECT value FROM json_each(?1))
             AND version NOT IN (SELECT version FROM run WHERE id > ?2) AND version NOT IN (SELECT version FROM script)",
        params![&versions, unused.last_run],
    )
}
