//! Routes of letters in the outbox.

use super::options::{CURSOR, after_of, limit_of, of_page};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory;
use crate::domain::{Error, Permission};
use crate::json;
use crate::store::letter;
use crate::words::{self, Link};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/letters",
        name: "listLetters",
        doc: "Lists letters, the newest first, without their text.",
        permission: Permission::OutboxRead,
        query: of_page,
        body: RequestBody::Nothing,
        response: ResponseShape::Page("letters", json::shape::<json::Letter>),
        handler: Handler::Read(list),
    },
    Route {
        method: Method::Get,
        path: "/letters/{letter}",
        name: "getLetter",
        doc: "Returns a letter with its text. Its links are examples, not the real ones.",
        permission: Permission::OutboxRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("letter", json::shape::<json::LetterWithText>),
        handler: Handler::Read(|context| {
            let letter = directory::find_letter(&context.work, context.input.path("letter"))?;
            let text = words::letter(&letter, Link::AtDelivery)?;
            Ok(ResponseBody::of("letter", json::letter_with_text(&letter, &text)))
        }),
    },
    Route {
        method: Method::Post,
        path: "/letters/{letter}/resend",
        name: "resendLetter",
        doc: "Queues a letter that could not be sent for another attempt.",
        permission: Permission::OutboxWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("letter", json::shape::<json::Letter>),
        handler: Handler::Write(|context| {
            let letter = directory::resend_letter(&mut context.work, context.input.path("letter"))?;
            Ok(ResponseBody::of("letter", json::letter(&letter)))
        }),
    },
];

fn list(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let before = context.input.text(CURSOR.name);
    if let Some(before) = &before {
        directory::find_letter(&context.work, before)?;
    }
    let limit = limit_of(context);
    let mut letters = letter::list(&context.work, before.as_deref(), limit + 1)?;
    let next = after_of(&mut letters, limit, |letter| letter.id.to_string());
    Ok(ResponseBody::of("letters", letters.iter().map(json::letter).collect()).with("next", next.into()))
}
