//! Routes of deployed scripts: deploy, list, check, plan and run.

use super::group::CONFIRM;
use super::options::required;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody, ScriptOutcome};
use crate::app::App;
use crate::directory::{self, AboutOption, Kind, ScriptChange, optional};
use crate::domain::{DeployedScript, Error, Permission};
use crate::http::metrics::count_run;
use crate::json;
use crate::script::api::Functions;
use crate::script::check::Checker;
use crate::script::{self, DeployedRequest, Mode, ScriptSource, Trigger};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/scripts",
        name: "listScripts",
        doc: "Lists the deployed scripts, each with its triggers: the callers who may run it, and the events that run it.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("scripts", json::shape::<json::Script>),
        handler: Handler::Read(|context| {
            let scripts = directory::list_scripts(&context.work)?;
            Ok(ResponseBody::of("scripts", scripts.iter().map(json::script).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/scripts",
        name: "addScript",
        doc: "Deploys a script, or a new version of the script with this name. A script with mistakes is refused: `problems` \
              lists all of them with line and column.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NAME, &SOURCE, &WHO, &LISTENS]),
        response: ResponseShape::One("script", json::shape::<json::Script>),
        handler: Handler::Run(add),
    },
    Route {
        method: Method::Post,
        path: "/scripts/check",
        name: "checkScript",
        doc: "Checks a source without storing it. `findings` are mistakes with line and column. `can` lists the effects that \
              the script can have, each with the places that cause it. An effect without places cannot happen.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&SOURCE]),
        response: ResponseShape::One("checked", json::shape::<json::Checked>),
        handler: Handler::Read(check),
    },
    Route {
        method: Method::Get,
        path: "/scripts/{script}",
        name: "getScript",
        doc: "Returns a deployed script with its source and its schedules.",
        permission: Permission::ScriptsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("script", json::shape::<json::ScriptWithSource>),
        handler: Handler::Read(|context| {
            let details = directory::show_script(&context.work, context.input.path("script"))?;
            Ok(ResponseBody::of("script", json::script_details(&details)))
        }),
    },
    Route {
        method: Method::Patch,
        path: "/scripts/{script}",
        name: "changeScript",
        doc: "Changes the triggers of a deployed script. Options that you omit keep their value.",
        permission: Permission::ScriptsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&WHO, &LISTENS]),
        response: ResponseShape::One("script", json::shape::<json::Script>),
        handler: Handler::Write(|context| {
            let before = found(context)?;
            let change =
                ScriptChange { who: context.input.texts(WHO.name), listens: context.input.texts(LISTENS.name) };
            let after = directory::change_script(&mut context.work, &before, change)?;
            Ok(ResponseBody::of("script", json::script(&after)))
        }),
    },
    Route {
        method: Method::Delete,
        path: "/scripts/{script}",
        name: "removeScript",
        doc: "Removes a deployed script and its schedules. Its runs remain. Requires `confirm`.",
        permission: Permission::ScriptsWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let script = found(context)?;
            directory::remove_script(&mut context.work, &script, context.input.flag(CONFIRM.name))?;
            Ok(ResponseBody::default())
        }),
    },
    Route {
        method: Method::Post,
        path: "/scripts/{script}/plan",
        name: "planScript",
        doc: "Plans a run: returns its effects without making them. Tokens must be allowed to run the script.",
        permission: Permission::ScriptsRun,
        query: nothing,
        body: RequestBody::Options(|| vec![&INPUT]),
        response: ResponseShape::Run,
        handler: Handler::Run(|app, context| run(app, context, Mode::Plan)),
    },
    Route {
        method: Method::Post,
        path: "/scripts/{script}/run",
        name: "runScript",
        doc: "Runs a deployed script. Tokens must be allowed to run it. With the header `Idempotency-Key` it runs once: a second \
              request gets the first run, and `repeated` is true. A run that fails changes nothing: `problems` lists the \
              reasons with line and column, and `run` is the id of the run.",
        permission: Permission::ScriptsRun,
        query: nothing,
        body: RequestBody::Options(|| vec![&INPUT]),
        response: ResponseShape::Run,
        handler: Handler::Run(|app, context| run(app, context, Mode::Commit)),
    },
];

const NAME: AboutOption =
    required("name", Kind::String, "\"onboard.rhai\"", "The file name, unique in the environment.");

const SOURCE: AboutOption = required("source", Kind::String, "\"console.log(input)\"", "The text of the script.");

const WHO: AboutOption = optional(
    "who",
    Kind::Strings,
    "[\"tokens\", \"group:leads\"]",
    "The callers who may run it besides administrators: `everybody`, `tokens`, `role:NAME`, `group:NAME`, or just `administrators`.",
);

const LISTENS: AboutOption = optional(
    "listens",
    Kind::Strings,
    "[\"user.left\"]",
    "The types of the events that run it; an empty list for none.",
);

/// The option for the input of a run.
pub const INPUT: AboutOption =
    optional("input", Kind::Any, "{ \"email\": \"ada@example.com\" }", "The `input` of the script: any JSON.");

fn found(context: &RequestContext) -> Result<DeployedScript, Error> {
    directory::find_script(&context.work, context.input.path("script"))
}

fn add(app: &mut App, mut context: RequestContext) -> Result<ScriptOutcome, Error> {
    let source = ScriptSource {
        name: context.input.name(NAME.name)?,
        source: context.input.text(SOURCE.name).unwrap_or_default(),
        who: context.input.texts(WHO.name),
        listens: context.input.texts(LISTENS.name),
    };
    Ok(match script::deploy(&mut context.work, app.functions(), source)? {
        Ok(script) => {
            context.work.commit()?;
            ScriptOutcome::Deployed(ResponseBody::of("script", json::script(&script)))
        }
        Err(error) => ScriptOutcome::Invalid(Box::new(error)),
    })
}

/// Checks a source without reading the environment, in which the objects that the source names need not exist yet.
fn check(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let source = context.input.text(SOURCE.name).unwrap_or_default();
    let checked = Checker::new(Functions::default()).check(&source, None);
    Ok(ResponseBody::of("checked", json::checked(&checked.findings, checked.can.as_deref())))
}

fn run(app: &mut App, context: RequestContext, mode: Mode) -> Result<ScriptOutcome, Error> {
    let RequestContext { work, input } = context;
    let key = match mode {
        Mode::Commit => input.key.clone(),
        Mode::Plan => None,
    };
    let request = DeployedRequest {
        script: input.path("script").to_owned(),
        input: input.json(INPUT.name),
        key,
        trigger: Trigger::Token,
    };
    let run = app.run_deployed_in(work, &request, mode)?;
    if mode == Mode::Commit {
        count_run(&run);
    }
    Ok(ScriptOutcome::Run(Box::new(run)))
}
