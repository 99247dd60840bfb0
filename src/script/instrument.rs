//! Puts probes into the tree of a script, for a covering host: before each statement, around conditions, operands, loops and
//! `try`, into the arms of `switch`, into functions. The evaluated expressions, their order and every position stay the same.
//!
//! There is one difference. The engine's optimiser removes a `try` whose body is only a value. Here the `try` stays and has that
//! value, as with every other body.

use super::coverage::PointKind;
use super::notation::place;
use super::probes::{Next, PROBE, Probe, Probes, VALUE};
use super::request::Script;
use crate::domain::Place;
use rhai::{
    AST, ASTFlags, ASTNode, BinaryExpr, CustomExpr, Dynamic, Engine, Expr, Module, Position, ScriptFuncDef, Shared,
    Stmt, StmtBlock, Token,
};
use std::mem::take;
use std::rc::Rc;

/// Returns the tree of a script with probes in it. The tree must not be optimised, because the optimiser removes code.
pub fn instrument(tree: &AST, script: &Script, probes: &Rc<Probes>) -> AST {
    let mut work = Instrument { probes, points: Vec::new(), first: probes.next_hits() };
    let statements = work.statements(tree.statements().to_vec());
    let mut functions = Vec::new();
    for (.., function) in tree.shared_lib().iter_script_fn_info() {
        functions.push(work.function(function));
    }
    probes.add_script(script, work.points, work.first);
    AST::new(statements, Module::from(functions))
}

struct Instrument<'a> {
    probes: &'a Rc<Probes>,
    points: Vec<(Place, PointKind)>,
    first: usize,
}

