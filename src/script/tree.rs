//! A script as a tree for analysis, never run: every statement, expression and call with its place.

use super::host::Host;
use super::limits::Limits;
use super::notation::place;
use crate::domain::{Place, RunError, Value};
use rhai::{ASTNode, Expr, Position, Stmt, Token};
use std::borrow::Cow;
use std::collections::HashMap;

/// A parsed script.
pub struct Tree {
    /// The script's own statements first, then its functions, closures among them.
    pub bodies: Vec<Body>,
    /// The tokens, in order.
    pub tokens: Vec<(Token, Place)>,
}

/// Statements that share a scope: those of the script itself, or of one function.
pub struct Body {
    /// The function's name; `None` for the script itself.
    pub name: Option<String>,
    /// The names of the parameters.
    pub parameters: Vec<String>,
    /// The statements.
    pub statements: Vec<Stmt>,
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub enum Node<'a> {
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression.
    Expr(&'a Expr),
}

/// A call of a function. Operators do not count.
pub struct Call<'a> {
    /// The function's name.
    pub name: &'a str,
    /// The receiver.
    pub receiver: Receiver<'a>,
    /// The arguments, without the receiver.
    pub arguments: &'a [Expr],
    /// The place of the name.
    pub place: Place,
}

/// The receiver of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver<'a> {
    /// `name(…)`
    Nothing,
    /// `variable.name(…)`
    Variable(&'a str),
    /// The value of a longer expression.
    Value,
}

impl Tree {
    /// Parses a script as a run does, but without the optimiser.
    ///
    /// # Errors
    /// Returns the error of a script that cannot be parsed.
    pub fn read(host: &Host, source: &str) -> Result<Tree, RunError> {
        let tree = host.parse(source, &Limits::for_administrators())?;
        let mut bodies = vec![Body { name: None, parameters: Vec::new(), statements: tree.statements().to_vec() }];
        for function in tree.iter_functions() {
            let is_it = |name: &str, count| name == function.name && count == function.params.len();
            let mut alone = tree.clone_functions_only();
            alone.retain_functions(|_, _, name, count| is_it(name, count));
            let mut statements = Vec::new();
            alone.walk(&mut |path| {
                if let [ASTNode::Stmt(statement)] = path {
                    statements.push((*statement).clone());
                }
                true
            });
            let parameters = function.params.iter().map(|&name| name.to_owned()).collect();
            bodies.push(Body { name: Some(function.name.to_owned()), parameters, statements });
        }
        Ok(Tree { bodies, tokens: host.tokens() })
    }

    /// Visits every node of every body, outer nodes before inner ones.
    pub fn walk<'a>(&'a self, look: &mut dyn FnMut(Node<'a>)) {
        self.bodies.iter().for_each(|body| body.walk(look));
    }

    /// Returns every call.
    pub fn calls(&self) -> Vec<Call<'_>> {
        let mut receivers: HashMap<Place, Receiver> = HashMap::new();
        let mut calls = Vec::new();
        self.walk(&mut |node| match node {
            Node::Expr(Expr::Dot(pair, ..)) => {
                if let (Expr::Variable(variable, ..), Some(at)) = (&pair.lhs, first_call(&pair.rhs)) {
                    receivers.insert(at, Receiver::Variable(&variable.1));
                }
            }
            Node::Expr(Expr::MethodCall(call, position)) => {
                if let Some(place) = place(*position) {
                    let receiver = receivers.get(&place).copied().unwrap_or(Receiver::Value);
                    calls.push(Call { name: &call.name, receiver, arguments: &call.args, place });
                }
            }
            Node::Expr(Expr::FnCall(call, position)) | Node::Stmt(Stmt::FnCall(call, position)) => {
                if let (Some(place), false) = (place(*position), call.is_operator_call()) {
                    calls.push(Call { name: &call.name, receiver: Receiver::Nothing, arguments: &call.args, place });
                }
            }
            _ => {}
        });
        calls
    }
}

impl Body {
    /// Visits every node, outer nodes before inner ones.
    pub fn walk<'a>(&'a self, look: &mut dyn FnMut(Node<'a>)) {
        self.statements.iter().for_each(|statement| walk(Node::Stmt(statement), look));
    }
}

/// Returns the place of the first call after a dot: `.name(…)`, `.name(…).other(…)`, `.name(…)[0]`.
fn first_call(after_dot: &Expr) -> Option<Place> {
    match after_dot {
        Expr::MethodCall(_, position) => place(*position),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => first_call(&pair.lhs),
        _ => None,
    }
}

