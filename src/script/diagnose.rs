//! Errors of the engine in words for people: what was expected, what was found, where, and the way out.

use super::api::{self, Functions, Object};
use super::convert::text_size;
use super::notation::place;
use super::places::option_places;
use super::session::{CaughtRefusal, LimitReached, limit_problem};
use crate::domain::{Code, Place, Problem, Refusal, RunError, Warning, nearest};
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};
use std::collections::HashMap;

/// An error of the engine while a script ran.
pub fn run_error(error: &EvalAltResult, source: &str, functions: &Functions) -> RunError {
    let error = innermost(error);
    let at = place(error.position());
    match error {
        EvalAltResult::ErrorRuntime(value, _) => {
            if let Some(caught) = value.read_lock::<CaughtRefusal>() {
                return refusal_error(&caught.refusal, caught.place.or(at), source);
            }
            RunError::of(thrown(value), at)
        }
        EvalAltResult::ErrorTerminated(token, _) => match token.read_lock::<LimitReached>() {
            Some(limit) => RunError::of(limit.0.as_ref().clone(), at),
            None => RunError::of(Problem::new(Code::Limit, "the run was ended"), at),
        },
        EvalAltResult::ErrorParsing(kind, position) => {
            parse_error(&ParseError(Box::new(kind.clone()), *position), source, None)
        }
        other => RunError::of(problem_of(other, functions), at),
    }
}

/// A refusal of a call, with every problem at its option.
pub fn refusal_error(refusal: &Refusal, call: Option<Place>, source: &str) -> RunError {
    let places = call.map(|call| option_places(source, call)).unwrap_or_default();
    let at = |problem: &Problem| {
        let option = problem.option.as_deref();
        option.and_then(|option| places.get(option)).copied().or(call)
    };
    let mut problems: Vec<_> = refusal.problems.iter().map(|problem| (problem.clone(), at(problem))).collect();
    problems.sort_by_key(|(_, place)| *place);
    RunError {
        code: problems.first().map_or(refusal.code(), |(problem, _)| problem.code),
        message: refusal.message(),
        place: match problems.as_slice() {
            [(_, place), ..] => *place,
            [] => call,
        },
        problems,
    }
}

/// Warnings at the options they are about.
pub fn place_warnings(warnings: &mut [Warning], source: &str) {
    let mut known: HashMap<Place, HashMap<String, Place>> = HashMap::new();
    for warning in warnings {
        if let (Some(call), Some(option)) = (warning.place, &warning.option) {
            let places = known.entry(call).or_insert_with(|| option_places(source, call));
            warning.place = places.get(option.as_ref()).copied().or(Some(call));
        }
    }
}

/// An error of the engine while it read a script; `ambiguous` is where a `{` was read as a block but looks like a map.
pub fn parse_error(error: &ParseError, source: &str, ambiguous: Option<Place>) -> RunError {
    if let Some(brace) = ambiguous {
        let problem =
            Problem::new(Code::OldNotation, "here `{` opens a block of statements, but a map seems to be meant");
        return RunError::of(problem.help("write `#{ … }` for a map"), Some(brace));
    }
    let at = place(error.1).or_else(|| end_of(source));
    let problem = match error.0.as_ref() {
        ParseErrorType::VariableUndefined(name) => unknown_variable(name),
        ParseErrorType::UnexpectedEOF => Problem::new(Code::Syntax, "the script ends in the middle of something")
            .help("is a `}`, `)` or `\"` missing?"),
        ParseErrorType::MissingToken(token, _) if token == "}" || token == ")" || token == "]" => {
            Problem::new(Code::Syntax, format!("`{token}` is missing here"))
        }
        ParseErrorType::Reserved(word) => reserved(word),
        ParseErrorType::UnknownOperator(operator) => reserved(operator),
        ParseErrorType::ExprTooDeep => {
            limit_problem("expression depth", "an expression is nested too deeply".to_owned())
        }
        ParseErrorType::TooManyFunctions => {
            limit_problem("functions", "the script defines too many functions".to_owned())
        }
        ParseErrorType::LiteralTooLarge(what, limit) => {
            limit_problem("literal", format!("{} over {limit}", lower_first(what)))
        }
        ParseErrorType::VariableExpected => Problem::new(Code::Syntax, "expected the name of a variable")
            .help("a loop is written `for item in items { … }`"),
        ParseErrorType::DuplicatedProperty(name) => {
            Problem::new(Code::Syntax, format!("the map has the key `{name}` twice")).help("leave out one of them")
        }
        ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) if word == "eval" || word == "debug" => {
            reserved(word)
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            Problem::new(Code::Syntax, "this string does not end").help("close it with the quote it begins with")
        }
        other => syntax(&other.to_string(), at, source),
    };
    RunError::of(problem, at)
}

