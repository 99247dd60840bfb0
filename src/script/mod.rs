//! The script host: runs a model author's Rhai script inside one environment.
//!
//! A script sees `bizzStream`, `console`, `actionInfo` and `input`. None of them contains the environment. It comes from the
//! `Session` of the run (`session.rs`), which native functions reach through the engine's tag. So the host keeps a compiled
//! script and runs it for any environment.
//!
//! In this room: the table of functions, the sandbox, the messages of the engine, the run, the static check, coverage and mutants.
//! Not in this room: the rules of users and groups (`directory`), schedules and events (`jobs`), the manual (`manual`), test cases
//! (`fixtures`).
//!
//! A newcomer starts with `run.rs` (one run from request to record), then `host.rs` (the engine), then `api/` (the functions).
//! A module uses only modules above it in this list, or to its left; `tests/it/tidy.rs` checks the order.
//!
//! ```text
//! limits, notation, source, stack, request, coverage, document
//! errors                  refusals and limits as errors of the engine
//! watch, convert          counters of a run; values as plain data
//! probes                  counters of coverage
//! session, instrument     the state of one run; probes in a tree
//! api/, guards, literal   the functions of scripts
//! places, diagnose        messages with their places
//! host                    the engine and its compiled scripts
//! caller, tree            the caller of a run; a script for analysis
//! check/, run             the static check; one run
//! deploy, deployed, mutants
//! ```

pub mod api;
mod caller;
pub mod check;
mod convert;
pub mod coverage;
mod deploy;
mod deployed;
mod diagnose;
mod document;
mod errors;
mod guards;
mod host;
mod instrument;
mod limits;
mod literal;
mod mutants;
mod notation;
mod places;
mod probes;
mod request;
mod run;
mod session;
mod source;
mod stack;
mod tree;
mod watch;

pub use deploy::{ScriptSource, deploy};
pub use deployed::{attempt_deployed, run_deployed};
pub use host::Host;
pub use limits::Limits;
pub use literal::literal;
pub use mutants::{Mutant, MutantKind, mutants};
pub use places::option_places;
pub use request::{DeployedRequest, Mode, Request, Script, Trigger, version_of};
pub use run::{attempt, run};
pub use source::without_mark;
pub use stack::on_deep_stack;
