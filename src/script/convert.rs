//! Values of the script engine as plain data, and back.

use crate::domain::Value;
use rhai::{Array, Dynamic, Map};
use std::borrow::Cow;

/// A value that is nested deeper than allowed.
#[derive(Debug)]
pub struct TooDeep;

/// A script's value as plain data.
///
/// # Errors
/// Values nested deeper than `depth`.
pub fn to_value(value: Dynamic, depth: usize) -> Result<Value<'static>, TooDeep> {
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
        return Ok(Value::List(items.map(|item| to_value(item, deeper)).collect::<Result<_, _>>()?));
    }
    if value.is_map() {
        let deeper = depth.checked_sub(1).ok_or(TooDeep)?;
        return Ok(Value::Map(to_options(value.cast::<Map>(), deeper)?));
    }
    if let Ok(character) = value.as_char() {
        return Ok(Value::Text(Cow::Owned(character.to_string())));
    }
    Ok(Value::Other(Cow::Owned(match value.type_name() {
        "Fn" => "a function".to_owned(),
        other => format!("a value of type {}", other.rsplit("::").next().unwrap_or(other)),
    })))
}

/// A script's map as options.
///
/// # Errors
/// Values nested deeper than `depth`.
pub fn to_options(map: Map, depth: usize) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, TooDeep> {
    map.into_iter().map(|(key, value)| Ok((Cow::Owned(String::from(key)), to_value(value, depth)?))).collect()
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
