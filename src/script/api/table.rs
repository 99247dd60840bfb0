//! The table of functions: what an entry has, and the table of one host, which may hold functions of the embedding program.

use super::Call;
use crate::directory::{AboutOption, Kind};
use crate::domain::{Code, Error, Problem, Refusal, Value};
use crate::store::Work;
use rhai::{Dynamic, EvalAltResult};
use std::rc::Rc;

/// A function that scripts can call.
#[derive(Clone)]
pub struct Function {
    /// What it is called on.
    pub object: Object,
    /// Its name.
    pub name: &'static str,
    /// Its parameters, in order, at most [`Functions::MOST_PARAMETERS`]; those behind the first optional one are optional too.
    pub parameters: &'static [Parameter],
    /// What it returns, in a few words.
    pub returns: &'static str,
    /// What it does: one short sentence, then the rest.
    pub doc: &'static str,
    /// A script that calls it; it runs in the tests.
    pub example: &'static str,
    /// The options of its first parameter, if that is a map of options.
    pub options: Option<fn() -> Vec<&'static AboutOption>>,
    /// What it does.
    pub body: Body,
}

/// What a function is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// `bizzStream.name(…)`
    BizzStream,
    /// `console.name(…)`
    Console,
    /// `name(…)`
    Nothing,
}

/// A parameter of a function.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Which values it takes.
    pub kind: Kind,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// What a function does.
#[derive(Clone)]
pub struct Body(pub(super) Inside);

/// A body of enlist's own, which sees the engine, or one of the embedding program, which does not.
#[derive(Clone)]
pub(super) enum Inside {
    Native(Native),
    Own(Rc<Own>),
}

pub(super) type Native = fn(&Call, Vec<Dynamic>) -> Result<Dynamic, Box<EvalAltResult>>;
pub(super) type Own = dyn Fn(&mut Work, &[Value<'static>]) -> Result<Value<'static>, Error>;

/// The functions of one host, in the order of the manual.
#[derive(Clone)]
pub struct Functions(Vec<Function>);

impl Parameter {
    /// A parameter that must be given.
    pub const fn required(name: &'static str, kind: Kind) -> Parameter {
        Parameter { name, kind, is_optional: false }
    }

    /// A parameter that may be left out.
    pub const fn optional(name: &'static str, kind: Kind) -> Parameter {
        Parameter { name, kind, is_optional: true }
    }
}

impl Body {
    /// What a function of the embedding program does: it gets the work of the run and the arguments of the call, as many as
    /// were given, each of its parameter's kind, and answers with plain data.
    ///
    /// A refusal becomes an error of the script at the call, which the script can catch; a fault ends the run. While it
    /// works, no limit of the run is asked: a function that takes long must mind the time itself.
    pub fn new(does: impl Fn(&mut Work, &[Value<'static>]) -> Result<Value<'static>, Error> + 'static) -> Body {
        Body(Inside::Own(Rc::new(does)))
    }

    /// What a function of enlist's own does.
    pub(super) const fn native(does: Native) -> Body {
        Body(Inside::Native(does))
    }
}

impl Function {
    /// How it is called, with what may be left out in square brackets: `bizzStream.findUsers([query])`.
    pub fn signature(&self) -> String {
        let parameters = self.parameters.iter().map(|parameter| match parameter.is_optional {
            true => format!("[{}]", parameter.name),
            false => parameter.name.to_owned(),
        });
        format!("{}({})", self.path(), parameters.collect::<Vec<_>>().join(", "))
    }

    /// Its name with what it is called on: `bizzStream.findUsers`.
    pub fn path(&self) -> String {
        format!("{}{}", self.object.prefix(), self.name)
    }

    /// The fewest arguments that a call can have.
    pub fn fewest(&self) -> usize {
        self.parameters.iter().filter(|parameter| !parameter.is_optional).count()
    }
}

impl Object {
    /// What stands before the name of a function in a call.
    pub const fn prefix(self) -> &'static str {
        match self {
            Object::BizzStream => "bizzStream.",
            Object::Console => "console.",
            Object::Nothing => "",
        }
    }
}

impl Default for Functions {
    fn default() -> Functions {
        let tables = [
            super::users::FUNCTIONS,
            super::lookup::FUNCTIONS,
            super::manage::FUNCTIONS,
            super::tell::FUNCTIONS,
            super::console::FUNCTIONS,
        ];
        Functions(tables.concat())
    }
}

impl Functions {
    /// The most parameters that a function can have.
    pub const MOST_PARAMETERS: usize = 4;

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.0.iter()
    }

    /// Adds a function of the embedding program.
    ///
    /// # Errors
    /// Refuses an entry that breaks a law of the table: a name that is taken or cannot be called, too many parameters, an
    /// optional one before a required one, or options without a map to hold them.
    pub fn add(&mut self, function: Function) -> Result<(), Refusal> {
        let broken = |law: String| Problem::new(Code::WrongArguments, format!("`{}` {law}", function.path()));
        if !is_name(function.name) {
            return Err(broken("is no name that a script can call: write it as `camelCase`".to_owned()).into());
        }
        if self.iter().any(|other| other.path() == function.path()) {
            return Err(broken("is there already".to_owned()).into());
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
