//! Calls of functions that do not exist, or with a wrong number of arguments.

use super::builtins;
use super::script::ParsedScript;
use crate::domain::{Code, Finding, Problem, nearest};
use crate::script::api::{Function, Object};
use crate::script::diagnose::no_function;
use crate::script::tree::{Call, Node, Receiver};
use rhai::{Expr, Stmt};
use std::collections::HashSet;

/// Returns an error for each call that would fail.
pub fn check(script: &ParsedScript) -> Vec<Finding> {
    let keys = keys(script);
    let wrong = script.calls.iter().filter_map(|call| Some((check_call(script, call, &keys)?, call.place)));
    wrong.map(|(problem, place)| Finding::error(problem, Some(place))).collect()
}

fn check_call(script: &ParsedScript, call: &Call, keys: &HashSet<&str>) -> Option<Problem> {
    let (name, count) = (call.name, call.arguments.len());
    if builtins::is_keyword(name) && !matches!(name, "print") {
        return None;
    }
    if let Some((function, arguments)) = script.function_of(call) {
        return wrong_count(function, arguments.len());
    }
    // For functions of Rhai and enlist the receiver counts as an argument.
    let given = count + usize::from(call.receiver != Receiver::Nothing);
    let own = script.defines(name, Some(count));
    let built_in = builtins::arities(name);
    if own || built_in.is_some_and(|arities| arities.contains(&given)) {
        return None;
    }
    let object = match call.receiver {
        Receiver::Variable("bizzStream") if !script.declares("bizzStream") => Some(Object::BizzStream),
        Receiver::Variable("console") if !script.declares("console") => Some(Object::Console),
        _ => None,
    };
    if let Some(object) = object {
        if script.defines(name, None) {
            return None;
        }
        let problem = no_function(object, name, script.functions);
        return Some(match script.functions.iter().find(|function| function.name == name) {
            Some(other) => problem.help(format!("call it as `{}`", other.signature())),
            None => problem,
        });
    }
    let mut of_table = script.functions.iter().filter(|function| function.name == name);
    let takes = |function: &Function| {
        let object = usize::from(function.object != Object::Nothing);
        takes(function, given.saturating_sub(object))
    };
    if of_table.any(takes) {
        return None;
    }
    // A variable or a key of a map may hold a closure.
    if script.declares(name) || keys.contains(name) {
        return None;
    }
    if script.defines(name, None) {
        let parameters = script.tree.bodies.iter().filter(|body| body.name.as_deref() == Some(name));
        let mut counts: Vec<usize> = parameters.map(|body| body.parameters.len()).collect();
        counts.sort_unstable();
        return Some(wrong_arguments(name, &counts, count));
    }
    if let Some(arities) = built_in {
        let before = given - count;
        let counts: Vec<usize> = arities.iter().filter_map(|arity| arity.checked_sub(before)).collect();
        return Some(wrong_arguments(name, &counts, count));
    }
    let problem = Problem::new(Code::UnknownFunction, format!("there is no function `{name}`"));
    if let Some(function) = script.functions.iter().find(|function| function.name == name) {
        return Some(problem.help(format!("call it as `{}`", function.signature())));
    }
    let mut candidates: Vec<&str> = script.tree.bodies.iter().filter_map(|body| body.name.as_deref()).collect();
    let plain = script.functions.iter().filter(|function| function.object == Object::Nothing);
    candidates.extend(plain.map(|function| function.name));
    builtins::names().for_each(|name| candidates.push(name));
    Some(match nearest(name, candidates) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("run `enlist manual` to list the functions"),
    })
}

fn takes(function: &Function, count: usize) -> bool {
    let required = function.parameters.iter().filter(|parameter| !parameter.is_optional).count();
    (required..=function.parameters.len()).contains(&count)
}

fn wrong_count(function: &Function, count: usize) -> Option<Problem> {
    let required = function.parameters.iter().filter(|parameter| !parameter.is_optional).count();
    let counts: Vec<usize> = (required..=function.parameters.len()).collect();
    let problem =
        || wrong_arguments(function.name, &counts, count).help(format!("call it as `{}`", function.signature()));
    (!takes(function, count)).then(problem)
}

fn wrong_arguments(name: &str, counts: &[usize], found: usize) -> Problem {
    let expected = match counts {
        [] => "no".to_owned(),
        [one] => one.to_string(),
        [first, .., last] if last - first + 1 == counts.len() && counts.len() > 2 => format!("{first} to {last}"),
        several => several.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
    };
    let arguments = if expected == "1" { "argument" } else { "arguments" };
    Problem::new(Code::WrongArguments, format!("`{name}` takes {expected} {arguments}, found {found}"))
}

/// Returns the keys under which maps of the script may hold closures.
fn keys<'a>(script: &ParsedScript<'a>) -> HashSet<&'a str> {
    let mut keys = HashSet::new();
    script.tree.walk(&mut |node| match node {
        Node::Expr(Expr::Map(map, _)) => keys.extend(map.0.iter().map(|(key, _)| key.name.as_str())),
        Node::Expr(Expr::StringConstant(text, _)) => {
            keys.insert(text.as_str());
        }
        Node::Stmt(Stmt::Assignment(assignment)) => {
            walk_properties(&assignment.1.lhs, &mut keys);
        }
        _ => {}
    });
    keys
}

fn walk_properties<'a>(expression: &'a Expr, keys: &mut HashSet<&'a str>) {
    crate::script::tree::walk(Node::Expr(expression), &mut |node| {
        if let Node::Expr(Expr::Property(property, _)) = node {
            keys.insert(property.2.as_str());
        }
    });
}
