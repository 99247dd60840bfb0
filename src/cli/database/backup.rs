//! `enlist backup`: a copy of the database.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::table::pairs;
use crate::cli::output::terminal::ADDED;
use crate::domain::Error;
use crate::store::Backup;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Write a copy of the database to a file.
#[derive(Debug, Clone, Args)]
pub struct BackupCommand {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

impl BackupCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let backup = context.open()?.backup(&self.file, self.force)?;
        if context.settings.json {
            let mut json = contents_json(&backup);
            json["file"] = self.file.display().to_string().into();
            context.terminal.json(&json);
            return Ok(Exit::Done);
        }
        let head = context.terminal.paint(ADDED.bold(), "written");
        context.terminal.print(&format!("{head}: the backup {}, verified\n", self.file.display()));
        pairs(context.terminal, &contents(&backup));
        Ok(Exit::Done)
    }
}

/// Returns the contents of a backup for people.
pub fn contents(backup: &Backup) -> Vec<(&'static str, String)> {
    vec![
        ("size", size(backup.bytes)),
        ("schema", backup.schema.to_string()),
        ("environments", backup.environments.to_string()),
        ("accounts", backup.accounts.to_string()),
        ("users", backup.users.to_string()),
        ("runs", backup.runs.to_string()),
        ("letters", backup.letters.to_string()),
    ]
}

/// Returns the contents of a backup for programs.
pub fn contents_json(backup: &Backup) -> Value {
    json!({
        "bytes": backup.bytes,
        "schema": backup.schema,
        "environments": backup.environments,
        "accounts": backup.accounts,
        "users": backup.users,
        "runs": backup.runs,
        "letters": backup.letters,
    })
}

/// Returns a size in the unit that fits it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
