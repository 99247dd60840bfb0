//! The context of a request: the open transaction and the parsed input, which a handler gets, and the response body, which it
//! returns.

use crate::domain::{Name, Problem, PublicId, Run, RunError, Token, Value};
use crate::store::{Transaction, Work, to_json};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::sync::Arc;

/// The context of a request in an environment. Its input has been checked against the tables of the route.
pub struct RequestContext {
    /// The work in the environment, with the token as its caller.
    pub work: Work,
    /// The input of the request. It is shared, because a worker may run the request again after a conflict.
    pub input: Arc<RequestInput>,
}

/// The context of a request about the token itself or its organization, in no environment.
pub struct TokenContext {
    /// The transaction, with the token as its caller.
    pub transaction: Transaction,
    /// The token, read again in this transaction.
    pub token: Token,
    /// The input of the request, shared as in [`RequestContext`].
    pub input: Arc<RequestInput>,
}

/// The outcome of a request that deploys or runs a script.
pub enum ScriptOutcome {
    /// The script is deployed.
    Deployed(ResponseBody),
    /// The script has mistakes and is not deployed.
    Invalid(Box<RunError>),
    /// The run, successful or not. Its JSON is built outside the writer, to keep the writer free.
    Run(Box<Run>),
}

/// The input of a request.
#[derive(Debug, Default)]
pub struct RequestInput {
    /// The parameters of the path, by name.
    pub path: Vec<(String, String)>,
    /// The parameters of the query.
    pub query: Vec<(Cow<'static, str>, Value<'static>)>,
    /// The properties of the body.
    pub body: Vec<(Cow<'static, str>, Value<'static>)>,
    /// The header `Idempotency-Key`.
    pub key: Option<String>,
}

/// The properties of a response besides `status`.
#[derive(Debug, Default)]
pub struct ResponseBody(pub Map<String, Json>);

impl RequestInput {
    /// Returns a parameter of the path; empty if the route has none of this name.
    pub fn path(&self, name: &str) -> &str {
        self.path.iter().find(|(parameter, _)| parameter == name).map_or("", |(_, text)| text)
    }

    /// Returns a text of the query or the body.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.find(name)? {
            Value::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// Returns a text as a name.
    ///
    /// # Errors
    /// Returns a problem if the text is missing or not a name.
    pub fn name(&self, option: &'static str) -> Result<Name, Problem> {
        Name::parse(&self.text(option).unwrap_or_default()).map_err(|problem| problem.of(option))
    }

    /// Returns a text as an id, if it is present.
    ///
    /// # Errors
    /// Returns a problem if the text is not an id.
    pub fn id(&self, option: &'static str) -> Result<Option<PublicId>, Problem> {
        let id = self.text(option).map(|id| PublicId::parse(&id));
        id.transpose().map_err(|problem| problem.of(option))
    }

    /// Returns the texts of a list.
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        let Value::List(items) = self.find(name)? else {
            return None;
        };
        let text = |item: &Value| if let Value::Text(text) = item { Some(text.to_string()) } else { None };
        Some(items.iter().filter_map(text).collect())
    }

    /// Returns whether a boolean is present and true.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.find(name), Some(Value::Bool(true)))
    }

    /// Returns a value of any type as JSON.
    pub fn json(&self, name: &str) -> Option<Json> {
        self.find(name).map(to_json)
    }

    /// Returns a whole number.
    pub fn number(&self, name: &str) -> Option<u32> {
        match self.find(name)? {
            Value::Integer(number) => u32::try_from(*number).ok(),
            _ => None,
        }
    }

    /// Returns a value of the query or the body. No route has the same name in both.
    fn find(&self, name: &str) -> Option<&Value<'static>> {
        let mut given = self.query.iter().chain(&self.body);
        given.find(|(key, value)| key == name && *value != Value::Nothing).map(|(_, value)| value)
    }
}

impl ResponseBody {
    /// Creates a body with one property.
    pub fn of(name: &str, value: Json) -> ResponseBody {
        ResponseBody::default().with(name, value)
    }

    /// Adds a property.
    pub fn with(mut self, name: &str, value: Json) -> ResponseBody {
        self.0.insert(name.to_owned(), value);
        self
    }
}
