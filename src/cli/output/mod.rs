//! The output of commands: tables, diffs, diagnostics, colours and exit codes. The texts of one command are in its own file.
//! Start with `terminal.rs`.

pub mod changes;
pub mod diagnostics;
pub mod effects;
pub mod exit;
pub mod table;
pub mod terminal;
