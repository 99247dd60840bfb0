//! A visit: one request that has got as far as the directory, and what is said in answer to it.

use crate::domain::{Name, Problem, PublicId, Run, RunError, Token, Value};
use crate::store::{Transaction, Work, to_json};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::sync::Arc;

/// A request whose token has entered an environment, and whose words have been checked against the route's tables.
pub struct RequestContext {
    /// The work in the environment, with the token as its caller.
    pub work: Work,
    /// What was asked; shared, because a request may be carried out more than once until it stands.
    pub input: Arc<RequestInput>,
}

/// A request about everything that its token reaches: it has entered no environment.
pub struct TokenContext {
    /// The transaction, with the token as its caller.
    pub transaction: Transaction,
    /// The token, as it is now.
    pub token: Token,
    /// What was asked, shared as in a visit.
    pub input: Arc<RequestInput>,
}

/// How something with a script ended.
pub enum ScriptOutcome {
    /// Well.
    Well(ResponseBody),
    /// With mistakes in the script: it is not deployed.
    Mistaken(Box<RunError>),
    /// With a run, whatever came of it. Its JSON is made by whoever answers: the thread that writes has better things to do.
    Ran(Box<Run>),
}

/// What a request asks for.
#[derive(Debug, Default)]
pub struct RequestInput {
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
pub struct ResponseBody(pub Map<String, Json>);

impl RequestInput {
    /// What stands in the place of a name in the path.
    pub fn place(&self, name: &str) -> &str {
        self.places.iter().find(|(place, _)| place == name).map_or("", |(_, text)| text)
    }

    /// A text of the query or the body.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.find(name)? {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// A text as a name.
    ///
    /// # Errors
    /// Refuses what is no name.
    pub fn name(&self, option: &'static str) -> Result<Name, Problem> {
        Name::parse(&self.text(option).unwrap_or_default()).map_err(|problem| problem.of(option))
    }

    /// A text as an id, if it was given.
    ///
    /// # Errors
    /// Refuses what is no id.
    pub fn id(&self, option: &'static str) -> Result<Option<PublicId>, Problem> {
        let id = self.text(option).map(|id| PublicId::parse(&id));
        id.transpose().map_err(|problem| problem.of(option))
    }

    /// Several texts.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        let Value::List(items) = self.find(name)? else {
            return None;
        };
        let text = |item: &Value| if let Value::Text(text) = item { Some(text.to_string()) } else { None };
        Some(items.iter().filter_map(text).collect())
    }

    /// Whether a boolean was given and is true.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Value::Bool(true)))
    }

    /// Any value, as JSON.
    pub fn json(&self, name: &str) -> Option<Json> {
        self.find(name).map(to_json)
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<u32> {
        match self.find(name)? {
            Value::Integer(number) => u32::try_from(*number).ok(),
            _ => None,
        }
    }

    /// What was given by a name, in the query or in the body: no route has the same name in both.
    fn find(&self, name: &str) -> Option<&Value<'static>> {
        let mut given = self.query.iter().chain(&self.body);
        given.find(|(key, value)| key == name && *value != Value::Nothing).map(|(_, value)| value)
    }
}

impl ResponseBody {
    /// An answer with one property.
    pub fn of(name: &str, value: Json) -> ResponseBody {
        ResponseBody::default().with(name, value)
    }

    /// The same with one more property.
    pub fn with(mut self, name: &str, value: Json) -> ResponseBody {
        self.0.insert(name.to_owned(), value);
        self
    }
}
