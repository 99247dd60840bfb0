//! What an examination of a database finds.

use super::member::words;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// Nothing to do.
    Ok,
    /// Something is worth a look; the directory works.
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
    /// What was looked at, in a word or two.
    pub name: &'static str,
    /// How it ended.
    pub state: CheckState,
    /// What was found: lower case, without a full stop.
    pub found: String,
    /// The way out, if one is needed.
    pub help: Option<String>,
}

impl Check {
    /// A check that found nothing wrong.
    pub fn ok(name: &'static str, found: impl Into<String>) -> Check {
        Check { name, state: CheckState::Ok, found: found.into(), help: None }
    }

    /// A check that found something worth a look.
    pub fn advice(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Check {
        Check { name, state: CheckState::Advice, found: found.into(), help: Some(help.into()) }
    }

    /// A check that found damage.
    pub fn broken(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Check {
        Check { name, state: CheckState::Broken, found: found.into(), help: Some(help.into()) }
    }
}
