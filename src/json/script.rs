//! Deployed scripts, their schedules, and the deliveries of events to them.

use super::run::parsed;
use super::shape::{Id, Stamp, value};
use crate::directory::ScriptDetails;
use crate::domain::{self, DeliveryStatus, EventType, TimeZone};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a deployed script.
pub fn script(script: &domain::DeployedScript) -> Value {
    value(Script::of(script))
}

/// Returns a deployed script with its source and its schedules.
pub fn script_details(details: &ScriptDetails) -> Value {
    value(ScriptWithSource {
        script: Script::of(&details.script),
        source: &details.source,
        schedules: details.schedules.iter().map(Schedule::of).collect(),
    })
}

/// Returns a schedule of a deployed script.
pub fn schedule(schedule: &domain::Schedule) -> Value {
    value(Schedule::of(schedule))
}

/// Returns the delivery of an event to a script.
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
    /// The callers that may trigger it: `administrators`, `everybody`, `tokens`, `role:NAME` or `group:NAME`.
    who: Vec<String>,
    /// The types of the events that it listens to.
    listens: Vec<&'a str>,
    /// The time of creation.
    #[serde(rename = "_createdOn")]
    created_on: Stamp,
    /// The account id of its creator, or `system`.
    #[serde(rename = "_createdByUserId")]
    created_by: &'a str,
    /// The time of the last change.
    #[serde(rename = "_lastModifiedOn")]
    modified_on: Stamp,
    /// The account id of the last person who changed it, or `system`.
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
    /// The cron expression: minute, hour, day of month, month, day of week; or a nickname such as `@daily`.
    #[schemars(extend("examples" = ["0 6 * * 1-5"]))]
    expression: &'a str,
    /// The time zone of the expression. If it is null, the time zone of the environment applies.
    #[schemars(extend("examples" = ["Europe/Amsterdam"]))]
    time_zone: Option<&'a str>,
    /// The `input` of the script.
    input: Value,
    /// Whether the schedule is active. Otherwise it is paused.
    active: bool,
    /// The time at which it is due next.
    next_at: Option<Stamp>,
    /// The time at which it was last due.
    last_at: Option<Stamp>,
    /// The id of the last run.
    last_run: Option<Id<'a>>,
    /// The time of creation.
    #[serde(rename = "_createdOn")]
    created_on: Stamp,
}

/// The delivery of an event to a script.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery<'a> {
    /// The id of the event.
    event: Id<'a>,
    /// The type of the event.
    #[serde(rename = "type")]
    kind: &'a str,
    /// The name of the script.
    script: &'a str,
    /// The status.
    #[schemars(extend("enum" = DeliveryStatus::TEXTS))]
    status: &'a str,
    /// The number of attempts.
    attempts: u32,
    /// The time of the next attempt.
    next_at: Option<Stamp>,
    /// The id of the last run.
    last_run: Option<Id<'a>>,
    /// The time at which the event was emitted.
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
