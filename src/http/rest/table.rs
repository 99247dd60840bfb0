//! The table of REST routes: what a route is called, what it takes, what it wants and what it does.
//!
//! Paths, checks of what is given, permissions and the OpenAPI document come from the entries: a new route is a new entry.

use super::{RequestContext, ResponseBody, ScriptOutcome, TokenContext};
use crate::app::App;
use crate::directory::AboutOption;
use crate::domain::{Error, Permission};
use crate::json::Shape;

/// One route below [`PREFIX`].
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with names in braces, such as `/users/{user}`; each name has an entry in [`PLACES`].
    pub path: &'static str,
    /// What programs call it: unique, a camelCase verb.
    pub name: &'static str,
    /// What it does, in a sentence or more.
    pub doc: &'static str,
    /// What a token must allow.
    pub permission: Permission,
    /// What it takes in the query.
    pub query: fn() -> Vec<&'static AboutOption>,
    /// What it takes in the body.
    pub body: RequestBody,
    /// What it answers with.
    pub answers: ResponseShape,
    /// What it does.
    pub does: Handler,
}

/// What a route takes in its body: nothing, or a JSON object with options.
pub enum RequestBody {
    /// No body.
    Nothing,
    /// Options that are checked before the route does anything.
    Options(fn() -> Vec<&'static AboutOption>),
    /// Options that the verb behind the route checks itself, together with what else can be wrong.
    OptionsOfVerb(fn() -> Vec<&'static AboutOption>),
}

/// What a route answers with besides `status`: the name of the property and the shape of its value.
#[derive(Debug, Clone, Copy)]
pub enum ResponseShape {
    /// Nothing else.
    Nothing,
    /// One thing of a shape.
    One(&'static str, Shape),
    /// Several things of a shape, the page that they are of, and where the next one begins.
    Page(&'static str, Shape),
    /// A run, and whether an earlier one with the same key answers.
    Run,
    /// All things of a shape.
    List(&'static str, Shape),
}

/// What a route does with a visit.
pub enum Handler {
    /// It looks; a thread that reads does it.
    Read(fn(&mut RequestContext) -> Result<ResponseBody, Error>),
    /// It changes something; what it did is committed after it.
    Write(fn(&mut RequestContext) -> Result<ResponseBody, Error>),
    /// It runs a script or takes one in, and commits by itself. What is wrong with a script has places.
    Run(fn(&mut App, RequestContext) -> Result<ScriptOutcome, Error>),
    /// It looks at everything that the token reaches, and enters no environment.
    ReadOutside(fn(&mut TokenContext) -> Result<ResponseBody, Error>),
    /// It changes something of the token's organization, and enters no environment; what it did is committed after it.
    WriteOutside(fn(&mut TokenContext) -> Result<ResponseBody, Error>),
}

/// The methods that routes have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Look.
    Get,
    /// Add, or do something.
    Post,
    /// Change.
    Patch,
    /// Take away.
    Delete,
}

/// Where all routes begin.
pub const PREFIX: &str = "/api/v1";

/// The names in paths, what stands in their place, and an example of it.
pub const PLACES: &[(&str, &str, &str)] = &[
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
    /// As it is written in a request.
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
    /// The names in its path.
    pub fn places(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// What it is about: the first word of its path.
    pub fn topic(&self) -> &'static str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    /// Whether it changes what a `GET` of the same path shows, so that `If-Match` can name what is to be changed.
    pub fn can_be_conditional(&self) -> bool {
        let shows = |other: &Route| other.method == Method::Get && other.path == self.path;
        matches!(self.does, Handler::Write(_)) && super::routes().any(shows)
    }

    /// The path with the prefix.
    pub fn full_path(&self) -> String {
        format!("{PREFIX}{}", self.path)
    }
}

impl RequestBody {
    /// The options that the body may have; none if there is to be no body.
    pub fn options(&self) -> Option<Vec<&'static AboutOption>> {
        match self {
            RequestBody::Nothing => None,
            RequestBody::Options(options) | RequestBody::OptionsOfVerb(options) => Some(options()),
        }
    }
}

/// Nothing is taken in the query.
pub fn nothing() -> Vec<&'static AboutOption> {
    Vec::new()
}
