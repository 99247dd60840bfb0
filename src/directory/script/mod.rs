//! Deployed scripts: adding versions, who may trigger them. Start with `add.rs`. Running them is in the room `script`.

pub mod add;
pub mod change;
pub mod may_trigger;
pub mod remove;
pub mod show;
