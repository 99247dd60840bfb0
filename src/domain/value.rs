//! Plain data: the values that scripts, forms and files pass in and that effects record.

use std::borrow::Cow;

/// A piece of plain data. Each interface converts its own format (a Rhai map, JSON, the words of a command) into it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// No value: `()` in Rhai, `null` in JSON.
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
    /// A value that is not data, such as a function pointer, by the name of its type.
    Other(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// Makes a borrowed text.
    pub fn text(text: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(text))
    }

    /// Makes a list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value<'static> {
        Value::List(texts.into_iter().map(|text| Value::Text(Cow::Owned(text.into()))).collect())
    }

    /// Returns the kind of the value for a message: "expected a string, found **an array**".
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

    /// Returns the kind, with the value if it is short: "the string `"yes"`", "the integer `1`".
    pub fn described(&self) -> String {
        match self {
            Value::Text(text) if text.chars().count() <= 40 => format!("the string {text:?}"),
            Value::Integer(number) => format!("the integer `{number}`"),
            Value::Float(number) => format!("the number `{number}`"),
            Value::Bool(yes) => format!("the boolean `{yes}`"),
            other => other.kind().to_owned(),
        }
    }

    /// Returns the number of bytes that the value holds on the heap.
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

    /// Returns the same value with all its texts owned.
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
