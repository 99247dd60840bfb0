//! What the manual says, in its order. Every section is folded from the table that the program works with; what is written
//! here are the sentences between the tables.

use super::block::{Block, code, part, section, text};
use super::{commands, notation};
use crate::cli::Exit;
use crate::directory::{AboutOption, Required};
use crate::domain::{Code, Grant, Grants, WarningCode};
use crate::script::Limits;
use crate::script::api::{self, Function, Object, Variable};
use clap::Command;

/// The whole manual, for this tree of commands.
pub fn all(command: &Command) -> Vec<Block> {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut blocks = vec![text(format!("{about}."))];
    blocks.extend(variables());
    blocks.extend(functions());
    blocks.extend(grants());
    blocks.extend(notation::blocks());
    blocks.extend(limits());
    blocks.extend(commands::blocks(command));
    blocks.extend(commands::settings(command));
    blocks.extend(exit_codes());
    blocks.extend(warnings());
    blocks.extend(errors());
    blocks
}

fn variables() -> Vec<Block> {
    let row = |variable: &Variable| vec![code(variable.name), variable.doc.to_owned()];
    vec![
        section("Scripts"),
        text(
            "A script is a file in the Rhai language. It runs inside one environment, in one transaction: everything that \
             it changes stands once it has ended, and nothing if it fails. It sees these variables, also inside of \
             functions:",
        ),
        Block::Table(&["Variable", "Meaning"], api::VARIABLES.iter().map(row).collect()),
        text("The value of a script's last line is its result."),
    ]
}

fn functions() -> Vec<Block> {
    let mut blocks = vec![
        section("Functions"),
        text("A parameter in square brackets may be left out. Options go into a map: `#{ name: \"Ada\" }`."),
    ];
    for function in api::functions() {
        blocks.push(part(code(&signature(function))));
        blocks.push(text(function.doc));
        if let Some(options) = function.options {
            blocks.push(table_of(&options()));
        }
        blocks.push(text(format!("Returns {}.", function.returns)));
        blocks.push(Block::Code(function.example.to_owned()));
    }
    blocks
}

/// A function as it is called: `bizzStream.findUsers([query])`.
fn signature(function: &Function) -> String {
    let object = match function.object {
        Object::BizzStream => "bizzStream.",
        Object::Console => "console.",
        Object::Nothing => "",
    };
    let parameters = function.parameters.iter().map(|parameter| match parameter.is_optional {
        true => format!("[{}]", parameter.name),
        false => parameter.name.to_owned(),
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    format!("{object}{}({parameters})", function.name)
}

fn table_of(options: &[&AboutOption]) -> Block {
    let row = |option: &&AboutOption| {
        let name = match option.extension {
            true => format!("{} (extension)", code(option.name)),
            false => code(option.name),
        };
        let required = match option.required {
            Required::Always => "always",
            Required::WhenAdding => "for a new account",
            Required::No => "",
        };
        vec![name, option.kind.title().to_owned(), required.to_owned(), code(option.example), option.doc.to_owned()]
    };
    Block::Table(&["Option", "Type", "Required", "Example", "Meaning"], options.iter().map(row).collect())
}

fn grants() -> Vec<Block> {
    let start = Grants::default();
    let row = |grant: &Grant| {
        let granted = if start.holds(*grant) { "yes" } else { "no" };
        vec![code(grant.as_str()), granted.to_owned(), grant.doc().to_owned()]
    };
    vec![
        section("Grants"),
        text(
            "An environment says what scripts may do in it. `enlist env show` lists what is granted, `enlist env grant` and \
             `enlist env revoke` change it, and so does `grants` in the `[policy]` of a model. Grants bind scripts alone, \
             whoever triggers them. A call that needs a grant that is missing is refused, and nothing of it is applied.",
        ),
        Block::Table(&["Grant", "At the start", "What it lets scripts do"], Grant::ALL.iter().map(row).collect()),
    ]
}

fn limits() -> Vec<Block> {
    let everybody = Limits::for_everybody().listed();
    let rows = Limits::for_administrators().listed().into_iter().zip(everybody);
    let row = |((name, value), (_, other)): ((&str, String), (&str, String))| {
        let other = if other == value { "the same".to_owned() } else { other };
        vec![name.to_owned(), value, other]
    };
    vec![
        section("Limits"),
        text(
            "A run that reaches a limit ends with an error that the script cannot catch, and everything it had changed is \
             rolled back. What counts is who triggers the run.",
        ),
        Block::Table(
            &["Limit", "Triggered by an administrator or the operator", "By anybody else"],
            rows.map(row).collect(),
        ),
    ]
}

fn exit_codes() -> Vec<Block> {
    let row = |exit: &Exit| vec![(*exit as u8).to_string(), exit.meaning().to_owned()];
    vec![
        section("Exit codes"),
        Block::Table(&["Code", "Meaning"], Exit::ALL.iter().map(row).collect()),
        text("What was refused, and what a failed script had done, is rolled back as a whole."),
    ]
}

fn warnings() -> Vec<Block> {
    let codes = WarningCode::TEXTS.iter().filter_map(|text| WarningCode::from_text(text));
    let row = |warning: WarningCode| vec![code(warning.as_str()), warning.page().to_owned()];
    vec![
        section("Warnings"),
        text("A warning says what a script should perhaps not have done. The run goes on."),
        Block::Table(&["Code", "Meaning"], codes.map(row).collect()),
    ]
}

fn errors() -> Vec<Block> {
    let mut blocks = vec![
        section("Errors"),
        text(
            "The codes never change their meaning. A script that catches a refusal reads `code`, `message`, `problems` and \
             `line` of it.",
        ),
    ];
    for error in Code::ALL {
        blocks.push(part(format!("{error} {}", error.title())));
        blocks.push(text(error.page()));
    }
    blocks
}
