//! Metrics for Prometheus, at an address of their own.

use super::Server;
use crate::domain::{Fault, Run, RunStatus};
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};

/// The buckets of histograms of times, in seconds.
const SECONDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The buckets of the histogram of the sizes of commits.
const SIZES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 100.0];

/// Returns the recorder of this process's metrics; there is one.
///
/// # Errors
/// Returns a fault if the embedding program has set another recorder.
pub fn recorder() -> Result<PrometheusHandle, Fault> {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let failed = |error: &dyn std::fmt::Display| Fault::new("cannot collect metrics", error.to_string());
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_size".to_owned()), SIZES))
        .map_err(|error| failed(&error))?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|error| failed(&error))?;
    describe();
    Ok(HANDLE.get_or_init(|| handle).clone())
}

fn describe() {
    metrics::describe_counter!("enlist_http_requests_total", "Requests, by method, route and status.");
    metrics::describe_histogram!("enlist_http_request_seconds", "Duration of requests.");
    metrics::describe_histogram!("enlist_commit_group_size", "Transactions that were committed together.");
    metrics::describe_counter!("enlist_repeated_total", "Transactions that were retried after a conflict.");
    metrics::describe_counter!("enlist_runs_total", "Runs of scripts, by status.");
    metrics::describe_histogram!("enlist_run_seconds", "Duration of runs of scripts.");
    metrics::describe_counter!("enlist_letters_total", "Attempts to send a letter, by outcome.");
    metrics::describe_gauge!("enlist_letters_waiting", "Letters that wait to be sent.");
    metrics::describe_gauge!("enlist_letters_dead", "Letters that could not be sent.");
    metrics::describe_gauge!("enlist_connections", "Open connections.");
    metrics::describe_gauge!("enlist_queue_waiting", "Length of the queues of the writer and of the readers.");
}

/// Counts a run of a script by its status, and records its duration. A repeated run was not carried out and has none.
pub fn count_run(run: &Run) {
    metrics::counter!("enlist_runs_total", "status" => run.status.as_str()).increment(1);
    if run.status != RunStatus::Repeated {
        metrics::histogram!("enlist_run_seconds", "status" => run.status.as_str())
            .record(run.duration_us as f64 / 1_000_000.0);
    }
}

/// Returns the router with the route of the metrics.
pub fn router(server: Arc<Server>, handle: PrometheusHandle) -> Router {
    let render = move || {
        let (writing, reading) = server.workers.waiting();
        metrics::gauge!("enlist_queue_waiting", "worker" => "writer").set(writing as f64);
        metrics::gauge!("enlist_queue_waiting", "worker" => "reader").set(reading as f64);
        metrics::gauge!("enlist_connections").set(server.connections.open() as f64);
        handle.run_upkeep();
        let text = handle.render();
        async move { text }
    };
    Router::new().route("/metrics", get(render))
}
