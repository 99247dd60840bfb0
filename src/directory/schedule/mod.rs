//! Schedules, which run deployed scripts at given times. Start with `add.rs`. `jobs` triggers the runs.

pub mod add;
pub mod change;
pub mod remove;
