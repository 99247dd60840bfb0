//! Recorded runs: removing their content after the time that the policy sets. Start with `empty.rs`. Runs are recorded
//! in `script`.

pub mod empty;
