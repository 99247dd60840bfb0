//! Commands that run the server and its jobs.

pub mod jobs;
pub mod serve;
pub mod sweep;