impl Instrument<'_> {
    /// Adds a point and returns the index of its hits.
    fn point(&mut self, at: Position, kind: PointKind) -> usize {
        self.points.push((place(at).unwrap_or(Place { line: 1, column: 1 }), kind));
        self.first + self.points.len() - 1
    }

    fn branch(&mut self, at: Position, decision: &'static str, name: impl Into<String>) -> usize {
        self.point(at, PointKind::Branch { decision, way: name.into() })
    }

    /// Returns a probe as a statement of its own.
    fn mark(&mut self, probe: Probe, at: Position) -> Stmt {
        Stmt::Expr(custom(self.probes.add(probe), None, at).into())
    }

    /// Returns the statements with a probe before each.
    fn statements(&mut self, statements: impl IntoIterator<Item = Stmt>) -> Vec<Stmt> {
        let mut marked = Vec::new();
        for mut statement in statements {
            if let Some(start) = start_of(&statement) {
                let point = self.point(start, PointKind::Statement);
                marked.push(self.mark(Probe::Reached(point), statement.position()));
            }
            self.statement(&mut statement);
            marked.push(statement);
        }
        marked
    }

    /// Puts a probe before each statement of a block, and `probe` at its beginning.
    fn block(&mut self, block: &mut StmtBlock, probe: Option<Probe>) {
        let (from, to) = (block.position(), block.end_position());
        let first = probe.map(|probe| self.mark(probe, from));
        let statements = self.statements(take(block));
        *block = StmtBlock::new(first.into_iter().chain(statements), from, to);
    }

    fn statement(&mut self, statement: &mut Stmt) {
        match statement {
            Stmt::If(flow, at) => {
                self.condition(&mut flow.expr, *at, "if", ["then", "else"]);
                self.block(&mut flow.body, None);
                self.block(&mut flow.branch, None);
            }
            Stmt::Switch(switch, at) => {
                let (value, cases) = &mut **switch;
                self.expression(value);
                for (number, case) in cases.expressions.iter_mut().enumerate() {
                    self.expression(&mut case.lhs);
                    let name =
                        if cases.def_case == Some(number) { "_".to_owned() } else { format!("arm {}", number + 1) };
                    let branch = self.branch(*at, "switch", name);
                    self.arm(&mut case.rhs, Probe::Reached(branch));
                }
                if cases.def_case.is_none() {
                    let branch = self.branch(*at, "switch", "no arm");
                    let rhs = custom(self.probes.add(Probe::Reached(branch)), None, *at);
                    cases.def_case = Some(cases.expressions.len());
                    cases.expressions.push(BinaryExpr { lhs: Expr::BoolConstant(true, *at), rhs });
                }
            }
            // `loop` decides nothing.
            Stmt::While(flow, _) if matches!(flow.expr, Expr::Unit(..) | Expr::BoolConstant(true, ..)) => {
                self.block(&mut flow.body, None);
            }
            Stmt::While(flow, at) => {
                let number = self.open_loop(*at, "while");
                self.expression(&mut flow.expr);
                self.block(&mut flow.body, Some(Probe::Inside(number)));
                watch(statement, number);
            }
            Stmt::For(parts, at) => {
                let number = self.open_loop(*at, "for");
                self.expression(&mut parts.2.expr);
                self.block(&mut parts.2.body, Some(Probe::Inside(number)));
                watch(statement, number);
            }
            Stmt::Do(flow, options, at) => {
                let is_until = options.contains(ASTFlags::NEGATED);
                let names = if is_until { ["done", "again"] } else { ["again", "done"] };
                self.condition(&mut flow.expr, *at, "do", names);
                self.block(&mut flow.body, None);
            }
            Stmt::TryCatch(flow, at) => {
                let (passed, caught) = (self.branch(*at, "try", "passed"), self.branch(*at, "try", "caught"));
                let number = self.probes.add(Probe::Try(passed, caught));
                self.block(&mut flow.body, None);
                self.block(&mut flow.branch, Some(Probe::Inside(number)));
                watch(statement, number);
            }
            Stmt::Block(block) => self.block(block, None),
            Stmt::Var(parts, ..) => self.expression(&mut parts.1),
            Stmt::Assignment(parts) => {
                self.expression(&mut parts.1.lhs);
                self.expression(&mut parts.1.rhs);
            }
            Stmt::FnCall(call, _) => call.args.iter_mut().for_each(|argument| self.expression(argument)),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::Return(Some(value), ..) | Stmt::BreakLoop(Some(value), ..) => self.expression(value),
            _ => {}
        }
    }

    fn expression(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Stmt(block) if is_bare(block) => {
                block.statements_mut().iter_mut().for_each(|statement| self.statement(statement));
            }
            Expr::Stmt(block) => self.block(block, None),
            Expr::InterpolatedString(parts, _) => parts.iter_mut().for_each(|part| self.interpolated(part)),
            Expr::Array(items, _) => items.iter_mut().for_each(|item| self.expression(item)),
            Expr::Map(map, _) => map.0.iter_mut().for_each(|(_, value)| self.expression(value)),
            Expr::Index(pair, ..) | Expr::Dot(pair, ..) => {
                self.expression(&mut pair.lhs);
                self.expression(&mut pair.rhs);
            }
            Expr::FnCall(call, _) | Expr::MethodCall(call, _) => {
                call.args.iter_mut().for_each(|argument| self.expression(argument));
            }
            Expr::And(operands, at) => self.operands(operands, *at, "&&", Next::True),
            Expr::Or(operands, at) => self.operands(operands, *at, "||", Next::False),
            Expr::Coalesce(operands, at) => self.operands(operands, *at, "??", Next::Nothing),
            _ => {}
        }
    }

    /// Handles the content of `${…}`: a block, but a single expression in it does not count as a statement.
    fn interpolated(&mut self, part: &mut Expr) {
        match part {
            Expr::Stmt(block) if matches!(block.statements(), [Stmt::Expr(_) | Stmt::FnCall(..)]) => {
                block.statements_mut().iter_mut().for_each(|statement| self.statement(statement));
            }
            _ => self.expression(part),
        }
    }

    fn condition(&mut self, condition: &mut Expr, at: Position, decision: &'static str, names: [&str; 2]) {
        self.expression(condition);
        let [yes, no] = names.map(|name| self.branch(at, decision, name));
        let at = condition.position();
        *condition = custom(self.probes.add(Probe::Condition(yes, no)), Some(take(condition)), at);
    }

    fn operands(&mut self, operands: &mut [Expr], at: Position, decision: &'static str, next: Next) {
        let last = operands.len() - 1;
        for (number, operand) in operands.iter_mut().enumerate() {
            self.expression(operand);
            let branch = self.branch(at, decision, format!("operand {} decides", number + 1));
            let next = (number < last).then_some(next);
            *operand = watched(self.probes.add(Probe::Operand(branch, next)), take(operand));
        }
    }

    /// Handles an arm of `switch`: a block, or an expression in place of one.
    fn arm(&mut self, arm: &mut Expr, probe: Probe) {
        match arm {
            Expr::Stmt(block) => self.block(block, Some(probe)),
            other => self.expression(other),
        }
    }

    fn open_loop(&mut self, at: Position, decision: &'static str) -> usize {
        let (entered, skipped) = (self.branch(at, decision, "entered"), self.branch(at, decision, "skipped"));
        self.probes.add(Probe::Loop(entered, skipped))
    }

    /// Returns a function whose body is evaluated by a probe.
    fn function(&mut self, function: &Shared<ScriptFuncDef>) -> Shared<ScriptFuncDef> {
        let at = function.body.start_position();
        let is_lambda = function.name.starts_with(LAMBDA);
        let name = if is_lambda { "lambda".to_owned() } else { function.name.to_string() };
        let called = self.point(at, PointKind::Function { name });
        let mut body = StmtBlock::new(statements_of(function), at, function.body.end_position());
        self.block(&mut body, Some(Probe::Reached(called)));
        let number = self.probes.add(Probe::Body(Expr::Stmt(body.into())));
        match body_of_probe(number) {
            Some(probing) => ScriptFuncDef { body: probing.body.clone(), ..(**function).clone() }.into(),
            None => Shared::clone(function),
        }
    }
}

