//! The functions that scripts can call, as one table.
//!
//! A row has the name, the parameters, what people read, an example that runs, and the body. Registration, the checks of a
//! call, the manual and completion all come from the table: adding a function is adding a row.

mod console;
mod lookup;
mod manage;
mod table;
mod tell;
mod users;

pub use table::{Body, Function, Functions, Object, Parameter};

use super::convert::{to_dynamic, to_value};
use super::document;
use super::session::{CaughtRefusal, Session, ended, refused};
use crate::directory::check_options;
use crate::domain::{Code, Effect, Problem, Problems, Refusal, Value};
use rhai::{Array, Dynamic, Engine, EvalAltResult, FuncRegistration, ImmutableString, Map, Module, NativeCallContext};
use std::borrow::Cow;
use std::rc::Rc;
use table::{Inside, Own};

/// A variable that every script can read.
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its type, as editors show it; `?` if it can be anything.
    pub kind: &'static str,
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

/// Every variable, in the order of the manual.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "bizzStream", kind: "BizzStream", doc: "The directory of the calling environment." },
    Variable { name: "console", kind: "Console", doc: "The log of the run." },
    Variable {
        name: "actionInfo",
        kind: "map",
        doc: "What triggered the run: `type` (`manual`, `rest`, `schedule` or `event`), `environmentId`, `environmentName`, \
              `scriptName`, `runId`, `currentUser` (`_id`, `username`, `name`, `email`, `administrator`, `language`), \
              `impersonator` and `event` (`type`, `info`).",
    },
    Variable {
        name: "input",
        kind: "?",
        doc: "What the trigger handed over, such as the fields of a form; `()` if nothing.",
    },
];

/// The words of the language that scripts are written in, for editors; those that scripts have no use for are missing.
pub const KEYWORDS: &[&str] = &[
    "let", "const", "if", "else", "switch", "for", "in", "while", "loop", "do", "until", "break", "continue", "return",
    "fn", "private", "this", "throw", "try", "catch", "true", "false",
];

/// What `bizzStream` is in a script. It carries nothing: the environment comes with the run (SPEC R2.10).
#[derive(Debug, Clone, Copy)]
pub struct BizzStream;

/// What `console` is in a script.
#[derive(Debug, Clone, Copy)]
pub struct Console;

/// Registers every function of a table with an engine.
pub fn register(engine: &mut Engine, functions: &Functions) {
    let mut module = Module::new();
    module.set_var("bizzStream", BizzStream);
    module.set_var("console", Console);
    for function in functions.iter() {
        let function = Rc::new(function.clone());
        for count in function.fewest()..=function.parameters.len() {
            match function.object {
                Object::BizzStream => register_method::<BizzStream>(&mut module, Rc::clone(&function), count),
                Object::Console => register_method::<Console>(&mut module, Rc::clone(&function), count),
                Object::Nothing => register_function(&mut module, Rc::clone(&function), count),
            }
        }
    }
    engine.register_global_module(module.into());
    document::register(engine);
    engine
        .register_type_with_name::<BizzStream>("bizzStream")
        .register_type_with_name::<Console>("console")
        .register_type_with_name::<CaughtRefusal>("Refusal");
    engine
        .register_get("code", |caught: &mut CaughtRefusal| caught.refusal.code().as_str())
        .register_get("message", |caught: &mut CaughtRefusal| caught.refusal.message())
        .register_get("problems", |caught: &mut CaughtRefusal| problems_of(caught))
        .register_get("line", |caught: &mut CaughtRefusal| {
            caught.place.map_or(Dynamic::UNIT, |place| i64::from(place.line).into())
        })
        .register_fn("to_string", |caught: &mut CaughtRefusal| caught.refusal.message())
        .register_fn("to_debug", |caught: &mut CaughtRefusal| caught.refusal.message());
}

type Context<'a> = NativeCallContext<'a>;
type Answer = Result<Dynamic, Box<EvalAltResult>>;

/// Registers a function on an object with so many arguments. Arguments are taken with any type: the body says what it
/// expected, in better words than the engine could.
fn register_method<T: Clone + 'static>(module: &mut Module, function: Rc<Function>, count: usize) {
    let name = FuncRegistration::new(function.name).in_global_namespace();
    match count {
        0 => name.set_into_module(module, move |context: Context, _: T| call(&context, &function, vec![])),
        1 => name.set_into_module(module, move |context: Context, _: T, a: Dynamic| call(&context, &function, vec![a])),
        2 => name.set_into_module(module, move |context: Context, _: T, a: Dynamic, b: Dynamic| {
            call(&context, &function, vec![a, b])
        }),
        3 => name.set_into_module(module, move |context: Context, _: T, a: Dynamic, b: Dynamic, c: Dynamic| {
            call(&context, &function, vec![a, b, c])
        }),
        _ => name.set_into_module(
            module,
            move |context: Context, _: T, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| {
                call(&context, &function, vec![a, b, c, d])
            },
        ),
    };
}

