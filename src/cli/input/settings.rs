//! The settings that all commands share, and how a command opens the directory. The settings of `enlist serve` alone are in
//! `server/serve.rs`.

use crate::app::{App, System};
use crate::cli::Terminal;
use crate::domain::{Code, Environment, Error, Origin, Problem, list_of};
use crate::store::{Access, Location, Work, environment};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args};
use std::path::PathBuf;

/// The default of `--database`.
pub const DATABASE: &str = "enlist.db";

/// The settings that all commands share. They can be given before and after the command's name.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// The database: a file, or `postgres://USER:PASSWORD@HOST/DATABASE`
    #[arg(
        long,
        global = true,
        env = "ENLIST_DATABASE",
        default_value = DATABASE,
        value_name = "DATABASE",
        hide_env_values = true
    )]
    pub database: Location,

    /// The file of the installation's key; by default the database's path and `.key`
    #[arg(long, global = true, env = "ENLIST_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// The environment, by name or id
    #[arg(long, short, global = true, env = "ENLIST_ENVIRONMENT", value_name = "ENVIRONMENT")]
    pub environment: Option<String>,

    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands that do not use every setting, with the settings that they do not use.
const UNUSED: &[(&str, &[&str])] = &[
    ("account", &["environment"]),
    ("audit verify", &["environment"]),
    ("backup", &["environment"]),
    ("check", &["database", "environment", "key_file"]),
    ("completions", &["database", "environment", "key_file"]),
    ("doctor", &["environment"]),
    ("env add", &["environment"]),
    ("env list", &["environment"]),
    ("explain", &["database", "environment", "key_file"]),
    ("jobs", &["environment"]),
    ("jobs events", &[]),
    ("manual", &["database", "environment", "key_file"]),
    ("migrate", &["environment"]),
    ("org", &["environment"]),
    ("restore", &["environment"]),
    ("serve", &["environment"]),
    ("sessions", &["environment"]),
    ("test", &["database", "environment", "key_file"]),
];

/// The commands that do not use a setting if all of these options are given.
const UNUSED_WITH: &[(&str, &[&str], &str)] = &[
    ("audit export", &["all"], "environment"),
    ("audit export", &["installation"], "environment"),
    ("audit list", &["installation"], "environment"),
    ("env show", &["wanted"], "environment"),
    ("outbox", &["installation"], "environment"),
    ("token", &["organization"], "environment"),
];

/// Returns a setting that stands on the command line although the command does not use it: it would be ignored.
///
/// `command` is the path of the command, such as `env list`, and `matches` are its own arguments. A setting from the
/// environment variables of the process is for all commands, and so each command takes from it what it uses.
pub fn unused(command: &str, matches: &ArgMatches) -> Option<&'static str> {
    let is_in = |name: &str| command == name || command.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
    let is_given = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let always = UNUSED.iter().filter(|(name, _)| is_in(name)).max_by_key(|(name, _)| name.len());
    let always = always.into_iter().flat_map(|(_, settings)| settings.iter().copied());
    let sometimes = UNUSED_WITH.iter().filter(|(name, options, _)| is_in(name) && options.iter().all(is_given));
    always.chain(sometimes.map(|(_, _, setting)| *setting)).find(is_given)
}

/// The context of a command.
pub struct Context<'a> {
    /// The settings.
    pub settings: Settings,
    /// Its streams.
    pub terminal: &'a mut Terminal,
    /// The sources of time, ids and secrets.
    pub system: System,
}

impl Context<'_> {
    /// Opens the database of the settings.
    pub fn open(&self) -> Result<App, Error> {
        let mut app = App::open(&self.settings.database, self.system.clone())?;
        app.set_origin(Some(Origin::CommandLine));
        Ok(app.with_key_file(self.settings.key_file.clone()))
    }

    /// Begins a transaction in the environment of the settings; without one, in the only environment of the database.
    ///
    /// # Errors
    /// Returns a refusal if there is no such environment, or if there are several and none is named.
    pub fn work(&self, access: Access) -> Result<Work, Error> {
        self.work_in(&self.open()?, access)
    }

    /// Does the same in an open directory.
    pub fn work_in(&self, app: &App, access: Access) -> Result<Work, Error> {
        match &self.settings.environment {
            Some(name_or_id) => app.enter(name_or_id, access),
            None => {
                let transaction = app.begin(access)?;
                let environment = only_one(environment::all(&transaction)?)?;
                Ok(transaction.enter(environment))
            }
        }
    }
}

/// Returns the only environment; refuses if there are several or none.
pub fn only_one(mut all: Vec<Environment>) -> Result<Environment, Error> {
    match all.len() {
        1 => Ok(all.swap_remove(0)),
        0 => Err(Problem::new(Code::NoEnvironment, "there is no environment yet")
            .help("add one with `enlist env add NAME`")
            .into()),
        _ => {
            let ids = list_of(all.iter().map(|environment| environment.id.as_str()));
            Err(Problem::new(Code::NoEnvironment, "there are several environments, and none was named")
                .help(format!("give `--environment` with one of {ids}"))
                .into())
        }
    }
}
