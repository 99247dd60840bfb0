//! Background tasks of a server: hands due jobs to the workers, seals the audit, and removes idle entries of the rate limits.
//! What a job does is in `jobs/`; letters have threads of their own in `delivery.rs`.

use super::Server;
use super::dispatch::on_reader;
use super::metrics::count_run;
use super::rest::Failure;
use crate::app::App;
use crate::domain::Error;
use crate::jobs::{self, Done, DueJob};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The interval between two searches for due jobs.
const INTERVAL: Duration = Duration::from_millis(500);

/// The interval between two clean-ups of the rate limits.
const CLEAN_UP: Duration = Duration::from_secs(60);

/// Searches for due jobs and hands them to the workers, as long as the server runs.
pub async fn run_due_jobs(server: Arc<Server>) {
    // A job that is in the queue is still due, and must not be queued again.
    let queued: Arc<Mutex<HashSet<DueJob>>> = Arc::default();
    let mut interval = tokio::time::interval(INTERVAL);
    loop {
        interval.tick().await;
        if let Err(Failure::Fault(fault)) = on_reader(&server, "", |app| Ok(app.seal_audit()?)).await {
            tracing::error!(fault, "cannot add entries of the audit to its chain");
        }
        match on_reader(&server, "", |app| jobs::due(app)).await {
            Ok(all) => all.into_iter().for_each(|job| queue(&server, &queued, job)),
            Err(Failure::Fault(fault)) => tracing::error!(fault, "cannot read the due jobs"),
            // The queue is full, or the database cannot be reached: due jobs can wait too.
            Err(Failure::Refused(_) | Failure::RetryLater(..)) => {}
        }
    }
}

/// Removes idle entries of the rate limits, as long as the server runs.
pub async fn remove_idle_limits(server: Arc<Server>) {
    let mut interval = tokio::time::interval(CLEAN_UP);
    loop {
        interval.tick().await;
        server.limits.remove_idle();
    }
}

fn queue(server: &Server, queued: &Arc<Mutex<HashSet<DueJob>>>, job: DueJob) {
    if !lock(queued).insert(job.clone()) {
        return;
    }
    let lane = job.environment.to_string();
    let carried_out = job.clone();
    let work = move |app: &mut App| jobs::carry_out(app, &carried_out);
    let finished = job.clone();
    let still_queued = Arc::clone(queued);
    let on_result = move |result: Result<Done, Error>| {
        lock(&still_queued).remove(&finished);
        match result {
            Ok(done) => log(&done),
            Err(error) => tracing::error!(fault = error.to_string(), "a due job failed"),
        }
    };
    let accepted = match job.act.takes_many_transactions() {
        // Any worker can write: between two transactions of the job, the writer has its turn.
        true => server.workers.read(&lane, work, on_result),
        false => server.workers.write(&lane, work, on_result),
    };
    if accepted.is_err() {
        // The next search finds it again.
        lock(queued).remove(&job);
    }
}

fn log(done: &Done) {
    done.run.iter().for_each(count_run);
    let run = done.run.as_ref().map(|run| run.status.as_str());
    match &done.held {
        Some(held) => tracing::warn!(job = done.job, code = held.code.as_str(), "a due job is held back"),
        None => tracing::info!(job = done.job, run, given_up = done.given_up, "a due job is done"),
    }
}

fn lock(queued: &Mutex<HashSet<DueJob>>) -> std::sync::MutexGuard<'_, HashSet<DueJob>> {
    queued.lock().unwrap_or_else(PoisonError::into_inner)
}
