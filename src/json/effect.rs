//! Effects, and the entries of the audit.

use super::shape::{Id, Stamp, value};
use crate::domain::{self, Action, AuditEntry, Effect, Place, Subject};
use crate::store::to_json;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns an effect.
pub fn effect(effect: &Effect) -> Value {
    value(EffectOfRun::of(effect))
}

/// Returns an entry of the audit.
pub fn audit_entry(entry: &AuditEntry) -> Value {
    value(Entry::of(entry))
}

/// Returns the origin of a change.
pub fn origin(origin: &domain::Origin) -> Value {
    value(Origin::of(origin))
}

/// Returns an entry with the numbers that its hash covers, so that the chain can be checked without enlist.
pub fn audit_entry_for_export(entry: &AuditEntry) -> Value {
    let mut json = audit_entry(entry);
    json["place"] = entry.place.into();
    json["atMicroseconds"] = entry.at.0.into();
    json["environmentRow"] = entry.environment_row.into();
    json["runRow"] = entry.run_row.into();
    // The hash covers exactly this text.
    if let Some(origin) = &entry.origin {
        json["originText"] = origin.to_text().into();
    }
    json
}

/// One change of a run to one object.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
pub struct EffectOfRun<'a> {
    /// The kind of the change.
    #[schemars(extend("enum" = Action::TEXTS))]
    action: &'a str,
    /// The kind of the object.
    #[schemars(extend("enum" = Subject::TEXTS))]
    subject: &'a str,
    /// The id of the object.
    id: Id<'a>,
    /// The name for people: the address of a user, the name of a group.
    label: &'a str,
    /// The properties that changed.
    changes: Vec<Change<'a>>,
    /// The line in the script, if a script made the change.
    line: Option<u32>,
    /// The column in the script.
    column: Option<u32>,
}

/// The value of a property before and after.
#[derive(Serialize, JsonSchema)]
pub struct Change<'a> {
    /// The name of the property.
    property: &'a str,
    /// The value before.
    before: Value,
    /// The value after.
    after: Value,
}

/// An entry of the audit: one change to one object.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AuditEntry")]
pub struct Entry<'a> {
    /// The number. Numbers have no gaps.
    id: i64,
    /// The time of the change.
    at: Stamp,
    /// The caller: `operator`, or a kind and an id such as `member:ID` or `token:ID`.
    caller: &'a str,
    /// The id of the environment, if the change was made in one.
    environment: Option<Id<'a>>,
    /// The id of the run, if a script made the change.
    run: Option<Id<'a>>,
    /// The file name of the script.
    script: Option<&'a str>,
    /// The version of the script: SHA-256 of its source, in hexadecimal.
    version: Option<&'a str>,
    /// The kind of the change.
    #[schemars(extend("enum" = Action::TEXTS))]
    action: &'a str,
    /// The kind of the object.
    #[schemars(extend("enum" = Subject::TEXTS))]
    subject: &'a str,
    /// The name for people: the address of a user, the name of a group.
    label: &'a str,
    /// The properties that changed.
    changes: Vec<Change<'a>>,
    /// The line in the script.
    line: Option<u32>,
    /// The column in the script.
    column: Option<u32>,
    /// The id of the object.
    subject_id: Id<'a>,
    /// The interface and client of the change. Entries from before schema version 2 have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<Origin<'a>>,
    /// SHA-256 of the previous entry's hash and everything in this entry, in hexadecimal. On a PostgreSQL server, it is empty
    /// for a moment after the commit.
    hash: &'a str,
}

/// The origin of an entry of the audit. The kind determines the other properties.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "AuditOrigin")]
pub struct Origin<'a> {
    /// `commandLine`, `rest`, `page`, `script` or `job`. Later versions may add kinds.
    #[schemars(extend("examples" = domain::Origin::KINDS))]
    kind: &'a str,
    /// The id of the token, for a request over REST.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<Id<'a>>,
    /// The id of the session, for a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<Id<'a>>,
    /// The address of the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// The id of the request, as in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<&'a str>,
    /// The id of the run, for a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Id<'a>>,
    /// The origin of the run.
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

/// Returns the line of a place, if there is one.
pub(super) fn line(place: Option<Place>) -> Option<u32> {
    place.map(|place| place.line)
}

/// Returns the column of a place, if there is one.
pub(super) fn column(place: Option<Place>) -> Option<u32> {
    place.map(|place| place.column)
}
