//! Completion data for editors, as JSON: functions, their options, variables and keywords, each with its documentation.
//! Snippets use the syntax of the Language Server Protocol: `${1:default}`, `${2|one,other|}`, `$0`.

use super::{described, example};
use crate::directory::{AboutOption, Kind, Required};
use crate::script::api::{self, Function, Functions, Object, Parameter};
use serde_json::{Value, json};

/// Returns the completion data for the functions of a table, and for the variables and keywords of scripts.
pub fn completion(functions: &Functions) -> Value {
    let variable = |variable: &api::Variable| json!({ "name": variable.name, "type": variable.kind, "documentation": variable.doc });
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "functions": functions.iter().map(of_function).collect::<Vec<_>>(),
        "variables": api::VARIABLES.iter().map(variable).collect::<Vec<_>>(),
        "keywords": api::KEYWORDS,
    })
}

fn of_function(function: &Function) -> Value {
    let object = match function.object {
        Object::Nothing => None,
        object => Some(object.prefix().trim_end_matches('.')),
    };
    let parameter = |parameter: &Parameter| json!({ "name": parameter.name, "type": parameter.kind.title(), "optional": parameter.is_optional });
    let options = function.options.map(|options| options()).unwrap_or_default();
    json!({
        "label": function.path(),
        "object": object,
        "name": function.name,
        "signature": function.signature(),
        "documentation": function.doc,
        "returns": function.returns,
        "example": function.example,
        "snippet": call(function, &options),
        "parameters": function.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "options": options.iter().map(|about| of_option(about)).collect::<Vec<_>>(),
    })
}

fn of_option(about: &AboutOption) -> Value {
    let required = match about.required {
        Required::Always => "always",
        Required::WhenAdding => "forNewAccounts",
        Required::No => "no",
    };
    json!({
        "name": about.name,
        "type": about.kind.title(),
        "required": required,
        "extension": about.extension,
        "documentation": described(about),
        "example": about.example,
        "exampleValue": example(about),
        "values": about.values,
        "snippet": format!("{}: {}", about.name, value(1, about)),
    })
}

/// Returns the snippet of a call with the required parameters and options.
fn call(function: &Function, options: &[&AboutOption]) -> String {
    let required = function.parameters.iter().filter(|parameter| !parameter.is_optional).enumerate();
    let arguments = required.map(|(at, parameter)| match (at, function.options) {
        (0, Some(_)) => map_of(options),
        _ => argument(at + 1, parameter),
    });
    format!("{}({})$0", function.path(), arguments.collect::<Vec<_>>().join(", "))
}

fn map_of(options: &[&AboutOption]) -> String {
    let needed = options.iter().filter(|about| about.required != Required::No);
    let lines: Vec<String> =
        needed.enumerate().map(|(at, about)| format!("    {}: {},\n", about.name, value(at + 1, about))).collect();
    match lines.as_slice() {
        [] => "#{ $1 }".to_owned(),
        lines => format!("#{{\n{}}}", lines.concat()),
    }
}

fn argument(stop: usize, parameter: &Parameter) -> String {
    match parameter.kind {
        Kind::String => format!("\"${{{stop}:{}}}\"", parameter.name),
        _ => format!("${{{stop}:{}}}", parameter.name),
    }
}

/// Returns the placeholder for the value of an option: a choice if the option has a list of values, otherwise its example.
fn value(stop: usize, about: &AboutOption) -> String {
    if about.values.is_empty() {
        return format!("${{{stop}:{}}}", escaped(about.example, &['\\', '$', '}']));
    }
    // An editor inserts the first value of a choice.
    let is_example = |quoted: &String| quoted == about.example;
    let (first, others): (Vec<String>, Vec<String>) =
        about.values.iter().map(|text| format!("{text:?}")).partition(is_example);
    let choices = first.iter().chain(&others).map(|text| escaped(text, &['\\', ',', '|']));
    format!("${{{stop}|{}|}}", choices.collect::<Vec<_>>().join(","))
}

fn escaped(text: &str, special: &[char]) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if special.contains(&c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
