//! Emptying what is kept no longer: what old runs and letters hold. Their rows stay, so that the audit's chain, the keys of
//! runs and all counts stay whole.

use crate::domain::{Fault, Moment};
use crate::store::sql::params;
use crate::store::transaction::{Transaction, Work};

/// Empties runs that began before a moment, the oldest first. Returns how many.
pub fn empty_runs(work: &Work, before: Moment, limit: i64) -> Result<usize, Fault> {
    work.sql().execute(
        "UPDATE run SET input = NULL, result = NULL, log = '[]', warnings = '[]', error = NULL, members_read = NULL,
             emptied_at = ?3
         WHERE id IN (SELECT id FROM run WHERE environment_id = ?1 AND started_at < ?2 AND emptied_at IS NULL
                      ORDER BY started_at LIMIT ?4)",
        params![work.environment.row, before.0, work.now().0, limit],
    )
}

/// Empties letters that were written before a moment and do not wait any more, the oldest first. Returns how many.
pub fn empty_letters(work: &Work, before: Moment, limit: i64) -> Result<usize, Fault> {
    work.sql().execute(
        "UPDATE letter SET to_address = '', to_key = '', name = '', subject = NULL, body = NULL, problem = NULL,
             emptied_at = ?3
         WHERE id IN (SELECT id FROM letter WHERE environment_id = ?1 AND created_at < ?2 AND emptied_at IS NULL
                          AND status <> 'waiting' ORDER BY created_at LIMIT ?4)",
        params![work.environment.row, before.0, work.now().0, limit],
    )
}

/// Empties letters of the installation in the same way.
pub fn empty_letters_of_installation(transaction: &Transaction, before: Moment, limit: i64) -> Result<usize, Fault> {
    transaction.sql.execute(
        "UPDATE letter SET to_address = '', to_key = '', name = '', subject = NULL, body = NULL, problem = NULL,
             emptied_at = ?2
         WHERE id IN (SELECT id FROM letter WHERE environment_id IS NULL AND created_at < ?1 AND emptied_at IS NULL
                          AND status <> 'waiting' ORDER BY created_at LIMIT ?3)",
        params![before.0, transaction.now.0, limit],
    )
}

/// Versions of scripts that nothing refers to, as far as runs up to a row tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedVersions {
    /// The versions.
    pub versions: Vec<String>,
    last_run: i64,
}

/// Returns the versions that no deployed script has and no run that still holds what it did. This looks through all runs, so
/// it is done beside the writer, and what came since is looked at when they are removed.
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

/// Removes versions that still nothing refers to.
pub fn remove_versions(transaction: &Transaction, unused: &UnusedVersions) -> Result<usize, Fault> {
    let versions = serde_json::Value::from(unused.versions.as_slice()).to_string();
    transaction.sql.execute(
        "DELETE FROM script_version WHERE version IN (SELECT value FROM json_each(?1))
             AND version NOT IN (SELECT version FROM run WHERE id > ?2) AND version NOT IN (SELECT version FROM script)",
        params![&versions, unused.last_run],
    )
}
