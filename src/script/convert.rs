//! Conversion between values of the script engine and plain data.

use super::document::Document;
use super::errors::CaughtRefusal;
use super::limits::{Limits, limit_problem};
use crate::domain::{Problem, Refusal, Value};
use rhai::{Array, Dynamic, Map};
use std::borrow::Cow;

/// A value is nested deeper than allowed.
struct TooDeep;

/// Returns a script's value as plain data.
///
/// Scripts share strings, and plain data copies them. A value that takes little memory in a script can take gigabytes as data,
/// so its size is checked first.
///
/// # Errors
/// Returns the limit if the value is larger or nested deeper than the limits allow.
pub fn to_value(value: Dynamic, limits: &Limits) -> Result<Value<'static>, Problem> {
    if text_size(&value) > limits.string {
        return Err(limit_problem("size", format!("a value of more than {} bytes as text", limits.string)));
    }
    convert(value, limits.depth)
        .map_err(|TooDeep| limit_problem("depth", format!("a value is nested deeper than {} levels", limits.depth)))
}

/// Returns a lower bound for the bytes of a value as text, in JSON or another form.
pub fn text_size(value: &Dynamic) -> usize {
    if let Ok(text) = value.as_immutable_string_ref() {
        return text.len() + 2;
    }
    if let Ok(items) = value.as_array_ref() {
        return items.iter().map(|item| text_size(item) + 1).sum::<usize>() + 1;
    }
    if let Ok(map) = value.as_map_ref() {
        return map.iter().map(|(key, item)| key.len() + 3 + text_size(item)).sum::<usize>() + 1;
    }
    if let Some(caught) = value.read_lock::<CaughtRefusal>() {
        return caught.refusal.problems.iter().map(|problem| problem.message.len() + 2).sum::<usize>() + 1;
    }
    1
}

fn convert(value: Dynamic, depth: usize) -> Result<Value<'static>, TooDeep> {
    if value.is_string() {
        let text = value.into_immutable_string().map(|text| text.into_owned());
        return Ok(Value::Text(Cow::Owned(text.unwrap_or_default())));
    }
    if value.is_unit() {
        return Ok(Value::Nothing);
    }
    if let Ok(yes) = value.as_bool() {
        return Ok(Value::Bool(yes));
    }
    if let Ok(number) = value.as_int() {
        return Ok(Value::Integer(number));
    }
    if let Ok(number) = value.as_float() {
        return Ok(Value::Float(number));
    }
    if value.is_array() {
        let deeper = depth.checked_sub(1).ok_or(TooDeep)?;
        let items = value.cast::<Array>().into_iter();
        return Ok(Value::List(items.map(|item| convert(item, deeper)).collect::<Result<_, _>>()?));
    }
    if value.is_map() {
        let deeper = depth.checked_sub(1).ok_or(TooDeep)?;
        return Ok(Value::Map(entries(value.cast::<Map>(), deeper)?));
    }
    if let Some(document) = value.read_lock::<Document>() {
        let deeper = depth.checked_sub(1).ok_or(TooDeep)?;
        return Ok(Value::Map(entries(document.map().clone(), deeper)?));
    }
    if let Some(caught) = value.read_lock::<CaughtRefusal>() {
        let deeper = depth.checked_sub(1).ok_or(TooDeep)?;
        return Ok(Value::Map(entries(refusal_map(&caught.refusal), deeper)?));
    }
    if let Ok(character) = value.as_char() {
        return Ok(Value::Text(Cow::Owned(character.to_string())));
    }
    Ok(Value::Other(Cow::Owned(match value.type_name() {
        "Fn" => "a function".to_owned(),
        name if name.contains("Range") => "a range".to_owned(),
        name => format!("a value of type {}", name.rsplit("::").next().unwrap_or(name)),
    })))
}

fn entries(map: Map, depth: usize) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, TooDeep> {
    map.into_iter().map(|(key, value)| Ok((Cow::Owned(String::from(key)), convert(value, depth)?))).collect()
}

/// Returns a caught refusal as a map with `code`, `message` and `problems`.
fn refusal_map(refusal: &Refusal) -> Map {
    let entries: [(&str, Dynamic); 3] = [
        ("code", refusal.code().as_str().into()),
        ("message", refusal.message().into()),
        ("problems", Dynamic::from_array(problems(refusal))),
    ];
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

/// Returns the problems of a refusal as maps with `code`, `option`, `message` and `help`.
pub fn problems(refusal: &Refusal) -> Array {
    let text = |text: &str| Dynamic::from(text.to_owned());
    let one = |problem: &Problem| {
        let mut map = Map::new();
        map.insert("code".into(), text(problem.code.as_str()));
        map.insert("option".into(), problem.option.as_deref().map_or(Dynamic::UNIT, text));
        map.insert("message".into(), text(&problem.message));
        map.insert("help".into(), problem.help.as_deref().map_or(Dynamic::UNIT, text));
        Dynamic::from_map(map)
    };
    refusal.problems.iter().map(one).collect()
}

/// Returns plain data as a script's value.
pub fn to_dynamic(value: &Value) -> Dynamic {
    match value {
        Value::Nothing => Dynamic::UNIT,
        Value::Bool(yes) => Dynamic::from(*yes),
        Value::Integer(number) => Dynamic::from(*number),
        Value::Float(number) => Dynamic::from(*number),
        Value::Text(text) | Value::Other(text) => Dynamic::from(text.to_string()),
        Value::List(items) => Dynamic::from_array(items.iter().map(to_dynamic).collect()),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.as_ref().into(), to_dynamic(value)));
            Dynamic::from_map(entries.collect())
        }
    }
}
