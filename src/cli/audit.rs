//! `enlist audit`: lists, verifies and exports the audit. Who set a property of a user is in `blame.rs`.

use super::Exit;
use super::input::settings::Context;
use super::output::effects::written;
use super::output::table::table;
use crate::directory;
use crate::domain::{Action, AuditEntry, AuditQuery, Change, Effect, Error, Fault, Subject, Value, Verdict};
use crate::json;
use crate::store::{Access, audit};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// List, verify and export the audit.
#[derive(Debug, Clone, Subcommand)]
pub enum AuditCommand {
    /// List the changes, newest first
    List(List),
    /// Check that no entry of any environment was altered, removed, swapped or inserted
    Verify,
    /// Write the entries as JSON, one a line, oldest first
    Export(Export),
}

/// List changes.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// Only changes of this user, by address or id
    #[arg(long, value_name = "USER", conflicts_with = "installation")]
    user: Option<String>,

    /// Only changes of objects of this kind
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(Subject::TEXTS))]
    subject: Option<String>,

    /// Only changes of this run
    #[arg(long, value_name = "ID", conflicts_with = "installation")]
    run: Option<String>,

    /// Maximum number of entries
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,

    /// Only changes outside of any environment
    #[arg(long)]
    installation: bool,
}

/// Write the entries as JSON.
#[derive(Debug, Clone, Args)]
pub struct Export {
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    /// Only changes outside of any environment
    #[arg(long)]
    installation: bool,

    /// The whole chain, with the entries of all environments
    #[arg(long, conflicts_with = "installation")]
    all: bool,
}

impl AuditCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            AuditCommand::List(list) => list.execute(context)?,
            AuditCommand::Verify => return verify(context),
            AuditCommand::Export(export) => export.execute(context)?,
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let subject = self.subject.as_deref().and_then(Subject::from_text);
        // One more than the limit, to know whether there are older ones.
        let query = AuditQuery { subject, id: None, run: self.run, before: None, limit: self.limit + 1 };
        let app = context.open()?;
        // Only JSON has the hashes.
        if context.settings.json {
            app.seal_audit()?;
        }
        let mut entries = if self.installation {
            directory::list_installation_audit(&app.begin(Access::Read)?, &query)?
        } else {
            directory::list_audit(&context.work_in(&app, Access::Read)?, self.user.as_deref(), query)?
        };
        let more = entries.len() > self.limit as usize;
        entries.truncate(self.limit as usize);
        if context.settings.json {
            context.terminal.json(&entries.iter().map(json::audit_entry).collect());
            return Ok(());
        }
        let mut head = vec!["ENTRY", "TIME", "CALLER", "ACTION", "SUBJECT", "LABEL", "CHANGES", "WHERE"];
        let mut rows: Vec<Vec<String>> = entries.iter().map(row).collect();
        // Entries from before the audit kept an origin have none.
        if entries.iter().any(|entry| entry.origin.is_some()) {
            head.push("FROM");
            let from = entries.iter().map(|entry| entry.origin.as_ref().map(ToString::to_string).unwrap_or_default());
            rows.iter_mut().zip(from).for_each(|(row, from)| row.push(from));
        }
        table(context.terminal, &head, rows, "no entry fits");
        if more {
            let line = format!("\nthe latest {}; `--limit` shows more", self.limit);
            context.terminal.print(&line);
        }
        Ok(())
    }
}

fn row(entry: &AuditEntry) -> Vec<String> {
    let effect = &entry.effect;
    vec![
        entry.id.to_string(),
        entry.at.to_string(),
        entry.caller.clone(),
        effect.action.to_string(),
        effect.subject.to_string(),
        effect.label.clone(),
        shortened_changes(effect),
        place(entry),
    ]
}

