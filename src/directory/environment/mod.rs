//! Environments: adding them, their policy and what they grant to scripts. Start with `add.rs`.

pub mod add;
pub mod change_grants;
pub mod change_policy;
pub mod show;
