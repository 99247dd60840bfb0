//! The script host: runs a model author's Rhai script inside one environment.
//!
//! A script sees `bizzStream`, `console`, `actionInfo` and `input`. None of them carries the environment: it comes with the
//! run, in a `Session` (`session.rs`) that native functions reach through the engine's tag, so that a compiled script can be
//! kept and run for whichever environment comes next.

pub mod api;
mod caller;
pub mod check;
mod convert;
pub mod coverage;
mod deploy;
mod deployed;
mod diagnose;
mod document;
mod guards;
mod host;
mod instrument;
mod limits;
mod literal;
mod mutants;
mod notation;
mod places;
mod probes;
mod run;
mod session;
mod tree;

pub use deploy::{ScriptSource, deploy};
pub use deployed::{DeployedRequest, attempt_deployed, run_deployed};
pub use host::Host;
pub use limits::Limits;
pub use literal::literal;
pub use mutants::{Mutant, MutantKind, mutants};
pub use places::option_places;
pub use run::{Mode, Request, Script, Trigger, attempt, on_deep_stack, run, version_of};
