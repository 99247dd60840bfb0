//! enlist: a user directory that scripts can drive.

pub mod app;
pub mod cli;
pub mod directory;
pub mod domain;
pub mod jobs;
pub mod model;
pub mod script;
pub mod store;
pub mod words;
