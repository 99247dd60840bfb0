//! `enlist manual`: prints the manual as Markdown or as a page for `man`, and data for editors: definitions, completion data,
//! schemas.
//!
//! Here are the sections about the command line; those about scripts are in `crate::manual`.

mod commands;
mod files;
mod man;

use super::input::settings::Context;
use super::{Cli, Exit};
use crate::domain::Error;
use crate::fixtures;
use crate::http;
use crate::manual::{self, Block, markdown, section, text};
use crate::model;
use crate::script::api::Functions;
use clap::builder::PossibleValuesParser;
use clap::{Args, Command, CommandFactory, ValueEnum};
use serde_json::{Value, json};

/// Print the manual.
#[derive(Debug, Clone, Args)]
#[command(after_help = "For example: enlist manual --format definitions > enlist.d.rhai")]
pub struct ManualCommand {
    /// The format
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,

    /// Print the JSON Schema of a function's options instead
    #[arg(long, value_name = "NAME", conflicts_with = "format", value_parser = PossibleValuesParser::new(schema_names()))]
    schema: Option<String>,
}

/// The format of the manual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text with headings and tables
    Markdown,
    /// A page for `man`
    Man,
    /// Definitions for Rhai language servers
    Definitions,
    /// JSON data with which editors complete scripts
    Completion,
    /// The OpenAPI document of REST
    Openapi,
}

impl ManualCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let output = match self.schema {
            Some(name) => Output::Json(schema(&name)?),
            None => self.format.write(),
        };
        match output {
            Output::Text(text) if context.settings.json => {
                context.terminal.json(&json!({ "format": self.format.name(), "text": text }));
            }
            Output::Text(text) => context.terminal.print_bytes(text.as_bytes()),
            Output::Json(json) if context.settings.json => context.terminal.json(&json),
            Output::Json(json) => context.terminal.print(&format!("{json:#}")),
        }
        Ok(Exit::Done)
    }
}

/// The output: text, or data that is always JSON.
enum Output {
    Text(String),
    Json(Value),
}

/// Returns the names that `--schema` takes: functions with options, and kinds of files.
fn schema_names() -> Vec<&'static str> {
    let mut names = manual::schema_names(&Functions::default());
    names.extend(["fixture", "model"]);
    names
}

/// Returns the schema of one of [`schema_names`].
fn schema(name: &str) -> Result<Value, Error> {
    match name {
        "fixture" => Ok(fixtures::schema()),
        "model" => Ok(model::schema()),
        name => Ok(manual::schema(&Functions::default(), name)?),
    }
}

impl Format {
    fn write(self) -> Output {
        match self {
            Format::Markdown => Output::Text(in_markdown()),
            Format::Man => Output::Text(for_man()),
            Format::Definitions => Output::Text(manual::definitions(&Functions::default())),
            Format::Completion => Output::Json(manual::completion(&Functions::default())),
            Format::Openapi => Output::Json(http::document()),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Man => "man",
            Format::Definitions => "definitions",
            Format::Completion => "completion",
            Format::Openapi => "openapi",
        }
    }
}

fn in_markdown() -> String {
    markdown::write(concat!("enlist ", env!("CARGO_PKG_VERSION")), &contents(&tree()))
}

fn for_man() -> String {
    let command = tree();
    man::write(&command, &contents(&command))
}

/// Returns the whole manual for a tree of commands.
fn contents(command: &Command) -> Vec<Block> {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut blocks = vec![text(format!("{about}."))];
    blocks.extend(manual::scripts(&Functions::default()));
    blocks.extend(files::blocks());
    blocks.extend(commands::blocks(command));
    blocks.extend(commands::settings(command));
    blocks.extend(exit_codes());
    blocks.extend(manual::codes());
    blocks
}

fn exit_codes() -> Vec<Block> {
    let row = |exit: &Exit| vec![(*exit as u8).to_string(), exit.meaning().to_owned()];
    vec![
        section("Exit codes"),
        Block::Table(&["Code", "Meaning"], Exit::ALL.iter().map(row).collect()),
        text("The changes of a refused command and of a failed script are rolled back as a whole."),
    ]
}

