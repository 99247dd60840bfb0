//! The results of an examination of a database.

use super::member::words;

/// The state of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// No problem.
    Ok,
    /// The directory works, but something should be improved.
    Advice,
    /// Data are damaged, or the program must not use them.
    Broken,
}

words!(CheckState {
    Ok = "ok",
    Advice = "advice",
    Broken = "broken",
});

/// One check of an examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Subject of the check, in a word or two.
    pub name: &'static str,
    /// State.
    pub state: CheckState,
    /// The observation: lower case, without a full stop.
    pub found: String,
    /// A hint how to solve the problem, if there is one.
    pub help: Option<String>,
}

impl Check {
    /// Makes a check that found no problem.
    pub fn ok(name: &'static str, found: impl Into<String>) -> Check {
        Check { name, state: CheckState::Ok, found: found.into(), help: None }
    }

    /// Makes a check that found a possible improvement.
    pub fn advice(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Check {
        Check { name, state: CheckState::Advice, found: found.into(), help: Some(help.into()) }
    }

    /// Makes a check that found damage.
    pub fn broken(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Check {
        Check { name, state: CheckState::Broken, found: found.into(), help: Some(help.into()) }
    }
}
