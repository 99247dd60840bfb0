//! Letters of the outbox.

use super::shape::{Id, Stamp, value};
use crate::domain::{self, Language, LetterKind, LetterStatus};
use crate::words::LetterText;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a letter in the outbox.
pub fn letter(letter: &domain::Letter) -> Value {
    value(Letter::of(letter))
}

/// Returns a letter with its text.
pub fn letter_with_text(letter: &domain::Letter, text: &LetterText) -> Value {
    value(LetterWithText { letter: Letter::of(letter), subject: &text.subject, text: &text.text, html: &text.html })
}

/// A letter in the outbox.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Letter<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The kind.
    #[schemars(extend("enum" = LetterKind::TEXTS))]
    kind: &'a str,
    /// The address of the recipient.
    to: &'a str,
    /// The name of the recipient in the environment.
    name: &'a str,
    /// The language of the recipient.
    #[schemars(extend("enum" = Language::TEXTS))]
    language: &'a str,
    /// The name of the environment.
    environment: &'a str,
    /// The delivery status: `waiting` in the queue, `sent`, or `dead` if delivery was given up.
    #[schemars(extend("enum" = LetterStatus::TEXTS))]
    status: &'a str,
    /// The number of delivery attempts.
    attempts: u32,
    /// The time of the next attempt.
    next_at: Option<Stamp>,
    /// The reason why the last attempt failed.
    problem: Option<&'a str>,
    /// The time of creation.
    created_at: Stamp,
}

/// A letter with its text.
#[derive(Serialize, JsonSchema)]
pub struct LetterWithText<'a> {
    #[serde(flatten)]
    letter: Letter<'a>,
    /// The subject.
    subject: &'a str,
    /// The text without markup.
    text: &'a str,
    /// The same text as an HTML page.
    html: &'a str,
}

impl<'a> Letter<'a> {
    pub(super) fn of(letter: &'a domain::Letter) -> Letter<'a> {
        Letter {
            id: Id(&letter.id),
            kind: letter.kind.as_str(),
            to: letter.to.as_str(),
            name: &letter.name,
            language: letter.language.written(),
            environment: &letter.environment,
            status: letter.status.as_str(),
            attempts: letter.attempts,
            next_at: letter.next_at.map(Stamp),
            problem: letter.problem.as_deref(),
            created_at: Stamp(letter.created_at),
        }
    }
}
