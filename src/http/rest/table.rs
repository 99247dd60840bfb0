//! The type of a REST route: its path, parameters, permission, response and handler.
//!
//! The router, the checks of the input, the permissions and the OpenAPI document come from the routes: a new route needs
//! nothing else.

use super::{RequestContext, ResponseBody, ScriptOutcome, TokenContext};
use crate::app::App;
use crate::directory::AboutOption;
use crate::domain::{Error, Permission};
use crate::json::Shape;

/// One route below [`PREFIX`].
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces, such as `/users/{user}`. Each parameter has an entry in [`PATH_PARAMETERS`].
    pub path: &'static str,
    /// The unique name (`operationId`): a verb in camelCase.
    pub name: &'static str,
    /// The description for the documentation: one sentence or more.
    pub doc: &'static str,
    /// The permission that a token must have.
    pub permission: Permission,
    /// The parameters of the query.
    pub query: fn() -> Vec<&'static AboutOption>,
    /// The body of the request.
    pub body: RequestBody,
    /// The shape of the response.
    pub response: ResponseShape,
    /// The function that handles a request.
    pub handler: Handler,
}

/// The body of a request: none, or a JSON object with options.
pub enum RequestBody {
    /// No body.
    Nothing,
    /// Options that are checked before the handler runs.
    Options(fn() -> Vec<&'static AboutOption>),
    /// Options that the verb in `directory/` checks itself, so that all problems are reported together.
    OptionsOfVerb(fn() -> Vec<&'static AboutOption>),
}

/// The shape of a response besides `status`: the name of the property and the shape of its value.
#[derive(Debug, Clone, Copy)]
pub enum ResponseShape {
    /// No other property.
    Nothing,
    /// One object.
    One(&'static str, Shape),
    /// A page of objects, and the cursor of the next page.
    Page(&'static str, Shape),
    /// A run, and whether it is an earlier run with the same key.
    Run,
    /// All objects.
    List(&'static str, Shape),
}

/// The function that handles a request, and how it is run.
pub enum Handler {
    /// Reads, on a reader.
    Read(fn(&mut RequestContext) -> Result<ResponseBody, Error>),
    /// Changes something, on a writer; the transaction is committed afterwards.
    Write(fn(&mut RequestContext) -> Result<ResponseBody, Error>),
    /// Runs or deploys a script, on a writer, and commits by itself. Problems of a script have a line and a column.
    Run(fn(&mut App, RequestContext) -> Result<ScriptOutcome, Error>),
    /// Reads on behalf of the token, in no environment.
    ReadOutside(fn(&mut TokenContext) -> Result<ResponseBody, Error>),
    /// Changes something of the token's organization, in no environment; the transaction is committed afterwards.
    WriteOutside(fn(&mut TokenContext) -> Result<ResponseBody, Error>),
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds, or does something.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

/// The prefix of all paths.
pub const PREFIX: &str = "/api/v1";

/// The parameters of paths: name, description and example.
pub const PATH_PARAMETERS: &[(&str, &str, &str)] = &[
    ("user", "The user's id or global e-mail address.", "ada@example.com"),
    ("group", "The member group's name or id.", "planning"),
    ("menu", "The menu's name or id.", "office"),
    ("run", "The run's id.", "9fQ3kT7mWb2XcRz5H"),
    ("letter", "The letter's id.", "Hx4pLq8sZt6NcVb2K"),
    ("role", "The role's name or id.", "planner"),
    ("field", "The profile field's key.", "jobTitle"),
    ("script", "The script's name or id.", "onboard.rhai"),
    ("schedule", "The schedule's id.", "Tm7rWd3yGk5JfXs9P"),
    ("token", "The token's name or id.", "nightly-import"),
    ("environment", "The environment's id or name.", "acme"),
];

impl Method {
    /// Returns the method as in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

impl Route {
    /// Returns the names of the parameters in its path.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// Returns the topic: the first segment of its path.
    pub fn topic(&self) -> &'static str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// Returns whether it supports `If-Match`: it changes what a `GET` of the same path returns.
    pub fn can_be_conditional(&self) -> bool {
        let is_get = |other: &Route| other.method == Method::Get && other.path == self.path;
        matches!(self.handler, Handler::Write(_)) && super::routes().any(is_get)
    }

    /// Returns the path with the prefix.
    pub fn full_path(&self) -> String {
        format!("{PREFIX}{}", self.path)
    }
}

impl RequestBody {
    /// Returns the options of the body; nothing if the route has no body.
    pub fn options(&self) -> Option<Vec<&'static AboutOption>> {
        match self {
            RequestBody::Nothing => None,
            RequestBody::Options(options) | RequestBody::OptionsOfVerb(options) => Some(options()),
        }
    }
}

/// Returns no parameters, for routes without a query.
pub fn nothing() -> Vec<&'static AboutOption> {
    Vec::new()
}
