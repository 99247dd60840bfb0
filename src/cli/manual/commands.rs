//! The sections of the manual about commands and settings, generated from the tree of commands of clap.

use crate::manual::{Block, code, part, section, text};
use clap::{Arg, Command};

const HEAD: &[&str] = &["Argument", "Values", "Meaning"];

/// Returns the section about commands: purpose, usage, arguments and options of each.
pub fn blocks(root: &Command) -> Vec<Block> {
    let mut blocks = vec![
        section("Commands"),
        text("Every command has its own options, `--help`, and the settings of the next section that it uses."),
    ];
    add(root, root.get_name(), &mut blocks);
    blocks
}

/// Returns the section about the settings that all commands share, with their environment variables.
pub fn settings(root: &Command) -> Vec<Block> {
    let shared = root.get_arguments().filter(|arg| arg.is_global_set());
    let row = |arg: &Arg| {
        let variable = arg.get_env().map(|name| code(&name.to_string_lossy()));
        vec![word(arg), variable.unwrap_or_default(), default(arg), help(arg)]
    };
    vec![
        section("Settings"),
        text("Settings can be given before and after the command's name. An option overrides its variable."),
        Block::Table(&["Option", "Variable", "Default", "Meaning"], shared.map(row).collect()),
        text("Any value of `NO_COLOR` turns colours off."),
    ]
}

fn add(command: &Command, path: &str, blocks: &mut Vec<Block>) {
    for child in command.get_subcommands().filter(|child| !child.is_hide_set()) {
        let path = format!("{path} {}", child.get_name());
        if child.has_subcommands() {
            add(child, &path, blocks);
        } else {
            one(child, &path, blocks);
        }
    }
}

fn one(command: &Command, path: &str, blocks: &mut Vec<Block>) {
    blocks.push(part(code(path)));
    if let Some(about) = command.get_about() {
        blocks.push(text(format!("{about}.")));
    }
    let usage = command.clone().render_usage().to_string();
    blocks.push(Block::Code("text", usage.trim_start_matches("Usage:").trim().to_owned()));
    let own = |arg: &&Arg| !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help";
    let rows: Vec<Vec<String>> = command.get_arguments().filter(own).map(row).collect();
    if !rows.is_empty() {
        blocks.push(Block::Table(HEAD, rows));
    }
    if let Some(after) = command.get_after_help() {
        blocks.push(text(after.to_string()));
    }
}

fn row(arg: &Arg) -> Vec<String> {
    let possible = arg.get_possible_values();
    let possible: Vec<String> = possible.iter().map(|value| code(value.get_name())).collect();
    let mut values = possible.join(", ");
    let default = default(arg);
    // The default of an option without a value is "false", which is obvious.
    if !default.is_empty() && arg.get_action().takes_values() {
        let comma = if values.is_empty() { "" } else { "; " };
        values.push_str(&format!("{comma}default {default}"));
    }
    vec![word(arg), values, help(arg)]
}

/// Returns an argument as it is typed: `--limit NUMBER`, `USER…`.
fn word(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let value = match arg.get_action().takes_values() {
        true => names.join(" "),
        false => String::new(),
    };
    let many = arg.get_num_args().is_some_and(|range| range.max_values() > 1) || is_repeated(arg);
    let more = if many { "…" } else { "" };
    let Some(long) = arg.get_long() else {
        return match arg.is_required_set() {
            true => code(&format!("{value}{more}")),
            false => code(&format!("[{value}{more}]")),
        };
    };
    let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    let aliases: String = aliases.iter().map(|alias| format!(", --{alias}")).collect();
    code(format!("{short}--{long}{aliases} {value}").trim_end())
}

fn is_repeated(arg: &Arg) -> bool {
    matches!(arg.get_action(), clap::ArgAction::Append)
}

fn default(arg: &Arg) -> String {
    let values = arg.get_default_values().iter();
    let values = values.map(|value| code(&value.to_string_lossy()));
    match arg.get_action().takes_values() {
        true => values.collect::<Vec<_>>().join(", "),
        false => String::new(),
    }
}

/// Returns the help of an argument as a sentence.
fn help(arg: &Arg) -> String {
    let text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    match text.ends_with(['.', '!', '?']) || text.is_empty() {
        true => text,
        false => format!("{text}."),
    }
}
