//! Values of the script engine as plain data, and back.

use super::document::Document;
use super::limits::Limits;
use super::session::limit_problem;
use crate::domain::{Problem, Value};
use rhai::{Array, Dynamic, Map};
use std::borrow::Cow;

/// A value that is nested deeper than allowed.
struct TooDeep;

/// A script's value as plain data.
///
/// # Errors
/// What is larger or nested deeper than the limits allow. Strings are shared in a script and copied here: what takes little
/// memory there can be gigabytes as data, so it is measured first.
pub fn to_value(value: Dynamic, limits: &Limits) -> Result<Value<'static>, Problem> {
    if text_size(&value) > limits.string {
        return Err(limit_problem("size", format!("a value of more than {} bytes as text", limits.string)));
    }
    convert(value, limits.depth)
        .map_err(|TooDeep| limit_problem("depth", format!("a value is nested deeper than {} levels", limits.depth)))
}

/// A lower bound for the bytes of a value that is written as text, JSON or otherwise.
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
    if let Ok(character) = value.as_char() {
        return Ok(Value::Text(Cow::Owned(character.to_string())));
    }
    Ok(Value::Other(Cow::Owned(match value.type_name() {
        "Fn" => "a function".to_owned(),
        other => format!("a value of type {}", other.rsplit("::").next().unwrap_or(other)),
    })))
}

fn entries(map: Map, depth: usize) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, TooDeep> {
    map.into_iter().map(|(key, value)| Ok((Cow::Owned(String::from(key)), convert(value, depth)?))).collect()
}

/// Plain data as a script's value.
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