/// An error of the engine that is neither thrown nor a refusal.
fn problem_of(error: &EvalAltResult, functions: &Functions) -> Problem {
    use EvalAltResult as E;
    match error {
        E::ErrorTooManyVariables(_) => limit_problem("variables", "there are too many variables".to_owned()),
        E::ErrorStackOverflow(_) => limit_problem("call depth", "functions call each other too deeply".to_owned()),
        E::ErrorDataTooLarge(what, _) => limit_problem("size", format!("{} is too large", lower_first(what))),
        E::ErrorFunctionNotFound(signature, _) => unknown_function(signature, functions),
        E::ErrorVariableNotFound(name, _) => unknown_variable(name),
        E::ErrorDotExpr(text, _) => no_property(text),
        E::ErrorIndexingType(what, _) => Problem::new(Code::ScriptFailed, format!("{what} cannot be indexed"))
            .help("only arrays, maps and strings have items"),
        E::ErrorArrayBounds(size, index, _) | E::ErrorStringBounds(size, index, _) => {
            Problem::new(Code::ScriptFailed, format!("there is no item {index}: there are {size}, counted from 0"))
        }
        E::ErrorMismatchDataType(expected, found, _) => {
            Problem::new(Code::ScriptFailed, format!("expected {expected}, found {}", or_nothing(found)))
        }
        E::ErrorArithmetic(text, _) => Problem::new(Code::ScriptFailed, lower_first(text)),
        E::ErrorAssignmentToConstant(name, _) => {
            Problem::new(Code::ScriptFailed, format!("`{name}` is a constant and cannot be changed"))
                .help("declare it with `let`")
        }
        E::ErrorFor(_) => {
            Problem::new(Code::ScriptFailed, "`for` goes through arrays, ranges and strings, and this is none")
        }
        other => {
            let mut text = other.to_string();
            if let Some(at) = text.rfind(" (line ") {
                text.truncate(at);
            }
            Problem::new(Code::ScriptFailed, lower_first(&text))
        }
    }
}

/// The error inside calls inside calls: the one whose position tells something.
fn innermost(error: &EvalAltResult) -> &EvalAltResult {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
            innermost(inner)
        }
        other => other,
    }
}

/// The most characters of an error that a script throws.
const LONGEST: usize = 2_000;

/// The size of a thrown value, as text, beyond which it is not looked at.
const LARGEST: usize = 1_000_000;

fn thrown(value: &rhai::Dynamic) -> Problem {
    let message = value.read_lock::<rhai::Map>().and_then(|map| map.get("message").cloned());
    let shown = message.as_ref().unwrap_or(value);
    if text_size(shown) > LARGEST {
        return Problem::new(Code::ScriptFailed, "the script threw a value that is too large to be shown");
    }
    let text: String = shown.to_string().chars().take(LONGEST).collect();
    let text = if text.is_empty() { "the script threw an error without a message".to_owned() } else { text };
    Problem::new(Code::ScriptFailed, text)
}

