//! Emits an event to the deployed scripts that listen to its type (SPEC R2.7).
//!
//! The emitting transaction stores one delivery for each listening script. So every delivery exists as soon as the
//! event does, a plan or a failed run leaves none behind, and a script that is deployed later does not receive earlier
//! events.

use crate::directory::may::may;
use crate::domain::{
    Action, Change, Code, Effect, Error, Event, EventType, Fault, Grant, Problem, Problems, Property, PublicId,
    Subject, Value,
};
use crate::store::event::delivery;
use crate::store::{Work, event, script, to_json_text};

/// The maximum size of an event's `info` as JSON, in bytes.
const MOST: usize = 64_000;

/// Emits an event, and returns its id.
///
/// # Errors
/// Returns a refusal with all problems: an invalid type, `info` that is not plain data or is too long, and a chain of
/// events that would become too long. Returns a fault if the database fails.
pub fn emit_event(work: &mut Work, kind: &str, info: Value<'static>) -> Result<PublicId, Error> {
    let mut problems = Problems::default();
    if let Err(problem) = may(work, Grant::EventsEmit) {
        problems.add(problem);
    }
    if let Some(problem) = chain_problem(work)? {
        problems.add(problem);
    }
    let kind = problems.check("type", EventType::parse(kind));
    problems.check("info", check_info(&info));
    problems.refuse()?;
    let Some(kind) = kind else {
        return Err(Problem::new(Code::Missing, "an event has a type").into());
    };
    let event = Event {
        id: work.transaction.new_id(),
        kind,
        info,
        depth: work.cause.as_ref().map_or(0, |cause| cause.depth + 1),
        chain: work.cause.as_ref().and_then(|cause| cause.chain),
        created_at: work.now(),
    };
    let row = event::insert(work, &event)?;
    for listener in script::listening(work, &event.kind)? {
        delivery::insert(work, row, listener)?;
    }
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

/// Returns a problem if the chain of events would become too long. Scripts that trigger each other, or themselves, must
/// come to an end.
fn chain_problem(work: &Work) -> Result<Option<Problem>, Fault> {
    let Some(cause) = &work.cause else { return Ok(None) };
    let depth = cause.depth + 1;
    let found = if depth >= Event::DEEPEST {
        format!("this run is the {depth}th in a chain of runs that events triggered, and may emit none itself")
    } else if event::count_in_chain(work, cause)? >= Event::MOST_IN_CHAIN {
        format!("{} events follow from one event already, and that is the most", Event::MOST_IN_CHAIN)
    } else {
        return Ok(None);
    };
    Ok(Some(Problem::new(Code::EventChain, found).help("see that a script does not listen to what it causes itself")))
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