/// Returns the tree of commands without `help`.
fn tree() -> Command {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Code, Grant, Permission, WarningCode};
    use crate::script::{Limits, api};

    #[test]
    fn the_manual_has_every_function_limit_code_grant_and_permission() {
        let manual = in_markdown();
        for variable in api::VARIABLES {
            assert!(manual.contains(&format!("`{}`", variable.name)), "{}", variable.name);
        }
        for function in Functions::default().iter() {
            assert!(manual.contains(&format!("{}(", function.name)), "{}", function.name);
            assert!(manual.contains(function.example), "{}", function.name);
            for option in function.options.map(|options| options()).unwrap_or_default() {
                assert!(manual.contains(&format!("| `{}`", option.name)), "{}", option.name);
            }
        }
        for limits in [Limits::for_administrators(), Limits::for_everybody()] {
            for (name, value) in limits.listed() {
                assert!(manual.contains(&format!("| {name} |")), "{name}");
                assert!(manual.contains(&value), "{name}: {value}");
            }
        }
        for code in Code::ALL {
            assert!(manual.contains(&format!("### {code} {}\n", code.title())), "{code}");
            assert!(manual.contains(code.page().split('`').next().unwrap()), "{code}");
        }
        for grant in Grant::ALL {
            assert!(manual.contains(&format!("| `{}` |", grant.as_str())), "{}", grant.as_str());
            assert!(manual.contains(grant.doc()), "{}", grant.as_str());
        }
        for permission in Permission::ALL {
            assert!(manual.contains(&format!("| `{}` |", permission.as_str())), "{}", permission.as_str());
            assert!(manual.contains(permission.doc()), "{}", permission.as_str());
        }
        for warning in WarningCode::TEXTS {
            assert!(manual.contains(&format!("| `{warning}` |")), "{warning}");
        }
        for exit in Exit::ALL {
            assert!(manual.contains(&format!("| {} | {} |", *exit as u8, exit.meaning())));
        }
    }

    #[test]
    fn the_manual_has_every_command_with_its_options() {
        fn look(command: &Command, path: &str, manual: &str) {
            for child in command.get_subcommands() {
                let path = format!("{path} {}", child.get_name());
                if child.has_subcommands() {
                    look(child, &path, manual);
                    continue;
                }
                let at = manual.find(&format!("### `{path}`\n")).unwrap_or_else(|| panic!("{path}"));
                let section = &manual[at..];
                let section = &section[..section[1..].find("\n##").map_or(section.len(), |end| end + 1)];
                for arg in child.get_arguments().filter(|arg| !arg.is_global_set()) {
                    if let Some(long) = arg.get_long().filter(|long| *long != "help") {
                        assert!(section.contains(&format!("--{long}")), "{path} --{long}");
                    }
                }
            }
        }
        let manual = in_markdown();
        look(&tree(), "enlist", &manual);
        for setting in ["ENLIST_DATABASE", "ENLIST_ENVIRONMENT", "NO_COLOR"] {
            assert!(manual.contains(setting), "{setting}");
        }
    }

    #[test]
    fn every_row_of_a_table_has_the_cells_of_its_head() {
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        let manual = in_markdown();
        let mut width = 0;
        for line in manual.lines() {
            match (line.starts_with("| "), width) {
                (true, 0) => width = cells(line),
                (true, width) => assert_eq!(cells(line), width, "{line}"),
                (false, _) => width = if line.starts_with("|-") { width } else { 0 },
            }
        }
    }

    #[test]
    fn the_man_page_has_the_same_sections_and_no_stray_requests() {
        let page = for_man();
        assert!(page.contains(".TH enlist 1") && page.is_ascii());
        for section in ["NAME", "SYNOPSIS", "FUNCTIONS", "LIMITS", "COMMANDS", "SETTINGS", "EXIT CODES", "ERRORS"] {
            let heading =
                |line: &str| line.trim_end() == format!(".SH {section}") || line == format!(".SH \"{section}\"");
            assert!(page.lines().any(heading), "{section}");
        }
        for code in Code::ALL {
            assert!(page.contains(code.as_str()), "{code}");
        }
        for function in Functions::default().iter() {
            assert!(page.contains(&format!("{}(", function.name)), "{}", function.name);
        }
        let known = ["TH", "SH", "SS", "TP", "PP", "RS", "RE", "nf", "fi", "br", "ie", "el", "ds", "B", "in"];
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            let request = line[1..].split([' ', '\\']).next().unwrap();
            assert!(known.contains(&request), "{line}");
        }
    }
}
