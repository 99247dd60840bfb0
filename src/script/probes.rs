//! Probes: the counters of a covering host while scripts run. `instrument` puts probes into the tree that runs. The tree of an
//! ordinary host has no probes and no cost.

use super::coverage::{Coverage, OptionCoverage, Point, PointKind, ScriptCoverage};
use super::request::Script;
use super::watch::Watch;
use crate::directory::AboutOption;
use crate::domain::{Action, Effect, Place};
use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression};
use std::cell::RefCell;
use std::rc::Rc;

/// The key of a probe in a tree. It is no identifier, so no script can write it.
pub const PROBE: &str = "a probe";

/// The variable that holds the value of a watched expression. It is no identifier, so no script can write it.
pub const VALUE: &str = "a value";

type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// The counters of one host.
pub struct Probes {
    counts: RefCell<Counts>,
    /// Every option of the table of functions, with counts of zero.
    no_options: Vec<OptionCoverage>,
    watch: Rc<Watch>,
}

#[derive(Default)]
struct Counts {
    probes: Vec<Rc<Probe>>,
    scripts: Vec<Counted>,
    /// Hits of all points of all scripts.
    hits: Vec<u64>,
    options: Vec<OptionCoverage>,
    /// The running loops and `try` statements, innermost last, each with whether it was entered or has caught an error.
    open: Vec<(usize, bool)>,
}

/// A compiled script: its points, and the index of their first hit.
struct Counted {
    script: Script,
    points: Vec<(Place, PointKind)>,
    first: usize,
    is_expected: bool,
}

/// A counter at one place of a tree. The numbers are indices of hits.
pub enum Probe {
    /// A statement, an arm or a function that is reached.
    Reached(usize),
    /// A condition: the branches if it is true and if it is false.
    Condition(usize, usize),
    /// An operand of `&&`, `||`, `??`: the branch if it decides, that is, if the next operand is not evaluated.
    Operand(usize, Option<Next>),
    /// A loop: the branches if it is entered and if it is not.
    Loop(usize, usize),
    /// A `try`: the branches if it catches nothing and if it catches an error.
    Try(usize, usize),
    /// The body of a loop or the `catch` of a `try`, by the number of the probe of the loop or `try`.
    Inside(usize),
    /// The body of a function.
    Body(Expr),
}

/// The value of an operand after which the next operand is evaluated.
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
    /// Returns how many operations of the engine the probe takes.
    fn operations(&self) -> u64 {
        match self {
            Probe::Condition(..) => 1,
            Probe::Reached(_) | Probe::Inside(_) | Probe::Body(_) => 2,
            Probe::Operand(..) => 5,
            Probe::Loop(..) | Probe::Try(..) => 6,
        }
    }
}

impl Probes {
    /// Returns counters at zero, for a table of functions with these options.
    pub fn new(no_options: Vec<OptionCoverage>, watch: Rc<Watch>) -> Probes {
        Probes { counts: RefCell::default(), no_options, watch }
    }

    /// Registers the evaluation of probes with an engine.
    pub fn install(self: &Rc<Probes>, engine: &mut Engine) {
        let probes = Rc::clone(self);
        // This fails only with a parser, and there is none.
        let _ = engine.register_custom_syntax_handler(PROBE, true, move |context, inputs, number| {
            probes.reach(context, inputs.first(), number.as_int().unwrap_or_default() as usize)
        });
    }

    /// Adds a probe and returns its number.
    pub fn add(&self, probe: Probe) -> usize {
        let mut counts = self.counts.borrow_mut();
        counts.probes.push(Rc::new(probe));
        counts.probes.len() - 1
    }

    /// Returns the index of the hits of the next point.
    pub fn next_hits(&self) -> usize {
        self.counts.borrow().hits.len()
    }

    /// Adds a script; the hits of its points begin at the index `first`.
    pub fn add_script(&self, script: &Script, points: Vec<(Place, PointKind)>, first: usize) {
        let mut counts = self.counts.borrow_mut();
        counts.hits.resize(first + points.len(), 0);
        counts.scripts.push(Counted { script: script.clone(), points, first, is_expected: false });
    }

