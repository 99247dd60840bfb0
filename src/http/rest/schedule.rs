//! Schedules: when deployed scripts run by themselves.

use super::options::required;
use super::script::INPUT;
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, AboutOption, Kind, ScheduleDraft, optional};
use crate::domain::{CronExpression, Error, Permission, Schedule, TimeZone};
use crate::json;
use crate::store::Work;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/schedules",
        name: "listSchedules",
        doc: "Lists the schedules: when deployed scripts run by themselves.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("schedules", json::shape::<json::Schedule>),
        does: Does::Read(|visit| {
            let schedules = directory::list_schedules(&visit.work)?;
            Ok(AnswerBody::of("schedules", schedules.iter().map(json::schedule).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/schedules",
        name: "addSchedule",
        doc: "Adds a schedule: from then on a deployed script runs by itself.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&SCRIPT, &EXPRESSION, &TIME_ZONE, &INPUT]),
        answers: Answers::One("schedule", json::shape::<json::Schedule>),
        does: Does::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/schedules/{schedule}",
        name: "getSchedule",
        doc: "Shows a schedule, with when it comes due and the run that it triggered last.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("schedule", json::shape::<json::Schedule>),
        does: Does::Read(|visit| Ok(shown(&found(visit)?))),
    },
    Route {
        method: Method::Post,
        path: "/schedules/{schedule}/pause",
        name: "pauseSchedule",
        doc: "Pauses a schedule: it does not come due any more.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("schedule", json::shape::<json::Schedule>),
        does: Does::Write(|visit| change(visit, directory::pause_schedule)),
    },
    Route {
        method: Method::Post,
        path: "/schedules/{schedule}/resume",
        name: "resumeSchedule",
        doc: "Lets a schedule go on; what it missed meanwhile is not made up for.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("schedule", json::shape::<json::Schedule>),
        does: Does::Write(|visit| change(visit, directory::resume_schedule)),
    },
    Route {
        method: Method::Delete,
        path: "/schedules/{schedule}",
        name: "removeSchedule",
        doc: "Removes a schedule; the runs that it triggered stay.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let schedule = found(visit)?;
            directory::remove_schedule(&mut visit.work, &schedule)?;
            Ok(AnswerBody::default())
        }),
    },
];

const SCRIPT: AboutOption = required("script", Kind::String, "\"onboard.rhai\"", "The deployed script, by name or id.");

const EXPRESSION: AboutOption = required(
    "expression",
    Kind::String,
    "\"0 6 * * 1-5\"",
    "When it comes due, as a cron expression: minute, hour, day of month, month, day of week.",
);

const TIME_ZONE: AboutOption = optional(
    "timeZone",
    Kind::String,
    "\"Europe/Amsterdam\"",
    "The time zone of the expression; that of the environment if none is given.",
);

fn found(visit: &Visit) -> Result<Schedule, Error> {
    directory::find_schedule(&visit.work, visit.asked.place("schedule"))
}

fn add(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let expression = CronExpression::parse(&visit.asked.text(EXPRESSION.name).unwrap_or_default());
    let time_zone = visit.asked.text(TIME_ZONE.name).map(|zone| TimeZone::parse(&zone)).transpose();
    let draft = ScheduleDraft {
        script: visit.asked.text(SCRIPT.name).unwrap_or_default(),
        expression: expression.map_err(|problem| problem.of(EXPRESSION.name))?,
        time_zone: time_zone.map_err(|problem| problem.of(TIME_ZONE.name))?,
        input: visit.asked.json(INPUT.name),
    };
    Ok(shown(&directory::add_schedule(&mut visit.work, draft)?))
}

fn change(visit: &mut Visit, verb: fn(&mut Work, &Schedule) -> Result<(), Error>) -> Result<AnswerBody, Error> {
    let schedule = found(visit)?;
    verb(&mut visit.work, &schedule)?;
    Ok(shown(&found(visit)?))
}

fn shown(schedule: &Schedule) -> AnswerBody {
    AnswerBody::of("schedule", json::schedule(schedule))
}
