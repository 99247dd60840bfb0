//! Where the options of a call stand. Looked up only when something is to be said of them: the source is read once more,
//! without optimising, because the tree that runs keeps no positions of constants.

use super::notation::{Notation, place, readable};
use crate::domain::Place;
use rhai::{ASTNode, Engine, Expr, OptimizationLevel, Position, Stmt};
use std::collections::HashMap;

/// The places of the keys in the first map that is handed to the call at `call`, by key.
///
/// The map may be written in the call itself or be a variable that was declared with a map. Where it is neither, nothing is
/// found and messages point at the call.
pub fn option_places(source: &str, call: Place) -> HashMap<String, Place> {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(64, 64);
    let notation = Notation::install(&mut engine);
    notation.begin();
    let Ok(tree) = engine.compile(readable(source)) else {
        return HashMap::new();
    };
    let mut arguments: Vec<Expr> = Vec::new();
    let mut declared: HashMap<String, Expr> = HashMap::new();
    tree.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(function, position) | Expr::MethodCall(function, position)))
                if place(*position) == Some(call) =>
            {
                arguments = function.args.iter().cloned().collect();
                return false;
            }
            Some(ASTNode::Stmt(Stmt::Var(declaration, ..))) => {
                declared.insert(declaration.0.name.to_string(), declaration.1.clone());
            }
            _ => {}
        }
        true
    });
    let maps = arguments.into_iter().filter_map(|argument| match argument {
        Expr::Variable(variable, ..) => declared.remove(variable.1.as_str()),
        other => Some(other),
    });
    let mut maps = maps.filter_map(|argument| match argument {
        Expr::Map(map, _) => Some(map),
        _ => None,
    });
    match maps.next() {
        Some(map) => map.0.iter().filter_map(|(key, _)| key_place(&key.name, key.pos)).collect(),
        None => HashMap::new(),
    }
}

fn key_place(name: &str, position: Position) -> Option<(String, Place)> {
    Some((name.to_owned(), place(position)?))
}
