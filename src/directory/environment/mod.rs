//! Environments: adding them, their policy, and the grants of their scripts. Start with `add.rs`.
//!
//! Organizations, which own environments, are in `organization`.

pub mod add;
pub mod change_grants;
pub mod change_policy;
pub mod show;
