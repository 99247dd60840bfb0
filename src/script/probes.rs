//! Probes: what a covering host counts while scripts run. The tree that runs has them in it, put there by `instrument`; a
//! tree of an ordinary host has none, and so costs nothing.

use super::api::{Function, Functions};
use super::coverage::{Coverage, OptionCoverage, Point, PointKind, ScriptCoverage};
use super::run::Script;
use super::session::Watch;
use crate::domain::{Action, Effect, Place};
use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression};
use std::cell::RefCell;
use std::rc::Rc;

/// The key of a probe in a tree. No script can write it.
pub const PROBE: &str = "a probe";

/// The variable of the scope that hands on the value of a watched expression. No script can write it.
pub const VALUE: &str = "a value";

type Answer = Result<Dynamic, Box<EvalAltResult>>;

/// Counts for one host.
pub struct Probes {
    kept: RefCell<Kept>,
    functions: Functions,
    watch: Rc<Watch>,
}

#[derive(Default)]
struct Kept {
    probes: Vec<Rc<Probe>>,
    scripts: Vec<Counted>,
    /// Hits of all points of all scripts.
    hits: Vec<u64>,
    options: Vec<OptionCoverage>,
    /// The loops and `try` that are being run, innermost last, each with whether it was entered or caught something.
    open: Vec<(usize, bool)>,
}

/// A script that was compiled: its points, and where their hits begin.
struct Counted {
    script: Script,
    points: Vec<(Place, PointKind)>,
    first: usize,
    is_wanted: bool,
}

/// What is counted at one place of a tree. Numbers are those of hits.
pub enum Probe {
    /// Something is reached.
    ReachableEnvironments(usize),
    /// A condition: the ways if it is true and if it is false.
    Condition(usize, usize),
    /// An operand of `&&`, `||`, `??`: the way if it decides, that is if it is not the value that goes on to the next one.
    Operand(usize, Option<Next>),
    /// A loop: the ways if it is entered and if it is not.
    Loop(usize, usize),
    /// A `try`: the ways if it catches something and if it does not.
    Try(usize, usize),
    /// The body of the loop or the `catch` of the `try` with this number of a probe is reached.
    Inside(usize),
    /// The body of a function.
    Body(Expr),
}

/// The value of an operand after which the next one is looked at.
#[derive(Clone, Copy)]
pub enum Next {
    /// `&&`
    True,
    /// `||`
    False,
    /// `??`
    Nothing,
}

impl Probe {
    /// How many operations of the engine it takes.
    fn operations(&self) -> u64 {
        match self {
            Probe::Condition(..) => 1,
            Probe::ReachableEnvironments(_) | Probe::Inside(_) | Probe::Body(_) => 2,
            Probe::Operand(..) => 5,
            Probe::Loop(..) | Probe::Try(..) => 6,
        }
    }
}

impl Probes {
    /// Nothing counted yet.
    pub fn new(functions: Functions, watch: Rc<Watch>) -> Probes {
        Probes { kept: RefCell::default(), functions, watch }
    }

    /// Teaches an engine what a probe in a tree does.
    pub fn install(self: &Rc<Probes>, engine: &mut Engine) {
        let probes = Rc::clone(self);
        // Without a parser there is nothing that can fail.
        let _ = engine.register_custom_syntax_handler(PROBE, true, move |context, inputs, number| {
            probes.reach(context, inputs.first(), number.as_int().unwrap_or_default() as usize)
        });
    }

    /// Adds a probe; answers its number.
    pub fn add(&self, probe: Probe) -> usize {
        let mut kept = self.kept.borrow_mut();
        kept.probes.push(Rc::new(probe));
        kept.probes.len() - 1
    }

    /// The number of the hits that a script's next point will have.
    pub fn next_hits(&self) -> usize {
        self.kept.borrow().hits.len()
    }

    /// Adds a script whose points have hits from `first` on.
    pub fn add_script(&self, script: &Script, points: Vec<(Place, PointKind)>, first: usize) {
        let mut kept = self.kept.borrow_mut();
        kept.hits.resize(first + points.len(), 0);
        kept.scripts.push(Counted { script: script.clone(), points, first, is_wanted: false });
    }

    /// Makes a script that was added part of the next answer, even if nothing of it runs.
    pub fn want(&self, script: &Script) {
        let mut kept = self.kept.borrow_mut();
        // What a run left open that broke off.
        kept.open.clear();
        for counted in kept.scripts.iter_mut().filter(|counted| counted.script == *script) {
            counted.is_wanted = true;
        }
    }

