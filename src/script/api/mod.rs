//! The functions that scripts can call, as one table.
//!
//! A row has the name, the parameters, what people read, an example that runs, and the body. Registration, the checks of a
//! call, the manual and completion all come from the table: adding a function is adding a row.

mod console;
mod lookup;
mod manage;
mod tell;
mod users;

use super::convert::to_value;
use super::document;
use super::session::{Caught, Session, ended, refused};
use crate::directory::AboutOption;
use crate::domain::{Code, Problem, Refusal, Value};
use rhai::{Array, Dynamic, Engine, EvalAltResult, FuncRegistration, ImmutableString, Map, Module, NativeCallContext};
use std::borrow::Cow;

/// A function that scripts can call.
pub struct Function {
    /// What it is called on.
    pub object: Object,
    /// Its name.
    pub name: &'static str,
    /// Its parameters, in order; those behind the first optional one are optional too.
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
    pub body: fn(&Call, Vec<Dynamic>) -> Result<Dynamic, Box<EvalAltResult>>,
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
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Which values it takes, in a word.
    pub kind: &'static str,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// A variable that every script can read.
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
}

/// A call from a script: the run it belongs to and where it stands.
pub struct Call<'a> {
    /// The engine's own context of the call.
    pub context: &'a NativeCallContext<'a>,
    /// The run.
    pub session: &'a Session,
}

/// Every function, in the order of the manual.
pub const FUNCTIONS: &[&[Function]] =
    &[users::FUNCTIONS, lookup::FUNCTIONS, manage::FUNCTIONS, tell::FUNCTIONS, console::FUNCTIONS];

/// Every variable, in the order of the manual.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "bizzStream", doc: "The directory of the calling environment." },
    Variable { name: "console", doc: "The log of the run." },
    Variable {
        name: "actionInfo",
        doc: "What triggered the run: `type`, `environmentId`, `environmentName`, `scriptName`, `runId`, `currentUser` \
              (`_id`, `username`, `name`, `email`, `administrator`, `language`), `impersonator` and `event`.",
    },
    Variable { name: "input", doc: "What the trigger handed over, such as the fields of a form; `()` if nothing." },
];

/// All functions one after the other.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter().flat_map(|functions| functions.iter())
}

/// What `bizzStream` is in a script. It carries nothing: the environment comes with the run (SPEC R2.10).
#[derive(Debug, Clone, Copy)]
pub struct BizzStream;

/// What `console` is in a script.
#[derive(Debug, Clone, Copy)]
pub struct Console;

/// Registers every function of the table with an engine.
pub fn register(engine: &mut Engine) {
    let mut module = Module::new();
    module.set_var("bizzStream", BizzStream);
    module.set_var("console", Console);
    for function in functions() {
        let required = function.parameters.iter().filter(|parameter| !parameter.is_optional).count();
        for count in required..=function.parameters.len() {
            match function.object {
                Object::BizzStream => register_method::<BizzStream>(&mut module, function, count),
                Object::Console => register_method::<Console>(&mut module, function, count),
                Object::Nothing => register_function(&mut module, function, count),
            }
        }
    }
    engine.register_global_module(module.into());
    document::register(engine);
    engine
        .register_type_with_name::<BizzStream>("bizzStream")
        .register_type_with_name::<Console>("console")
        .register_type_with_name::<Caught>("Refusal");
    engine
        .register_get("code", |caught: &mut Caught| caught.refusal.code().as_str())
        .register_get("message", |caught: &mut Caught| caught.refusal.message())
        .register_get("problems", |caught: &mut Caught| problems_of(caught))
        .register_get("line", |caught: &mut Caught| {
            caught.place.map_or(Dynamic::UNIT, |place| i64::from(place.line).into())
        })
        .register_fn("to_string", |caught: &mut Caught| caught.refusal.message())
        .register_fn("to_debug", |caught: &mut Caught| caught.refusal.message());
}

type Context<'a> = NativeCallContext<'a>;
type Answer = Result<Dynamic, Box<EvalAltResult>>;

