//! How every command tells what it changed: as a diff with a summary for people, as the thing itself for programs.

use super::effects;
use crate::cli::input::settings::Context;
use crate::domain::{Effect, Letter, Warning};
use crate::store::{Transaction, Work};
use serde_json::Value;

/// What a piece of work changed, taken from it before it is committed and told afterwards.
#[derive(Debug, Default)]
pub struct Changes {
    effects: Vec<Effect>,
    letters: Vec<Letter>,
    warnings: Vec<Warning>,
}

impl Changes {
    /// What was changed in an environment.
    pub fn of(work: &mut Work) -> Changes {
        Changes {
            effects: std::mem::take(&mut work.transaction.effects),
            letters: std::mem::take(&mut work.letters),
            warnings: std::mem::take(&mut work.warnings),
        }
    }

    /// What was changed outside of any environment.
    pub fn of_transaction(transaction: &mut Transaction) -> Changes {
        Changes { effects: std::mem::take(&mut transaction.effects), ..Changes::default() }
    }

    /// Tells it; programs get `thing`, as it is now.
    pub fn tell(&self, thing: &Value, context: &mut Context) {
        if context.settings.json {
            context.terminal.json(thing);
            return;
        }
        for warning in &self.warnings {
            context.terminal.complain(&format!("warning[{}]: {}", warning.code, warning.message));
        }
        effects::show(&self.effects, &self.letters, "", context.terminal);
        context.terminal.say(&effects::summary(&self.effects, &self.letters));
    }
}
