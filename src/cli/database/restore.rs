//! `enlist restore`: replaces the database by a backup.

use super::backup::{contents, contents_json};
use crate::app::App;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::table::pairs;
use crate::cli::output::terminal::ADDED;
use crate::domain::Error;
use clap::Args;
use std::path::PathBuf;

/// Replace the database by a backup.
#[derive(Debug, Clone, Args)]
pub struct RestoreCommand {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Replace an existing database; it is kept beside the new one under another name
    #[arg(long)]
    yes: bool,
}

impl RestoreCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let database = context.settings.database.clone();
        let restored = App::restore(&self.file, &database, self.yes, &context.system)?;
        let kept = restored.kept.map(|path| path.display().to_string());
        if context.settings.json {
            let mut json = contents_json(&restored.backup);
            json["database"] = database.to_string().into();
            json["kept"] = kept.into();
            context.terminal.json(&json);
            return Ok(Exit::Done);
        }
        let head = context.terminal.paint(ADDED.bold(), "restored");
        context.terminal.print(&format!("{head}: the database {} from {}", database, self.file.display()));
        if let Some(kept) = kept {
            context.terminal.print(&format!("the previous database is kept as {kept}"));
        }
        context.terminal.print("");
        pairs(context.terminal, &contents(&restored.backup));
        Ok(Exit::Done)
    }
}
