//! Letters of the outbox.

use super::options::{CURSOR, after_of, limit_of, of_page};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory;
use crate::domain::{Error, Permission};
use crate::json;
use crate::store::letter;
use crate::words::{self, Link};

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/letters",
        name: "listLetters",
        doc: "Lists letters, the newest first, without their text.",
        permission: Permission::OutboxRead,
        query: of_page,
        body: Takes::Nothing,
        answers: Answers::Page("letters", json::shape::<json::Letter>),
        does: Does::Read(list),
    },
    Route {
        method: Method::Get,
        path: "/letters/{letter}",
        name: "getLetter",
        doc: "Shows a letter with its text. Links in it are those of a sample.",
        permission: Permission::OutboxRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("letter", json::shape::<json::LetterWithText>),
        does: Does::Read(|visit| {
            let letter = directory::find_letter(&visit.work, visit.asked.place("letter"))?;
            let text = words::letter(&letter, Link::AtDelivery)?;
            Ok(AnswerBody::of("letter", json::letter_with_text(&letter, &text)))
        }),
    },
    Route {
        method: Method::Post,
        path: "/letters/{letter}/resend",
        name: "resendLetter",
        doc: "Lets a letter that could not be delivered wait once more.",
        permission: Permission::OutboxWrite,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("letter", json::shape::<json::Letter>),
        does: Does::Write(|visit| {
            let letter = directory::resend_letter(&mut visit.work, visit.asked.place("letter"))?;
            Ok(AnswerBody::of("letter", json::letter(&letter)))
        }),
    },
];

fn list(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let before = visit.asked.text(CURSOR.name);
    if let Some(before) = &before {
        directory::find_letter(&visit.work, before)?;
    }
    let limit = limit_of(visit);
    let mut letters = letter::list(&visit.work, before.as_deref(), limit + 1)?;
    let next = after_of(&mut letters, limit, |letter| letter.id.to_string());
    Ok(AnswerBody::of("letters", letters.iter().map(json::letter).collect()).with("next", next.into()))
}
