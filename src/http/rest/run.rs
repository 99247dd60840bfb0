//! Routes of recorded runs of scripts.

use super::options::{CURSOR, after_of, limit_of, of_page};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory;
use crate::domain::{Error, Permission, Run};
use crate::json;
use crate::store::run;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/runs",
        name: "listRuns",
        doc: "Lists the runs, the newest first, without their effects and letters.",
        permission: Permission::RunsRead,
        query: of_page,
        body: RequestBody::Nothing,
        response: ResponseShape::Page("runs", json::shape::<json::RunInList>),
        handler: Handler::Read(list),
    },
    Route {
        method: Method::Get,
        path: "/runs/{run}",
        name: "getRun",
        doc: "Returns a run with its log, result, effects and letters.",
        permission: Permission::RunsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("run", json::shape::<json::Run>),
        handler: Handler::Read(|context| {
            let run = directory::find_run(&context.work, context.input.path("run"))?;
            Ok(ResponseBody::of("run", json::run(&run, &run.script)))
        }),
    },
];

fn list(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let before = context.input.text(CURSOR.name);
    if let Some(before) = &before {
        directory::find_run(&context.work, before)?;
    }
    let limit = limit_of(context);
    let mut runs = run::list(&context.work, before.as_deref(), limit + 1)?;
    let next = after_of(&mut runs, limit, id);
    let runs = runs.iter().map(|run| json::run_in_list(run, &run.script));
    Ok(ResponseBody::of("runs", runs.collect()).with("next", next.into()))
}

fn id(run: &Run) -> String {
    run.id.as_ref().map(ToString::to_string).unwrap_or_default()
}
