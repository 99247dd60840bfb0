//! Registration of a table of functions with an engine, and the call of a function.

use super::call::Call;
use super::function::{BodyKind, Embedder, Function, Object};
use super::functions::Functions;
use super::vocabulary::{BizzStream, Console};
use crate::directory::check_options;
use crate::domain::{Code, Effect, Problem, Problems, Value};
use crate::script::convert::{problems, to_dynamic};
use crate::script::document;
use crate::script::errors::{CaughtRefusal, refused};
use crate::script::session::Session;
use rhai::{Array, Dynamic, Engine, EvalAltResult, FuncRegistration, ImmutableString, Map, Module, NativeCallContext};
use std::rc::Rc;

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
        .register_get("problems", |caught: &mut CaughtRefusal| problems(&caught.refusal))
        .register_get("line", |caught: &mut CaughtRefusal| {
            caught.place.map_or(Dynamic::UNIT, |place| i64::from(place.line).into())
        })
        .register_fn("to_string", |caught: &mut CaughtRefusal| caught.refusal.message())
        .register_fn("to_debug", |caught: &mut CaughtRefusal| caught.refusal.message());
}

type Context<'a> = NativeCallContext<'a>;
type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// Registers a function on an object, for one number of arguments. Arguments may have any type: the messages of the body are
/// clearer than those of the engine.
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

/// Registers a function without an object, for one number of arguments. Rhai may have a function of the name with one argument
/// for each of its types, as with `print`, and an exact type has precedence over any type. So this registers the function for
/// each of these types too.
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

fn call(context: &NativeCallContext, function: &Function, arguments: Vec<Dynamic>) -> Outcome {
    let session = Session::of(context)?;
    let call = Call { context, session: &session };
    let (Some(probes), Some(known)) = (&session.probes, function.options) else {
        return execute(&call, function, arguments);
    };
    let given = given_options(arguments.first());
    let before = session.effects(<[Effect]>::len);
    let returned = execute(&call, function, arguments)?;
    session.effects(|effects| {
        probes.count_options(&function.path(), known(), &given, effects.get(before..).unwrap_or_default());
    });
    Ok(returned)
}

/// Returns the names of the options that a call gives; an option with the value `()` is omitted.
fn given_options(argument: Option<&Dynamic>) -> Vec<String> {
    let options = argument.and_then(|argument| argument.read_lock::<Map>());
    let given = options.iter().flat_map(|options| options.iter()).filter(|(_, value)| !value.is_unit());
    given.map(|(name, _)| name.to_string()).collect()
}

fn execute(call: &Call, function: &Function, arguments: Vec<Dynamic>) -> Outcome {
    match &function.body.0 {
        BodyKind::Native(body) => body(call, arguments),
        BodyKind::Embedder(body) => execute_embedder(call, function, &**body, arguments),
    }
}

/// Calls a function of the embedding program, after checking the arguments against its entry in the table.
fn execute_embedder(call: &Call, function: &Function, body: &Embedder, arguments: Vec<Dynamic>) -> Outcome {
    let values = arguments.into_iter().map(|argument| call.data(argument)).collect::<Result<Vec<_>, _>>()?;
    let mut problems = Problems::default();
    for (parameter, value) in function.parameters.iter().zip(&values) {
        let is_omitted = parameter.is_optional && *value == Value::Nothing;
        if !parameter.kind.admits(value) && !is_omitted {
            let message = format!("expected {}, found {}", parameter.kind.as_str(), value.described());
            problems.add(Problem::new(Code::WrongType, message).of(parameter.name));
        }
    }
    if let (Some(known), Some(Value::Map(options))) = (function.options, values.first()) {
        check_options(&known(), options, &mut problems);
    }
    problems.refuse().map_err(|refusal| refused(refusal, call.context))?;
    let returned = call.session.work(call.context, |work| body(work, &values))?;
    Ok(to_dynamic(&returned))
}
