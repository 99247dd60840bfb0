//! Deployed scripts: adding versions, and who may trigger them. Start with `add.rs`. The top-level folder `script` runs
//! them.

pub mod add;
pub mod change;
pub mod may_trigger;
pub mod remove;
pub mod show;
