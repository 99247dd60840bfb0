//! Runs of scripts, as they are recorded.

use super::options::{CURSOR, after_of, limit_of, of_page};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory;
use crate::domain::{Error, Permission, Run};
use crate::json;
use crate::store::run;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/runs",
        name: "listRuns",
        doc: "Lists runs, the newest first, without their effects and letters.",
        permission: Permission::RunsRead,
        query: of_page,
        body: Takes::Nothing,
        answers: Answers::Page("runs", json::shape::<json::RunInList>),
        does: Does::Read(list),
    },
    Route {
        method: Method::Get,
        path: "/runs/{run}",
        name: "getRun",
        doc: "Shows a run with its log, result, effects and letters.",
        permission: Permission::RunsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("run", json::shape::<json::Run>),
        does: Does::Read(|visit| {
            let run = directory::find_run(&visit.work, visit.asked.place("run"))?;
            Ok(AnswerBody::of("run", json::run(&run, &run.script)))
        }),
    },
];

fn list(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let before = visit.asked.text(CURSOR.name);
    if let Some(before) = &before {
        directory::find_run(&visit.work, before)?;
    }
    let limit = limit_of(visit);
    let mut runs = run::list(&visit.work, before.as_deref(), limit + 1)?;
    let next = after_of(&mut runs, limit, id);
    let runs = runs.iter().map(|run| json::run_in_list(run, &run.script));
    Ok(AnswerBody::of("runs", runs.collect()).with("next", next.into()))
}

fn id(run: &Run) -> String {
    run.id.as_ref().map(ToString::to_string).unwrap_or_default()
}
