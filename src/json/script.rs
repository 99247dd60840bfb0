//! Deployed scripts, their schedules, and events on their way to them.

use super::run::parsed;
use super::shape::{Id, Stamp, value};
use crate::directory::ScriptDetails;
use crate::domain::{self, DeliveryStatus, EventType, TimeZone};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// A deployed script.
pub fn script(script: &domain::DeployedScript) -> Value {
    value(Script::of(script))
}

/// A deployed script with its source and its schedules.
pub fn script_details(details: &ScriptDetails) -> Value {
    value(ScriptWithSource {
        script: Script::of(&details.script),
        source: &details.source,
        schedules: details.schedules.iter().map(Schedule::of).collect(),
    })
}

/// A schedule of a deployed script.
pub fn schedule(schedule: &domain::Schedule) -> Value {
    value(Schedule::of(schedule))
}

/// An event on its way to a script.
pub fn delivery(delivery: &domain::Delivery) -> Value {
    value(Delivery {
        event: Id(&delivery.event.id),
        kind: delivery.event.kind.as_str(),
        script: delivery.script.as_str(),
        status: delivery.status.as_str(),
        attempts: delivery.attempts,
        next_at: delivery.next_at.map(Stamp),
        last_run: delivery.run.as_ref().map(Id),
        emitted_at: Stamp(delivery.event.created_at),
    })
}

/// A deployed script.
#[derive(Serialize, JsonSchema)]
pub struct Script<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The file name, unique in the environment.
    name: &'a str,
    /// The version: SHA-256 of its source, in hexadecimal.
    version: &'a str,
    /// Who may trigger it: `administrators`, `everybody`, `tokens`, `role:NAME` or `group:NAME`.
    who: Vec<String>,
    /// The types of the events that it listens to.
    listens: Vec<&'a str>,
    /// When it was added.
    #[serde(rename = "_createdOn")]
    created_on: Stamp,
    /// Who added it.
    #[serde(rename = "_createdByUserId")]
    created_by: &'a str,
    /// When it was last changed.
    #[serde(rename = "_lastModifiedOn")]
    modified_on: Stamp,
    /// Who changed it last.
    #[serde(rename = "_lastModifiedByUserId")]
    modified_by: &'a str,
}

/// A deployed script with its source and its schedules.
#[derive(Serialize, JsonSchema)]
pub struct ScriptWithSource<'a> {
    #[serde(flatten)]
    script: Script<'a>,
    /// The source.
    source: &'a str,
    /// Its schedules.
    schedules: Vec<Schedule<'a>>,
}

/// A schedule of a deployed script.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Schedule<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name of the script.
    script: &'a str,
    /// When it comes due: minute, hour, day of month, month, day of week.
    #[schemars(extend("examples" = ["0 6 * * 1-5"]))]
    expression: &'a str,
    /// The time zone of the expression; that of the environment if there is none.
    #[schemars(extend("examples" = ["Europe/Amsterdam"]))]
    time_zone: Option<&'a str>,
    /// What the script gets as `input`.
    input: Value,
    /// Whether it comes due at all, or is paused.
    active: bool,
    /// When it comes due next.
    next_at: Option<Stamp>,
    /// When it last came due.
    last_at: Option<Stamp>,
    /// The id of the run of that time.
    last_run: Option<Id<'a>>,
    /// When it was added.
    #[serde(rename = "_createdOn")]
    created_on: Stamp,
}

/// An event on its way to a script.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery<'a> {
    /// The event's id.
    event: Id<'a>,
    /// The event's type.
    #[serde(rename = "type")]
    kind: &'a str,
    /// The name of the script.
    script: &'a str,
    /// Where it stands.
    #[schemars(extend("enum" = DeliveryStatus::TEXTS))]
    status: &'a str,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next.
    next_at: Option<Stamp>,
    /// The id of the last run.
    last_run: Option<Id<'a>>,
    /// When the event was emitted.
    emitted_at: Stamp,
}

impl<'a> Script<'a> {
    fn of(script: &'a domain::DeployedScript) -> Script<'a> {
        Script {
            id: Id(&script.id),
            name: script.name.as_str(),
            version: &script.version,
            who: script.who.texts(),
            listens: script.listens.iter().map(EventType::as_str).collect(),
            created_on: Stamp(script.created_at),
            created_by: &script.created_by,
            modified_on: Stamp(script.modified_at),
            modified_by: &script.modified_by,
        }
    }
}

impl<'a> Schedule<'a> {
    fn of(schedule: &'a domain::Schedule) -> Schedule<'a> {
        Schedule {
            id: Id(&schedule.id),
            script: &schedule.script_name,
            expression: schedule.expression.as_str(),
            time_zone: schedule.time_zone.as_ref().map(TimeZone::as_str),
            input: parsed(schedule.input.as_deref()),
            active: schedule.active,
            next_at: schedule.next_at.map(Stamp),
            last_at: schedule.last_at.map(Stamp),
            last_run: schedule.last_run.as_ref().map(Id),
            created_on: Stamp(schedule.created_at),
        }
    }
}
