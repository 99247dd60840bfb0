//! The state of one run: the native functions of the script work with it.

use super::errors::{limit, refused, terminated};
use super::limits::{Limits, limit_problem};
use super::notation::place;
use super::probes::Probes;
use super::watch::Watch;
use crate::domain::{Effect, Error, Fault, Problem};
use crate::store::Work;
use rhai::{Dynamic, EvalAltResult, NativeCallContext};
use std::cell::RefCell;
use std::rc::Rc;

/// One run, shared between the host and the native functions through the engine's tag.
pub struct Session {
    /// The work in the environment; taken out when the run ends.
    pub work: RefCell<Option<Work>>,
    /// The log of the script.
    pub log: RefCell<Log>,
    /// `input`, for functions: at the top level it is a variable.
    pub input: Dynamic,
    /// `actionInfo`, for functions: at the top level it is a variable.
    pub action_info: Dynamic,
    /// The limits of this run.
    pub limits: Limits,
    /// Counts operations, time and memory.
    pub watch: Rc<Watch>,
    /// The fault that ended the script, if any.
    pub fault: RefCell<Option<Fault>>,
    /// The counters of a covering host.
    pub probes: Option<Rc<Probes>>,
}

/// The lines that a script printed, within its limits.
#[derive(Debug, Default)]
pub struct Log {
    /// The lines that are kept.
    pub lines: Vec<String>,
    /// All bytes that were printed.
    pub bytes: usize,
    /// Whether lines were dropped.
    pub is_cut: bool,
}

impl Session {
    /// Returns the session of the run that a native function is called in.
    ///
    /// # Errors
    /// Returns an error of the engine outside a run.
    pub fn of(context: &NativeCallContext) -> Result<Rc<Session>, Box<EvalAltResult>> {
        let session = context.tag().and_then(|tag| tag.read_lock::<Rc<Session>>());
        match session {
            Some(session) => Ok(Rc::clone(&session)),
            None => Err("a function of enlist was called outside a run".into()),
        }
    }

    /// Calls a function with the work of the run, on behalf of the call at the context's position.
    ///
    /// # Errors
    /// A refusal becomes an error that the script can catch. A fault or a limit ends the script.
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

    /// Calls a function with the effects of the run so far.
    pub fn effects<T>(&self, look: impl FnOnce(&[Effect]) -> T) -> T {
        let work = self.work.borrow();
        look(work.as_ref().map_or(&[], |work| work.transaction.effects.as_slice()))
    }

    /// Writes a line into the log.
    ///
    /// # Errors
    /// Ends the script at the limit of the log.
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

    /// Returns the limit that was reached although the script seems to have succeeded; see [`Watch::reached`].
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
