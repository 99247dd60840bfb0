//! Kinds of background jobs and their state.

use super::{Moment, Name};

/// A kind of background job.
#[derive(Debug, Clone)]
pub struct JobKind {
    /// Name of the kind.
    pub name: &'static str,
    /// Description in one sentence.
    pub doc: &'static str,
    /// Time at which the next job of the kind is due. `None` if none is planned.
    pub next_at: Option<Moment>,
    /// Time at which a job of the kind last ran.
    pub last_at: Option<Moment>,
    /// Number of waiting jobs, whether due yet or not.
    pub waiting: i64,
    /// Number of jobs that were given up.
    pub given_up: i64,
    /// Messages of the last run for the operator: the environment and a sentence.
    pub reports: Vec<(Name, String)>,
}