    /// What was counted since the last time; counting begins anew.
    pub fn take(&self) -> Coverage {
        let mut kept = self.kept.borrow_mut();
        let Kept { scripts, hits, options, .. } = &mut *kept;
        let mut coverage = Coverage { scripts: Vec::new(), options: self.no_options() };
        for counted in scripts.iter_mut().filter(|counted| counted.is_wanted) {
            counted.is_wanted = false;
            let points = counted.points.iter().zip(&hits[counted.first..]);
            let mut points: Vec<Point> =
                points.map(|((place, kind), hits)| Point { place: *place, kind: kind.clone(), hits: *hits }).collect();
            points.sort();
            let Script { name, source } = counted.script.clone();
            let script = ScriptCoverage { name, source, points };
            coverage.merge(Coverage { scripts: vec![script], options: Vec::new() });
        }
        hits.fill(0);
        coverage.merge(Coverage { scripts: Vec::new(), options: std::mem::take(options) });
        coverage
    }

    /// Counts the options of a call that was not refused, by the effects that it had.
    pub fn count_options(&self, function: &Function, given: &[String], effects: &[Effect]) {
        let (Some(known), false) = (function.options, given.is_empty()) else { return };
        let path = function.path();
        let had = |action: Action| u64::from(effects.iter().any(|effect| effect.action == action));
        let given = known().into_iter().filter(|about| given.iter().any(|name| name == about.name));
        let options = given.map(|about| OptionCoverage {
            function: path.clone(),
            option: about.name,
            given: 1,
            added: had(Action::Added),
            changed: had(Action::Changed),
        });
        let mut counted =
            Coverage { options: std::mem::take(&mut self.kept.borrow_mut().options), ..Coverage::default() };
        counted.merge(Coverage { options: options.collect(), ..Coverage::default() });
        self.kept.borrow_mut().options = counted.options;
    }

    fn no_options(&self) -> Vec<OptionCoverage> {
        let mut none = Vec::new();
        for function in self.functions.iter() {
            for about in function.options.map(|known| known()).unwrap_or_default() {
                let function = function.path();
                none.push(OptionCoverage { function, option: about.name, given: 0, added: 0, changed: 0 });
            }
        }
        none
    }

    fn hit(&self, point: usize) {
        self.kept.borrow_mut().hits[point] += 1;
    }

    /// Evaluates what a probe holds, and counts.
    fn reach(&self, context: &mut EvalContext, held: Option<&Expression>, number: usize) -> Answer {
        let probe = Rc::clone(&self.kept.borrow().probes[number]);
        self.watch.free(probe.operations());
        match (&*probe, held) {
            (Probe::ReachableEnvironments(point), _) => self.hit(*point),
            (Probe::Inside(outer), _) => {
                let mut kept = self.kept.borrow_mut();
                if let Some((_, inside)) = kept.open.iter_mut().rev().find(|(open, _)| open == outer) {
                    *inside = true;
                }
            }
            (Probe::Condition(yes, no), Some(held)) => {
                let value = context.eval_expression_tree(held)?;
                if let Ok(is_true) = value.as_bool() {
                    self.hit(if is_true { *yes } else { *no });
                }
                return Ok(value);
            }
            (Probe::Operand(way, next), Some(held)) => {
                let value = context.eval_expression_tree(held)?;
                let goes_on = match next {
                    Some(Next::True) => value.as_bool() == Ok(true),
                    Some(Next::False) => value.as_bool() == Ok(false),
                    Some(Next::Nothing) => value.is_unit(),
                    None => false,
                };
                if !goes_on {
                    self.hit(*way);
                }
                hand_on(context, value);
            }
            (Probe::Loop(entered, skipped), Some(held)) => {
                self.kept.borrow_mut().open.push((number, false));
                let answer = context.eval_expression_tree(held);
                match self.close(number) {
                    true => self.hit(*entered),
                    false if answer.is_ok() => self.hit(*skipped),
                    false => {}
                }
                hand_on(context, answer?);
            }
            (Probe::Try(passed, caught), Some(held)) => {
                self.kept.borrow_mut().open.push((number, false));
                let answer = context.eval_expression_tree(held);
                match self.close(number) {
                    true => self.hit(*caught),
                    false if answer.as_ref().err().is_none_or(|error| error.is_pseudo_error()) => self.hit(*passed),
                    false => {}
                }
                hand_on(context, answer?);
            }
            // As if the function ended with `return`: the value goes to the caller untouched.
            (Probe::Body(body), _) => {
                let value = context.eval_expression_tree(&body.into())?;
                return Err(EvalAltResult::Return(value, rhai::Position::NONE).into());
            }
            (_, None) => {}
        }
        Ok(Dynamic::UNIT)
    }

    /// Forgets the innermost thing that is open; tells whether its inside was reached.
    fn close(&self, number: usize) -> bool {
        let mut kept = self.kept.borrow_mut();
        let at = kept.open.iter().rposition(|(open, _)| *open == number);
        at.is_some_and(|at| {
            let inside = kept.open[at].1;
            kept.open.truncate(at);
            inside
        })
    }
}

/// Puts a value where the tree reads it next. It is not returned, because the engine measures what a probe returns.
fn hand_on(context: &mut EvalContext, value: Dynamic) {
    context.scope_mut().push_dynamic(VALUE, value);
}
