//! Where the options of a call stand. Looked up only when something is to be said of them: the source is read once more,
//! without optimising, because the tree that runs keeps no positions of constants.

use super::notation::{Notation, place, with_empty_strings};
use crate::domain::Place;
use rhai::{ASTNode, Engine, Expr, FnCallExpr, OptimizationLevel, Position, Stmt};
use std::collections::HashMap;

/// The places of the keys in the map that is handed to the call at `call`, by key.
///
/// The map may be written in the call itself or be a variable that was declared with a map. Where it is neither, nothing is
/// found and messages point at the call.
pub fn option_places(source: &str, call: Place) -> HashMap<String, Place> {
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_expr_depths(64, 64);
    let notation = Notation::install(&mut engine);
    notation.begin();
    let Ok(tree) = engine.compile(with_empty_strings(source)) else {
        return HashMap::new();
    };
    let mut argument = None;
    let mut declared: HashMap<String, Expr> = HashMap::new();
    tree.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(function, position) | Expr::MethodCall(function, position)))
                if place(*position) == Some(call) =>
            {
                argument = last_argument(function);
                return false;
            }
            Some(ASTNode::Stmt(Stmt::Var(declaration, ..))) => {
                declared.insert(declaration.0.name.to_string(), declaration.1.clone());
            }
            _ => {}
        }
        true
    });
    if let Some(Expr::Variable(variable, ..)) = &argument {
        argument = declared.remove(variable.1.as_str());
    }
    match argument {
        Some(Expr::Map(map, _)) => map.0.iter().filter_map(|(key, _)| key_place(&key.name, key.pos)).collect(),
        _ => HashMap::new(),
    }
}

fn last_argument(function: &FnCallExpr) -> Option<Expr> {
    function.args.last().cloned()
}

fn key_place(name: &str, position: Position) -> Option<(String, Place)> {
    Some((name.to_owned(), place(position)?))
}
