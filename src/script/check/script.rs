//! A parsed script for the checks: its calls, and the declarations of its variables.

use crate::script::api::{Function, Functions, Object};
use crate::script::tree::{Body, Call, Node, Receiver, Tree};
use rhai::{Expr, Stmt};
use std::collections::HashMap;

/// A parsed script, and the functions that it can call.
pub struct ParsedScript<'a> {
    pub tree: &'a Tree,
    pub calls: Vec<Call<'a>>,
    pub functions: &'a Functions,
    /// How often each variable and parameter is declared.
    declared: HashMap<String, usize>,
    /// The maps in variables that are declared once, by the variable.
    pub maps: HashMap<&'a str, DeclaredMap<'a>>,
}

impl<'a> ParsedScript<'a> {
    /// Collects the calls and declarations of a tree.
    pub fn new(tree: &'a Tree, functions: &'a Functions) -> ParsedScript<'a> {
        let declared = declarations(tree);
        let mut script = ParsedScript { tree, calls: tree.calls(), functions, declared, maps: HashMap::new() };
        script.maps = declared_maps(&script);
        script
    }

    /// Returns whether the script defines a function of this name, with this number of parameters if one is given.
    pub fn defines(&self, name: &str, count: Option<usize>) -> bool {
        let same = |body: &&Body| body.name.as_deref() == Some(name);
        self.tree.bodies.iter().filter(same).any(|body| count.is_none_or(|count| body.parameters.len() == count))
    }

    /// Returns whether a variable or parameter of this name is declared anywhere.
    pub fn declares(&self, name: &str) -> bool {
        self.declared.contains_key(name)
    }

    /// Returns the entry of the table that a call certainly refers to, and the arguments without the object.
    pub fn function_of(&self, call: &Call<'a>) -> Option<(&'a Function, &'a [Expr])> {
        let (object, arguments) = match call.receiver {
            Receiver::Variable("bizzStream") => (Object::BizzStream, call.arguments),
            Receiver::Variable("console") => (Object::Console, call.arguments),
            Receiver::Nothing => match call.arguments.split_first() {
                Some((Expr::Variable(first, ..), rest)) if first.1 == "bizzStream" => (Object::BizzStream, rest),
                _ => (Object::Nothing, call.arguments),
            },
            _ => return None,
        };
        let variable = object.prefix().trim_end_matches('.');
        let is_hidden = self.defines(call.name, None) || (!variable.is_empty() && self.declares(variable));
        let function = self.functions.iter().find(|function| function.object == object && function.name == call.name);
        function.filter(|_| !is_hidden).map(|function| (function, arguments))
    }
}

/// A map literal in a variable.
pub struct DeclaredMap<'a> {
    /// The entries.
    pub entries: &'a [(rhai::Ident, Expr)],
    /// Whether the map never changes after its declaration.
    pub is_complete: bool,
}

/// Returns the maps in variables that are declared once. A map is complete if its variable is used only as an argument of
/// functions that read it.
fn declared_maps<'a>(script: &ParsedScript<'a>) -> HashMap<&'a str, DeclaredMap<'a>> {
    let mut maps: HashMap<&'a str, &'a [(rhai::Ident, Expr)]> = HashMap::new();
    let mut uses: HashMap<&'a str, i64> = HashMap::new();
    script.tree.walk(&mut |node| match node {
        Node::Stmt(Stmt::Var(declaration, ..)) => {
            if let Expr::Map(map, _) = &declaration.1 {
                maps.insert(&declaration.0.name, &map.0);
            }
        }
        Node::Expr(Expr::Variable(variable, ..)) => *uses.entry(&variable.1).or_default() += 1,
        _ => {}
    });
    let arguments =
        script.calls.iter().filter_map(|call| script.function_of(call)).flat_map(|(_, arguments)| arguments);
    for argument in arguments {
        if let Expr::Variable(variable, ..) = argument {
            *uses.entry(&variable.1).or_default() -= 1;
        }
    }
    let once = maps.into_iter().filter(|(name, _)| script.declared.get(*name) == Some(&1));
    let declared = |(name, entries)| {
        let is_complete = uses.get(name).is_none_or(|others| *others == 0);
        (name, DeclaredMap { entries, is_complete })
    };
    once.map(declared).collect()
}

/// Returns the names of all variables and parameters, and how often each is declared.
fn declarations(tree: &Tree) -> HashMap<String, usize> {
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
