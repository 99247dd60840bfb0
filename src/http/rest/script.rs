//! Deployed scripts: take in, look at, check, plan and run.

use super::group::CONFIRM;
use super::options::required;
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Ended, Visit};
use crate::app::App;
use crate::directory::{self, AboutOption, Kind, ScriptChange, optional};
use crate::domain::{DeployedScript, Error, Permission};
use crate::http::metrics::count_run;
use crate::json;
use crate::script::api::Functions;
use crate::script::check::Checker;
use crate::script::{self, DeployedRequest, Mode, ScriptSource, Trigger};

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/scripts",
        name: "listScripts",
        doc: "Lists the deployed scripts: who may trigger them, and which events do.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("scripts", json::shape::<json::Script>),
        does: Does::Read(|visit| {
            let scripts = directory::list_scripts(&visit.work)?;
            Ok(AnswerBody::of("scripts", scripts.iter().map(json::script).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/scripts",
        name: "addScript",
        doc: "Deploys a script, or a new version of the one of this name. A script with mistakes is refused: `problems` tells \
              all of them with line and column.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NAME, &SOURCE, &WHO, &LISTENS]),
        answers: Answers::One("script", json::shape::<json::Script>),
        does: Does::Run(add),
    },
    Route {
        method: Method::Post,
        path: "/scripts/check",
        name: "checkScript",
        doc: "Checks a source without keeping it: `findings` with line and column, and the effects that it `can` have, each \
              with the places because of which it can; an empty list is proof that it cannot.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&SOURCE]),
        answers: Answers::One("checked", json::shape::<json::Checked>),
        does: Does::Read(check),
    },
    Route {
        method: Method::Get,
        path: "/scripts/{script}",
        name: "getScript",
        doc: "Shows a deployed script with its source and its schedules.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("script", json::shape::<json::ScriptWithSource>),
        does: Does::Read(|visit| {
            let details = directory::show_script(&visit.work, visit.asked.place("script"))?;
            Ok(AnswerBody::of("script", json::script_details(&details)))
        }),
    },
    Route {
        method: Method::Patch,
        path: "/scripts/{script}",
        name: "changeScript",
        doc: "Says who may trigger a deployed script, and which events do; what is not given stays as it is.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&WHO, &LISTENS]),
        answers: Answers::One("script", json::shape::<json::Script>),
        does: Does::Write(|visit| {
            let before = found(visit)?;
            let change = ScriptChange { who: visit.asked.texts(WHO.name), listens: visit.asked.texts(LISTENS.name) };
            let after = directory::change_script(&mut visit.work, &before, change)?;
            Ok(AnswerBody::of("script", json::script(&after)))
        }),
    },
    Route {
        method: Method::Delete,
        path: "/scripts/{script}",
        name: "removeScript",
        doc: "Removes a deployed script and its schedules, if that is confirmed; its runs stay.",
        permission: Permission::ScriptsWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let script = found(visit)?;
            directory::remove_script(&mut visit.work, &script, visit.asked.flag(CONFIRM.name))?;
            Ok(AnswerBody::default())
        }),
    },
    Route {
        method: Method::Post,
        path: "/scripts/{script}/plan",
        name: "planScript",
        doc: "Tells what a run would do, and does nothing. The script must be open to tokens.",
        permission: Permission::ScriptsRun,
        query: nothing,
        body: Takes::Options(|| vec![&INPUT]),
        answers: Answers::Run,
        does: Does::Run(|app, visit| run(app, visit, Mode::Plan)),
    },
    Route {
        method: Method::Post,
        path: "/scripts/{script}/run",
        name: "runScript",
        doc: "Runs a deployed script, which must be open to tokens. With the header `Idempotency-Key` it runs once: a second \
              request is answered by the first run, and `repeated` is true. A run that fails changes nothing; `problems` tells \
              why, with line and column, and `run` is its id.",
        permission: Permission::ScriptsRun,
        query: nothing,
        body: Takes::Options(|| vec![&INPUT]),
        answers: Answers::Run,
        does: Does::Run(|app, visit| run(app, visit, Mode::Commit)),
    },
];

const NAME: AboutOption =
    required("name", Kind::String, "\"onboard.rhai\"", "The file name, unique in the environment.");

const SOURCE: AboutOption = required("source", Kind::String, "\"console.log(input)\"", "The text of the script.");

const WHO: AboutOption = optional(
    "who",
    Kind::Strings,
    "[\"tokens\", \"group:leads\"]",
    "Who may trigger it besides administrators: `everybody`, `tokens`, `role:NAME`, `group:NAME`, or just `administrators`.",
);

const LISTENS: AboutOption = optional(
    "listens",
    Kind::Strings,
    "[\"user.left\"]",
    "The types of the events that trigger it; none if it is empty.",
);

/// What a script gets as `input`.
pub const INPUT: AboutOption =
    optional("input", Kind::Any, "{ \"email\": \"ada@example.com\" }", "What the script gets as `input`: any JSON.");

fn found(visit: &Visit) -> Result<DeployedScript, Error> {
    directory::find_script(&visit.work, visit.asked.place("script"))
}

fn add(app: &mut App, mut visit: Visit) -> Result<Ended, Error> {
    let source = ScriptSource {
        name: visit.asked.name(NAME.name)?,
        source: visit.asked.text(SOURCE.name).unwrap_or_default(),
        who: visit.asked.texts(WHO.name),
        listens: visit.asked.texts(LISTENS.name),
    };
    Ok(match script::deploy(&mut visit.work, app.functions(), source)? {
        Ok(script) => {
            visit.work.commit()?;
            Ended::Well(AnswerBody::of("script", json::script(&script)))
        }
        Err(error) => Ended::Mistaken(Box::new(error)),
    })
}

/// Nothing of the environment is looked at: what a source names may not be there yet.
fn check(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let source = visit.asked.text(SOURCE.name).unwrap_or_default();
    let checked = Checker::new(Functions::default()).check(&source, None);
    Ok(AnswerBody::of("checked", json::checked(&checked.findings, checked.can.as_deref())))
}

fn run(app: &mut App, visit: Visit, mode: Mode) -> Result<Ended, Error> {
    let Visit { work, asked } = visit;
    let key = match mode {
        Mode::Commit => asked.key.clone(),
        Mode::Plan => None,
    };
    let request = DeployedRequest {
        script: asked.place("script").to_owned(),
        input: asked.json(INPUT.name),
        key,
        trigger: Trigger::Token,
    };
    let run = app.run_deployed_in(work, &request, mode)?;
    if mode == Mode::Commit {
        count_run(&run);
    }
    Ok(Ended::Ran(Box::new(run)))
}
