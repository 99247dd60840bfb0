//! One run of a script: the same code whether it is committed, planned or undone.

use super::caller::{Person, action_info, may_trigger};
use super::convert::{to_dynamic, to_value};
use super::diagnose::{place_warnings, run_error};
use super::host::{Compiled, Host};
use super::limits::Limits;
use super::session::{Log, Session, limit_problem};
use crate::domain::{
    Clock, Code, Error, Event, Fault, Origin, Problem, PublicId, Run, RunError, RunStatus, Value, Warning, WarningCode,
};
use crate::failpoint;
use crate::store::{Work, from_json, run as runs, to_json_text};
use rhai::Dynamic;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// A script: its name and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The file's name.
    pub name: String,
    /// The text.
    pub source: String,
}

/// What is to be run, for whom, with what.
#[derive(Debug, Clone)]
pub struct Request {
    /// The script.
    pub script: Script,
    /// What the trigger hands over, as JSON.
    pub input: Option<serde_json::Value>,
    /// Makes the run happen once: a second run of the script with the same key is answered by the first (SPEC R2.11).
    pub key: Option<String>,
    /// Who triggers it.
    pub trigger: Trigger,
}

/// Who triggers a run.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// The operator, at the command line.
    Operator,
    /// A member of the environment, by address or id.
    Member(String),
    /// The token that is the caller of the work already.
    Token,
    /// A schedule that has come due.
    Schedule(PublicId),
    /// An event that the script listens to.
    Event(Event),
    /// Somebody who is not in the directory, for fixtures: an administrator of the environment or an ordinary member.
    Somebody {
        /// Whether it is an administrator.
        administrator: bool,
    },
    /// A token that is not in the directory, for fixtures: it may trigger scripts and nothing else.
    SomeToken,
}

/// What becomes of a run's effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They stand.
    Commit,
    /// They are told and undone; nothing is recorded.
    Plan,
}

/// The stack that a script runs on, in bytes. The engine recurses where values are nested: to compare them, to print them, and
/// to drop them, which happens on this stack too.
const STACK: usize = 64 << 20;

/// What must be left of a stack for a script to run on it as it is.
const ENOUGH: usize = STACK - (1 << 20);

/// Does something on a stack that is deep enough for scripts. Each run sees to that itself; a program that runs many scripts one
/// after the other does so inside of this, and saves making a stack for each of them.
pub fn on_deep_stack<T>(does: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(ENOUGH, STACK + (1 << 20), does)
}

/// Runs a script in the environment of the work.
///
/// A script that fails is no error of this function: the run says why, and all its effects are undone.
///
/// # Errors
/// Refuses a trigger that may not; a fault of the database.
pub fn run(host: &mut Host, work: Work, request: &Request, mode: Mode, clock: &dyn Clock) -> Result<Run, Error> {
    let (record, work) = attempt(host, work, request, clock)?;
    end(record, work, mode)
}

/// Ends a run as the mode says.
pub(super) fn end(mut record: Run, work: Work, mode: Mode) -> Result<Run, Error> {
    match (mode, record.status) {
        // The first run answers; nothing was done.
        (_, RunStatus::Repeated) => {}
        (Mode::Commit, _) => work.commit()?,
        (Mode::Plan, status) => {
            record.id = None;
            if status == RunStatus::Committed {
                record.status = RunStatus::Planned;
            }
        }
    }
    Ok(record)
}

/// Carries a run out and leaves the last word to the caller: everything stands once the work is committed, and nothing if it
/// is dropped.
///
/// # Errors
/// As [`run`].
pub fn attempt(host: &mut Host, mut work: Work, request: &Request, clock: &dyn Clock) -> Result<(Run, Work), Error> {
    let person = may_trigger(&mut work, &request.trigger)?;
    runs::keep_source(&work, &version_of(&request.script.source), &request.script.source)?;
    attempt_as(host, work, request, person.as_ref(), clock)
}

/// The same for somebody who was found and may, and a script whose source is kept.
pub(super) fn attempt_as(
    host: &mut Host,
    mut work: Work,
    request: &Request,
    person: Option<&Person>,
    clock: &dyn Clock,
) -> Result<(Run, Work), Error> {
    check_key(request)?;
    if let Some(key) = &request.key
        && let Some(first) = runs::with_key(&work, &request.script.name, key)?
    {
        return Ok((Run { status: RunStatus::Repeated, ..first }, work));
    }
    failpoint::reach("run-before-row");
    let mut record = new_record(&work, request);
    if let Some(run) = &record.id {
        let trigger = work.transaction.origin.take();
        work.transaction.origin = Some(Origin::of_run(run.clone(), trigger));
    }
    let row = runs::begin(&work, &record)?;
    failpoint::reach("run-after-row");
    work.run = Some(row);
    work.mark()?;
    let (mut work, outcome, log) = on_deep_stack(|| execute(host, work, request, person, &record))?;
    record.effects = std::mem::take(&mut work.transaction.effects);
    record.letters = std::mem::take(&mut work.letters);
    record.warnings = std::mem::take(&mut work.warnings);
    place_warnings(&mut record.warnings, &request.script.source);
    record.warnings.extend(log.is_cut.then(log_cut));
    record.log = log.lines;
    record.operations = host.watch.operations.get();
    match outcome {
        Ok(result) => record.result = Some(result),
        Err(error) => {
            record.status = RunStatus::Failed;
            record.error = Some(error);
            record.effects.clear();
            record.letters.clear();
            work.undo()?;
        }
    }
    record.duration_us = clock.now().0 - record.started_at.0;
    runs::end(&work, row, &record)?;
    Ok((record, work))
}

