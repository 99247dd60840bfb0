//! A call from a script, as the body of a function sees it: readers of the arguments, and refusals.

use crate::directory::Kind;
use crate::domain::{Code, Problem, Refusal, Value};
use crate::script::convert::to_value;
use crate::script::errors::{ended, refused};
use crate::script::session::Session;
use rhai::{Dynamic, EvalAltResult, NativeCallContext};
use std::borrow::Cow;

/// A call from a script: its run and its place.
pub struct Call<'a> {
    /// The engine's context of the call.
    pub context: &'a NativeCallContext<'a>,
    /// The run.
    pub session: &'a Session,
}

impl Call<'_> {
    /// Reads an argument that must be a map of options; an omitted argument has no options.
    ///
    /// # Errors
    /// Refuses a value of another type.
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

    /// Reads an argument that must be a string.
    ///
    /// # Errors
    /// Refuses a value of another type.
    pub fn text(&self, parameter: &'static str, argument: Dynamic) -> Result<String, Box<EvalAltResult>> {
        match self.data(argument)? {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(self.wrong_type(parameter, Kind::String, &other)),
        }
    }

    /// Reads an argument that must be a whole number.
    ///
    /// # Errors
    /// Refuses a value of another type.
    pub fn integer(&self, parameter: &'static str, argument: Dynamic) -> Result<i64, Box<EvalAltResult>> {
        match self.data(argument)? {
            Value::Integer(number) => Ok(number),
            other => Err(self.wrong_type(parameter, Kind::Integer, &other)),
        }
    }

    /// Reads an argument as plain data.
    ///
    /// # Errors
    /// Ends the script if the value is too large or nested too deeply.
    pub fn data(&self, argument: Dynamic) -> Result<Value<'static>, Box<EvalAltResult>> {
        to_value(argument, &self.session.limits).map_err(ended)
    }

    /// Returns a refusal of this call as an error of the script.
    pub fn refuse(&self, problem: Problem) -> Box<EvalAltResult> {
        refused(Refusal::from(problem), self.context)
    }

    fn wrong_type(&self, parameter: &'static str, expected: Kind, found: &Value) -> Box<EvalAltResult> {
        let message = format!("expected {}, found {}", expected.as_str(), found.described());
        self.refuse(Problem::new(Code::WrongType, message).of(parameter))
    }
}
