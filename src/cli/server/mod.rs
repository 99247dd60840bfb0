//! The commands around a server: serve, jobs, sweep. Start with `serve.rs`.

pub mod jobs;
pub mod serve;
pub mod sweep;
