//! `console.log` and `print`: the log of the run.

use super::call::Call;
use super::function::{Body, Function, Object, Parameter};
use crate::directory::Kind;
use crate::domain::Value;
use crate::script::errors::CaughtRefusal;
use crate::store::to_json_text;
use rhai::{Dynamic, EvalAltResult};

/// The functions about the log.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::Console,
        name: "log",
        parameters: &[
            Parameter::required("a", Kind::Any),
            Parameter::optional("b", Kind::Any),
            Parameter::optional("c", Kind::Any),
            Parameter::optional("d", Kind::Any),
        ],
        returns: "nothing",
        doc: "Writes a line to the log of the run: up to four values, separated by blanks. Maps and arrays are written as JSON.",
        example: r#"console.log("added", #{ name: "Ada", groups: 2 })"#,
        options: None,
        body: Body::native(log),
    },
    Function {
        object: Object::Nothing,
        name: "print",
        parameters: &[Parameter::required("value", Kind::Any)],
        returns: "nothing",
        doc: "Writes a value to the log of the run, as `console.log` does.",
        example: r#"print("done")"#,
        options: None,
        body: Body::native(log),
    },
];

fn log(call: &Call, arguments: Vec<Dynamic>) -> Result<Dynamic, Box<EvalAltResult>> {
    let mut line = String::new();
    for (at, argument) in arguments.into_iter().enumerate() {
        if at > 0 {
            line.push(' ');
        }
        if let Some(caught) = argument.read_lock::<CaughtRefusal>() {
            line.push_str(&caught.refusal.message());
            continue;
        }
        match call.data(argument)? {
            Value::Text(text) => line.push_str(&text),
            Value::Nothing => line.push_str("()"),
            other => to_json_text(&other, &mut line),
        }
    }
    call.session.print(&line)?;
    Ok(Dynamic::UNIT)
}
