//! Profile fields that an environment defines for its users. Start with `add.rs`. The values are set in `user`.

pub mod add;
pub mod change;
pub mod remove;
pub mod required_fields;
pub mod show;
