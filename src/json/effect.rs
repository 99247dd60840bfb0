//! Effects, and the audit that remembers them.

use super::shape::{Id, Stamp, value};
use crate::domain::{self, Action, AuditEntry, Effect, Place, Subject};
use crate::store::to_json;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// An effect.
pub fn effect(effect: &Effect) -> Value {
    value(EffectOfRun::of(effect))
}

/// An entry of the audit.
pub fn audit_entry(entry: &AuditEntry) -> Value {
    value(Entry::of(entry))
}

/// The origin of a change.
pub fn origin(origin: &domain::Origin) -> Value {
    value(Origin::of(origin))
}

/// An entry with the numbers that were hashed: everything somebody needs to check the chain without enlist.
pub fn audit_entry_for_export(entry: &AuditEntry) -> Value {
    let mut json = audit_entry(entry);
    json["place"] = entry.place.into();
    json["atMicroseconds"] = entry.at.0.into();
    json["environmentRow"] = entry.environment_row.into();
    json["runRow"] = entry.run_row.into();
    // The very text that was hashed.
    if let Some(origin) = &entry.origin {
        json["originText"] = origin.to_text().into();
    }
    json
}

/// What a run did to one thing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
pub struct EffectOfRun<'a> {
    /// What happened to it.
    #[schemars(extend("enum" = Action::TEXTS))]
    action: &'a str,
    /// What kind of thing it is.
    #[schemars(extend("enum" = Subject::TEXTS))]
    subject: &'a str,
    /// The thing's id.
    id: Id<'a>,
    /// What people call it: a user's address, a group's name.
    label: &'a str,
    /// The properties that changed.
    changes: Vec<Change<'a>>,
    /// The line of the script, if a script did it.
    line: Option<u32>,
    /// The column of the script.
    column: Option<u32>,
}

/// A property before and after.
#[derive(Serialize, JsonSchema)]
pub struct Change<'a> {
    /// The property's name.
    property: &'a str,
    /// What it was.
    before: Value,
    /// What it is.
    after: Value,
}

/// An entry of the audit: one thing that happened.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AuditEntry")]
pub struct Entry<'a> {
    /// Its number; numbers have no gaps.
    id: i64,
    /// When it happened.
    at: Stamp,
    /// Who did it: `operator`, or a kind and an id such as `member:ID` or `token:ID`.
    caller: &'a str,
    /// The id of the environment, if it happened in one.
    environment: Option<Id<'a>>,
    /// The id of the run, if a script did it.
    run: Option<Id<'a>>,
    /// The script's file name.
    script: Option<&'a str>,
    /// The version of the script: SHA-256 of its source, in hexadecimal.
    version: Option<&'a str>,
    /// What happened to the thing.
    #[schemars(extend("enum" = Action::TEXTS))]
    action: &'a str,
    /// What kind of thing it is.
    #[schemars(extend("enum" = Subject::TEXTS))]
    subject: &'a str,
    /// What people call it: a user's address, a group's name.
    label: &'a str,
    /// The properties that changed.
    changes: Vec<Change<'a>>,
    /// The line of the script.
    line: Option<u32>,
    /// The column of the script.
    column: Option<u32>,
    /// The thing's id.
    subject_id: Id<'a>,
    /// Over which interface and from which client it came. Entries from before schema version 2 have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Origin<'a>>,
    /// SHA-256 over the entry before and everything in this one, in hexadecimal; on a PostgreSQL server empty for a moment.
    hash: &'a str,
}

/// The origin of an entry of the audit. Which properties there are follows from the kind.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "AuditOrigin")]
pub struct Origin<'a> {
    /// `commandLine`, `rest`, `page`, `script` or `job`; later versions have more.
    #[schemars(extend("examples" = domain::Origin::KINDS))]
    kind: &'a str,
    /// The id of the token, of a request over REST.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Id<'a>>,
    /// The id of the session, of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Id<'a>>,
    /// The address of the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// The id of the request, as in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a str>,
    /// The id of the run, of a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Id<'a>>,
    /// Where the run came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    trigger: Option<Box<Origin<'a>>>,
    /// The name of the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl<'a> Origin<'a> {
    fn of(origin: &'a domain::Origin) -> Origin<'a> {
        let kind = Origin { kind: origin.kind(), ..Origin::default() };
        match origin {
            domain::Origin::CommandLine | domain::Origin::Unknown(_) => kind,
            domain::Origin::Rest { token, address, request } => {
                Origin { token: Some(Id(token)), address: Some(address.to_string()), request: Some(request), ..kind }
            }
            domain::Origin::Page { session, address, request } => Origin {
                session: session.as_ref().map(Id),
                address: Some(address.to_string()),
                request: Some(request),
                ..kind
            },
            domain::Origin::Script { run, trigger } => {
                let trigger = trigger.as_ref().map(|trigger| Box::new(Origin::of(trigger)));
                Origin { run: Some(Id(run)), trigger, ..kind }
            }
            domain::Origin::Job { name } => Origin { name: Some(name), ..kind },
        }
    }
}

impl<'a> EffectOfRun<'a> {
    pub(super) fn of(effect: &'a Effect) -> EffectOfRun<'a> {
        EffectOfRun {
            action: effect.action.as_str(),
            subject: effect.subject.as_str(),
            id: Id(&effect.id),
            label: &effect.label,
            changes: Change::all(effect),
            line: line(effect.place),
            column: column(effect.place),
        }
    }
}

impl Change<'_> {
    fn all(effect: &Effect) -> Vec<Change<'_>> {
        let one = |change: &domain::Change| Change {
            property: change.property.as_str(),
            before: to_json(&change.before),
            after: to_json(&change.after),
        };
        effect.changes.iter().map(one).collect()
    }
}

impl<'a> Entry<'a> {
    fn of(entry: &'a AuditEntry) -> Entry<'a> {
        let (effect, run) = (&entry.effect, entry.run.as_ref());
        Entry {
            id: entry.id,
            at: Stamp(entry.at),
            caller: &entry.caller,
            environment: entry.environment.as_ref().map(Id),
            run: run.map(|run| Id(&run.id)),
            script: run.map(|run| run.script.as_str()),
            version: run.map(|run| run.version.as_str()),
            action: effect.action.as_str(),
            subject: effect.subject.as_str(),
            label: &effect.label,
            changes: Change::all(effect),
            line: line(effect.place),
            column: column(effect.place),
            subject_id: Id(&effect.id),
            origin: entry.origin.as_ref().map(Origin::of),
            hash: &entry.hash,
        }
    }
}

/// The line of a place, if there is one.
pub(super) fn line(place: Option<Place>) -> Option<u32> {
    place.map(|place| place.line)
}

/// The column of a place, if there is one.
pub(super) fn column(place: Option<Place>) -> Option<u32> {
    place.map(|place| place.column)
}
