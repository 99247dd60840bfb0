//! How commands print: tables, diffs, diagnostics, colours and exit codes. Start with `terminal.rs`.

pub mod changes;
pub mod diagnostics;
pub mod effects;
pub mod exit;
pub mod table;
pub mod terminal;
