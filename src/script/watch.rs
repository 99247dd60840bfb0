//! The watch of a run: counts operations, time and memory, and ends the script at a limit.

use super::errors::LimitReached;
use super::limits::{Limits, limit_problem};
use crate::domain::Problem;
use crate::memory;
use rhai::Dynamic;
use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::rc::Rc;
use std::time::Instant;

/// Counts operations, time and memory of a run; shared with the engine's progress hook.
#[derive(Debug, Default)]
pub struct Watch {
    /// Operations of the current run.
    pub operations: Cell<u64>,
    /// Operations that are not the script's own.
    free: Cell<u64>,
    most_operations: Cell<u64>,
    reached: RefCell<Option<Problem>>,
    /// Whether a limit ends the script by unwinding instead of an error. An error carries a place, but the engine swallows it
    /// where it writes a value into a text, and then writes the value without checking its size.
    pub unwinds: Cell<bool>,
    deadline: Cell<Option<Instant>>,
    seconds: Cell<u64>,
    base_memory: Cell<i64>,
    budget: Cell<i64>,
    most_memory: Cell<i64>,
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

    /// Exempts so many bytes from the script's budget: effects and letters have limits of their own.
    pub fn exempt(&self, bytes: usize) {
        self.most_memory.set(self.base_memory.get() + self.budget.get() + bytes as i64);
    }

    /// Exempts so many operations: those of a probe.
    pub fn free(&self, operations: u64) {
        self.free.set(self.free.get() + operations);
    }

    /// Checks the limits; the engine calls it at every operation. Returns the token that ends the script once a limit is
    /// reached.
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

    /// Returns the limit that was reached, if any. Some functions of the engine, `sort` among them, swallow errors of the
    /// functions that they call. So the run checks this after a script that seems to have succeeded.
    pub fn reached(&self) -> Option<Problem> {
        self.reached.borrow().clone()
    }

    /// Ends the script at its next operation, where the engine would swallow an error.
    pub fn end_soon(&self, limit: Problem) {
        self.reached.borrow_mut().get_or_insert(limit);
        self.most_operations.set(0);
    }

    /// Records a limit. The first limit that was reached is the one that is reported.
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
