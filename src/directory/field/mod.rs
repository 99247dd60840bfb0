//! Profile fields that an environment defines for its users. Start with `add.rs`.
//!
//! The values of a user are set in `user`. `required_fields.rs` checks them.

pub mod add;
pub mod change;
pub mod remove;
pub mod required_fields;
pub mod show;
