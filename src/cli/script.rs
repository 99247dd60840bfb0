//! `enlist script`: the scripts that an environment has of its own, and who may trigger them.

use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::diagnostics;
use super::output::table::{pairs, table};
use super::output::terminal::QUIET;
use super::{Exit, run};
use crate::app::retry;
use crate::directory::{self, ScriptChange, ScriptDetails};
use crate::domain::{Code, DeployedScript, Error, Name, Problem, RunStatus};
use crate::json;
use crate::model::Model;
use crate::script::api::Functions;
use crate::script::{self, DeployedRequest, Mode, ScriptSource, Trigger};
use crate::store::{Access, Work};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Add, list, show, change, remove and run the scripts that an environment has of its own.
#[derive(Debug, Clone, Subcommand)]
pub enum ScriptCommand {
    /// Deploy a script to the environment, or a new version of it
    Add(Add),
    /// List the deployed scripts
    List,
    /// Show a deployed script with its source and schedules
    Show(Named),
    /// Say who may trigger a deployed script, and which events do
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

/// Who may trigger a script, and which events do.
#[derive(Debug, Clone, Args)]
struct TriggerArguments {
    /// Who may trigger it besides administrators: `everybody`, `tokens`, `role:NAME`, `group:NAME`, or just `administrators`;
    /// may be repeated
    #[arg(long, value_name = "WHO")]
    who: Vec<String>,

    /// A type of events that trigger it; may be repeated, and a single empty word (`""`) takes all away
    #[arg(long, value_name = "TYPE")]
    listen: Vec<String>,
}

/// Deploy a script.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The script, a file that ends in `.rhai` or `.js`; its name is the path below the model's folder, or the file name
    file: PathBuf,

    /// Replace a script of the same name by this new version
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    opening: TriggerArguments,
}

/// Change a script.
#[derive(Debug, Clone, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    opening: TriggerArguments,
}

/// Remove a script.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Confirm that it is to go
    #[arg(long)]
    yes: bool,
}

/// Run a script.
#[derive(Debug, Clone, Args)]
pub struct Run {
    #[command(flatten)]
    named: Named,

    /// What the script gets as `input`: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON|@FILE|-", allow_hyphen_values = true)]
    input: Option<String>,

    /// Run it once: a second run with the same key is answered by the first
    #[arg(long, value_name = "KEY")]
    key: Option<String>,

    /// Trigger it as this member of the environment
    #[arg(long = "as", value_name = "ADDRESS")]
    trigger: Option<String>,

    /// Show what it would change, and change nothing
    #[arg(long)]
    plan: bool,
}

impl ScriptCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            ScriptCommand::Add(add) => add.carry_out(context),
            ScriptCommand::List => list(context),
            ScriptCommand::Show(named) => named.show(context),
            ScriptCommand::Change(change) => change.carry_out(context),
            ScriptCommand::Remove(remove) => remove.carry_out(context),
            ScriptCommand::Run(run) => run.carry_out(context),
        }
    }
}

impl TriggerArguments {
    /// Nothing that is not given; an empty word means none.
    fn given(self) -> ScriptChange {
        let listens = match self.listen.as_slice() {
            [] => None,
            [only] if only.is_empty() => Some(Vec::new()),
            _ => Some(self.listen),
        };
        ScriptChange { who: (!self.who.is_empty()).then_some(self.who), listens }
    }
}

impl Add {
    fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let file = self.file.display().to_string();
        let source = arguments::read(&self.file)?;
        let name = Name::parse(&Model::script_name(&self.file))?;
        let ScriptChange { who, listens } = self.opening.given();
        let mut work = context.work(Access::Write)?;
        if !self.replace
            && let Some(present) = find_by_name(&work, &name)?
        {
            let found = format!("a script {:?} is deployed already", present.name.as_str());
            return Err(Problem::new(Code::Exists, found)
                .help("add `--replace` to deploy this as its new version; `enlist script change` changes who may trigger it")
                .into());
        }
        let wanted = ScriptSource { name, source: source.clone(), who, listens };
        match script::deploy(&mut work, &Functions::default(), wanted)? {
            Ok(deployed) => tell(work, &deployed, context),
            Err(error) if context.settings.json => {
                context.terminal.json(&serde_json::json!({ "error": json::run_error(&error, &file) }));
                Ok(Exit::Refused)
            }
            Err(error) => {
                diagnostics::run_error(&error, &file, &source, context.terminal);
                context.terminal.complain("not deployed: the script has mistakes");
                Ok(Exit::Refused)
            }
        }
    }
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let work = context.work(Access::Read)?;
        let details = directory::show_script(&work, &self.script)?;
        if context.settings.json {
            context.terminal.json(&json::script_details(&details));
        } else {
            show(&details, context);
        }
        Ok(Exit::Done)
    }
}

impl Change {
    fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Write)?;
        let before = directory::find_script(&work, &self.named.script)?;
        let after = directory::change_script(&mut work, &before, self.opening.given())?;
        tell(work, &after, context)
    }
}

impl Remove {
    fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Write)?;
        let script = directory::find_script(&work, &self.named.script)?;
        directory::remove_script(&mut work, &script, self.yes)?;
        tell(work, &script, context)
    }
}

impl Run {
    fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        if self.plan && self.key.is_some() {
            return Err(Problem::new(Code::Missing, "a plan has no key").help("leave out `--key` or `--plan`").into());
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
            // The run stands: whatever is looked up for it must not begin the command anew.
            let details = retry(|| {
                let work = app.enter(environment.as_str(), Access::Read)?;
                directory::show_script(&work, &done.script)
            })?;
            run::show(&done, &done.script, &details.source, context.terminal);
        }
        Ok(if done.status == RunStatus::Failed { Exit::Refused } else { Exit::Done })
    }
}

/// The deployed script of exactly this name.
fn find_by_name(work: &Work, name: &Name) -> Result<Option<DeployedScript>, Error> {
    let is_it = |script: &DeployedScript| script.name.key() == name.key();
    Ok(directory::list_scripts(work)?.into_iter().find(is_it))
}

/// Commits, and tells what was changed.
fn tell(mut work: Work, script: &DeployedScript, context: &mut Context) -> Result<Exit, Error> {
    let changes = Changes::of(&mut work);
    work.commit()?;
    changes.tell(&json::script(script), context);
    Ok(Exit::Done)
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_scripts(&context.work(Access::Read)?)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::script).collect());
        return Ok(Exit::Done);
    }
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
    let empty = "no script is deployed here yet; `enlist script add FILE` deploys one";
    table(context.terminal, &head, all.iter().map(row).collect(), empty);
    Ok(Exit::Done)
}

fn show(details: &ScriptDetails, context: &mut Context) {
    let script = &details.script;
    let schedules = details.schedules.iter().map(|schedule| schedule.expression.to_string());
    pairs(
        context.terminal,
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
    let rule = context.terminal.paint(QUIET, "—");
    context.terminal.say(&rule);
    for line in details.source.lines() {
        context.terminal.say(&super::output::terminal::visible(&line.replace('\t', "    ")));
    }
}

fn listens(script: &DeployedScript) -> String {
    script.listens.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}
