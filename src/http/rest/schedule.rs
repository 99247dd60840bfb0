//! Routes of schedules, by which deployed scripts run at certain times.

use super::options::required;
use super::script::INPUT;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, Kind, ScheduleDraft, optional};
use crate::domain::{CronExpression, Error, Permission, Schedule, TimeZone};
use crate::json;
use crate::store::Work;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/schedules",
        name: "listSchedules",
        doc: "Lists the schedules of deployed scripts.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("schedules", json::shape::<json::Schedule>),
        handler: Handler::Read(|context| {
            let schedules = directory::list_schedules(&context.work)?;
            Ok(ResponseBody::of("schedules", schedules.iter().map(json::schedule).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/schedules",
        name: "addSchedule",
        doc: "Adds a schedule for a deployed script.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&SCRIPT, &EXPRESSION, &TIME_ZONE, &INPUT]),
        response: ResponseShape::One("schedule", json::shape::<json::Schedule>),
        handler: Handler::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/schedules/{schedule}",
        name: "getSchedule",
        doc: "Returns a schedule with the time of its next run and its last run.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("schedule", json::shape::<json::Schedule>),
        handler: Handler::Read(|context| Ok(shown(&found(context)?))),
    },
    Route {
        method: Method::Post,
        path: "/schedules/{schedule}/pause",
        name: "pauseSchedule",
        doc: "Pauses a schedule until it is resumed.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("schedule", json::shape::<json::Schedule>),
        handler: Handler::Write(|context| change(context, directory::pause_schedule)),
    },
    Route {
        method: Method::Post,
        path: "/schedules/{schedule}/resume",
        name: "resumeSchedule",
        doc: "Resumes a paused schedule. Missed times are skipped.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("schedule", json::shape::<json::Schedule>),
        handler: Handler::Write(|context| change(context, directory::resume_schedule)),
    },
    Route {
        method: Method::Delete,
        path: "/schedules/{schedule}",
        name: "removeSchedule",
        doc: "Removes a schedule. Its runs remain.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let schedule = found(context)?;
            directory::remove_schedule(&mut context.work, &schedule)?;
            Ok(ResponseBody::default())
        }),
    },
];

const SCRIPT: AboutOption = required("script", Kind::String, "\"onboard.rhai\"", "The deployed script, by name or id.");

const EXPRESSION: AboutOption = required(
    "expression",
    Kind::String,
    "\"0 6 * * 1-5\"",
    "The times as a cron expression: minute, hour, day of month, month, day of week.",
);

const TIME_ZONE: AboutOption = optional(
    "timeZone",
    Kind::String,
    "\"Europe/Amsterdam\"",
    "The time zone of the expression; the time zone of the environment by default.",
);

fn found(context: &RequestContext) -> Result<Schedule, Error> {
    directory::find_schedule(&context.work, context.input.path("schedule"))
}

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let expression = CronExpression::parse(&context.input.text(EXPRESSION.name).unwrap_or_default());
    let time_zone = context.input.text(TIME_ZONE.name).map(|zone| TimeZone::parse(&zone)).transpose();
    let draft = ScheduleDraft {
        script: context.input.text(SCRIPT.name).unwrap_or_default(),
        expression: expression.map_err(|problem| problem.of(EXPRESSION.name))?,
        time_zone: time_zone.map_err(|problem| problem.of(TIME_ZONE.name))?,
        input: context.input.json(INPUT.name),
    };
    Ok(shown(&directory::add_schedule(&mut context.work, draft)?))
}

fn change(
    context: &mut RequestContext,
    verb: fn(&mut Work, &Schedule) -> Result<(), Error>,
) -> Result<ResponseBody, Error> {
    let schedule = found(context)?;
    verb(&mut context.work, &schedule)?;
    Ok(shown(&found(context)?))
}

fn shown(schedule: &Schedule) -> ResponseBody {
    ResponseBody::of("schedule", json::schedule(schedule))
}
