//! `enlist script`: the scripts that are deployed to an environment, and who may trigger them.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::object::Confirmed;
use super::output::changes::Changes;
use super::output::diagnostics;
use super::output::table::pairs;
use super::output::terminal::{QUIET, Terminal, visible};
use super::run;
use crate::app::retry;
use crate::directory::{self, ScriptChange, ScriptDetails};
use crate::domain::{Code, DeployedScript, Error, Name, Problem, RunStatus};
use crate::json;
use crate::model::Model;
use crate::script::api::Functions;
use crate::script::{self, DeployedRequest, Mode, ScriptSource, Trigger};
use crate::store::{Access, Work};
use clap::{Args, Subcommand};
use serde_json::Value;
use std::path::PathBuf;

/// Add, list, show, change, remove and run the scripts that are deployed to an environment.
#[derive(Debug, Clone, Subcommand)]
pub enum ScriptCommand {
    /// Deploy a script to the environment
    Add(Add),
    /// List the deployed scripts
    List,
    /// Show a deployed script with its source and schedules
    Show(Named),
    /// Change who may trigger a deployed script, and which events do
    Change(Change),
    /// Remove a deployed script and its schedules; its runs stay
    Remove(Remove),
    /// Run a deployed script
    Run(Run),
}

/// One script.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The script's name or id
    script: String,
}

/// Who may trigger a script, and the events that trigger it.
#[derive(Debug, Clone, Args)]
struct TriggerArguments {
    /// Who may trigger it besides administrators: `everybody`, `tokens`, `role:NAME` or `group:NAME`; `administrators` for
    /// nobody else; may be repeated
    #[arg(long, value_name = "WHO")]
    who: Vec<String>,

    /// A type of events that trigger it; may be repeated; a single empty string (`""`) removes all
    #[arg(long, value_name = "TYPE")]
    listen: Vec<String>,
}

/// Deploy a script.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The script, a file that ends in `.rhai` or `.js`; its name is its path below the model's folder, or the file name
    file: PathBuf,

    /// Replace a deployed script of the same name with this version
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    triggers: TriggerArguments,
}

/// Change a script.
#[derive(Debug, Clone, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    triggers: TriggerArguments,
}

/// Remove a script.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    confirmed: Confirmed,
}

/// Run a script.
#[derive(Debug, Clone, Args)]
pub struct Run {
    #[command(flatten)]
    named: Named,

    /// The script's `input`: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    input: Option<String>,

    /// Run it once: a second run with the same key returns the first run
    #[arg(long, value_name = "KEY")]
    key: Option<String>,

    /// Trigger it as this member of the environment
    #[arg(long = "as", value_name = "ADDRESS")]
    trigger: Option<String>,

    /// Show the changes without making them
    #[arg(long)]
    plan: bool,
}

impl ScriptCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            ScriptCommand::Add(add) => add.execute(context),
            ScriptCommand::List => list(context),
            ScriptCommand::Show(named) => named.show(context),
            ScriptCommand::Change(change) => context.change(|work| change.change(work)),
            ScriptCommand::Remove(remove) => context.change(|work| remove.change(work)),
            ScriptCommand::Run(run) => run.execute(context),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_scripts(&context.work(Access::Read)?)?;
    let row = |script: &DeployedScript| {
        vec![
            script.name.to_string(),
            script.version.chars().take(12).collect(),
            script.who.texts().join(", "),
            listens(script),
            script.modified_at.to_string(),
            script.id.to_string(),
        ]
    };
    let head = ["NAME", "VERSION", "WHO", "LISTENS TO", "CHANGED", "ID"];
    let if_empty = "no script is deployed here yet; `enlist script add FILE` deploys one";
    Ok(context.print_list(&all, json::script, &head, row, if_empty))
}

impl TriggerArguments {
    /// Returns the change; options that are omitted keep their value.
    fn change(self) -> ScriptChange {
        let listens = match self.listen.as_slice() {
            [] => None,
            [only] if only.is_empty() => Some(Vec::new()),
            _ => Some(self.listen),
        };
        ScriptChange { who: (!self.who.is_empty()).then_some(self.who), listens }
    }
}

