//! `enlist init`: creates the database, and an environment if one is named.

use crate::app::App;
use crate::cli::Exit;
use crate::cli::input::settings::{Context, DATABASE};
use crate::cli::output::terminal::{ADDED, QUIET};
use crate::directory::{self, EnvironmentDraft};
use crate::domain::{Code, Environment, Error, Name, Origin, Policy};
use crate::store::{Access, Location, SCHEMA_VERSION};
use clap::Args;

/// Create the database, and the environment of `--environment`; an existing one is unchanged.
#[derive(Debug, Clone, Args)]
pub struct InitCommand {}

impl InitCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let database = context.settings.database.clone();
        let (mut app, created) = App::create(&database, context.system.clone())?;
        app.set_origin(Some(Origin::CommandLine));
        let environment = match &context.settings.environment {
            Some(wanted) => Some(environment(&app.with_key_file(context.settings.key_file.clone()), wanted)?),
            None => None,
        };
        if context.settings.json {
            let mut json = serde_json::json!({
                "database": database.to_string(), "created": created, "schema": SCHEMA_VERSION,
            });
            if let Some(environment) = &environment {
                json["environment"] = environment.id.as_str().into();
            }
            context.terminal.json(&json);
            return Ok(Exit::Done);
        }
        let (word, rest) = match created {
            true => ("created", String::new()),
            false => ("ready", " exists already and is unchanged".to_owned()),
        };
        let head = context.terminal.paint(ADDED.bold(), word);
        context.terminal.print(&format!("{head}: the database {database}{rest} (schema {SCHEMA_VERSION})"));
        if let Some(environment) = &environment {
            let line =
                format!("{}: the environment {}", context.terminal.paint(ADDED.bold(), "ready"), environment.name);
            context.terminal.print(&line);
        }
        next_steps(&database, environment.is_some(), context);
        Ok(Exit::Done)
    }
}

/// Returns the environment of this name or id; adds it if there is none.
fn environment(app: &App, wanted: &str) -> Result<Environment, Error> {
    match app.enter(wanted, Access::Read) {
        Ok(work) => return Ok(work.environment),
        Err(Error::Refused(refusal)) if refusal.code() == Code::NotFound => {}
        Err(error) => return Err(error),
    }
    let draft = EnvironmentDraft {
        name: Name::parse(wanted).map_err(|problem| problem.of("--environment"))?,
        id: None,
        organization: None,
        policy: Policy::default(),
    };
    let mut transaction = app.begin(Access::Write)?;
    let environment = directory::add_environment(&mut transaction, draft)?;
    transaction.commit()?;
    Ok(environment)
}

fn next_steps(database: &Location, has_environment: bool, context: &mut Context) {
    // The next commands need the option again, unless the variable is set.
    let database = match *database == Location::from(DATABASE) {
        true => String::new(),
        false => format!(" --database {}", quoted(&database.to_string())),
    };
    let steps = [
        ("env add \"Example Environment\"", "adds an environment"),
        (
            "user add ada@example.com --name \"Ada Lovelace\" --administrator --active --locale en --language en",
            "adds its first user",
        ),
    ];
    context.terminal.print("\nnext:");
    for (command, effect) in steps.into_iter().skip(usize::from(has_environment)) {
        let note = context.terminal.paint(QUIET, &format!("# {effect}"));
        context.terminal.print(&format!("  {note}\n  enlist{database} {command}"));
    }
}

/// Returns a word quoted for a shell, if it needs quotes.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '\\');
    match word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_path_is_quoted_where_a_shell_would_split_it() {
        assert_eq!(quoted("data/enlist.db"), "data/enlist.db");
        assert_eq!(quoted("my data/it's.db"), r"'my data/it'\''s.db'");
    }
}
