//! Definitions for Rhai language servers: what scripts can use, as a file `enlist.d.rhai` with its explanations.
//!
//! A function on an object is written as Rhai sees it, with the object as its first parameter; one that takes a different number
//! of arguments is written once for each.

use super::described;
use crate::directory::{AboutOption, Kind};
use crate::script::api::{self, Function, Functions, Object};

/// The definitions of the variables that every script sees and of the functions of a table.
pub fn definitions(functions: &Functions) -> String {
    let about = format!("What scripts of enlist {} can use besides the language itself.", env!("CARGO_PKG_VERSION"));
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

/// The function with its first so many parameters.
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

/// A kind as the definitions name it.
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
