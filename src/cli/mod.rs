//! The command line: the interface of the operator.
//!
//! Each command is one file: it reads its arguments, calls a function of `directory`, `jobs`, `http` or another module below, and
//! prints the result, as text for people or as JSON for programs. Rules of the directory are not here. Start with `role.rs`, a
//! typical command, and `object.rs`, which holds what such commands share. `input/` reads settings and arguments, `output/`
//! prints.
//!
//! A command whose transaction has a conflict with another one is retried as a whole, as long as it has printed nothing; see
//! [`retry`]. So after its commit it reads no more, or only inside a [`retry`] of its own. A command of several transactions
//! retries each of them.

mod account;
mod audit;
mod blame;
mod check;
mod completions;
mod database;
mod env;
mod explain;
mod field;
mod group;
mod input;
mod manual;
mod menu;
mod object;
mod org;
mod outbox;
mod output;
mod role;
mod run;
mod schedule;
mod script;
mod server;
mod test;
mod token;
mod user;

pub use output::terminal::Terminal;

use crate::app::{System, retry};
use crate::domain::{Error, Fault};
use crate::json;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use input::settings::{self, Context, Settings};
use std::ffi::OsString;

/// The exit code of a command; documented in the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Refused, or a script or a test failed. Nothing was changed.
    Refused = 1,
    /// The arguments are invalid.
    Usage = 2,
    /// A fault of the system, or a fixture that is broken.
    Fault = 3,
    /// No test was selected.
    NothingSelected = 4,
    /// The tests cover less of the scripts than `--min-coverage` requires.
    Uncovered = 5,
}

/// A user directory that scripts can drive
#[derive(Debug, Clone, Parser)]
#[command(
    name = "enlist",
    version,
    args_override_self = true,
    max_term_width = 100,
    arg_required_else_help = true,
    subcommand_required = true
)]
#[command(after_help = output::exit::listed())]
struct Cli {
    #[command(flatten)]
    settings: Settings,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Subcommand)]
enum Command {
    /// Create the database
    Init(database::init::InitCommand),
    /// Run a script in an environment
    Run(run::RunCommand),
    /// Show the changes that a script would make, without making them
    Plan(run::PlanCommand),
    /// Serve the directory to programs over HTTP
    Serve(server::serve::ServeCommand),
    /// Run the test cases of scripts
    Test(test::TestCommand),
    /// Create a test case from a recorded run
    Capture(run::capture::CaptureCommand),
    /// Check scripts without running them
    Check(check::CheckCommand),
    /// Explain the code of an error or a warning
    Explain(explain::ExplainCommand),
    /// List, show, add, activate and deactivate users
    #[command(subcommand)]
    User(user::UserCommand),
    /// Show, unlock and ban accounts, and set new passwords
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// List and end sessions of an account
    #[command(subcommand)]
    Sessions(account::sessions::SessionsCommand),
    /// List, show, add, rename, copy and remove member groups, and change their members
    #[command(subcommand)]
    Group(group::GroupCommand),
    /// List, show, add, rename and remove menus
    #[command(subcommand)]
    Menu(menu::MenuCommand),
    /// List, show, add, change and remove roles
    #[command(subcommand)]
    Role(role::RoleCommand),
    /// List, show, add, change and remove profile fields
    #[command(subcommand)]
    Field(field::FieldCommand),
    /// Add, list, show and change environments, and the grants of their scripts
    #[command(subcommand)]
    Env(env::EnvCommand),
    /// Add, list and show organizations; appoint and dismiss their administrators
    #[command(subcommand)]
    Org(org::OrgCommand),
    /// Add, list, show and revoke tokens of programs
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// List and show runs of scripts
    #[command(subcommand)]
    Runs(run::list::RunsCommand),
    /// Add, list, show, change, remove and run the scripts that are deployed to an environment
    #[command(subcommand)]
    Script(script::ScriptCommand),
    /// Add, list, show, pause, resume and remove schedules of deployed scripts
    #[command(subcommand)]
    Schedule(schedule::ScheduleCommand),
    /// List the jobs that are due, and run them
    Jobs(server::jobs::JobsCommand),
    /// Deactivate users without a login for months, after a letter to them
    Sweep(server::sweep::SweepCommand),
    /// List, verify and export the audit
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Show which run and line set each property of a user
    Blame(blame::BlameCommand),
    /// List, show, export and resend letters
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Write a copy of the database to a file, while it is in use
    Backup(database::backup::BackupCommand),
    /// Replace the database by a backup
    Restore(database::restore::RestoreCommand),
    /// Move the directory from one database to another, between a file and a server
    Migrate(database::migrate::MigrateCommand),
    /// Check the database for damage
    Doctor(database::doctor::DoctorCommand),
    /// Print the manual
    Manual(manual::ManualCommand),
    /// Print the completions of a shell
    Completions(completions::CompletionsCommand),
}

