//! Empties runs and letters that the policy keeps no longer, and removes sources of scripts that nothing refers to any more.

use crate::domain::{Action, Change, Effect, Error, Fault, Property, Subject, Value};
use crate::store::run::retention;
use crate::store::run::retention::UnusedVersions;
use crate::store::{Transaction, Work};

/// The name of the job, under which it stands in the database and in the audit.
pub const RETENTION: &str = "retention";

/// How much was emptied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RetentionResult {
    /// How many runs.
    pub runs: usize,
    /// How many letters.
    pub letters: usize,
}

/// Empties at most so many runs and so many letters that are older than the policy keeps them. The rows stay. One entry in the
/// audit tells how many there were.
///
/// # Errors
/// A fault of the database.
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

/// The versions of scripts that no deployed script has and no run that still holds what it did, in any environment.
///
/// # Errors
/// A fault of the database.
pub fn unused_versions(transaction: &Transaction) -> Result<UnusedVersions, Fault> {
    retention::unused_versions(transaction)
}

/// Removes their sources, but for those that were used meanwhile; answers how many.
///
/// # Errors
/// A fault of the database.
pub fn remove_versions(transaction: &Transaction, unused: &UnusedVersions) -> Result<usize, Fault> {
    retention::remove_versions(transaction, unused)
}
