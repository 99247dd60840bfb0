//! Refusals and limits as errors of the engine: a script can catch a refusal, but not a limit.

use super::limits::limit_problem;
use super::notation::place;
use crate::domain::{Code, Place, Problem, Refusal};
use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};
use std::rc::Rc;

/// A refusal as a value of the script: the value that `catch` gets. It keeps the place of the refused call.
#[derive(Debug, Clone)]
pub struct CaughtRefusal {
    /// The refusal.
    pub refusal: Rc<Refusal>,
    /// The place of the call.
    pub place: Option<Place>,
}

/// A reached limit, as the token of a termination that scripts cannot catch.
#[derive(Debug, Clone)]
pub struct LimitReached(pub Rc<Problem>);

/// Returns a refusal as an error of the script at the call.
pub fn refused(refusal: Refusal, context: &NativeCallContext) -> Box<EvalAltResult> {
    let position = context.call_position();
    let caught = CaughtRefusal { refusal: Rc::new(refusal), place: place(position) };
    EvalAltResult::ErrorRuntime(Dynamic::from(caught), position).into()
}

/// Returns the error of a function that is not available to scripts.
pub fn not_available(message: &str) -> Box<EvalAltResult> {
    let refusal = Refusal::from(Problem::new(Code::Forbidden, message));
    let caught = CaughtRefusal { refusal: Rc::new(refusal), place: None };
    EvalAltResult::ErrorRuntime(Dynamic::from(caught), Position::NONE).into()
}

/// Returns the error of a limit, by its name. Scripts cannot catch it.
pub fn limit(name: &str, message: String) -> Box<EvalAltResult> {
    ended(limit_problem(name, message))
}

/// Returns the error of a limit that was reached. Scripts cannot catch it.
pub fn ended(limit: Problem) -> Box<EvalAltResult> {
    terminated(Dynamic::from(LimitReached(Rc::new(limit))))
}

/// Returns an error that ends the script; the token says why. Scripts cannot catch it.
pub fn terminated(token: Dynamic) -> Box<EvalAltResult> {
    EvalAltResult::ErrorTerminated(token, Position::NONE).into()
}
