//! enlist: a user directory that scripts can drive.

pub mod directory;
pub mod domain;
pub mod jobs;
pub mod store;
pub mod words;
