//! Kinds of background jobs.

use super::shape::{Stamp, value};
use crate::domain::JobKind;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a kind of background job and its state.
pub fn job(kind: &JobKind) -> Value {
    value(Job {
        job: kind.name,
        doc: kind.doc,
        waiting: kind.waiting,
        next_at: kind.next_at.map(Stamp),
        last_at: kind.last_at.map(Stamp),
        given_up: kind.given_up,
        reports: kind.reports.iter().map(|(name, message)| Report { environment: name.as_str(), message }).collect(),
    })
}

/// A kind of background job and its state.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job<'a> {
    /// The name.
    job: &'a str,
    /// The description.
    doc: &'a str,
    /// The number of waiting jobs, whether due yet or not.
    waiting: i64,
    /// The time at which the next job is due.
    next_at: Option<Stamp>,
    /// The time at which a job of the kind last ran.
    last_at: Option<Stamp>,
    /// The number of jobs that failed too often and are not retried.
    given_up: i64,
    /// Messages of the last run for the operator.
    reports: Vec<Report<'a>>,
}

/// A message of a job for the operator.
#[derive(Serialize, JsonSchema)]
pub struct Report<'a> {
    /// The name of the environment.
    environment: &'a str,
    /// The message.
    message: &'a str,
}
