//! enlist: a user directory that scripts can drive.

pub mod domain;
pub mod store;
pub mod words;
pub mod directory;
pub mod script;
pub mod jobs;
pub mod model;
pub mod app;
pub mod cli;
