//! Events: messages of a script to the scripts that listen to them.

use super::{Code, Moment, Name, Problem, PublicId, Value, member::words};

/// An event. It is stored in the transaction of the run that emits it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Public id.
    pub id: PublicId,
    /// Type of the event.
    pub kind: EventType,
    /// Data of the event: plain data.
    pub info: Value<'static>,
    /// Number of event-triggered runs between the first cause and this event.
    pub depth: u32,
    /// Row of the first event of the chain. `None` for the first event itself before it is stored.
    pub chain: Option<i64>,
    /// Time at which it was emitted.
    pub created_at: Moment,
}

impl Event {
    /// The depth at which a chain of scripts that trigger each other ends. No event reaches it.
    pub const DEEPEST: u32 = 8;

    /// Maximum number of events that follow from one event.
    pub const MOST_IN_CHAIN: i64 = 1_000;
}

/// The delivery of an event to a listening script.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Row number in the database.
    pub row: i64,
    /// The event.
    pub event: Event,
    /// Name of the script.
    pub script: Name,
    /// Status of the delivery.
    pub status: DeliveryStatus,
    /// Number of attempts.
    pub attempts: u32,
    /// Time of the next attempt.
    pub next_at: Option<Moment>,
    /// Id of the last run.
    pub run: Option<PublicId>,
}

impl Delivery {
    /// Pauses after failed attempts, in microseconds: a minute, ten minutes, an hour.
    pub const PAUSES: [i64; 3] = [60_000_000, 600_000_000, 3_600_000_000];
}

/// Status of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// It is queued for the first or another attempt.
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
    /// Maximum number of characters of a type.
    pub const MAX: usize = 100;

    /// Parses a type.
    ///
    /// # Errors
    /// Returns the allowed characters and the allowed length.
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

    /// Makes a type from the database, which holds only valid ones.
    pub(crate) fn stored(text: String) -> EventType {
        EventType(text)
    }

    /// Returns the type as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
