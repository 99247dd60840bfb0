//! `enlist doctor`: checks the database and gives advice.

use crate::app::App;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::table::table;
use crate::cli::output::terminal::{ADDED, CHANGED, REMOVED};
use crate::directory::mend_search;
use crate::domain::{Check, CheckState, Error};
use crate::store::Access;
use clap::Args;
use serde_json::{Value, json};

/// Check the database; nothing is changed without `--mend-search`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "The exit code is 1 if something is broken, and 0 if there is only advice.")]
pub struct DoctorCommand {
    /// Rebuild the search index of users before the check
    #[arg(long)]
    mend_search: bool,
}

impl DoctorCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        if self.mend_search {
            let app = context.open()?;
            let transaction = app.begin(Access::Write)?;
            let users = mend_search(&transaction)?;
            transaction.commit()?;
            if !context.settings.json {
                context.terminal.print(&format!("the search index was rebuilt: {users} users\n"));
            }
        }
        let checks = App::checkup(&context.settings.database, &context.system)?;
        let worst = match checks.iter().any(|check| check.state == CheckState::Broken) {
            true => CheckState::Broken,
            false if checks.iter().any(|check| check.state == CheckState::Advice) => CheckState::Advice,
            false => CheckState::Ok,
        };
        match context.settings.json {
            true => context.terminal.json(&json!({
                "database": context.settings.database.to_string(),
                "state": worst.as_str(),
                "checks": checks.iter().map(check_json).collect::<Value>(),
            })),
            false => show(&checks, worst, context),
        }
        Ok(if worst == CheckState::Broken { Exit::Refused } else { Exit::Done })
    }
}

fn show(checks: &[Check], worst: CheckState, context: &mut Context) {
    let row = |check: &Check| vec![check.name.to_owned(), check.state.to_string(), check.found.clone()];
    table(context.terminal, &["CHECK", "STATE", "FOUND"], checks.iter().map(row).collect(), "");
    let (style, sentence) = match worst {
        CheckState::Ok => (ADDED, "all is well"),
        CheckState::Advice => (CHANGED, "it works; there is advice"),
        CheckState::Broken => (REMOVED, "something is broken"),
    };
    let line = context.terminal.paint(style.bold(), sentence);
    context.terminal.print(&format!("\n{line}"));
    for check in checks {
        if let Some(help) = &check.help {
            let head = context.terminal.paint(style, check.name);
            context.terminal.print(&format!("  {head}: {help}"));
        }
    }
}

fn check_json(check: &Check) -> Value {
    json!({
        "name": check.name,
        "state": check.state.as_str(),
        "found": check.found,
        "help": check.help,
    })
}