/// Registers a function that is called on nothing. With one argument, Rhai may have a function of the name for each of its
/// types, as it has of `print`, and exact types win over any type: so ours is registered for each of them too.
fn register_function(module: &mut Module, function: Rc<Function>, count: usize) {
    let name = FuncRegistration::new(function.name).in_global_namespace();
    match count {
        0 => name.set_into_module(module, move |context: Context| call(&context, &function, vec![])),
        1 => {
            register_for::<ImmutableString>(module, &function);
            register_for::<i64>(module, &function);
            register_for::<f64>(module, &function);
            register_for::<bool>(module, &function);
            register_for::<char>(module, &function);
            register_for::<()>(module, &function);
            register_for::<Array>(module, &function);
            register_for::<Map>(module, &function);
            name.set_into_module(module, move |context: Context, a: Dynamic| call(&context, &function, vec![a]))
        }
        2 => name.set_into_module(module, move |context: Context, a: Dynamic, b: Dynamic| {
            call(&context, &function, vec![a, b])
        }),
        3 => name.set_into_module(module, move |context: Context, a: Dynamic, b: Dynamic, c: Dynamic| {
            call(&context, &function, vec![a, b, c])
        }),
        _ => name.set_into_module(module, move |context: Context, a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| {
            call(&context, &function, vec![a, b, c, d])
        }),
    };
}

fn register_for<T: Clone + 'static>(module: &mut Module, function: &Rc<Function>) {
    let function = Rc::clone(function);
    let name = FuncRegistration::new(function.name).in_global_namespace();
    name.set_into_module(module, move |context: Context, a: T| call(&context, &function, vec![Dynamic::from(a)]));
}

fn call(context: &NativeCallContext, function: &Function, arguments: Vec<Dynamic>) -> Answer {
    let session = Session::of(context)?;
    let call = Call { context, session: &session };
    match &session.probes {
        None => call.answer(function, arguments),
        Some(probes) => {
            let given = given_options(arguments.first());
            let before = session.effects(<[Effect]>::len);
            let answer = call.answer(function, arguments)?;
            session
                .effects(|effects| probes.count_options(function, &given, effects.get(before..).unwrap_or_default()));
            Ok(answer)
        }
    }
}

/// The names of the options that a call gives; nothing counts as not given.
fn given_options(argument: Option<&Dynamic>) -> Vec<String> {
    let options = argument.and_then(|argument| argument.read_lock::<Map>());
    let given = options.iter().flat_map(|options| options.iter()).filter(|(_, value)| !value.is_unit());
    given.map(|(name, _)| name.to_string()).collect()
}

impl Call<'_> {
    fn answer(&self, function: &Function, arguments: Vec<Dynamic>) -> Answer {
        match &function.body.0 {
            Inside::Native(body) => body(self, arguments),
            Inside::Own(body) => self.own(function, &**body, arguments),
        }
    }

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

    /// Calls a function of the embedding program, with arguments that are what its entry in the table says.
    fn own(&self, function: &Function, body: &Own, arguments: Vec<Dynamic>) -> Answer {
        let values = arguments.into_iter().map(|argument| self.data(argument)).collect::<Result<Vec<_>, _>>()?;
        let mut problems = Problems::default();
        for (parameter, value) in function.parameters.iter().zip(&values) {
            let is_left_out = parameter.is_optional && *value == Value::Nothing;
            if !parameter.kind.admits(value) && !is_left_out {
                let message = format!("expected {}, found {}", parameter.kind.as_str(), value.described());
                problems.add(Problem::new(Code::WrongType, message).of(parameter.name));
            }
        }
        if let (Some(known), Some(Value::Map(options))) = (function.options, values.first()) {
            check_options(&known(), options, &mut problems);
        }
        problems.refuse().map_err(|refusal| refused(refusal, self.context))?;
        let answer = self.session.work(self.context, |work| body(work, &values))?;
        Ok(to_dynamic(&answer))
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

fn problems_of(caught: &CaughtRefusal) -> Array {
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
