//! The audit: every effect, who caused it, when, and where in which script.

use super::sql::{Row, params};
use super::work::{Transaction, Work};
use super::{from_json, json, to_json_text};
use crate::domain::{Action, Change, Effect, Fault, Place, Property, PublicId, Subject, Value};
use serde_json::Value as Json;

/// Notes an effect.
pub(super) fn insert(
    transaction: &Transaction,
    environment: Option<i64>,
    run: Option<i64>,
    effect: &Effect,
) -> Result<(), Fault> {
    transaction
        .sql
        .execute(
            "INSERT INTO audit (environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line,
                                column_number)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                environment,
                run,
                &transaction.caller.recorded(),
                transaction.now.0,
                effect.action.as_str(),
                effect.subject.as_str(),
                effect.id.as_str(),
                &effect.label,
                &changes_text(&effect.changes),
                effect.place.map(|place| i64::from(place.line)),
                effect.place.map(|place| i64::from(place.column)),
            ],
        )
        .map(drop)
}

/// The effects of a run, in order.
pub(super) fn of_run(work: &Work, run: i64) -> Result<Vec<Effect>, Fault> {
    work.sql().query(
        "SELECT action, subject, subject_id, label, changes, line, column_number FROM audit
         WHERE run_id = ?1 ORDER BY id",
        params![run],
        read,
    )
}

fn read(row: &Row) -> Result<Effect, Fault> {
    let place = match (row.optional_int(5)?, row.optional_int(6)?) {
        (Some(line), Some(column)) => Some(Place { line: line as u32, column: column as u32 }),
        _ => None,
    };
    Ok(Effect {
        action: row.word(0, Action::from_text)?,
        subject: row.word(1, Subject::from_text)?,
        id: PublicId::stored(row.text(2)?),
        label: row.text(3)?,
        changes: read_changes(&row.text(4)?)?,
        place,
    })
}

/// Changes as JSON: `{"name":[before,after], …}`.
fn changes_text(changes: &[Change]) -> String {
    let mut text = String::with_capacity(changes.len() * 32);
    text.push('{');
    for (at, change) in changes.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(change.property.as_str());
        text.push_str("\":[");
        to_json_text(&change.before, &mut text);
        text.push(',');
        to_json_text(&change.after, &mut text);
        text.push(']');
    }
    text.push('}');
    text
}

fn read_changes(text: &str) -> Result<Vec<Change>, Fault> {
    let Json::Object(entries) = json::stored(text)? else {
        return Ok(Vec::new());
    };
    let read_one = |(property, mut pair): (String, Json)| {
        let mut take = |at: usize| pair.get_mut(at).map_or(Value::Nothing, |json| from_json(json.take()));
        Some(Change { property: Property::from_text(&property)?, before: take(0), after: take(1) })
    };
    Ok(entries.into_iter().filter_map(read_one).collect())
}
