//! The operator's door: one command, one file.
//!
//! A command turns its words into a verb's draft and the answer into a table for people or JSON for programs. It holds no
//! rule of the directory. It may be carried out more than once, until it stands: as long as it has said nothing, it is begun
//! anew as a whole when others were first; see [`retry`]. So it reads no more after it has committed, or does that with
//! [`retry`] itself, as commands of several transactions do with each of them.

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

/// How a command ended; documented in the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Refused, or the script failed. Nothing was changed.
    Refused = 1,
    /// The command was not understood.
    Usage = 2,
    /// A fault of the system, or a fixture that is broken.
    Fault = 3,
    /// No test was selected.
    NothingSelected = 4,
    /// The tests cover less of the scripts than was asked for.
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
    /// Show what a script would change, and change nothing
    Plan(run::PlanCommand),
    /// Serve the directory to programs over HTTP
    Serve(server::serve::ServeCommand),
    /// Run the test cases of scripts
    Test(test::TestCommand),
    /// Make a test case of a recorded run
    Capture(run::capture::CaptureCommand),
    /// Check scripts without running them
    Check(check::CheckCommand),
    /// Explain the code of an error or a warning
    Explain(explain::ExplainCommand),
    /// List, show, add, activate and deactivate users
    #[command(subcommand)]
    User(user::UserCommand),
    /// Show, unlock and ban accounts, and help people to a new password
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// List and end sessions of an account
    #[command(subcommand)]
    Sessions(account::sessions::SessionsCommand),
    /// List, show, add, rename, copy and remove member groups, and say who is in them
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
    /// Add, list, show and change environments, and say what their scripts may do
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
    /// Add, list, show, change, remove and run the scripts that an environment has of its own
    #[command(subcommand)]
    Script(script::ScriptCommand),
    /// Say when deployed scripts run by themselves
    #[command(subcommand)]
    Schedule(schedule::ScheduleCommand),
    /// Show what comes due, and carry it out
    Jobs(server::jobs::JobsCommand),
    /// Make users inactive who have not come for months, and tell them before
    Sweep(server::sweep::SweepCommand),
    /// List, verify and export the audit
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Show which run and line set each property of a user
    Blame(blame::BlameCommand),
    /// List, show and export letters, and send them again
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    /// Write a copy of the database to a file, while others work
    Backup(database::backup::BackupCommand),
    /// Put a backup in the place of the database
    Restore(database::restore::RestoreCommand),
    /// Move the directory from one database to another, between a file and a server
    Migrate(database::migrate::MigrateCommand),
    /// Look the database through and tell what is wrong with it
    Doctor(database::doctor::DoctorCommand),
    /// Print the manual
    Manual(manual::ManualCommand),
    /// Print the completions of a shell
    Completions(completions::CompletionsCommand),
}

/// Carries out a command line, the first word of which is the program's name.
pub fn main(words: impl IntoIterator<Item = OsString>, terminal: &mut Terminal, system: System) -> Exit {
    let parsed = Cli::command()
        .color(if terminal.color { clap::ColorChoice::Always } else { clap::ColorChoice::Never })
        .try_get_matches_from(words)
        .and_then(|matches| read(&matches));
    match parsed {
        Ok(cli) => carry_out(cli, terminal, system),
        Err(error) => {
            let text = if terminal.color { error.render().ansi().to_string() } else { error.render().to_string() };
            if error.use_stderr() {
                terminal.complain(&text);
                Exit::Usage
            } else {
                terminal.say(text.trim_end());
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

fn carry_out(cli: Cli, terminal: &mut Terminal, system: System) -> Exit {
    let mut context = Context { settings: cli.settings, terminal, system };
    let done = retry(|| {
        let done = try_to_carry_out(cli.command.clone(), &mut context);
        // What was said cannot be taken back.
        done.map_err(|error| if context.terminal.has_spoken() { error.given_up() } else { error })
    });
    match done {
        Ok(exit) => exit,
        Err(error) => report(&error, &mut context),
    }
}

fn try_to_carry_out(command: Command, context: &mut Context) -> Result<Exit, Error> {
    match command {
        Command::Init(command) => command.carry_out(context),
        Command::Run(command) => command.carry_out(context),
        Command::Plan(command) => command.carry_out(context),
        Command::Serve(command) => command.carry_out(context),
        Command::Test(command) => command.carry_out(context),
        Command::Capture(command) => command.carry_out(context),
        Command::Check(command) => command.carry_out(context),
        Command::Explain(command) => command.carry_out(context),
        Command::User(command) => command.carry_out(context),
        Command::Account(command) => command.carry_out(context),
        Command::Sessions(command) => command.carry_out(context),
        Command::Group(command) => command.carry_out(context),
        Command::Menu(command) => command.carry_out(context),
        Command::Role(command) => command.carry_out(context),
        Command::Field(command) => command.carry_out(context),
        Command::Env(command) => command.carry_out(context),
        Command::Org(command) => command.carry_out(context),
        Command::Token(command) => command.carry_out(context),
        Command::Runs(command) => command.carry_out(context),
        Command::Script(command) => command.carry_out(context),
        Command::Schedule(command) => command.carry_out(context),
        Command::Jobs(command) => command.carry_out(context),
        Command::Sweep(command) => command.carry_out(context),
        Command::Audit(command) => command.carry_out(context),
        Command::Blame(command) => command.carry_out(context),
        Command::Outbox(command) => command.carry_out(context),
        Command::Backup(command) => command.carry_out(context),
        Command::Restore(command) => command.carry_out(context),
        Command::Migrate(command) => command.carry_out(context),
        Command::Doctor(command) => command.carry_out(context),
        Command::Manual(command) => command.carry_out(context),
        Command::Completions(command) => command.carry_out(context),
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
