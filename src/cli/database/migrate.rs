//! `enlist migrate`: moves a directory from one database to another.

use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::table::table;
use crate::cli::output::terminal::{ADDED, CHANGED, QUIET, Terminal};
use crate::domain::{Error, Verdict};
use crate::store::{Location, Migrated, MigratedTable, Migration, MigrationProgress, migrate};
use clap::{ArgGroup, Args};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

/// Move the directory from one database to another, between a file and a server.
#[derive(Debug, Clone, Args)]
#[command(
    group = ArgGroup::new("places").required(true).multiple(true).args(["from", "to"]),
    after_help = "`enlist migrate --to postgres://enlist@db.example.com/enlist` moves it to a server; `--from` with that \
                  address moves it back. Stop all processes that use the source first. Everything is copied as it is at one \
                  moment, with row numbers and the chain of the audit, then read back and compared. The source is not \
                  changed. After an interruption, run the same command again: it continues where it stopped. Until it is \
                  finished, no other command opens the target. The installation's key is not in the database: name its \
                  file for the target too."
)]
pub struct MigrateCommand {
    /// The source [default: that of `--database`]
    #[arg(long, value_name = "DATABASE")]
    from: Option<Location>,

    /// The target, a new file or an empty database of a server [default: that of `--database`]
    #[arg(long, value_name = "DATABASE")]
    to: Option<Location>,

    /// Delete the data of an interrupted migration, and begin again
    #[arg(long)]
    anew: bool,

    /// Replace NUL characters, which a server does not store, by U+FFFD
    #[arg(long)]
    replace_nul: bool,

    /// Number of rows in a transaction
    #[arg(long, value_name = "ROWS", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    batch: u32,
}

impl MigrateCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let database = &context.settings.database;
        let migration = Migration {
            from: self.from.unwrap_or_else(|| database.clone()),
            to: self.to.unwrap_or_else(|| database.clone()),
            anew: self.anew,
            replace_nul: self.replace_nul,
            batch: self.batch as usize,
        };
        let bar = progress_bar(context.terminal);
        let moved = migrate(&migration, &mut |progress| show(&bar, &progress));
        bar.finish_and_clear();
        let moved = moved?;
        match context.settings.json {
            true => context.terminal.json(&moved_json(&moved, &migration)),
            false => print_result(&moved, &migration, context.terminal),
        }
        Ok(Exit::Done)
    }
}

fn progress_bar(terminal: &Terminal) -> ProgressBar {
    match terminal.width {
        Some(_) => ProgressBar::new(0).with_style(
            ProgressStyle::with_template("{prefix:<8} {wide_bar} {human_pos}/{human_len} {eta} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        ),
        None => ProgressBar::hidden(),
    }
}

fn show(bar: &ProgressBar, progress: &MigrationProgress) {
    bar.set_length(progress.all);
    bar.set_prefix(if progress.verifies { "verify" } else { "write" });
    bar.set_message(progress.table.to_owned());
    bar.set_position(progress.done);
}

fn print_result(moved: &Migrated, migration: &Migration, terminal: &mut Terminal) {
    let head = terminal.paint(ADDED.bold(), "moved");
    let (from, to) = (&migration.from, &migration.to);
    terminal.print(&format!("{head}: the directory from {from} to {to}, read back and compared"));
    if moved.resumed {
        terminal.print("it continued an interrupted migration");
    }
    terminal.print("");
    // The hash of a table covers all of its rows; its beginning is enough for people.
    let row = |table: &MigratedTable| vec![table.name.clone(), table.rows.to_string(), table.hash[..16].to_owned()];
    let with_rows = moved.tables.iter().filter(|table| table.rows > 0);
    table(terminal, &["TABLE", "ROWS", "HASH"], with_rows.map(row).collect(), "the source is empty");
    let empty: Vec<&str> =
        moved.tables.iter().filter(|table| table.rows == 0).map(|table| table.name.as_str()).collect();
    if !empty.is_empty() {
        let line = terminal.paint(QUIET, &format!("empty: {}", empty.join(", ")));
        terminal.print(&line);
    }
    terminal.print("");
    match &moved.audit {
        Verdict::Intact { entries, head } => {
            terminal.print(&format!("the audit is intact on both sides: {entries} entries, the last one {head}"));
        }
        Verdict::Broken(found) => {
            let text = format!(
                "the audit is broken at entry {}, as it is in the source; see `enlist audit verify`",
                found.entry
            );
            let line = terminal.paint(CHANGED, &text);
            terminal.print(&line);
        }
    }
    for table in moved.tables.iter().filter(|table| table.replaced > 0) {
        let text = format!("NUL characters were replaced by U+FFFD in {} rows of `{}`", table.replaced, table.name);
        let line = terminal.paint(CHANGED, &text);
        terminal.print(&line);
    }
    terminal.print(&key(migration));
}

/// Returns a note about the key, which is not in the database.
fn key(migration: &Migration) -> String {
    let beside = |location: &Location| location.file().map(|path| format!("{}.key", path.display()));
    let from = beside(&migration.from).unwrap_or_else(|| "the present file of `--key-file`".to_owned());
    match beside(&migration.to) {
        None => format!("the installation's key is not in it: name {from} with `--key-file` from now on"),
        Some(to) => format!("the installation's key is not in it: name {from} with `--key-file`, or copy it to {to}"),
    }
}

fn moved_json(moved: &Migrated, migration: &Migration) -> Value {
    let one = |table: &MigratedTable| json!({ "name": table.name, "rows": table.rows, "hash": table.hash, "replaced": table.replaced });
    json!({
        "from": migration.from.to_string(),
        "to": migration.to.to_string(),
        "resumed": moved.resumed,
        "tables": moved.tables.iter().map(one).collect::<Value>(),
        "audit": match &moved.audit {
            Verdict::Intact { entries, head } => json!({ "intact": true, "entries": entries, "head": head }),
            Verdict::Broken(found) => json!({ "intact": false, "entry": found.entry }),
        },
        "key": key(migration),
    })
}
