//! `sendMail`, `emitEvent`: letters and events that are sent once the run is committed.

use super::function::{Body, Function, Object, Parameter};
use crate::directory::{self, Kind, MAIL_OPTIONS};
use rhai::Dynamic;

/// The functions that send letters and events.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::BizzStream,
        name: "sendMail",
        parameters: &[Parameter::required("options", Kind::Map)],
        returns: "the number of letters",
        doc: "Writes a letter to users of the calling environment, at their address there. It is sent once the run is \
              committed. An address gets at most 3 letters a day from one environment, and at most 10 a day in all. Over \
              this limit no letter is written, and the run has a warning. Needs the grant `mail.send`.",
        example: r#"bizzStream.sendMail(#{
    to: ["ada@example.com", "grace@example.com"],
    subject: "Your plan is ready",
    text: "Hello,\n\nplease look at it today.",
})"#,
        options: Some(|| directory::about(MAIL_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let letters = directory::send_mail(work, &options)?;
                Ok(Dynamic::from(letters as i64))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "emitEvent",
        parameters: &[Parameter::required("type", Kind::String), Parameter::optional("info", Kind::Any)],
        returns: "the event's id",
        doc: "Emits an event of the calling environment. Once the run is committed, each deployed script that listens to the \
              type runs, with `actionInfo.event` and with `info` as its `input`. A type has 1 to 100 letters, digits, `.`, \
              `_` or `-`. `info` is plain data of at most 64,000 bytes as JSON. A chain of scripts that trigger each other \
              by events ends after 8 runs in a row, and after 1,000 events from one cause. Needs the grant `events.emit`.",
        example: r#"bizzStream.emitEvent("plan.ready", #{ plan: 7, by: "ada@example.com" })"#,
        options: None,
        body: Body::native(|call, arguments| {
            let mut arguments = arguments.into_iter();
            let kind = call.text("type", arguments.next().unwrap_or_default())?;
            let info = call.data(arguments.next().unwrap_or_default())?;
            call.session.work(call.context, |work| {
                let id = directory::emit_event(work, &kind, info)?;
                Ok(Dynamic::from(id.to_string()))
            })
        }),
    },
];
