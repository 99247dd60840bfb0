//! `enlist jobs`: lists background jobs and runs those that are due. The jobs themselves are in `jobs`.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::diagnostics;
use crate::cli::output::table::{moment, table};
use crate::cli::output::terminal::{ADDED, REMOVED, Terminal, visible};
use crate::domain::{Delivery, DeliveryStatus, Error, Fault, JobKind, Run, RunStatus};
use crate::jobs::{self, Done, DueJob};
use crate::json;
use crate::store::Access;
use crate::store::event::delivery;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// List the jobs that are due, and run them.
#[derive(Debug, Clone, Args)]
pub struct JobsCommand {
    #[command(subcommand)]
    act: Option<JobAction>,
}

/// The subcommands; without one, the jobs are listed.
#[derive(Debug, Clone, Subcommand)]
enum JobAction {
    /// Run all jobs that are due now, in all environments
    Run,
    /// List the deliveries of the environment's events to scripts, newest first
    Events(Events),
}

/// List deliveries of events.
#[derive(Debug, Clone, Args)]
struct Events {
    /// Only deliveries with this status
    #[arg(long, value_name = "STATUS", value_parser = PossibleValuesParser::new(DeliveryStatus::TEXTS))]
    status: Option<String>,

    /// Maximum number of deliveries
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

impl JobsCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self.act {
            None => list(context),
            Some(JobAction::Run) => run(context),
            Some(JobAction::Events(events)) => events.execute(context),
        }
    }
}

impl Events {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let status = self.status.as_deref().and_then(DeliveryStatus::from_text);
        let all = delivery::list(&context.work(Access::Read)?, status, self.limit)?;
        let row = |delivery: &Delivery| {
            vec![
                delivery.event.created_at.to_string(),
                delivery.event.kind.as_str().to_owned(),
                delivery.script.to_string(),
                delivery.status.to_string(),
                delivery.attempts.to_string(),
                moment(delivery.next_at),
                delivery.run.as_ref().map(ToString::to_string).unwrap_or_default(),
            ]
        };
        let head = ["EMITTED", "TYPE", "SCRIPT", "STATUS", "ATTEMPTS", "NEXT", "LAST RUN"];
        let if_empty = "there is no event that a script listens to";
        Ok(context.print_list(&all, json::delivery, &head, row, if_empty))
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let kinds = jobs::overview(&context.open()?)?;
    if context.settings.json {
        context.terminal.json(&kinds.iter().map(json::job).collect());
        return Ok(Exit::Done);
    }
    let row = |kind: &JobKind| {
        vec![
            kind.name.to_owned(),
            kind.waiting.to_string(),
            moment(kind.next_at),
            moment(kind.last_at),
            kind.given_up.to_string(),
            kind.doc.trim_end_matches('.').to_owned(),
        ]
    };
    let head = ["JOB", "WAITING", "NEXT", "LAST", "GIVEN UP", "WHAT IT DOES"];
    table(context.terminal, &head, kinds.iter().map(row).collect(), "");
    for kind in &kinds {
        for (environment, report) in &kind.reports {
            let line = format!("\n{}, {environment}: {}", kind.name, visible(report));
            context.terminal.print(&line);
        }
    }
    Ok(Exit::Done)
}

/// Runs jobs until none is due: a run can emit events, which are due at once. A job that fails with a fault or a refusal is left
/// for the next time; the others run.
fn run(context: &mut Context) -> Result<Exit, Error> {
    let mut app = context.open()?;
    let mut left: Vec<DueJob> = Vec::new();
    let mut fault: Option<Fault> = None;
    let mut done: Vec<Done> = Vec::new();
    loop {
        let due: Vec<DueJob> = jobs::due(&app)?.into_iter().filter(|due| !left.contains(due)).collect();
        if due.is_empty() {
            break;
        }
        for one in due {
            match jobs::carry_out(&mut app, &one) {
                Ok(result) => {
                    if !context.settings.json {
                        print_job(&result, context.terminal);
                    }
                    done.push(result);
                }
                Err(Error::Fault(found)) => {
                    left.push(one);
                    fault.get_or_insert(found);
                }
                Err(Error::Refused(refusal)) => {
                    if !context.settings.json {
                        diagnostics::refusal(&refusal, context.terminal);
                    }
                    left.push(one);
                }
            }
        }
    }
    if context.settings.json {
        context.terminal.json(&done.iter().map(done_json).collect());
    } else {
        print_summary(&done, context.terminal);
    }
    match fault {
        Some(fault) => Err(fault.into()),
        None if left.is_empty() => Ok(Exit::Done),
        None => Ok(Exit::Refused),
    }
}

fn print_job(done: &Done, terminal: &mut Terminal) {
    if let Some(problem) = &done.held {
        terminal.print_error(&format!("{} of {} needs a check:", done.job, visible(done.environment.as_str())));
        diagnostics::refusal(&problem.clone().into(), terminal);
    }
    if let Some(told) = &done.told {
        terminal.print(&format!("{} of {}: {}", done.job, visible(done.environment.as_str()), visible(told)));
    }
    let Some(run) = &done.run else { return };
    let style = if run.status == RunStatus::Failed { REMOVED } else { ADDED };
    let word = terminal.paint(style.bold(), run.status.as_str());
    let id = run.id.as_ref().map(|id| format!(" run {id}")).unwrap_or_default();
    let what = format!("{} in {}", run.script, done.environment);
    let after = match (&run.error, done.given_up, done.next_at) {
        (Some(error), true, _) => format!(", given up: {}", error.message),
        (Some(error), false, Some(next)) => format!(", due again at {next}: {}", error.message),
        (Some(error), false, None) => format!(": {}", error.message),
        (None, _, Some(next)) => format!(", due again at {next}"),
        (None, _, None) => String::new(),
    };
    terminal.print(&format!("{word}{id}: {}", visible(&format!("{what}{after}"))));
}

fn print_summary(done: &[Done], terminal: &mut Terminal) {
    let runs: Vec<&Run> = done.iter().filter_map(|done| done.run.as_ref()).collect();
    let failed = runs.iter().filter(|run| run.status == RunStatus::Failed).count();
    if runs.is_empty() && done.iter().any(|done| done.told.is_some() || done.held.is_some()) {
        return;
    }
    let count = match runs.len() {
        0 => "nothing is due".to_owned(),
        1 => "1 run".to_owned(),
        count => format!("{count} runs"),
    };
    terminal.print(&if failed == 0 { count } else { format!("{count}, {failed} failed") });
}

fn done_json(done: &Done) -> Value {
    json!({
        "job": done.job,
        "environment": done.environment.as_str(),
        "run": done.run.as_ref().map(|run| json::run_in_list(run, &run.script)),
        "nextAt": done.next_at.map(|moment| moment.to_string()),
        "givenUp": done.given_up,
        "told": done.told,
        "held": done.held.as_ref().map(json::problem),
    })
}
