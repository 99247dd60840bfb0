//! Events: what a script tells to whoever listens.

use super::{Code, Moment, Problem, PublicId, Value};

/// An event as it was written down in the transaction of the run that emitted it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Public id.
    pub id: PublicId,
    /// What happened.
    pub kind: EventType,
    /// What it carries: plain data.
    pub info: Value<'static>,
    /// When it was emitted.
    pub created_at: Moment,
}

/// The type of an event: 1 to 100 letters, digits, `.`, `_` or `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType(String);

impl EventType {
    /// The most characters of a type.
    pub const MAX: usize = 100;

    /// Accepts a type.
    ///
    /// # Errors
    /// Says which characters a type may have, and how many.
    pub fn parse(text: &str) -> Result<EventType, Problem> {
        let help = "an event type has 1 to 100 letters, digits, `.`, `_` or `-`, such as `order.placed`";
        let count = text.chars().count();
        let problem = match text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-')) {
            _ if text.is_empty() => Problem::new(Code::Empty, "expected an event type, found an empty string"),
            _ if count > Self::MAX => {
                Problem::new(Code::TooLong, format!("expected at most {} characters, found {count}", Self::MAX))
            }
            Some(bad) => {
                Problem::new(Code::BadCharacter, format!("expected an event type, found the character {bad:?}"))
            }
            None => return Ok(EventType(text.to_owned())),
        };
        Err(problem.help(help))
    }

    /// The type as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