/// The keys of schedules and events are theirs alone: with one of them somebody could keep a run from happening that is to come.
fn check_key(request: &Request) -> Result<(), Problem> {
    let key = request.key.as_deref().unwrap_or_default();
    let is_theirs = matches!(request.trigger, Trigger::Schedule(_) | Trigger::Event(_));
    if is_theirs || !(key.starts_with("schedule:") || key.starts_with("event:")) {
        return Ok(());
    }
    let found = format!("the key {key:?} begins as those of schedules and events do");
    Err(Problem::new(Code::MayNotTrigger, found).help("give another key"))
}

fn new_record(work: &Work, request: &Request) -> Run {
    Run {
        id: Some(work.transaction.new_id()),
        script: request.script.name.clone(),
        version: version_of(&request.script.source),
        status: RunStatus::Committed,
        caller: work.transaction.caller.recorded(),
        key: request.key.clone(),
        input: request.input.as_ref().map(ToString::to_string),
        result: None,
        effects: Vec::new(),
        letters: Vec::new(),
        log: Vec::new(),
        warnings: Vec::new(),
        error: None,
        operations: 0,
        started_at: work.now(),
        duration_us: 0,
        emptied_at: None,
    }
}

/// The version of a script: SHA-256 of its source, in hexadecimal.
pub fn version_of(source: &str) -> String {
    let mut version = String::with_capacity(64);
    for byte in Sha256::digest(source) {
        let _ = write!(version, "{byte:02x}");
    }
    version
}

type Outcome = Result<String, RunError>;

/// Carries the script out. The work goes into the session and comes back, with whatever the script did in it.
fn execute(
    host: &mut Host,
    work: Work,
    request: &Request,
    person: Option<&Person>,
    record: &Run,
) -> Result<(Work, Outcome, Log), Fault> {
    let limits = match person {
        Some(person) if !person.administrator => Limits::for_everybody(),
        _ => Limits::for_administrators(),
    };
    host.set_limits(&limits);
    let session = Rc::new(Session {
        input: request.input.clone().map_or(Dynamic::UNIT, |input| to_dynamic(&from_json(input))),
        action_info: action_info(&work, request, person, record),
        work: RefCell::new(Some(work)),
        watch: Rc::clone(&host.watch),
        log: RefCell::default(),
        limits,
        fault: RefCell::default(),
        probes: host.probes.clone(),
    });
    host.watch.begin(&session.limits);
    let outcome = host
        .compile(&record.version, &request.script, &session.limits)
        .and_then(|script| evaluate(host, &script, &session, &request.script.source));
    let work = session.work.borrow_mut().take();
    if let Some(fault) = session.fault.borrow_mut().take() {
        return Err(fault);
    }
    let work = work.ok_or_else(|| Fault::new("run", "the work was lost"))?;
    Ok((work, outcome, session.log.take()))
}

fn evaluate(host: &mut Host, script: &Compiled, session: &Rc<Session>, source: &str) -> Outcome {
    host.engine.set_default_tag(Dynamic::from(Rc::clone(session)));
    let mut scope = host.scope(session);
    session.watch.unwinds.set(script.assigns_to_items);
    // A panic inside the engine ends this run, not the program.
    let evaluated =
        catch_unwind(AssertUnwindSafe(|| host.engine.eval_ast_with_scope::<Dynamic>(&mut scope, &script.tree)));
    host.engine.set_default_tag(Dynamic::UNIT);
    match evaluated {
        Ok(Ok(value)) => match session.limit_reached() {
            Some(problem) => Err(RunError::of(problem, None)),
            None => result_text(value, &session.limits),
        },
        Ok(Err(error)) => Err(run_error(&error, source, host.functions())),
        Err(_) => {
            let broke_off =
                || Problem::new(Code::ScriptFailed, "the script engine broke off; nothing of the run stands");
            Err(RunError::of(session.limit_reached().unwrap_or_else(broke_off), None))
        }
    }
}

/// The value of the last line as JSON, if it is data within the limits.
fn result_text(value: Dynamic, limits: &Limits) -> Outcome {
    let value = to_value(value, limits).map_err(|problem| RunError::of(problem, None))?;
    if let Some(kind) = first_other(&value) {
        let found = format!("the result holds {kind}, which is no data");
        return Err(RunError::of(
            Problem::new(Code::BadResult, found).help("end the script with text, numbers, booleans, arrays or maps"),
            None,
        ));
    }
    let mut text = String::new();
    to_json_text(&value, &mut text);
    if text.len() > limits.result {
        let found = format!("the result has {} bytes, at most {} are allowed", text.len(), limits.result);
        return Err(RunError::of(limit_problem("result", found), None));
    }
    Ok(text)
}

fn first_other<'a>(value: &'a Value) -> Option<&'a str> {
    match value {
        Value::Other(kind) => Some(kind),
        Value::List(items) => items.iter().find_map(first_other),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| first_other(value)),
        _ => None,
    }
}

fn log_cut() -> Warning {
    Warning {
        code: WarningCode::LogCut,
        option: None,
        message: "the log was cut; what was printed beyond its limit is lost".to_owned(),
        place: None,
    }
}
