//! `enlist runs`: the recorded runs of an environment.

use crate::cli::input::settings::Context;
use crate::cli::output::effects;
use crate::cli::output::table::{pairs, table};
use crate::cli::output::terminal::QUIET;
use crate::cli::{Exit, run};
use crate::directory;
use crate::domain::{Error, Run};
use crate::json;
use crate::store::{Access, Work, run as store};
use clap::{Args, Subcommand};

/// List and show runs of scripts.
#[derive(Debug, Clone, Subcommand)]
pub enum RunsCommand {
    /// List the runs, newest first
    List(List),
    /// Show a run
    Show(Show),
}

/// List runs.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// Maximum number of runs
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

/// One run.
#[derive(Debug, Clone, Args)]
pub struct Show {
    /// The run's id
    #[arg(value_name = "ID")]
    run: String,
}

impl RunsCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let work = context.work(Access::Read)?;
        match self {
            RunsCommand::List(list) => list.execute(&work, context)?,
            RunsCommand::Show(show) => show.execute(&work, context)?,
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn execute(self, work: &Work, context: &mut Context) -> Result<(), Error> {
        // One more than the limit, to know whether there are older ones.
        let mut runs = store::list(work, None, self.limit + 1)?;
        let more = runs.len() > self.limit as usize;
        runs.truncate(self.limit as usize);
        if context.settings.json {
            context.terminal.json(&runs.iter().map(|run| json::run_in_list(run, &run.script)).collect());
            return Ok(());
        }
        let row = |run: &Run| {
            vec![
                run.started_at.to_string(),
                run.script.clone(),
                run.status.to_string(),
                run.caller.clone(),
                duration(run.duration_us),
                id(run),
            ]
        };
        let head = ["STARTED", "SCRIPT", "STATUS", "CALLER", "DURATION", "ID"];
        let empty = "no script has run here yet; `enlist run FILE` runs one";
        table(context.terminal, &head, runs.iter().map(row).collect(), empty);
        if more {
            let line = format!("\nthe latest {}; `--limit` shows more", self.limit);
            context.terminal.print(&line);
        }
        Ok(())
    }
}

impl Show {
    fn execute(self, work: &Work, context: &mut Context) -> Result<(), Error> {
        let run = directory::find_run(work, &self.run)?;
        if context.settings.json {
            let mut json = json::run(&run, &run.script);
            json["input"] = json::parsed(run.input.as_deref());
            context.terminal.json(&json);
            return Ok(());
        }
        let source = store::source(work, &run.version)?.unwrap_or_default();
        pairs(
            context.terminal,
            &[
                ("run", id(&run)),
                ("script", run.script.clone()),
                ("version", run.version.clone()),
                ("status", run.status.to_string()),
                ("caller", run.caller.clone()),
                ("key", run.key.clone().unwrap_or_default()),
                ("input", run.input.clone().unwrap_or_default()),
                ("started", run.started_at.to_string()),
                ("duration", duration(run.duration_us)),
                ("operations", run.operations.to_string()),
                ("emptied", run.emptied_at.map(|moment| moment.to_string()).unwrap_or_default()),
            ],
        );
        let rule = context.terminal.paint(QUIET, "—");
        context.terminal.print(&rule);
        if run.emptied_at.is_some() {
            // Its output and the reason of a failure are deleted.
            let line = "input, log, result, warnings and error are no longer stored; the audit has the changes";
            context.terminal.print(&context.terminal.paint(QUIET, line));
            effects::show(&run.effects, &[], &run.script, context.terminal);
            return Ok(());
        }
        run::show(&run, &run.script, &source, context.terminal);
        Ok(())
    }
}

fn id(run: &Run) -> String {
    run.id.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Returns a duration in the unit that fits it.
fn duration(microseconds: i64) -> String {
    match microseconds {
        0..1_000 => format!("{microseconds} µs"),
        1_000..1_000_000 => format!("{:.1} ms", microseconds as f64 / 1_000.0),
        _ => format!("{:.2} s", microseconds as f64 / 1_000_000.0),
    }
}
