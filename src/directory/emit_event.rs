//! Emits an event for whoever listens (SPEC R2.7).

use super::may::may;
use crate::domain::{
    Action, Change, Code, Effect, Error, Event, EventType, Grant, Problem, Problems, Property, PublicId, Subject, Value,
};
use crate::store::{Work, event, to_json_text};

/// The most bytes of an event's `info` as JSON.
const MOST: usize = 64_000;

/// Emits an event; answers its id.
///
/// # Errors
/// Refuses a type that is none, and `info` that is no plain data or too long; all problems at once.
pub fn emit_event(work: &mut Work, kind: &str, info: Value<'static>) -> Result<PublicId, Error> {
    let mut problems = Problems::default();
    if let Err(problem) = may(work, Grant::EventsEmit) {
        problems.add(problem);
    }
    let kind = problems.check("type", EventType::parse(kind));
    problems.check("info", check_info(&info));
    problems.refuse()?;
    let Some(kind) = kind else {
        return Err(Problem::new(Code::Missing, "an event has a type").into());
    };
    let event = Event { id: work.transaction.new_id(), kind, info, created_at: work.now() };
    event::insert(work, &event)?;
    work.record(Effect {
        action: Action::Added,
        subject: Subject::Event,
        id: event.id.clone(),
        label: event.kind.as_str().to_owned(),
        changes: vec![Change::added(Property::Info, event.info)],
        place: work.place,
    })?;
    Ok(event.id)
}

fn check_info(info: &Value) -> Result<(), Problem> {
    if let Some(kind) = other_in(info) {
        return Err(Problem::new(Code::WrongType, format!("expected plain data, found {kind}"))
            .help("give text, numbers, booleans, arrays or maps"));
    }
    let mut text = String::new();
    to_json_text(info, &mut text);
    match text.len() {
        0..=MOST => Ok(()),
        count => Err(Problem::new(Code::TooLong, format!("expected at most {MOST} bytes as JSON, found {count}"))),
    }
}

fn other_in<'v>(value: &'v Value) -> Option<&'v str> {
    match value {
        Value::Other(kind) => Some(kind),
        Value::List(items) => items.iter().find_map(other_in),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| other_in(value)),
        _ => None,
    }
}
