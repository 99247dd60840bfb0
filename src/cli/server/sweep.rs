//! `enlist sweep`: users who have not come for months are made inactive, and told before.

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

/// Make users inactive who have not come for months, and tell them before.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "It happens by itself once a day where jobs are carried out; this is for looking, and for saying yes. Without \
                  `--environment` it concerns all environments. A user is told by letter two weeks before; the last \
                  administrator of an environment is spared."
)]
pub struct SweepCommand {
    /// Only show whom it concerns
    #[arg(long)]
    plan: bool,

    /// Do it although it concerns more than 5 % of the environment, which must be named
    #[arg(long, conflicts_with = "plan")]
    confirm: bool,

    /// The clock is right, however far it moved since the last time
    #[arg(long, conflicts_with = "plan")]
    clock_is_right: bool,
}

/// The most addresses that are listed for people; programs get all.
const LISTED: usize = 20;

impl SweepCommand {
    pub fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let app = context.open()?;
        // To say yes is about one environment: where there are several, it has to be named.
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
                tell(&swept, self.plan, context);
            }
            all.push(swept);
        }
        if context.settings.json {
            context.terminal.json(&all.iter().map(swept_json).collect());
        }
        Ok(if all.iter().any(|swept| swept.held.is_some()) { Exit::Refused } else { Exit::Done })
    }
}

fn tell(swept: &SweepReport, plan: bool, context: &mut Context) {
    let environment = visible(swept.environment.as_str());
    if let Some(problem) = swept.held.as_ref().filter(|_| !plan) {
        context.terminal.complain(&format!("nothing was done in {environment}:"));
        diagnostics::refusal(&problem.clone().into(), context.terminal);
        return;
    }
    let (announce, deactivate) = match plan {
        true => ("would be told that they will be made inactive", "would be made inactive"),
        false => ("told that they will be made inactive", "made inactive"),
    };
    let spared = "spared: nobody else would administer the environment";
    let lists = [(&swept.announced, announce), (&swept.deactivated, deactivate), (&swept.spared, spared)];
    if lists.iter().all(|(addresses, _)| addresses.is_empty()) {
        context.terminal.say(&format!("{environment}: nobody"));
    }
    for (addresses, what) in lists.into_iter().filter(|(addresses, _)| !addresses.is_empty()) {
        context.terminal.say(&format!("{environment}: {} {what}", addresses.len()));
        for address in addresses.iter().take(LISTED) {
            let line = format!("  {}", visible(address));
            context.terminal.say(&line);
        }
        if addresses.len() > LISTED {
            let rest = format!("  and {} more; `--json` lists all", addresses.len() - LISTED);
            let line = context.terminal.paint(QUIET, &rest);
            context.terminal.say(&line);
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
