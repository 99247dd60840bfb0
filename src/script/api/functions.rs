//! The table of one host: the functions of enlist, and those of the embedding program.

use super::function::Function;
use super::{console, lookup, manage, send, time, users};
use crate::directory::Kind;
use crate::domain::{Code, Problem, Refusal};

/// The functions of one host, in the order of the manual.
#[derive(Clone)]
pub struct Functions(Vec<Function>);

impl Default for Functions {
    fn default() -> Functions {
        let tables = [
            users::FUNCTIONS,
            lookup::FUNCTIONS,
            manage::FUNCTIONS,
            send::FUNCTIONS,
            time::FUNCTIONS,
            console::FUNCTIONS,
        ];
        Functions(tables.concat())
    }
}

impl Functions {
    /// The most parameters that a function can have.
    pub const MOST_PARAMETERS: usize = 4;

    /// Returns all functions.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.0.iter()
    }

    /// Adds a function of the embedding program.
    ///
    /// # Errors
    /// Refuses an entry that breaks a law of the table: a name that is taken or cannot be called, too many parameters, an
    /// optional parameter before a required one, or options without a map as the first parameter.
    pub fn add(&mut self, function: Function) -> Result<(), Refusal> {
        let broken = |law: String| Problem::new(Code::WrongArguments, format!("`{}` {law}", function.path()));
        if !is_name(function.name) {
            return Err(broken("is no name that a script can call: write it as `camelCase`".to_owned()).into());
        }
        if self.iter().any(|other| other.path() == function.path()) {
            return Err(broken("exists already".to_owned()).into());
        }
        if function.parameters.len() > Functions::MOST_PARAMETERS {
            return Err(broken(format!("has more than {} parameters", Functions::MOST_PARAMETERS)).into());
        }
        let mut parameters = function.parameters.iter().skip_while(|parameter| !parameter.is_optional);
        if parameters.any(|parameter| !parameter.is_optional) {
            return Err(broken("has an optional parameter before a required one".to_owned()).into());
        }
        if function.options.is_some() && function.parameters.first().is_none_or(|first| first.kind != Kind::Map) {
            return Err(broken("has options, so its first parameter must be a map".to_owned()).into());
        }
        self.0.push(function);
        Ok(())
    }
}

fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_lowercase())
        && characters.all(|next| next.is_ascii_alphanumeric())
}
