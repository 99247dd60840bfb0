//! The state of one run: what native functions work with, and what stops a script.

use super::Limits;
use super::notation::place;
use super::probes::Probes;
use crate::domain::{Code, Effect, Error, Fault, Place, Problem, Refusal};
use crate::memory;
use crate::store::Work;
use rhai::{Dynamic, EvalAltResult, NativeCallContext};
use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::rc::Rc;
use std::time::Instant;

/// One run, shared between the host and the native functions through the engine's tag.
pub struct Session {
    /// The work in the environment; taken out when the run ends.
    pub work: RefCell<Option<Work>>,
    /// What the script printed.
    pub log: RefCell<Log>,
    /// `input`, for functions: at the top level it is a variable.
    pub input: Dynamic,
    /// `actionInfo`, likewise.
    pub action_info: Dynamic,
    /// The limits of this run.
    pub limits: Limits,
    /// Counts operations, time and memory.
    pub watch: Rc<Watch>,
    /// The fault that ended the script, if one did.
    pub fault: RefCell<Option<Fault>>,
    /// What counts, in a covering host.
    pub probes: Option<Rc<Probes>>,
}

/// What a script printed, line by line, within its limits.
#[derive(Debug, Default)]
pub struct Log {
    /// The lines that are kept.
    pub lines: Vec<String>,
    /// All bytes that were printed.
    pub bytes: usize,
    /// Whether lines were left out.
    pub is_cut: bool,
}

/// A refusal as a value of the script: what `catch` gets. It keeps the place of the call that was refused.
#[derive(Debug, Clone)]
pub struct CaughtRefusal {
    /// What was refused.
    pub refusal: Rc<Refusal>,
    /// Where the call stands.
    pub place: Option<Place>,
}

/// A limit as the token of a termination that scripts cannot catch.
#[derive(Debug, Clone)]
pub struct LimitReached(pub Rc<Problem>);

/// Counts operations and watches the clock; shared with the engine's progress hook.
#[derive(Debug, Default)]
pub struct Watch {
    /// Operations of the present run.
    pub operations: Cell<u64>,
    /// Operations that are not the script's own.
    free: Cell<u64>,
    most_operations: Cell<u64>,
    reached: RefCell<Option<Problem>>,
    /// Whether a limit ends the script by unwinding, which nothing in the engine can swallow, but which tells no place. An
    /// error would: only where the engine writes a value into a text, it swallows the error and writes the value all the
    /// same, without looking at its size.
    pub unwinds: Cell<bool>,
    deadline: Cell<Option<Instant>>,
    seconds: Cell<u64>,
    base_memory: Cell<i64>,
    budget: Cell<i64>,
    most_memory: Cell<i64>,
}

impl Session {
    /// The session of the run that a native function is called in.
    pub fn of(context: &NativeCallContext) -> Result<Rc<Session>, Box<EvalAltResult>> {
        let session = context.tag().and_then(|tag| tag.read_lock::<Rc<Session>>());
        match session {
            Some(session) => Ok(Rc::clone(&session)),
            None => Err("a function of enlist was called outside of a run".into()),
        }
    }

    /// Does something with the work of the run, on behalf of the call at the context's position.
    ///
    /// A refusal becomes an error that the script can catch; a fault or a limit ends the script.
    pub fn work<T>(
        &self,
        context: &NativeCallContext,
        verb: impl FnOnce(&mut Work) -> Result<T, Error>,
    ) -> Result<T, Box<EvalAltResult>> {
        let mut work = self.work.borrow_mut();
        let Some(work) = work.as_mut() else {
            return Err("the run is over".into());
        };
        let place = place(context.call_position());
        work.place = place;
        match verb(work) {
            Ok(value) => {
                self.watch.exempt(work.kept_bytes);
                self.check_limits(work)?;
                Ok(value)
            }
            Err(Error::Refused(refusal)) => Err(refused(refusal, context)),
            Err(Error::Fault(fault)) => {
                *self.fault.borrow_mut() = Some(fault);
                Err(terminated(Dynamic::UNIT))
            }
        }
    }

    /// Looks at the effects of the run so far.
    pub fn effects<T>(&self, look: impl FnOnce(&[Effect]) -> T) -> T {
        let work = self.work.borrow();
        look(work.as_ref().map_or(&[], |work| work.transaction.effects.as_slice()))
    }

    /// Writes a line into the log.
    pub fn print(&self, text: &str) -> Result<(), Box<EvalAltResult>> {
        let mut log = self.log.borrow_mut();
        log.bytes += text.len() + 1;
        if log.bytes > self.limits.log {
            return Err(limit("log", format!("more than {} bytes were printed", self.limits.log)));
        }
        if log.bytes > self.limits.log_kept {
            log.is_cut = true;
        } else {
            log.lines.extend(text.split('\n').map(str::to_owned));
        }
        Ok(())
    }

