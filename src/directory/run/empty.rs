//! Removes the content of runs and letters after the time that the policy sets, and the sources of unused script
//! versions.

use crate::domain::{Action, Change, Effect, Error, Fault, Property, Subject, Value};
use crate::store::run::retention;
use crate::store::run::retention::UnusedVersions;
use crate::store::{Transaction, Work};

/// The name of the job in the database and in the audit.
pub const RETENTION: &str = "retention";

/// The numbers of emptied rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RetentionResult {
    /// The number of emptied runs.
    pub runs: usize,
    /// The number of emptied letters.
    pub letters: usize,
}

/// Removes the content of at most `limit` runs and `limit` letters that are older than the policy allows. The rows
/// stay. One audit entry records their numbers.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn empty_runs(work: &mut Work, limit: i64) -> Result<RetentionResult, Error> {
    let days = i64::from(work.environment.policy.run_days);
    if days == 0 {
        return Ok(RetentionResult::default());
    }
    let before = work.now().plus_days(-days);
    let emptied = RetentionResult {
        runs: retention::empty_runs(work, before, limit)?,
        letters: retention::empty_letters(work, before, limit)?,
    };
    let count = |property, count: usize| (count > 0).then(|| Change::added(property, Value::Integer(count as i64)));
    let changes: Vec<Change> =
        [count(Property::EmptiedRuns, emptied.runs), count(Property::EmptiedLetters, emptied.letters)]
            .into_iter()
            .flatten()
            .collect();
    if !changes.is_empty() {
        work.record(Effect {
            action: Action::Changed,
            subject: Subject::Environment,
            id: work.environment.id.clone(),
            label: work.environment.name.to_string(),
            changes,
            place: work.place,
        })?;
    }
    Ok(emptied)
}

/// Returns the versions of scripts that no deployed script of any environment has, and no run with content refers to.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn unused_versions(transaction: &Transaction) -> Result<UnusedVersions, Fault> {
    retention::unused_versions(transaction)
}

/// Removes the sources of these versions, except those that were used since. Returns their number.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn remove_versions(transaction: &Transaction, unused: &UnusedVersions) -> Result<usize, Fault> {
    retention::remove_versions(transaction, unused)
}
