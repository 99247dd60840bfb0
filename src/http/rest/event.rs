//! Routes of background work: jobs, and the delivery of events to scripts.

use super::options::{LIMIT, limit_of};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{AboutOption, Kind, optional};
use crate::domain::{Code, DeliveryStatus, Error, Permission, Problem};
use crate::jobs;
use crate::json;
use crate::store::event::delivery;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/jobs",
        name: "listJobs",
        doc: "Lists the kinds of jobs: for each, how many are pending in the environment, when the next is due, and how many \
              were given up.",
        permission: Permission::RunsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("jobs", json::shape::<json::Job>),
        handler: Handler::Read(|context| {
            let kinds = jobs::overview_in(&context.work)?;
            Ok(ResponseBody::of("jobs", kinds.iter().map(json::job).collect()))
        }),
    },
    Route {
        method: Method::Get,
        path: "/events",
        name: "listEvents",
        doc: "Lists events with the status of their delivery to each script that listens, the newest first.",
        permission: Permission::RunsRead,
        query: || vec![&STATUS, &LIMIT],
        body: RequestBody::Nothing,
        response: ResponseShape::List("events", json::shape::<json::Delivery>),
        handler: Handler::Read(list),
    },
];

const STATUS: AboutOption = AboutOption {
    values: DeliveryStatus::TEXTS,
    ..optional(
        "status",
        Kind::String,
        "\"givenUp\"",
        "Only deliveries with this status: `waiting`, `done` or `givenUp`.",
    )
};

fn list(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let status = match context.input.text(STATUS.name) {
        Some(text) => Some(DeliveryStatus::from_text(&text).ok_or_else(|| {
            let expected = DeliveryStatus::TEXTS.join(", ");
            Problem::new(Code::NotInList, format!("expected one of {expected}, found {text:?}")).of(STATUS.name)
        })?),
        None => None,
    };
    let all = delivery::list(&context.work, status, limit_of(context))?;
    Ok(ResponseBody::of("events", all.iter().map(json::delivery).collect()))
}
