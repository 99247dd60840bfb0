//! The audit: listing and verifying its entries. `Work::record` writes them. Start with `list.rs`.

pub mod list;
pub mod verify;