/// Returns the script and its line; empty if no script made the change.
fn place(entry: &AuditEntry) -> String {
    match (&entry.run, entry.effect.place) {
        (Some(run), Some(place)) => format!("{}:{}", run.script, place.line),
        (Some(run), None) => run.script.clone(),
        (None, _) => String::new(),
    }
}

/// Returns the properties that differ: with their values for a change, by name alone for an addition or a removal.
fn shortened_changes(effect: &Effect) -> String {
    let one = |change: &Change| {
        let name = change.property.as_str();
        let is_long = |value: &Value| matches!(value, Value::List(_) | Value::Map(_));
        if effect.action != Action::Changed || is_long(&change.before) || is_long(&change.after) {
            return name.to_owned();
        }
        format!("{name} {} → {}", written(&change.before), written(&change.after))
    };
    shortened(&effect.changes.iter().map(one).collect::<Vec<_>>().join(", "), 60)
}

/// Returns at most `most` characters of a text.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

fn verify(context: &mut Context) -> Result<Exit, Error> {
    let app = context.open()?;
    app.seal_audit()?;
    let verdict = directory::verify_audit(&app.begin(Access::Read)?)?;
    match verdict {
        Verdict::Intact { entries, head } => {
            if context.settings.json {
                context.terminal.json(&json!({ "intact": true, "entries": entries, "head": head }));
            } else {
                let count = match entries {
                    0 => "the audit is empty and intact".to_owned(),
                    1 => "the audit is intact: 1 entry".to_owned(),
                    _ => format!("the audit is intact: {entries} entries"),
                };
                context.terminal.print(&count);
                let line = format!("the last one has the hash {head}");
                context.terminal.print(&line);
            }
            Ok(Exit::Done)
        }
        Verdict::Broken(found) if context.settings.json => {
            let problem = found.problem();
            context.terminal.json(&json!({
                "intact": false,
                "entry": found.entry,
                "kind": found.kind.as_str(),
                "code": problem.code.as_str(),
                "message": problem.message,
                "help": problem.help,
            }));
            Ok(Exit::Refused)
        }
        Verdict::Broken(found) => Err(found.problem().into()),
    }
}

impl Export {
    fn execute(self, context: &mut Context) -> Result<(), Error> {
        let Some(path) = &self.to else {
            return self.each(context, |context, line| {
                context.terminal.print(&line);
                Ok(())
            });
        };
        let fault = |error| cannot_write(path, error);
        let mut file = BufWriter::new(File::create(path).map_err(fault)?);
        let mut count: u64 = 0;
        self.each(context, |_, line| {
            count += 1;
            writeln!(file, "{line}").map_err(fault)
        })?;
        file.into_inner().map_err(|error| fault(error.into_error()))?.sync_all().map_err(fault)?;
        if context.settings.json {
            context.terminal.json(&json!({ "file": path.display().to_string(), "entries": count }));
        } else {
            let entries = if count == 1 { "entry" } else { "entries" };
            let line = format!("{count} {entries} written to {}", path.display());
            context.terminal.print(&line);
        }
        Ok(())
    }

    fn each(
        &self,
        context: &mut Context,
        mut write: impl FnMut(&mut Context, String) -> Result<(), Fault>,
    ) -> Result<(), Error> {
        let app = context.open()?;
        app.seal_audit()?;
        if self.all || self.installation {
            let transaction = app.begin(Access::Read)?;
            let read = |entry: AuditEntry| write(context, json::audit_entry_for_export(&entry).to_string());
            match self.all {
                true => audit::each_of_all(&transaction, read)?,
                false => audit::each_of_installation(&transaction, read)?,
            }
        } else {
            let work = context.work_in(&app, Access::Read)?;
            audit::each_of_environment(&work, |entry| {
                write(context, json::audit_entry_for_export(&entry).to_string())
            })?;
        }
        Ok(())
    }
}

fn cannot_write(path: &Path, error: std::io::Error) -> Fault {
    Fault::new(format!("cannot write {}", path.display()), error)
}
