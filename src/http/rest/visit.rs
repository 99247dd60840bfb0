//! A visit: one request that has got as far as the directory, and what is said in answer to it.

use crate::domain::Value;
use crate::store::{Work, to_json};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// A request whose token has entered an environment, and whose words have been checked against the route's tables.
pub struct Visit {
    /// The work in the environment, with the token as its caller.
    pub work: Work,
    /// What was asked.
    pub asked: Asked,
}

/// What a request asks for.
#[derive(Debug, Default)]
pub struct Asked {
    /// What stands in the place of the names in the path.
    pub places: Vec<(String, String)>,
    /// What the query says.
    pub query: Vec<(Cow<'static, str>, Value<'static>)>,
    /// What the body says.
    pub body: Vec<(Cow<'static, str>, Value<'static>)>,
    /// The header `Idempotency-Key`.
    pub key: Option<String>,
}

/// The properties of an answer besides `status`.
#[derive(Debug, Default)]
pub struct AnswerBody(pub Map<String, Json>);

impl Visit {
    /// What stands in the place of a name in the path.
    pub fn place(&self, name: &str) -> String {
        let found = self.asked.places.iter().find(|(place, _)| place == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// A text of the body.
    pub fn text(&self, name: &str) -> Option<String> {
        match find(&self.asked.body, name)? {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Several texts of the body.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        let Value::List(items) = find(&self.asked.body, name)? else {
            return None;
        };
        let text = |item: &Value| if let Value::Text(text) = item { Some(text.to_string()) } else { None };
        Some(items.iter().filter_map(text).collect())
    }

    /// A boolean of the query or the body.
    pub fn flag(&self, name: &str) -> bool {
        let found = find(&self.asked.query, name).or_else(|| find(&self.asked.body, name));
        matches!(found, Some(Value::Bool(true)))
    }

    /// Any value of the body, as JSON.
    pub fn json(&self, name: &str) -> Option<Json> {
        find(&self.asked.body, name).map(to_json)
    }

    /// A whole number of the query.
    pub fn number(&self, name: &str) -> Option<u32> {
        match find(&self.asked.query, name)? {
            Value::Integer(number) => u32::try_from(*number).ok(),
            _ => None,
        }
    }
}

impl AnswerBody {
    /// An answer with one property.
    pub fn of(name: &str, value: Json) -> AnswerBody {
        AnswerBody::default().with(name, value)
    }

    /// The same with one more property.
    pub fn with(mut self, name: &str, value: Json) -> AnswerBody {
        self.0.insert(name.to_owned(), value);
        self
    }
}

fn find<'a>(options: &'a [(Cow<'static, str>, Value<'static>)], name: &str) -> Option<&'a Value<'static>> {
    options.iter().find(|(key, value)| key == name && *value != Value::Nothing).map(|(_, value)| value)
}
