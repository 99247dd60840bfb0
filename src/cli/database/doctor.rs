//! `enlist doctor`: what is wrong with the database, and the way out.

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

/// Look the database through; nothing is changed unless something is to be mended.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Ends with 1 if something is broken; advice is no failure.")]
pub struct DoctorCommand {
    /// Make anew the index by which users are found, then look.
    #[arg(long)]
    mend_search: bool,
}

impl DoctorCommand {
    pub fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        if self.mend_search {
            let app = context.open()?;
            let transaction = app.begin(Access::Write)?;
            let users = mend_search(&transaction)?;
            transaction.commit()?;
            if !context.settings.json {
                context.terminal.say(&format!("the search index was made anew: {users} users\n"));
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
        CheckState::Advice => (CHANGED, "it works; something is worth a look"),
        CheckState::Broken => (REMOVED, "something is broken"),
    };
    let line = context.terminal.paint(style.bold(), sentence);
    context.terminal.say(&format!("\n{line}"));
    for check in checks {
        if let Some(help) = &check.help {
            let head = context.terminal.paint(style, check.name);
            context.terminal.say(&format!("  {head}: {help}"));
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
