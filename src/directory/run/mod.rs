//! Recorded runs: what is removed when the policy keeps them no longer.

pub mod empty;
