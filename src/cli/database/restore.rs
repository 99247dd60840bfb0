//! `enlist restore`: a backup becomes the database.

use super::backup::{contents, contents_json};
use crate::app::App;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::table::pairs;
use crate::cli::output::terminal::ADDED;
use crate::domain::Error;
use clap::Args;
use std::path::PathBuf;

/// Put a backup in the place of the database.
#[derive(Debug, Clone, Args)]
pub struct RestoreCommand {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Replace the database that is there; it is kept beside, as a file of its own
    #[arg(long)]
    yes: bool,
}

impl RestoreCommand {
    pub fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
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
        context.terminal.say(&format!("{head}: the database {} from {}", database, self.file.display()));
        if let Some(kept) = kept {
            context.terminal.say(&format!("the one before is kept as {kept}"));
        }
        context.terminal.say("");
        pairs(context.terminal, &contents(&restored.backup));
        Ok(Exit::Done)
    }
}
