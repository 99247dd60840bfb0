//! The output of every command that changes something: a diff with a summary for people, the changed object for programs.

use super::effects;
use crate::cli::input::settings::Context;
use crate::domain::{Effect, Letter, Warning};
use crate::store::{Transaction, Work};
use serde_json::Value;

/// The changes of a transaction: taken from it before the commit, printed afterwards.
#[derive(Debug, Default)]
pub struct Changes {
    effects: Vec<Effect>,
    letters: Vec<Letter>,
    warnings: Vec<Warning>,
}

impl Changes {
    /// Takes the changes in an environment.
    pub fn of(work: &mut Work) -> Changes {
        Changes {
            effects: std::mem::take(&mut work.transaction.effects),
            letters: std::mem::take(&mut work.letters),
            warnings: std::mem::take(&mut work.warnings),
        }
    }

    /// Takes the changes outside of any environment.
    pub fn of_transaction(transaction: &mut Transaction) -> Changes {
        Changes { effects: std::mem::take(&mut transaction.effects), ..Changes::default() }
    }

    /// Prints the changes; programs get `object`, as it is now.
    pub fn print(&self, object: &Value, context: &mut Context) {
        if context.settings.json {
            context.terminal.json(object);
            return;
        }
        for warning in &self.warnings {
            context.terminal.print_error(&format!("warning[{}]: {}", warning.code, warning.message));
        }
        effects::show(&self.effects, &self.letters, "", context.terminal);
        context.terminal.print(&effects::summary(&self.effects, &self.letters));
    }
}
