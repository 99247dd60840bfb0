//! Warnings about variables that are never read and functions that are never called.

use super::script::ParsedScript;
use crate::domain::{Finding, Place, Warning, WarningCode};
use crate::script::notation::place;
use crate::script::tree::{Body, Node, Tree};
use rhai::{Expr, Stmt};
use std::collections::HashSet;

/// Returns a warning for each unused variable and function. Names that begin with `_` are exempt.
pub fn check(script: &ParsedScript) -> Vec<Finding> {
    let mut findings: Vec<Finding> = script.tree.bodies.iter().flat_map(unused_variables).collect();
    findings.extend(unused_functions(script));
    findings
}

fn unused_variables(body: &Body) -> Vec<Finding> {
    let mut declared: Vec<(&str, Option<Place>)> = Vec::new();
    let mut read: HashSet<&str> = HashSet::new();
    let mut written: HashSet<Place> = HashSet::new();
    body.walk(&mut |node| match node {
        Node::Stmt(Stmt::Var(declaration, ..)) => {
            declared.push((declaration.0.name.as_str(), place(declaration.0.pos)));
        }
        // An assignment is no read.
        Node::Stmt(Stmt::Assignment(assignment)) if !assignment.0.is_op_assignment() => {
            if let Expr::Variable(_, _, position) = &assignment.1.lhs {
                written.extend(place(*position));
            }
        }
        Node::Expr(Expr::Variable(variable, _, position))
            if place(*position).is_none_or(|place| !written.contains(&place)) =>
        {
            read.insert(&variable.1);
        }
        _ => {}
    });
    let unused = declared.into_iter().filter(|(name, _)| !name.starts_with('_') && !read.contains(name));
    let warn = |(name, place): (&str, _)| {
        warning(WarningCode::UnusedVariable, format!("variable `{name}` is never read"), place)
    };
    unused.map(warn).collect()
}

fn unused_functions(script: &ParsedScript) -> Vec<Finding> {
    let mut named: HashSet<&str> = script.calls.iter().map(|call| call.name).collect();
    // A script can pass a function by its name.
    script.tree.walk(&mut |node| match node {
        Node::Expr(Expr::Variable(variable, ..)) => {
            named.insert(&variable.1);
        }
        Node::Expr(Expr::StringConstant(text, _)) => {
            named.insert(text);
        }
        _ => {}
    });
    let mut places = places_of_functions(script.tree);
    let mut findings = Vec::new();
    for body in &script.tree.bodies {
        let Some(name) = body.name.as_deref() else { continue };
        if named.contains(name) || name.starts_with('_') || name.starts_with("anon$") {
            continue;
        }
        let at = places.iter().position(|(defined, _)| defined == name);
        let place = at.map(|at| places.remove(at).1);
        findings.push(warning(WarningCode::UnusedFunction, format!("function `{name}` is never called"), place));
    }
    findings
}

/// Returns where functions are defined: the places of the names after `fn`.
fn places_of_functions(tree: &Tree) -> Vec<(String, Place)> {
    let pairs = tree.tokens.windows(2);
    let defined = pairs.filter_map(|pair| match pair {
        [(rhai::Token::Fn, _), (rhai::Token::Identifier(name), place)] => Some((name.to_string(), *place)),
        _ => None,
    });
    defined.collect()
}

fn warning(code: WarningCode, message: String, place: Option<Place>) -> Finding {
    Finding::warning(Warning { code, option: None, message, place }).help("remove it, or begin its name with `_`")
}