/// Registers a function on an object with so many arguments. Arguments are taken with any type: the body says what it
/// expected, in better words than the engine could.
fn register_method<T: Clone + 'static>(module: &mut Module, function: &'static Function, count: usize) {
    let name = FuncRegistration::new(function.name).in_global_namespace();
    match count {
        0 => name.set_into_module(module, move |context: Context, _: T| -> Answer { call(&context, function, vec![]) }),
        1 => name.set_into_module(module, move |context: Context, _: T, a: Dynamic| -> Answer {
            call(&context, function, vec![a])
        }),
        2 => name.set_into_module(module, move |context: Context, _: T, a: Dynamic, b: Dynamic| -> Answer {
            call(&context, function, vec![a, b])
        }),
        3 => {
            name.set_into_module(module, move |context: Context, _: T, a: Dynamic, b: Dynamic, c: Dynamic| -> Answer {
                call(&context, function, vec![a, b, c])
            })
        }
        _ => name.set_into_module(
            module,
            move |context: Context, _: T, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| -> Answer {
                call(&context, function, vec![a, b, c, d])
            },
        ),
    };
}

/// Registers a function of its own. Rhai has a `print` for each of its types, and exact types win over any type: so ours is
/// registered for each of them too.
fn register_function(module: &mut Module, function: &'static Function, count: usize) {
    if count == 0 {
        let name = FuncRegistration::new(function.name).in_global_namespace();
        name.set_into_module(module, move |context: Context| -> Answer { call(&context, function, vec![]) });
        return;
    }
    register_for::<Dynamic>(module, function);
    register_for::<ImmutableString>(module, function);
    register_for::<i64>(module, function);
    register_for::<f64>(module, function);
    register_for::<bool>(module, function);
    register_for::<char>(module, function);
    register_for::<()>(module, function);
    register_for::<Array>(module, function);
    register_for::<Map>(module, function);
}

fn register_for<T: Clone + 'static>(module: &mut Module, function: &'static Function) {
    let name = FuncRegistration::new(function.name).in_global_namespace();
    name.set_into_module(module, move |context: Context, a: T| -> Answer {
        call(&context, function, vec![Dynamic::from(a)])
    });
}

fn call(context: &NativeCallContext, function: &'static Function, arguments: Vec<Dynamic>) -> Answer {
    let session = Session::of(context)?;
    let call = Call { context, session: &session };
    (function.body)(&call, arguments)
}

impl Call<'_> {
    /// An argument that must be a map of options.
    pub fn options(
        &self,
        argument: Option<Dynamic>,
    ) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, Box<EvalAltResult>> {
        match argument.map(|value| self.data(value)).transpose()? {
            None => Ok(Vec::new()),
            Some(Value::Map(entries)) => Ok(entries),
            Some(other) => {
                let name = self.context.fn_name();
                Err(self.refuse(
                    Problem::new(Code::WrongType, format!("expected a map of options, found {}", other.described()))
                        .help(format!("write `{name}(#{{ … }})`")),
                ))
            }
        }
    }

    /// An argument that must be a string.
    pub fn text(&self, parameter: &'static str, argument: Dynamic) -> Result<String, Box<EvalAltResult>> {
        match self.data(argument)? {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(self.refuse(
                Problem::new(Code::WrongType, format!("expected a string, found {}", other.described())).of(parameter),
            )),
        }
    }

    /// An argument as plain data.
    pub fn data(&self, argument: Dynamic) -> Result<Value<'static>, Box<EvalAltResult>> {
        to_value(argument, &self.session.limits).map_err(ended)
    }

    /// A refusal of this call.
    pub fn refuse(&self, problem: Problem) -> Box<EvalAltResult> {
        refused(Refusal::from(problem), self.context)
    }
}

fn problems_of(caught: &Caught) -> Array {
    let text = |text: &str| Dynamic::from(text.to_owned());
    let one = |problem: &Problem| {
        let mut map = Map::new();
        map.insert("code".into(), text(problem.code.as_str()));
        map.insert("option".into(), problem.option.as_deref().map_or(Dynamic::UNIT, text));
        map.insert("message".into(), text(&problem.message));
        map.insert("help".into(), problem.help.as_deref().map_or(Dynamic::UNIT, text));
        Dynamic::from_map(map)
    };
    caught.refusal.problems.iter().map(one).collect()
}
