//! Kinds of jobs: what the program does without being asked, and how that stands.

use super::Moment;

/// A kind of job, with when it comes due and when it last did.
#[derive(Debug, Clone)]
pub struct JobKind {
    /// The name.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// When something of the kind is due next.
    pub next_at: Option<Moment>,
    /// When something of the kind was last done.
    pub last_at: Option<Moment>,
    /// How much waits, whether it is due yet or not.
    pub waiting: i64,
    /// How much was given up.
    pub given_up: i64,
}
