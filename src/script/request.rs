//! Requests to run a script: the script, its input, its trigger, and the mode of the run.

use crate::domain::{Event, PublicId};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A script: its name and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The file name.
    pub name: String,
    /// The text.
    pub source: String,
}

/// A request to run a script.
#[derive(Debug, Clone)]
pub struct Request {
    /// The script.
    pub script: Script,
    /// The input of the script, as JSON; `()` in the script by default.
    pub input: Option<serde_json::Value>,
    /// The idempotency key: a second run of the script with the same key returns the first run (SPEC R2.11).
    pub key: Option<String>,
    /// The trigger.
    pub trigger: Trigger,
}

/// A request to run a deployed script.
#[derive(Debug, Clone)]
pub struct DeployedRequest {
    /// The script's name or id.
    pub script: String,
    /// The input of the script, as JSON; `()` in the script by default.
    pub input: Option<serde_json::Value>,
    /// The idempotency key: a second run of the script with the same key returns the first run (SPEC R2.11).
    pub key: Option<String>,
    /// The trigger.
    pub trigger: Trigger,
}

/// The trigger of a run.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// The operator, at the command line.
    Operator,
    /// A member of the environment, by address or id.
    Member(String),
    /// The token that is already the caller of the work.
    Token,
    /// A schedule that is due.
    Schedule(PublicId),
    /// An event that the script listens to.
    Event(Event),
    /// A person who is not in the directory, for fixtures: an administrator of the environment or an ordinary member.
    Somebody {
        /// Whether the person is an administrator.
        administrator: bool,
    },
    /// A token that is not in the directory, for fixtures. It may trigger scripts and nothing else.
    SomeToken,
}

/// Whether the effects of a run are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The run is committed.
    Commit,
    /// The effects are reported and rolled back; nothing is recorded.
    Plan,
}

/// Returns the version of a script: the SHA-256 of its stored text, in hexadecimal.
pub fn version_of(source: &str) -> String {
    let mut version = String::with_capacity(64);
    for byte in Sha256::digest(source) {
        let _ = write!(version, "{byte:02x}");
    }
    version
}
