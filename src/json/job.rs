//! Kinds of jobs.

use super::shape::{Stamp, value};
use crate::domain::JobKind;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A kind of job, and how it stands.
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

/// A kind of job, and how it stands.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job<'a> {
    /// Its name.
    job: &'a str,
    /// What it does.
    doc: &'a str,
    /// How much waits, whether it is due yet or not.
    waiting: i64,
    /// When something of the kind is due next.
    next_at: Option<Stamp>,
    /// When something of the kind was last done.
    last_at: Option<Stamp>,
    /// How much failed so often that it is not tried again.
    given_up: i64,
    /// What somebody should know of the last time.
    reports: Vec<Report<'a>>,
}

/// What somebody should know of a job.
#[derive(Serialize, JsonSchema)]
pub struct Report<'a> {
    /// The name of the environment.
    environment: &'a str,
    /// What happened.
    message: &'a str,
}
