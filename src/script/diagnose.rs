//! Errors of the engine as problems for people: expected, found, the place, and a hint.

use super::api::{self, Functions, Object};
use super::convert::text_size;
use super::errors::{CaughtRefusal, LimitReached};
use super::limits::limit_problem;
use super::notation::place;
use super::places::option_places;
use super::source::without_mark;
use crate::domain::{Code, Place, Problem, Refusal, RunError, Warning, nearest};
use rhai::{EvalAltResult, LexError, ParseError, ParseErrorType};
use std::collections::HashMap;

/// Returns the error of a run for an error of the engine.
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
            None => RunError::of(Problem::new(Code::Limit, "the run was stopped"), at),
        },
        EvalAltResult::ErrorParsing(kind, position) => {
            parse_error(&ParseError(Box::new(kind.clone()), *position), source, None)
        }
        other => RunError::of(problem_of(other, functions), at),
    }
}

/// Returns the error of a run for a refused call, with each problem at its option.
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

/// Moves each warning to the place of its option.
pub fn place_warnings(warnings: &mut [Warning], source: &str) {
    let mut known: HashMap<Place, HashMap<String, Place>> = HashMap::new();
    for warning in warnings {
        if let (Some(call), Some(option)) = (warning.place, &warning.option) {
            let places = known.entry(call).or_insert_with(|| option_places(source, call));
            warning.place = places.get(option.as_ref()).copied().or(Some(call));
        }
    }
}

/// Returns the error of a run for an error of the parser. `ambiguous` is the place of a `{` that opened a block but looks like a
/// map.
pub fn parse_error(error: &ParseError, source: &str, ambiguous: Option<Place>) -> RunError {
    if let Some(brace) = ambiguous {
        let problem =
            Problem::new(Code::OldNotation, "`{` opens a block of statements here, but this looks like a map");
        return RunError::of(problem.help("write `#{ … }` for a map"), Some(brace));
    }
    let at = place(error.1).or_else(|| end_of(source));
    // The engine ends a name before a letter that it does not accept, so it may miss a variable of half the name.
    if let ParseErrorType::BadInput(LexError::UnexpectedInput(_)) | ParseErrorType::VariableUndefined(_) =
        error.0.as_ref()
        && let Some(name) = at.and_then(|at| foreign_name(source, at))
    {
        return RunError::of(name.problem(), Some(name.place));
    }
    let problem = match error.0.as_ref() {
        ParseErrorType::VariableUndefined(name) => unknown_variable(name),
        ParseErrorType::UnexpectedEOF => Problem::new(Code::Syntax, "the script ends before a statement is complete")
            .help("check for a missing `}`, `)` or `\"`"),
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
            .help("write a loop as `for item in items { … }`"),
        ParseErrorType::DuplicatedProperty(name) => {
            Problem::new(Code::Syntax, format!("the map has the key `{name}` twice")).help("remove one of them")
        }
        ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) if word == "eval" || word == "debug" => {
            reserved(word)
        }
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            Problem::new(Code::Syntax, "the string is not closed").help("add the closing quote")
        }
        other => syntax(&other.to_string(), at, source),
    };
    RunError::of(problem, at)
}

/// Returns the problem of an error that is neither thrown nor a refusal.
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
            .help("use an index only on arrays, maps and strings"),
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
            Problem::new(Code::ScriptFailed, "`for` takes an array, a range or a string, and this is another value")
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

/// Returns the error inside nested calls, which has the useful position.
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

/// The largest size of a thrown value, as text, that is shown.
const LARGEST: usize = 1_000_000;

fn thrown(value: &rhai::Dynamic) -> Problem {
    let message = value.read_lock::<rhai::Map>().and_then(|map| map.get("message").cloned());
    let shown = message.as_ref().unwrap_or(value);
    if text_size(shown) > LARGEST {
        return Problem::new(Code::ScriptFailed, "the script threw a value that is too large to show");
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
        None => problem.help("declare it with `let`; functions and lambdas (`|item| …`) see only their parameters"),
    }
}

