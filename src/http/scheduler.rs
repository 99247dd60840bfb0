//! What a server does without being asked: looks for what is due and hands it to the workers, and forgets old visitors.

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

/// How often it looks.
const LOOK: Duration = Duration::from_millis(500);

/// How often it forgets visitors who have not been there for a while.
const FORGET: Duration = Duration::from_secs(60);

/// Looks for what is due as long as the server lives.
pub async fn look_for_what_is_due(server: Arc<Server>) {
    // What waits for the worker is still due, and is not handed over again.
    let waiting: Arc<Mutex<HashSet<DueJob>>> = Arc::default();
    let mut look = tokio::time::interval(LOOK);
    loop {
        look.tick().await;
        if let Err(Failure::Fault(fault)) = on_reader(&server, "", |app| Ok(app.seal_audit()?)).await {
            tracing::error!(fault, "entries of the audit get no place in its chain");
        }
        match on_reader(&server, "", |app| jobs::due(app)).await {
            Ok(all) => all.into_iter().for_each(|due| hand_over(&server, &waiting, due)),
            Err(Failure::Fault(fault)) => tracing::error!(fault, "what is due cannot be read"),
            // Too much waits already, or the database is away: what is due can wait too.
            Err(Failure::Refused(_) | Failure::Later(..)) => {}
        }
    }
}

/// Forgets visitors as long as the server lives.
pub async fn forget_visitors(server: Arc<Server>) {
    let mut minute = tokio::time::interval(FORGET);
    loop {
        minute.tick().await;
        server.limits.forget();
    }
}

fn hand_over(server: &Server, waiting: &Arc<Mutex<HashSet<DueJob>>>, due: DueJob) {
    if !lock(waiting).insert(due.clone()) {
        return;
    }
    let lane = due.environment.to_string();
    let acted = due.clone();
    let does = move |app: &mut App| jobs::carry_out(app, &acted);
    let told = due.clone();
    let still_waiting = Arc::clone(waiting);
    let answer = move |done: Result<Done, Error>| {
        lock(&still_waiting).remove(&told);
        match done {
            Ok(done) => tell(&done),
            Err(error) => tracing::error!(fault = error.to_string(), "what is due was not done"),
        }
    };
    let handed = match due.act.takes_many_transactions() {
        // Any worker can write: between two of its transactions the writer has its turn.
        true => server.workers.read(&lane, does, answer),
        false => server.workers.write(&lane, does, answer),
    };
    if handed.is_err() {
        // The next look finds it again.
        lock(waiting).remove(&due);
    }
}

fn tell(done: &Done) {
    done.run.iter().for_each(count_run);
    let run = done.run.as_ref().map(|run| run.status.as_str());
    match &done.held {
        Some(held) => tracing::warn!(job = done.job, code = held.code.as_str(), "what is due is held back"),
        None => tracing::info!(job = done.job, run, given_up = done.given_up, "done what was due"),
    }
}

fn lock(waiting: &Mutex<HashSet<DueJob>>) -> std::sync::MutexGuard<'_, HashSet<DueJob>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
