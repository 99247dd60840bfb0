//! Letters of the outbox.

use super::shape::{Id, Stamp, value};
use crate::domain::{self, Language, LetterKind, LetterStatus};
use crate::words::LetterText;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A letter in the outbox.
pub fn letter(letter: &domain::Letter) -> Value {
    value(Letter::of(letter))
}

/// A letter with its text.
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
    /// What it is about.
    #[schemars(extend("enum" = LetterKind::TEXTS))]
    kind: &'a str,
    /// The address that it goes to.
    to: &'a str,
    /// The recipient's name in the environment.
    name: &'a str,
    /// The recipient's language.
    #[schemars(extend("enum" = Language::TEXTS))]
    language: &'a str,
    /// The name of the environment that it speaks of.
    environment: &'a str,
    /// Whether it was delivered: `dead` if that was given up.
    #[schemars(extend("enum" = LetterStatus::TEXTS))]
    status: &'a str,
    /// How often that was tried.
    attempts: u32,
    /// When it is tried, or tried again.
    next_at: Option<Stamp>,
    /// Why it was not delivered the last time it was tried.
    problem: Option<&'a str>,
    /// When it was written down.
    created_at: Stamp,
}

/// A letter with its text.
#[derive(Serialize, JsonSchema)]
pub struct LetterWithText<'a> {
    #[serde(flatten)]
    letter: Letter<'a>,
    /// The subject.
    subject: &'a str,
    /// The text without any markup.
    text: &'a str,
    /// The same as a page of HTML.
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