/// Visits a node and every node inside it.
pub fn walk<'a>(node: Node<'a>, look: &mut dyn FnMut(Node<'a>)) {
    look(node);
    match node {
        Node::Stmt(statement) => walk_statement(statement, look),
        Node::Expr(expression) => walk_expression(expression, look),
    }
}

fn walk_statement<'a>(statement: &'a Stmt, look: &mut dyn FnMut(Node<'a>)) {
    let mut flow = |flow: &'a rhai::FlowControl| {
        walk(Node::Expr(&flow.expr), look);
        flow.body.iter().chain(&flow.branch).for_each(|inside| walk(Node::Stmt(inside), look));
    };
    match statement {
        Stmt::If(inside, ..) | Stmt::While(inside, ..) | Stmt::Do(inside, ..) | Stmt::TryCatch(inside, ..) => {
            flow(inside)
        }
        Stmt::For(inside, ..) => flow(&inside.2),
        Stmt::Switch(inside, ..) => {
            let (value, cases) = &**inside;
            walk(Node::Expr(value), look);
            for case in &cases.expressions {
                walk(Node::Expr(&case.lhs), look);
                walk(Node::Expr(&case.rhs), look);
            }
        }
        Stmt::Var(inside, ..) => walk(Node::Expr(&inside.1), look),
        Stmt::Assignment(inside) => {
            walk(Node::Expr(&inside.1.lhs), look);
            walk(Node::Expr(&inside.1.rhs), look);
        }
        Stmt::FnCall(call, ..) => call.args.iter().for_each(|inside| walk(Node::Expr(inside), look)),
        Stmt::Block(block) => block.iter().for_each(|inside| walk(Node::Stmt(inside), look)),
        Stmt::Expr(inside) => walk(Node::Expr(inside), look),
        Stmt::Return(Some(inside), ..) | Stmt::BreakLoop(Some(inside), ..) => walk(Node::Expr(inside), look),
        _ => {}
    }
}

fn walk_expression<'a>(expression: &'a Expr, look: &mut dyn FnMut(Node<'a>)) {
    let mut all = |items: &'a [Expr]| items.iter().for_each(|inside| walk(Node::Expr(inside), look));
    match expression {
        Expr::InterpolatedString(items, _) | Expr::Array(items, _) => all(items),
        Expr::And(items, _) | Expr::Or(items, _) | Expr::Coalesce(items, _) => all(items),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => all(&call.args),
        Expr::Map(map, _) => map.0.iter().for_each(|(_, inside)| walk(Node::Expr(inside), look)),
        Expr::Stmt(block) => block.iter().for_each(|inside| walk(Node::Stmt(inside), look)),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => {
            walk(Node::Expr(&pair.lhs), look);
            walk(Node::Expr(&pair.rhs), look);
        }
        _ => {}
    }
}

/// Returns the literal value of an expression. Arrays and maps may have other items too: an array omits them, and a map has
/// [`Value::Nothing`] in their place.
pub fn literal(expression: &Expr) -> Option<Value<'static>> {
    let text = |text: &str| Value::Text(Cow::Owned(text.to_owned()));
    Some(match expression {
        Expr::StringConstant(value, _) => text(value),
        Expr::CharConstant(value, _) => text(value.encode_utf8(&mut [0; 4])),
        Expr::BoolConstant(value, _) => Value::Bool(*value),
        Expr::IntegerConstant(value, _) => Value::Integer(*value),
        Expr::FloatConstant(value, _) => Value::Float(**value),
        Expr::Unit(_) => Value::Nothing,
        Expr::FnCall(call, _) if call.name == "Fn" => Value::Other("a function".into()),
        Expr::DynamicConstant(value, _) if value.is_fnptr() => Value::Other("a function".into()),
        Expr::Array(items, _) => {
            let known: Vec<_> = items.iter().filter_map(literal).collect();
            if known.is_empty() && !items.is_empty() {
                return None;
            }
            Value::List(known)
        }
        Expr::Map(map, _) => {
            let entry = |(key, value): &(rhai::Ident, Expr)| {
                (Cow::Owned(key.name.to_string()), literal(value).unwrap_or(Value::Nothing))
            };
            let mut entries: Vec<_> = map.0.iter().map(entry).collect();
            // The engine keeps maps in the order of their keys, and messages follow it.
            entries.sort_by(|left: &(Cow<str>, Value), right| left.0.cmp(&right.0));
            Value::Map(entries)
        }
        _ => return None,
    })
}

/// Returns the place of a position that has one; the beginning of the script otherwise.
pub fn place_of(position: Position) -> Place {
    place(position).unwrap_or(Place { line: 1, column: 1 })
}