/// Runs a command line; its first argument is the name of the program.
pub fn main(arguments: impl IntoIterator<Item = OsString>, terminal: &mut Terminal, system: System) -> Exit {
    let parsed = Cli::command()
        .color(if terminal.color { clap::ColorChoice::Always } else { clap::ColorChoice::Never })
        .try_get_matches_from(arguments)
        .and_then(|matches| read(&matches));
    match parsed {
        Ok(cli) => execute(cli, terminal, system),
        Err(error) => {
            let text = if terminal.color { error.render().ansi().to_string() } else { error.render().to_string() };
            if error.use_stderr() {
                terminal.print_error(&text);
                Exit::Usage
            } else {
                terminal.print(text.trim_end());
                Exit::Done
            }
        }
    }
}

/// Reads the command and its settings. Refuses a setting that the command would ignore.
fn read(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let (mut path, mut leaf) = (Vec::new(), matches);
    while let Some((name, inner)) = leaf.subcommand() {
        path.push(name);
        leaf = inner;
    }
    let command = path.join(" ");
    if let Some(setting) = settings::unused(&command, leaf) {
        let flag = setting.replace('_', "-");
        let found = format!("`enlist {command}` does not use `--{flag}` here; leave it out");
        return Err(Cli::command().error(ErrorKind::UnknownArgument, found));
    }
    let mut cli = Cli::from_arg_matches(matches)?;
    // `ENLIST_ENVIRONMENT` names an environment to work in. Only the option tells `init` to add one.
    if matches!(cli.command, Command::Init(_)) && leaf.value_source("environment") != Some(ValueSource::CommandLine) {
        cli.settings.environment = None;
    }
    Ok(cli)
}

fn execute(cli: Cli, terminal: &mut Terminal, system: System) -> Exit {
    let mut context = Context { settings: cli.settings, terminal, system };
    let done = retry(|| {
        let done = try_to_execute(cli.command.clone(), &mut context);
        // Output cannot be taken back.
        done.map_err(|error| if context.terminal.has_printed() { error.given_up() } else { error })
    });
    match done {
        Ok(exit) => exit,
        Err(error) => report(&error, &mut context),
    }
}

fn try_to_execute(command: Command, context: &mut Context) -> Result<Exit, Error> {
    match command {
        Command::Init(command) => command.execute(context),
        Command::Run(command) => command.execute(context),
        Command::Plan(command) => command.execute(context),
        Command::Serve(command) => command.execute(context),
        Command::Test(command) => command.execute(context),
        Command::Capture(command) => command.execute(context),
        Command::Check(command) => command.execute(context),
        Command::Explain(command) => command.execute(context),
        Command::User(command) => command.execute(context),
        Command::Account(command) => command.execute(context),
        Command::Sessions(command) => command.execute(context),
        Command::Group(command) => command.execute(context),
        Command::Menu(command) => command.execute(context),
        Command::Role(command) => command.execute(context),
        Command::Field(command) => command.execute(context),
        Command::Env(command) => command.execute(context),
        Command::Org(command) => command.execute(context),
        Command::Token(command) => command.execute(context),
        Command::Runs(command) => command.execute(context),
        Command::Script(command) => command.execute(context),
        Command::Schedule(command) => command.execute(context),
        Command::Jobs(command) => command.execute(context),
        Command::Sweep(command) => command.execute(context),
        Command::Audit(command) => command.execute(context),
        Command::Blame(command) => command.execute(context),
        Command::Outbox(command) => command.execute(context),
        Command::Backup(command) => command.execute(context),
        Command::Restore(command) => command.execute(context),
        Command::Migrate(command) => command.execute(context),
        Command::Doctor(command) => command.execute(context),
        Command::Manual(command) => command.execute(context),
        Command::Completions(command) => command.execute(context),
    }
}

fn report(error: &Error, context: &mut Context) -> Exit {
    match error {
        Error::Refused(refusal) => {
            if context.settings.json {
                context.terminal.json(&serde_json::json!({ "error": json::refusal(refusal) }));
            } else {
                output::diagnostics::refusal(refusal, context.terminal);
            }
            Exit::Refused
        }
        Error::Fault(fault) => match fault.way_out() {
            Some(problem) => report(&problem.clone().into(), context),
            None => {
                report_fault(fault, context);
                Exit::Fault
            }
        },
    }
}

fn report_fault(fault: &Fault, context: &mut Context) {
    if context.settings.json {
        let error = serde_json::json!({ "code": "fault", "message": fault.to_string(), "problems": [] });
        context.terminal.json(&serde_json::json!({ "error": error }));
    } else {
        output::diagnostics::fault(fault, context.terminal);
    }
}
