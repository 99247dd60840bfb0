//! JSON Schemas (2020-12) of the options of functions: for editors, for forms, and for programs that provide the input of a
//! script.
//!
//! A call refuses everything that its schema refuses. It also refuses values that the environment does not have, and
//! combinations of options that are not allowed.

use super::{described, example};
use crate::directory::{AboutOption, Kind, Required};
use crate::domain::{Code, Problem, nearest};
use crate::script::api::{Function, Functions};
use serde_json::{Map, Value, json};

/// Returns the schema of the options of a function, by its name, with or without its object.
///
/// # Errors
/// Returns a problem if no function with options has this name; it suggests the nearest name.
pub fn schema(functions: &Functions, name: &str) -> Result<Value, Problem> {
    let mut known = with_options(functions);
    match known.find(|function| function.path() == name || function.name == name) {
        Some(function) => Ok(of_function(function)),
        None => {
            let names = schema_names(functions);
            let problem =
                Problem::new(Code::NotFound, format!("expected the name of a function with options, found {name:?}"));
            Err(match nearest(name, names.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("choose one of {}", names.join(", "))),
            })
        }
    }
}

/// Returns the names that [`schema`] accepts, in the order of the manual.
pub fn schema_names(functions: &Functions) -> Vec<&'static str> {
    with_options(functions).map(|function| function.name).collect()
}

fn with_options(functions: &Functions) -> impl Iterator<Item = &Function> {
    functions.iter().filter(|function| function.options.is_some())
}

fn of_function(function: &Function) -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Options of {}", function.path()),
        "description": function.doc,
    });
    let options = function.options.map(|options| options()).unwrap_or_default();
    if let (Some(schema), Value::Object(rest)) = (schema.as_object_mut(), of_options(&options)) {
        schema.extend(rest);
    }
    schema
}

/// Returns the schema of an object with options.
pub fn of_options(options: &[&AboutOption]) -> Value {
    let required = options.iter().filter(|about| about.required == Required::Always).map(|about| about.name);
    let properties = options.iter().map(|about| (about.name.to_owned(), of_option(about, true)));
    json!({
        "type": "object",
        "properties": properties.collect::<Map<_, _>>(),
        "required": required.collect::<Vec<_>>(),
        "additionalProperties": false,
    })
}

/// Returns the schema of an option's value in a query string, where `null` cannot be written.
pub fn of_option_in_query(about: &AboutOption) -> Value {
    of_option(about, false)
}

/// Returns the schema of an option's value. In JSON, `null` means that an optional value is omitted.
fn of_option(about: &AboutOption, can_be_nothing: bool) -> Value {
    let mut schema = Map::new();
    schema.insert("description".to_owned(), described(about).into());
    let mut types = types(about.kind).to_vec();
    let may_be_nothing = can_be_nothing && about.required != Required::Always;
    if may_be_nothing && !types.is_empty() {
        types.push("null");
    }
    match types.as_slice() {
        [] => None,
        [only] => schema.insert("type".to_owned(), json!(only)),
        several => schema.insert("type".to_owned(), json!(several)),
    };
    // The texts of a list apply to its items; see below.
    let is_list = matches!(about.kind, Kind::Strings);
    if !about.values.is_empty() && !is_list {
        let nothing = may_be_nothing.then_some(Value::Null);
        schema.insert("enum".to_owned(), about.values.iter().map(|&text| json!(text)).chain(nothing).collect());
    }
    match about.kind {
        Kind::Integer => {
            schema.insert("minimum".to_owned(), 0.into());
            schema.insert("maximum".to_owned(), u32::MAX.into());
        }
        Kind::Strings if !about.values.is_empty() => {
            schema.insert("items".to_owned(), json!({ "type": "string", "enum": about.values }));
        }
        Kind::Strings | Kind::OneOrStrings => {
            schema.insert("items".to_owned(), json!({ "type": "string" }));
        }
        Kind::Maps => {
            schema.insert("items".to_owned(), json!({ "type": "object" }));
        }
        Kind::String | Kind::Boolean | Kind::Map | Kind::Any => {}
    }
    schema.insert("examples".to_owned(), example(about).into_iter().collect());
    Value::Object(schema)
}

/// Returns the JSON types that a kind accepts; an empty list if it accepts all.
const fn types(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::String => &["string"],
        Kind::Boolean => &["boolean"],
        Kind::Integer => &["integer"],
        Kind::Strings | Kind::Maps => &["array"],
        Kind::OneOrStrings => &["string", "array"],
        Kind::Map => &["object"],
        Kind::Any => &[],
    }
}