    /// The limit that was reached although the script seems to have ended well; see [`Watch::reached`].
    pub fn limit_reached(&self) -> Option<Problem> {
        let log = self.log.borrow().bytes > self.limits.log;
        let log = log.then(|| limit_problem("log", format!("more than {} bytes were printed", self.limits.log)));
        self.watch.reached().or(log)
    }

    fn check_limits(&self, work: &Work) -> Result<(), Box<EvalAltResult>> {
        if work.transaction.effects.len() > self.limits.effects {
            return Err(limit("effects", format!("the run has more than {} effects", self.limits.effects)));
        }
        if work.letters.len() > self.limits.letters {
            return Err(limit("letters", format!("the run writes more than {} letters", self.limits.letters)));
        }
        Ok(())
    }
}

impl Watch {
    /// Starts counting for a run.
    pub fn begin(&self, limits: &Limits) {
        self.operations.set(0);
        self.free.set(0);
        self.most_operations.set(limits.operations);
        *self.reached.borrow_mut() = None;
        self.deadline.set(Instant::now().checked_add(limits.wall));
        self.seconds.set(limits.wall.as_secs());
        self.base_memory.set(memory::held());
        self.budget.set(limits.memory);
        self.exempt(0);
    }

    /// Exempts memory from the script's budget: effects and letters have limits of their own.
    fn exempt(&self, bytes: usize) {
        self.most_memory.set(self.base_memory.get() + self.budget.get() + bytes as i64);
    }

    /// Does not count so many operations: they are those of a probe.
    pub fn free(&self, operations: u64) {
        self.free.set(self.free.get() + operations);
    }

    /// Called at every operation; answers with the token that ends the script once a limit is reached.
    pub fn tick(&self, operations: u64) -> Option<Dynamic> {
        let operations = operations.saturating_sub(self.free.get());
        self.operations.set(operations);
        if operations > self.most_operations.get() {
            return Some(self.reach("operations", format!("more than {} operations", self.most_operations.get())));
        }
        if memory::held() > self.most_memory.get() {
            let message = format!("the script's values hold more than {} MiB", self.budget.get() >> 20);
            return Some(self.reach("memory", message));
        }
        let deadline = self.deadline.get()?;
        if Instant::now() < deadline {
            return None;
        }
        Some(self.reach("time", format!("the run took longer than {} seconds", self.seconds.get())))
    }

    /// The limit that was reached, if one was. Some functions of the engine, `sort` among them, swallow errors of the
    /// functions they call: so the run asks here when the script seems to have ended well.
    pub fn reached(&self) -> Option<Problem> {
        self.reached.borrow().clone()
    }

    /// Ends the script at its next operation, where an error would be swallowed.
    pub fn end_soon(&self, limit: Problem) {
        self.reached.borrow_mut().get_or_insert(limit);
        self.most_operations.set(0);
    }

    /// The first limit that was reached stays the one that is told.
    fn reach(&self, name: &str, message: String) -> Dynamic {
        let mut reached = self.reached.borrow_mut();
        let problem = reached.get_or_insert_with(|| limit_problem(name, message)).clone();
        drop(reached);
        if self.unwinds.get() {
            resume_unwind(Box::new(()));
        }
        Dynamic::from(LimitReached(Rc::new(problem)))
    }
}

/// A refusal as an error of the script at the call.
pub fn refused(refusal: Refusal, context: &NativeCallContext) -> Box<EvalAltResult> {
    let position = context.call_position();
    let caught = CaughtRefusal { refusal: Rc::new(refusal), place: place(position) };
    EvalAltResult::ErrorRuntime(Dynamic::from(caught), position).into()
}

/// The limit of a name, as an error that scripts cannot catch.
pub fn limit(name: &str, message: String) -> Box<EvalAltResult> {
    ended(limit_problem(name, message))
}

/// A limit that was reached, as an error that scripts cannot catch.
pub fn ended(limit: Problem) -> Box<EvalAltResult> {
    terminated(Dynamic::from(LimitReached(Rc::new(limit))))
}

/// A limit that was reached, as a problem.
pub fn limit_problem(name: &str, message: String) -> Problem {
    Problem::new(Code::Limit, format!("limit reached: {message}"))
        .of(name.to_owned())
        .help("`enlist manual` lists the limits of a run")
}

/// A function that scripts cannot have, as an error at its call.
pub fn refused_native(message: &str) -> Box<EvalAltResult> {
    let refusal = Refusal::from(Problem::new(Code::Forbidden, message));
    let caught = CaughtRefusal { refusal: Rc::new(refusal), place: None };
    EvalAltResult::ErrorRuntime(Dynamic::from(caught), rhai::Position::NONE).into()
}

fn terminated(token: Dynamic) -> Box<EvalAltResult> {
    EvalAltResult::ErrorTerminated(token, rhai::Position::NONE).into()
}
