//! The table of REST routes: what a route is called, what it takes, what it wants and what it does.
//!
//! Paths, checks of what is given, permissions and the OpenAPI document come from the entries: a new route is a new entry.

use super::{AnswerBody, Ended, Outside, Visit};
use crate::app::App;
use crate::directory::AboutOption;
use crate::domain::{Error, Permission};

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
    pub body: Takes,
    /// What it answers with.
    pub answers: Answers,
    /// What it does.
    pub does: Does,
}

/// What a route takes in its body: nothing, or a JSON object with options.
pub enum Takes {
    /// No body.
    Nothing,
    /// Options that are checked before the route does anything.
    Options(fn() -> Vec<&'static AboutOption>),
    /// Options that the verb behind the route checks itself, together with what else can be wrong.
    OptionsOfVerb(fn() -> Vec<&'static AboutOption>),
}

/// What a route answers with besides `status`: the name of the property and the shape of its value.
#[derive(Debug, Clone, Copy)]
pub enum Answers {
    /// Nothing else.
    Nothing,
    /// One thing of a shape.
    One(&'static str, &'static str),
    /// Several things of a shape, the page that they are of, and where the next one begins.
    Page(&'static str, &'static str),
    /// All things of a shape.
    List(&'static str, &'static str),
}

/// What a route does with a visit.
pub enum Does {
    /// It looks; a thread that reads does it.
    Read(fn(&mut Visit) -> Result<AnswerBody, Error>),
    /// It changes something; what it did is committed after it.
    Write(fn(&mut Visit) -> Result<AnswerBody, Error>),
    /// It runs a script or takes one in, and commits by itself. What is wrong with a script has places.
    Run(fn(&mut App, Visit) -> Result<Ended, Error>),
    /// It looks at everything that the token reaches, and enters no environment.
    ReadOutside(fn(&mut Outside) -> Result<AnswerBody, Error>),
    /// It changes something of the token's organization, and enters no environment; what it did is committed after it.
    WriteOutside(fn(&mut Outside) -> Result<AnswerBody, Error>),
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

/// The names in paths, and what stands in their place.
pub const PLACES: &[(&str, &str)] = &[
    ("user", "The user's id or global e-mail address."),
    ("group", "The member group's name or id."),
    ("menu", "The menu's name or id."),
    ("run", "The run's id."),
    ("letter", "The letter's id."),
    ("role", "The role's name or id."),
    ("field", "The profile field's key."),
    ("script", "The script's name or id."),
    ("schedule", "The schedule's id."),
    ("token", "The token's name or id."),
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

impl Does {
    /// Whether it looks and changes nothing.
    pub const fn reads(&self) -> bool {
        matches!(self, Does::Read(_) | Does::ReadOutside(_))
    }
}

impl Route {
    /// The names in its path.
    pub fn places(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The path with the prefix.
    pub fn full_path(&self) -> String {
        format!("{PREFIX}{}", self.path)
    }
}

/// Nothing is taken in the query.
pub fn nothing() -> Vec<&'static AboutOption> {
    Vec::new()
}
