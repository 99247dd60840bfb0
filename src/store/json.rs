//! Plain data as JSON, the form of values in the database and in responses.

use crate::domain::{Fault, Value};
use serde_json::Value as Json;
use std::borrow::Cow;

/// Returns plain data as JSON. Numbers that JSON cannot hold become `null`. A value that is no data becomes the name of its
/// type.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Integer(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Text(text) | Value::Other(text) => Json::String(text.to_string()),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.to_string(), to_json(value))).collect())
        }
    }
}

/// Returns JSON as plain data. Whole numbers beyond 64 bits become numbers with a fraction.
pub fn from_json(json: Json) -> Value<'static> {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(yes) => Value::Bool(yes),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(fraction)) => Value::Float(fraction),
            (None, None) => Value::Nothing,
        },
        Json::String(text) => Value::Text(Cow::Owned(text)),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(entries) => {
            Value::Map(entries.into_iter().map(|(key, value)| (Cow::Owned(key), from_json(value))).collect())
        }
    }
}

/// Appends plain data as JSON text. It builds no tree first, because every effect is written this way.
pub fn to_json_text(value: &Value, text: &mut String) {
    match value {
        Value::Text(string) | Value::Other(string) => quote(string, text),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Nothing => text.push_str("null"),
        Value::List(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                to_json_text(item, text);
            }
            text.push(']');
        }
        Value::Map(entries) => {
            text.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                quote(key, text);
                text.push(':');
                to_json_text(item, text);
            }
            text.push('}');
        }
        number => text.push_str(&to_json(number).to_string()),
    }
}

/// Appends a string as JSON. Nearly all strings need no escapes and are copied unchanged.
fn quote(string: &str, text: &mut String) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if string.bytes().all(plain) {
        text.push('"');
        text.push_str(string);
        text.push('"');
    } else {
        text.push_str(&Json::from(string).to_string());
    }
}

/// Parses JSON text from the database.
pub(super) fn stored(text: &str) -> Result<Json, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::new("damaged JSON in the database", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> impl Strategy<Value = Value<'static>> {
        let leaf = prop_oneof![
            Just(Value::Nothing),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Integer),
            (-1e12f64..1e12).prop_map(Value::Float),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                proptest::collection::btree_map(".*", inner, 0..4).prop_map(|map| {
                    Value::Map(map.into_iter().map(|(key, value)| (Cow::Owned(key), value)).collect())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_text_is_the_json_of_the_value(value in values()) {
            let mut text = String::new();
            to_json_text(&value, &mut text);
            prop_assert_eq!(stored(&text).unwrap(), to_json(&value));
        }
    }
}