impl Add {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let file = self.file.display().to_string();
        let source = arguments::read(&self.file)?;
        let name = Name::parse(&Model::script_name(&self.file))?;
        let ScriptChange { who, listens } = self.triggers.change();
        let mut work = context.work(Access::Write)?;
        if !self.replace
            && let Some(present) = find_by_name(&work, &name)?
        {
            let found = format!("a script {:?} is deployed already", present.name.as_str());
            return Err(Problem::new(Code::Exists, found)
                .help("add `--replace` to deploy this as its new version; `enlist script change` changes who may trigger it")
                .into());
        }
        let draft = ScriptSource { name, source: source.clone(), who, listens };
        match script::deploy(&mut work, &Functions::default(), draft)? {
            Ok(deployed) => {
                let changes = Changes::of(&mut work);
                work.commit()?;
                changes.print(&json::script(&deployed), context);
                Ok(Exit::Done)
            }
            Err(error) if context.settings.json => {
                context.terminal.json(&serde_json::json!({ "error": json::run_error(&error, &file) }));
                Ok(Exit::Refused)
            }
            Err(error) => {
                diagnostics::run_error(&error, &file, &source, context.terminal);
                context.terminal.print_error("not deployed: the script has mistakes");
                Ok(Exit::Refused)
            }
        }
    }
}

/// Returns the deployed script with exactly this name.
fn find_by_name(work: &Work, name: &Name) -> Result<Option<DeployedScript>, Error> {
    let is_it = |script: &DeployedScript| script.name.key() == name.key();
    Ok(directory::list_scripts(work)?.into_iter().find(is_it))
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let details = directory::show_script(&context.work(Access::Read)?, &self.script)?;
        Ok(context.print_object(|| json::script_details(&details), |terminal| show(&details, terminal)))
    }
}

impl Change {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let before = directory::find_script(work, &self.named.script)?;
        Ok(json::script(&directory::change_script(work, &before, self.triggers.change())?))
    }
}

impl Remove {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let script = directory::find_script(work, &self.named.script)?;
        directory::remove_script(work, &script, self.confirmed.yes)?;
        Ok(json::script(&script))
    }
}

impl Run {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        if self.plan && self.key.is_some() {
            return Err(Problem::new(Code::Missing, "a plan has no key").help("omit `--key` or `--plan`").into());
        }
        let input = self.input.as_deref().map(|input| run::read_input(input, context.terminal)).transpose()?;
        let environment = context.work(Access::Read)?.environment.id;
        let mut app = context.open()?;
        let request = DeployedRequest {
            script: self.named.script,
            input,
            key: self.key,
            trigger: self.trigger.map_or(Trigger::Operator, Trigger::Member),
        };
        let mode = if self.plan { Mode::Plan } else { Mode::Commit };
        let done = match app.run_deployed(environment.as_str(), &request, mode) {
            Err(Error::Refused(refusal)) if context.settings.json => {
                return Ok(run::refused(&refusal, &request.script, context.terminal));
            }
            done => done?,
        };
        if context.settings.json {
            run::write_run(&done, &done.script, context.terminal);
        } else {
            // The run is committed: a conflict while its script is read must not retry the whole command.
            let details = retry(|| {
                let work = app.enter(environment.as_str(), Access::Read)?;
                directory::show_script(&work, &done.script)
            })?;
            run::show(&done, &done.script, &details.source, context.terminal);
        }
        Ok(if done.status == RunStatus::Failed { Exit::Refused } else { Exit::Done })
    }
}

fn show(details: &ScriptDetails, terminal: &mut Terminal) {
    let script = &details.script;
    let schedules = details.schedules.iter().map(|schedule| schedule.expression.to_string());
    pairs(
        terminal,
        &[
            ("name", script.name.to_string()),
            ("id", script.id.to_string()),
            ("version", script.version.clone()),
            ("who", script.who.texts().join(", ")),
            ("listens to", listens(script)),
            ("schedules", schedules.collect::<Vec<_>>().join(", ")),
            ("added", format!("{} by {}", script.created_at, script.created_by)),
            ("changed", format!("{} by {}", script.modified_at, script.modified_by)),
        ],
    );
    let rule = terminal.paint(QUIET, "—");
    terminal.print(&rule);
    for line in details.source.lines() {
        terminal.print(&visible(&line.replace('\t', "    ")));
    }
}

fn listens(script: &DeployedScript) -> String {
    script.listens.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}