/// Returns the problem of an unknown function. The signature has the name and the types of the arguments: `addUzer (bizzStream,
/// map)`.
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
        return problem.help("test the value before the dot with `== ()` first");
    }
    let problem = Problem::new(Code::UnknownFunction, format!("there is no function `{name}` for ({types})"));
    match nearest(name, functions.iter().map(|function| function.name)) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("run `enlist manual` to list the functions"),
    }
}

/// Returns the problem of a function that an object does not have.
pub fn no_function(object: Object, name: &str, functions: &Functions) -> Problem {
    let path = object.prefix().trim_end_matches('.');
    let problem = Problem::new(Code::UnknownFunction, format!("`{path}` has no function `{name}`"));
    let candidates = functions.iter().filter(|function| function.object == object);
    let candidates: Vec<&str> = candidates.map(|function| function.name).collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(match candidates.as_slice() {
            [only] => format!("use `{only}`"),
            several => format!("use one of {}", several.join(", ")),
        }),
    }
}

/// Returns the problem of an unknown property. The text has the name and the type: `Unknown property 'x' - a getter is not
/// registered for type '()'`.
fn no_property(text: &str) -> Problem {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    let (Some(name), Some(kind)) = (quoted.next(), quoted.next()) else {
        return Problem::new(Code::ScriptFailed, lower_first(text));
    };
    let problem = Problem::new(Code::ScriptFailed, format!("there is no property `{name}` on {}", or_nothing(kind)));
    match name {
        "length" => problem.help("write `.len()`"),
        _ if kind == "()" => problem.help("test the value before the dot with `== ()` first"),
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
    if at.is_some_and(|at| line_at(source, at).contains("=>") && !line_at(source, at).contains("switch")) {
        return problem.help("write a lambda as `|item| …`");
    }
    problem
}

/// A name with letters that the engine does not accept in names.
struct ForeignName<'a> {
    text: &'a str,
    /// The place of the first letter.
    place: Place,
    use_of: Use,
}

/// The use of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// `#{ name: … }`
    Key,
    /// `map.name`
    Property,
    /// A variable or a function.
    Other,
}

/// Returns the name at a place, if it has a letter outside ASCII.
fn foreign_name(source: &str, at: Place) -> Option<ForeignName<'_>> {
    let line = line_at(source, at);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let offset = line.char_indices().nth(at.column as usize - 1).map(|(offset, _)| offset)?;
    let start =
        line[..offset].rfind(|c| !is_part(c)).map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
    let end = line[offset..].find(|c| !is_part(c)).map_or(line.len(), |length| offset + length);
    if !line[start..end].contains(|c: char| c.is_alphabetic() && !c.is_ascii()) {
        return None;
    }
    let use_of = match (line[..start].trim_end().chars().next_back(), line[end..].trim_start().chars().next()) {
        (Some('.'), _) => Use::Property,
        (Some('{' | ',') | None, Some(':')) => Use::Key,
        _ => Use::Other,
    };
    let column = line[..start].chars().count() as u32 + 1;
    Some(ForeignName { text: &line[start..end], place: Place { column, ..at }, use_of })
}

impl ForeignName<'_> {
    fn problem(&self) -> Problem {
        let text = self.text;
        let problem = |what: &str| {
            let message = format!("{what} may have the letters `a` to `z`, digits and `_`, found `{text}`");
            Problem::new(Code::Syntax, message)
        };
        match self.use_of {
            Use::Key => problem("a key without quotes").help(format!("quote the key: `\"{text}\": …`")),
            Use::Property => problem("a name after `.`").help(format!("write `[\"{text}\"]` in place of `.{text}`")),
            Use::Other => problem("a name").help("choose another name; any letter is allowed in strings"),
        }
    }
}

/// Returns the line of a place, as the columns of places count it.
fn line_at(source: &str, at: Place) -> &str {
    without_mark(source).lines().nth(at.line as usize - 1).unwrap_or_default()
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
    let source = without_mark(source);
    let last = source.lines().last()?;
    Some(Place { line: source.lines().count() as u32, column: last.chars().count() as u32 + 1 })
}