/// The beginning of the engine's names of lambdas.
const LAMBDA: &str = "anon$";

/// Returns a probe as an expression, around another expression or alone.
fn custom(number: usize, held: Option<Expr>, at: Position) -> Expr {
    let custom = CustomExpr {
        inputs: held.into_iter().collect(),
        tokens: [PROBE.into()].into_iter().collect(),
        state: Dynamic::from(number as i64),
        scope_may_be_changed: true,
        self_terminated: false,
    };
    Expr::Custom(custom.into(), at)
}

/// Returns an expression with a probe around it that passes the value on.
fn watched(number: usize, held: Expr) -> Expr {
    let at = held.position();
    let probe = custom(number, Some(held), at);
    let value = Expr::Variable((None, VALUE.into()).into(), None, at);
    Expr::Stmt(StmtBlock::new([Stmt::Expr(probe.into()), Stmt::Expr(value.into())], at, Position::NONE).into())
}

/// Puts a probe around a statement.
fn watch(statement: &mut Stmt, number: usize) {
    let at = statement.position();
    let held = Expr::Stmt(StmtBlock::new([take(statement)], at, Position::NONE).into());
    *statement = Stmt::Expr(watched(number, held).into());
}

/// Returns whether a block has no braces: an `if` or `switch` used as a value.
fn is_bare(block: &StmtBlock) -> bool {
    block.end_position().is_none()
}

/// Returns where a statement begins; `None` for blocks and empty statements, which do not count.
fn start_of(statement: &Stmt) -> Option<Position> {
    match statement {
        Stmt::Noop(_) | Stmt::Block(_) => None,
        Stmt::Assignment(parts) => Some(start(&parts.1.lhs)),
        Stmt::Expr(expression) => Some(start(expression)),
        other => Some(other.position()),
    }
}

/// Returns where an expression begins. The engine's position of an operation is that of its operator.
fn start(expression: &Expr) -> Position {
    match expression {
        Expr::FnCall(call, at) if call.op_token.is_some() => call.args.first().map_or(*at, |left| start(left).min(*at)),
        Expr::And(operands, _) | Expr::Or(operands, _) | Expr::Coalesce(operands, _) => start(&operands[0]),
        Expr::Index(pair, ..) | Expr::Dot(pair, ..) => start(&pair.lhs),
        other => other.position(),
    }
}

/// Returns the statements of a function. The type of its body is not public, so a walk collects them.
fn statements_of(function: &Shared<ScriptFuncDef>) -> Vec<Stmt> {
    let mut statements = Vec::new();
    AST::new([], Module::from([Shared::clone(function)])).walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}

/// Returns a function whose body is only a probe. Only the parser can create one.
fn body_of_probe(number: usize) -> Option<Shared<ScriptFuncDef>> {
    let mut engine = Engine::new_raw();
    #[allow(deprecated)] // Rhai marks what may change in a later version this way.
    engine.on_parse_token(|token, _, _| match token {
        Token::Identifier(name) if name.as_str() == "probe" => Token::Identifier(Box::new(PROBE.into())),
        other => other,
    });
    engine.register_custom_syntax_with_state_raw(
        PROBE,
        move |_, _, state| {
            *state = Dynamic::from(number as i64);
            Ok(None)
        },
        false,
        |_, _, _| Ok(Dynamic::UNIT),
    );
    let tree = engine.compile("fn body() { probe }").ok()?;
    tree.shared_lib().iter_script_fn_info().next().map(|(.., function)| Shared::clone(function))
}
