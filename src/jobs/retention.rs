//! Retention: once a day in each environment, deletes the content of runs and letters that have expired under the policy.

use super::{Done, DueJob, JobAction, JobKind, look, step};
use crate::app::{App, retry};
use crate::directory::{
    RETENTION, RetentionResult, check_clock, empty_runs, note_tick, remove_versions, unused_versions,
};
use crate::domain::{Caller, Error, Fault};
use crate::store::environment::upkeep;
use crate::store::{Access, Transaction, Work};

/// Maximum number of runs, letters and script versions per transaction.
const BATCH: i64 = 1_000;

pub(super) fn due(transaction: &Transaction, limit: usize) -> Result<Vec<DueJob>, Fault> {
    super::upkeep_due(transaction, RETENTION, JobAction::Retention, limit)
}

/// Deletes content in batches until a batch is not full. If the clock is implausible, it deletes nothing, because a deletion
/// cannot be undone.
pub(super) fn carry_out(app: &App, due: &DueJob) -> Result<Done, Error> {
    let (environment, next_at) = look(app, due.environment.as_str(), |work| {
        let upkeep = upkeep::find(work, RETENTION)?;
        Ok((work.environment.name.clone(), upkeep.map(|upkeep| upkeep.next_at)))
    })?;
    if next_at != Some(due.at) {
        return Ok(Done::nothing(RETENTION, environment));
    }
    let caller = Caller::Job(RETENTION);
    let mut all = RetentionResult::default();
    let held = loop {
        let emptied = step(app, &due.environment, &caller, |work| {
            Ok(match check_clock(&work.transaction)? {
                Ok(()) => Ok(empty_runs(work, BATCH)?),
                Err(problem) => Err(problem),
            })
        });
        let emptied = match emptied? {
            Ok(emptied) => emptied,
            Err(problem) => break Some(problem),
        };
        all = RetentionResult { runs: all.runs + emptied.runs, letters: all.letters + emptied.letters };
        if (emptied.runs.max(emptied.letters) as i64) < BATCH {
            break None;
        }
    };
    if all.runs > 0 {
        remove_sources(app)?;
    }
    let report = held.as_ref().map(ToString::to_string);
    step(app, &due.environment, &caller, |work| {
        note_tick(&work.transaction)?;
        Ok(upkeep::done(work, RETENTION, work.now().plus_days(1), report.as_deref())?)
    })?;
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one} emptied")),
        count => Some(format!("{count} {many} emptied")),
    };
    let told = [counted(all.runs, "run", "runs"), counted(all.letters, "letter", "letters")];
    let told: Vec<String> = told.into_iter().flatten().collect();
    let told = (!told.is_empty()).then(|| told.join(", "));
    Ok(Done { told, held, ..Done::nothing(RETENTION, environment) })
}

pub(super) fn overview(transaction: &Transaction) -> Result<JobKind, Fault> {
    super::upkeep_overview(transaction, None, KIND)
}

pub(super) fn overview_in(work: &Work) -> Result<JobKind, Fault> {
    super::upkeep_overview(&work.transaction, Some(work.environment.row), KIND)
}

const KIND: (&str, &str) = (RETENTION, "Deletes the content of runs and letters that have expired under the policy.");

/// Removes sources that are no longer used. They are found in a separate read transaction, to keep the writer free.
fn remove_sources(app: &App) -> Result<(), Error> {
    let unused = retry(|| Ok(unused_versions(&app.begin(Access::Read)?)?))?;
    if unused.versions.is_empty() {
        return Ok(());
    }
    retry(|| {
        let transaction = app.begin(Access::Write)?;
        remove_versions(&transaction, &unused)?;
        Ok(transaction.commit()?)
    })
}