fn unknown_variable(name: &str) -> Problem {
    let problem = Problem::new(Code::UnknownVariable, format!("there is no variable `{name}` here"));
    let known = api::VARIABLES.iter().map(|variable| variable.name);
    match nearest(name, known.chain(["true", "false"])) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => {
            problem.help("functions and lambdas (`|item| …`) see only their parameters; declare variables with `let`")
        }
    }
}

/// `addUzer (bizzStream, map)`: the name and the types of the arguments.
fn unknown_function(signature: &str, functions: &Functions) -> Problem {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
    let types = types.strip_suffix(')').unwrap_or(types);
    let object = types.split(", ").next().unwrap_or_default();
    let known: Vec<_> = functions.iter().filter(|function| function.name == name).collect();
    if let [function] = known.as_slice() {
        return Problem::new(Code::WrongArguments, format!("`{name}` does not take these arguments: ({types})"))
            .help(format!("call it as `{}`", function.signature()));
    }
    let on_object = match object {
        "bizzStream" => Some(Object::BizzStream),
        "console" => Some(Object::Console),
        _ => None,
    };
    if let Some(object) = on_object {
        return no_function(object, name, functions);
    }
    if object == "()" {
        let problem = Problem::new(Code::UnknownFunction, format!("`{name}` cannot be called on nothing `()`"));
        return problem.help("the value before the dot is missing; test it with `== ()` first");
    }
    let problem = Problem::new(Code::UnknownFunction, format!("there is no function `{name}` for ({types})"));
    match nearest(name, functions.iter().map(|function| function.name)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("`enlist manual` lists the functions"),
    }
}

/// An object has no function of this name.
pub fn no_function(object: Object, name: &str, functions: &Functions) -> Problem {
    let path = object.prefix().trim_end_matches('.');
    let problem = Problem::new(Code::UnknownFunction, format!("`{path}` has no function `{name}`"));
    let candidates = functions.iter().filter(|function| function.object == object);
    let candidates: Vec<&str> = candidates.map(|function| function.name).collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("it has {}", candidates.join(", "))),
    }
}

/// `Unknown property 'x' - a getter is not registered for type '()'`: the name and the type.
fn no_property(text: &str) -> Problem {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    let (Some(name), Some(kind)) = (quoted.next(), quoted.next()) else {
        return Problem::new(Code::ScriptFailed, lower_first(text));
    };
    let problem = Problem::new(Code::ScriptFailed, format!("there is no property `{name}` on {}", or_nothing(kind)));
    match name {
        "length" => problem.help("write `.len()`"),
        _ if kind == "()" => problem.help("the value before the dot is missing; test it with `== ()` first"),
        _ => problem,
    }
}

fn reserved(word: &str) -> Problem {
    match word {
        "import" | "export" | "eval" | "debug" | "spawn" | "thread" | "async" | "await" | "sync" => {
            Problem::new(Code::Forbidden, format!("`{word}` is not available in scripts"))
        }
        "++" | "--" => Problem::new(Code::Syntax, format!("there is no operator `{word}`"))
            .help(format!("write `x {}= 1`", &word[..1])),
        _ => Problem::new(Code::Syntax, format!("`{word}` is reserved and cannot be used here")),
    }
}

fn syntax(message: &str, at: Option<Place>, source: &str) -> Problem {
    let problem = Problem::new(Code::Syntax, lower_first(message));
    let line = at.and_then(|at| source.lines().nth(at.line as usize - 1)).unwrap_or_default();
    if line.contains("=>") && !line.contains("switch") {
        return problem.help("a lambda is written `|item| …`");
    }
    problem
}

fn or_nothing(kind: &str) -> &str {
    if kind == "()" { "nothing `()`" } else { kind }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

fn end_of(source: &str) -> Option<Place> {
    let last = source.lines().last()?;
    Some(Place { line: source.lines().count() as u32, column: last.chars().count() as u32 + 1 })
}