    /// Includes an added script in the next coverage, even if nothing of it runs.
    pub fn expect(&self, script: &Script) {
        let mut counts = self.counts.borrow_mut();
        // A run that failed may have left loops open.
        counts.open.clear();
        for counted in counts.scripts.iter_mut().filter(|counted| counted.script == *script) {
            counted.is_expected = true;
        }
    }

    /// Returns the coverage since the last call, and resets the counters.
    pub fn take(&self) -> Coverage {
        let mut counts = self.counts.borrow_mut();
        let Counts { scripts, hits, options, .. } = &mut *counts;
        let mut coverage = Coverage { scripts: Vec::new(), options: self.no_options.clone() };
        for counted in scripts.iter_mut().filter(|counted| counted.is_expected) {
            counted.is_expected = false;
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

    /// Counts the options that a call gives to the function `path`. The call was not refused and had these effects.
    pub fn count_options(&self, path: &str, known: Vec<&'static AboutOption>, given: &[String], effects: &[Effect]) {
        if given.is_empty() {
            return;
        }
        let had = |action: Action| u64::from(effects.iter().any(|effect| effect.action == action));
        let given = known.into_iter().filter(|about| given.iter().any(|name| name == about.name));
        let options = given.map(|about| OptionCoverage {
            function: path.to_owned(),
            option: about.name,
            given: 1,
            added: had(Action::Added),
            changed: had(Action::Changed),
        });
        let mut counted =
            Coverage { options: std::mem::take(&mut self.counts.borrow_mut().options), ..Coverage::default() };
        counted.merge(Coverage { options: options.collect(), ..Coverage::default() });
        self.counts.borrow_mut().options = counted.options;
    }

    fn hit(&self, point: usize) {
        self.counts.borrow_mut().hits[point] += 1;
    }

    /// Evaluates the expression of a probe, and counts.
    fn reach(&self, context: &mut EvalContext, held: Option<&Expression>, number: usize) -> Outcome {
        let probe = Rc::clone(&self.counts.borrow().probes[number]);
        self.watch.free(probe.operations());
        match (&*probe, held) {
            (Probe::Reached(point), _) => self.hit(*point),
            (Probe::Inside(outer), _) => {
                let mut counts = self.counts.borrow_mut();
                if let Some((_, inside)) = counts.open.iter_mut().rev().find(|(open, _)| open == outer) {
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
                let continues = match next {
                    Some(Next::True) => value.as_bool() == Ok(true),
                    Some(Next::False) => value.as_bool() == Ok(false),
                    Some(Next::Nothing) => value.is_unit(),
                    None => false,
                };
                if !continues {
                    self.hit(*way);
                }
                pass_on(context, value);
            }
            (Probe::Loop(entered, skipped), Some(held)) => {
                self.counts.borrow_mut().open.push((number, false));
                let outcome = context.eval_expression_tree(held);
                match self.close(number) {
                    true => self.hit(*entered),
                    false if outcome.is_ok() => self.hit(*skipped),
                    false => {}
                }
                pass_on(context, outcome?);
            }
            (Probe::Try(passed, caught), Some(held)) => {
                self.counts.borrow_mut().open.push((number, false));
                let outcome = context.eval_expression_tree(held);
                match self.close(number) {
                    true => self.hit(*caught),
                    false if outcome.as_ref().err().is_none_or(|error| error.is_pseudo_error()) => self.hit(*passed),
                    false => {}
                }
                pass_on(context, outcome?);
            }
            // Ends the function as `return` does, so that the caller gets the value unchanged.
            (Probe::Body(body), _) => {
                let value = context.eval_expression_tree(&body.into())?;
                return Err(EvalAltResult::Return(value, rhai::Position::NONE).into());
            }
            (_, None) => {}
        }
        Ok(Dynamic::UNIT)
    }

    /// Closes the innermost open loop or `try` of this number. Returns whether its inside was reached.
    fn close(&self, number: usize) -> bool {
        let mut counts = self.counts.borrow_mut();
        let at = counts.open.iter().rposition(|(open, _)| *open == number);
        at.is_some_and(|at| {
            let inside = counts.open[at].1;
            counts.open.truncate(at);
            inside
        })
    }
}

/// Puts a value where the tree reads it next. The probe does not return it, because the engine measures a returned value.
fn pass_on(context: &mut EvalContext, value: Dynamic) {
    context.scope_mut().push_dynamic(VALUE, value);
}
