//! The audit: listing and verifying it. Entries are written by `Work::record`.

pub mod list;
pub mod verify;
