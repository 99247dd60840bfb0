//! Links in letters: creating, opening and using them once. Start with `issue.rs`.

pub mod issue;
