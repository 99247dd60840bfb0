//! Variables that are never read, and functions that are never called.

use super::Script;
use crate::domain::{Finding, Place, Warning, WarningCode};
use crate::script::notation::place;
use crate::script::tree::{Body, Node, Tree};
use rhai::{Expr, Stmt};
use std::collections::{HashMap, HashSet};

/// Warns of what is not used. Names that begin with `_` are meant to be there.
pub fn check(script: &Script) -> Vec<Finding> {
    let mut findings: Vec<Finding> = script.tree.bodies.iter().flat_map(unused_variables).collect();
    findings.extend(unused_functions(script));
    findings
}

/// The names of all variables and parameters, and how often each is declared.
pub fn declared(tree: &Tree) -> HashMap<String, usize> {
    let mut names: Vec<String> = tree.bodies.iter().flat_map(|body| body.parameters.clone()).collect();
    tree.walk(&mut |node| match node {
        Node::Stmt(Stmt::Var(declaration, ..)) => names.push(declaration.0.name.to_string()),
        Node::Stmt(Stmt::For(each, ..)) => {
            names.push(each.0.name.to_string());
            names.extend(each.1.as_ref().map(|counter| counter.name.to_string()));
        }
        Node::Stmt(Stmt::TryCatch(flow, _)) => {
            if let Expr::Variable(caught, ..) = &flow.expr {
                names.push(caught.1.to_string());
            }
        }
        _ => {}
    });
    let mut declared = HashMap::new();
    names.into_iter().for_each(|name| *declared.entry(name).or_default() += 1);
    declared
}

fn unused_variables(body: &Body) -> Vec<Finding> {
    let mut declared: Vec<(&str, Option<Place>)> = Vec::new();
    let mut read: HashSet<&str> = HashSet::new();
    let mut written: HashSet<Place> = HashSet::new();
    body.walk(&mut |node| match node {
        Node::Stmt(Stmt::Var(declaration, ..)) => {
            declared.push((declaration.0.name.as_str(), place(declaration.0.pos)));
        }
        // What is only given values is not read.
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

fn unused_functions(script: &Script) -> Vec<Finding> {
    let mut named: HashSet<&str> = script.calls.iter().map(|call| call.name).collect();
    // Functions are handed on by their names, too.
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

/// Where functions are defined: at their names, the words after `fn`.
fn places_of_functions(tree: &Tree) -> Vec<(String, Place)> {
    let pairs = tree.words.windows(2);
    let defined = pairs.filter_map(|pair| match pair {
        [(rhai::Token::Fn, _), (rhai::Token::Identifier(name), place)] => Some((name.to_string(), *place)),
        _ => None,
    });
    defined.collect()
}

fn warning(code: WarningCode, message: String, place: Option<Place>) -> Finding {
    Finding::warning(Warning { code, option: None, message, place }).help("remove it, or let its name begin with `_`")
}
