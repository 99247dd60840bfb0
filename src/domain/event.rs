//! Events: what a script tells to whoever listens.

use super::{Code, Moment, Name, Problem, PublicId, Value, member::words};

/// An event as it was written down in the transaction of the run that emitted it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Public id.
    pub id: PublicId,
    /// What happened.
    pub kind: EventType,
    /// What it carries: plain data.
    pub info: Value<'static>,
    /// How many runs that events triggered stand between this event and its first cause.
    pub depth: u32,
    /// The row of the event that the chain began with; nothing in that one itself before it is written.
    pub chain: Option<i64>,
    /// When it was emitted.
    pub created_at: Moment,
}

impl Event {
    /// The depth that no event has any more: here a chain of scripts that trigger each other ends.
    pub const DEEPEST: u32 = 8;

    /// The most events that follow from one.
    pub const MOST_IN_CHAIN: i64 = 1_000;
}

/// An event on its way to a script that listens.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Row number in the database.
    pub row: i64,
    /// The event.
    pub event: Event,
    /// The name of the script.
    pub script: Name,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Option<Moment>,
    /// The last run.
    pub run: Option<PublicId>,
}

impl Delivery {
    /// How long after each attempt that failed the next one follows, in microseconds: a minute, ten minutes, an hour.
    pub const PAUSES: [i64; 3] = [60_000_000, 600_000_000, 3_600_000_000];
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// It is still to be tried, for the first time or again.
    Waiting,
    /// The script ran.
    Done,
    /// It failed too often.
    GivenUp,
}

words!(DeliveryStatus {
    Waiting = "waiting",
    Done = "done",
    GivenUp = "givenUp",
});

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

    /// A type as it was read from the database, where only valid ones stand.
    pub(crate) fn stored(text: String) -> EventType {
        EventType(text)
    }

    /// The type as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
