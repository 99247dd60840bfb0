//! Plain data: what scripts, forms and files hand over and what effects remember.

use std::borrow::Cow;

/// A piece of plain data. Doors turn their own shapes (a Rhai map, JSON, a command's words) into this one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing: `()` in Rhai, `null` in JSON.
    Nothing,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Several values in order.
    List(Vec<Value<'a>>),
    /// Named values in order.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Something that is no data, such as a function pointer, by the name of its type.
    Other(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// A text that is borrowed.
    pub fn text(text: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(text))
    }

    /// Several texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value<'static> {
        Value::List(texts.into_iter().map(|text| Value::Text(Cow::Owned(text.into()))).collect())
    }

    /// The kind of value in the words of a message: "expected a string, found **an array**".
    pub fn kind(&self) -> &str {
        match self {
            Value::Nothing => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Map(_) => "a map",
            Value::Other(kind) => kind,
        }
    }

    /// The kind together with the value where it is short: "the string `"yes"`", "the integer `1`".
    pub fn described(&self) -> String {
        match self {
            Value::Text(text) if text.chars().count() <= 40 => format!("the string {text:?}"),
            Value::Integer(number) => format!("the integer `{number}`"),
            Value::Float(number) => format!("the number `{number}`"),
            Value::Bool(yes) => format!("the boolean `{yes}`"),
            other => other.kind().to_owned(),
        }
    }

    /// The bytes that the value holds beside itself.
    pub fn footprint(&self) -> usize {
        match self {
            Value::Text(Cow::Owned(text)) | Value::Other(Cow::Owned(text)) => text.capacity(),
            Value::List(items) => {
                items.capacity() * size_of::<Value>() + items.iter().map(Value::footprint).sum::<usize>()
            }
            Value::Map(entries) => {
                let inside = entries.iter().map(|(key, value)| key.len() + value.footprint());
                entries.capacity() * size_of::<(Cow<str>, Value)>() + inside.sum::<usize>()
            }
            _ => 0,
        }
    }

    /// The same value with all its texts owned.
    pub fn into_owned(self) -> Value<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Value::Nothing => Value::Nothing,
            Value::Bool(yes) => Value::Bool(yes),
            Value::Integer(number) => Value::Integer(number),
            Value::Float(number) => Value::Float(number),
            Value::Text(text) => Value::Text(own(text)),
            Value::Other(kind) => Value::Other(own(kind)),
            Value::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Value::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (own(key), value.into_owned())).collect())
            }
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Value::Bool(yes)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Nothing, Into::into)
    }
}
