//! Definitions for Rhai language servers: the file `enlist.d.rhai` with the variables and functions of scripts and their
//! documentation.
//!
//! A method is written as a function with the object as its first parameter, as Rhai requires. A function with optional
//! parameters is written once for each number of arguments.

use super::described;
use crate::directory::{AboutOption, Kind};
use crate::script::api::{self, Function, Functions, Object};

/// Returns the definitions of the variables of every script and of the functions of a table.
pub fn definitions(functions: &Functions) -> String {
    let about = format!("The variables and functions of enlist {} for scripts.", env!("CARGO_PKG_VERSION"));
    let mut file = format!("/// {about}\nmodule static;\n");
    for name in [Object::BizzStream, Object::Console].into_iter().filter_map(type_of) {
        file.push_str(&format!("\ntype {name} = ...;\n"));
    }
    for variable in api::VARIABLES {
        file.push_str(&format!("\n{}let {}: {};\n", comment(variable.doc), variable.name, variable.kind));
    }
    for function in functions.iter() {
        let comment = comment(&text(function));
        for count in function.fewest()..=function.parameters.len() {
            file.push_str(&format!("\n{comment}{}", declaration(function, count)));
        }
    }
    file
}

/// Returns the definition of the function with its first `count` parameters.
fn declaration(function: &Function, count: usize) -> String {
    let object = type_of(function.object).map(|name| format!("_: {name}"));
    let own = function.parameters.iter().take(count);
    let own = own.map(|parameter| format!("{}: {}", parameter.name, name_of(parameter.kind)));
    let parameters: Vec<String> = object.into_iter().chain(own).collect();
    format!("fn {}({}) -> ?;\n", function.name, parameters.join(", "))
}

fn text(function: &Function) -> String {
    let mut text = function.doc.to_owned();
    if let Some(options) = function.options {
        text.push_str("\n\nOptions:\n");
        options().iter().for_each(|about| text.push_str(&format!("\n- {}", line(about))));
    }
    text.push_str(&format!("\n\nReturns {}.\n\n```rhai\n{}\n```", function.returns, function.example));
    text
}

fn line(about: &AboutOption) -> String {
    let (name, kind) = (about.name, about.kind.as_str());
    format!("`{name}`, {kind}: {} For example `{name}: {}`.", described(about), about.example)
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", format!("/// {line}").trim_end())).collect()
}

const fn type_of(object: Object) -> Option<&'static str> {
    match object {
        Object::BizzStream => Some("BizzStream"),
        Object::Console => Some("Console"),
        Object::Nothing => None,
    }
}

/// Returns the name of a type in definitions.
const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "String",
        Kind::Boolean => "bool",
        Kind::Integer => "int",
        Kind::Strings => "[String]",
        Kind::OneOrStrings => "String | [String]",
        Kind::Map => "map",
        Kind::Maps => "[map]",
        Kind::Any => "?",
    }
}
