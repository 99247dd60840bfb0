//! An entry of the table of functions: the name, the parameters, the texts of the manual, and the body.

use super::call::Call;
use crate::directory::{AboutOption, Kind};
use crate::domain::{Error, Value};
use crate::store::Work;
use rhai::{Dynamic, EvalAltResult};
use std::rc::Rc;

/// A function that scripts can call.
#[derive(Clone)]
pub struct Function {
    /// The object that it is called on.
    pub object: Object,
    /// The name.
    pub name: &'static str,
    /// The parameters in order, at most [`Functions::MOST_PARAMETERS`](super::Functions::MOST_PARAMETERS). Those after the first
    /// optional one are optional too.
    pub parameters: &'static [Parameter],
    /// The returned value, in a few words.
    pub returns: &'static str,
    /// The text of the manual: one short sentence, then details.
    pub doc: &'static str,
    /// A script that calls the function; it runs in the tests.
    pub example: &'static str,
    /// The options of the first parameter, if that is a map of options.
    pub options: Option<fn() -> Vec<&'static AboutOption>>,
    /// The body.
    pub body: Body,
}

/// The object that a function is called on.
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
    /// The name.
    pub name: &'static str,
    /// The kind of value that it takes.
    pub kind: Kind,
    /// Whether it may be omitted.
    pub is_optional: bool,
}

/// The body of a function.
#[derive(Clone)]
pub struct Body(pub(super) BodyKind);

/// The two kinds of bodies: a native one of enlist works with the engine, one of the embedding program with plain data.
#[derive(Clone)]
pub(super) enum BodyKind {
    Native(Native),
    Embedder(Rc<Embedder>),
}

pub(super) type Native = fn(&Call, Vec<Dynamic>) -> Result<Dynamic, Box<EvalAltResult>>;
pub(super) type Embedder = dyn Fn(&mut Work, &[Value<'static>]) -> Result<Value<'static>, Error>;

impl Parameter {
    /// Returns a required parameter.
    pub const fn required(name: &'static str, kind: Kind) -> Parameter {
        Parameter { name, kind, is_optional: false }
    }

    /// Returns an optional parameter.
    pub const fn optional(name: &'static str, kind: Kind) -> Parameter {
        Parameter { name, kind, is_optional: true }
    }
}

impl Body {
    /// Returns the body of a function of the embedding program. It gets the work of the run and the arguments of the call,
    /// each of its parameter's kind; omitted arguments are missing from the slice. It returns plain data.
    ///
    /// A refusal becomes an error of the script at the call, which the script can catch. A fault ends the run. The limits of
    /// the run are not checked while the function works: a function that takes long must check the time itself.
    pub fn new(does: impl Fn(&mut Work, &[Value<'static>]) -> Result<Value<'static>, Error> + 'static) -> Body {
        Body(BodyKind::Embedder(Rc::new(does)))
    }

    /// Returns the body of a function of enlist.
    pub(super) const fn native(does: Native) -> Body {
        Body(BodyKind::Native(does))
    }
}

impl Function {
    /// Returns how the function is called, with optional parameters in square brackets: `bizzStream.findUsers([query])`.
    pub fn signature(&self) -> String {
        let parameters = self.parameters.iter().map(|parameter| match parameter.is_optional {
            true => format!("[{}]", parameter.name),
            false => parameter.name.to_owned(),
        });
        format!("{}({})", self.path(), parameters.collect::<Vec<_>>().join(", "))
    }

    /// Returns the name with its object: `bizzStream.findUsers`.
    pub fn path(&self) -> String {
        format!("{}{}", self.object.prefix(), self.name)
    }

    /// Returns the fewest arguments that a call can have.
    pub fn fewest(&self) -> usize {
        self.parameters.iter().filter(|parameter| !parameter.is_optional).count()
    }
}

impl Object {
    /// Returns the text before the name of a function in a call.
    pub const fn prefix(self) -> &'static str {
        match self {
            Object::BizzStream => "bizzStream.",
            Object::Console => "console.",
            Object::Nothing => "",
        }
    }
}
