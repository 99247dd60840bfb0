//! `enlist sweep`: deactivates users without a login for months, after a letter to them. The rules are in `directory`.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::diagnostics;
use crate::cli::output::terminal::{QUIET, visible};
use crate::directory;
use crate::domain::Error;
use crate::jobs::{self, SweepReport, SweepRequest};
use crate::json;
use crate::store::Access;
use clap::Args;
use serde_json::{Value, json};

/// Deactivate users without a login for months, after a letter to them.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "A server and `enlist jobs run` do this once a day. Use this command to look at the users concerned, and to \
                  confirm a large number. Without `--environment` it works on all environments. A user gets a letter two \
                  weeks before. The last administrator of an environment is exempt."
)]
pub struct SweepCommand {
    /// Show the users concerned without changing them
    #[arg(long)]
    plan: bool,

    /// Confirm that more than 5 % of the environment, which must be named, become inactive
    #[arg(long, conflicts_with = "plan")]
    confirm: bool,

    /// Confirm that the clock is right, although it has moved far since the last time
    #[arg(long, conflicts_with = "plan")]
    clock_is_right: bool,
}

/// Number of addresses that are printed for people; JSON has all.
const LISTED: usize = 20;

impl SweepCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let app = context.open()?;
        // A confirmation is for one environment, which must be named if there are several.
        let ids = match (&context.settings.environment, self.confirm) {
            (Some(name), _) => vec![name.clone()],
            (None, true) => vec![context.work(Access::Read)?.environment.id.to_string()],
            (None, false) => {
                let all = directory::list_environments(&app.begin(Access::Read)?)?;
                all.iter().map(|summary| summary.environment.id.to_string()).collect()
            }
        };
        let request = SweepRequest { plan: self.plan, confirmed: self.confirm, clock_is_right: self.clock_is_right };
        let mut all = Vec::new();
        for id in ids {
            let swept = jobs::sweep(&app, &id, request)?;
            if !context.settings.json {
                print_report(&swept, self.plan, context);
            }
            all.push(swept);
        }
        if context.settings.json {
            context.terminal.json(&all.iter().map(swept_json).collect());
        }
        Ok(if all.iter().any(|swept| swept.held.is_some()) { Exit::Refused } else { Exit::Done })
    }
}

fn print_report(swept: &SweepReport, plan: bool, context: &mut Context) {
    let environment = visible(swept.environment.as_str());
    if let Some(problem) = swept.held.as_ref().filter(|_| !plan) {
        context.terminal.print_error(&format!("nothing was done in {environment}:"));
        diagnostics::refusal(&problem.clone().into(), context.terminal);
        return;
    }
    let (announce, deactivate) = match plan {
        true => ("would be notified that they will be made inactive", "would be made inactive"),
        false => ("notified that they will be made inactive", "made inactive"),
    };
    let spared = "kept active, because the environment would have no administrator without them";
    let lists = [(&swept.announced, announce), (&swept.deactivated, deactivate), (&swept.spared, spared)];
    if lists.iter().all(|(addresses, _)| addresses.is_empty()) {
        context.terminal.print(&format!("{environment}: nobody"));
    }
    for (addresses, what) in lists.into_iter().filter(|(addresses, _)| !addresses.is_empty()) {
        context.terminal.print(&format!("{environment}: {} {what}", addresses.len()));
        for address in addresses.iter().take(LISTED) {
            let line = format!("  {}", visible(address));
            context.terminal.print(&line);
        }
        if addresses.len() > LISTED {
            let rest = format!("  and {} more; `--json` shows all", addresses.len() - LISTED);
            let line = context.terminal.paint(QUIET, &rest);
            context.terminal.print(&line);
        }
    }
    if let Some(problem) = &swept.held {
        diagnostics::refusal(&problem.clone().into(), context.terminal);
    }
}

fn swept_json(swept: &SweepReport) -> Value {
    json!({
        "environment": swept.environment.as_str(),
        "announced": swept.announced,
        "deactivated": swept.deactivated,
        "spared": swept.spared,
        "held": swept.held.as_ref().map(json::problem),
    })
}
