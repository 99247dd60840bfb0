//! The shared parts of the commands about one kind of object, such as `enlist group`: print a list or one object, change
//! something and commit, confirm a removal.
//!
//! A command of this kind is one file: its arguments, then one function for each verb, then its table and its details. Start
//! with `role.rs`, the shortest one.

use super::Exit;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::table;
use super::output::terminal::{QUIET, STRONG, Terminal, visible};
use crate::domain::Error;
use crate::store::{Access, Transaction, Work};
use clap::Args;
use serde_json::Value;

/// Number of names that are printed below the details of an object; the rest is counted.
const SHOWN: usize = 40;

/// The option that confirms a removal.
#[derive(Debug, Clone, Args)]
pub struct Confirmed {
    /// Confirm the removal
    #[arg(long)]
    pub yes: bool,
}

impl Context<'_> {
    /// Prints objects: as a JSON array for programs, as a table for people, and `if_empty` if there are none.
    pub fn print_list<T>(
        &mut self,
        all: &[T],
        json: impl FnMut(&T) -> Value,
        head: &[&str],
        row: impl FnMut(&T) -> Vec<String>,
        if_empty: &str,
    ) -> Exit {
        match self.settings.json {
            true => self.terminal.json(&all.iter().map(json).collect()),
            false => table(self.terminal, head, all.iter().map(row).collect(), if_empty),
        }
        Exit::Done
    }

    /// Prints one object: as JSON for programs, with `show` for people.
    pub fn print_object(&mut self, json: impl FnOnce() -> Value, show: impl FnOnce(&mut Terminal)) -> Exit {
        match self.settings.json {
            true => self.terminal.json(&json()),
            false => show(self.terminal),
        }
        Exit::Done
    }

    /// Changes something in the environment, commits, and prints the changes. `change` returns the changed object as JSON.
    pub fn change(&mut self, change: impl FnOnce(&mut Work) -> Result<Value, Error>) -> Result<Exit, Error> {
        let mut work = self.work(Access::Write)?;
        let object = change(&mut work)?;
        let changes = Changes::of(&mut work);
        work.commit()?;
        changes.print(&object, self);
        Ok(Exit::Done)
    }

    /// Changes something outside of any environment, commits, and prints the changes, like [`Context::change`].
    pub fn change_installation(
        &mut self,
        change: impl FnOnce(&mut Transaction) -> Result<Value, Error>,
    ) -> Result<Exit, Error> {
        let mut transaction = self.open()?.begin(Access::Write)?;
        let object = change(&mut transaction)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        changes.print(&object, self);
        Ok(Exit::Done)
    }
}

/// Prints names below the details of an object, at most 40 of them. `more` says how to see the rest.
pub fn print_names(terminal: &mut Terminal, title: &str, names: &[String], more: &str) {
    if names.is_empty() {
        return;
    }
    let head = terminal.paint(STRONG, title);
    terminal.print(&format!("\n{head}"));
    for name in names.iter().take(SHOWN) {
        terminal.print(&format!("  {}", visible(name)));
    }
    if names.len() > SHOWN {
        let line = format!("  … and {} more; {more}", names.len() - SHOWN);
        let line = terminal.paint(QUIET, &line);
        terminal.print(&line);
    }
}
