//! One run of a script. The code is the same for a committed, a planned and a failed run.

use super::caller::{Initiator, action_info, may_trigger};
use super::convert::{to_dynamic, to_value};
use super::diagnose::{place_warnings, run_error};
use super::host::{Compiled, Host};
use super::limits::{Limits, limit_problem};
use super::request::{Mode, Request, Trigger, version_of};
use super::session::{Log, Session};
use super::stack::on_deep_stack;
use crate::domain::{
    Clock, Code, Error, Fault, Origin, Problem, Run, RunError, RunStatus, Value, Warning, WarningCode,
};
use crate::failpoint;
use crate::store::{Work, from_json, run as runs, to_json_text};
use rhai::Dynamic;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Runs a script in the environment of the work.
///
/// A script that fails is no error of this function: the run has the error, and all its effects are rolled back.
///
/// # Errors
/// Returns a refusal if the trigger may not run the script; a fault if the database fails.
pub fn run(host: &mut Host, work: Work, request: &Request, mode: Mode, clock: &dyn Clock) -> Result<Run, Error> {
    let (record, work) = attempt(host, work, request, clock)?;
    end(record, work, mode)
}

/// Commits a run or rolls it back, as the mode says.
pub(super) fn end(mut record: Run, work: Work, mode: Mode) -> Result<Run, Error> {
    match (mode, record.status) {
        // The record is that of the first run; nothing was changed.
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

/// Executes a run and returns its work. The caller commits the work, or drops it to roll everything back.
///
/// # Errors
/// Returns the same errors as [`run`].
pub fn attempt(host: &mut Host, mut work: Work, request: &Request, clock: &dyn Clock) -> Result<(Run, Work), Error> {
    let initiator = may_trigger(&mut work, &request.trigger)?;
    runs::keep_source(&work, &version_of(&request.script.source), &request.script.source)?;
    attempt_as(host, work, request, initiator.as_ref(), clock)
}

/// Executes a run after the permission check, for a script whose source is stored.
pub(super) fn attempt_as(
    host: &mut Host,
    mut work: Work,
    request: &Request,
    initiator: Option<&Initiator>,
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
    let (mut work, outcome, log) = on_deep_stack(|| execute(host, work, request, initiator, &record))?;
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

/// Refuses the keys of schedules and events for other triggers: a caller could use such a key to prevent a later run.
fn check_key(request: &Request) -> Result<(), Problem> {
    let key = request.key.as_deref().unwrap_or_default();
    let is_allowed = matches!(request.trigger, Trigger::Schedule(_) | Trigger::Event(_));
    if is_allowed || !(key.starts_with("schedule:") || key.starts_with("event:")) {
        return Ok(());
    }
    let found =
        format!("the key {key:?} begins with `schedule:` or `event:`, which are reserved for schedules and events");
    Err(Problem::new(Code::MayNotTrigger, found).help("choose another key"))
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

type Outcome = Result<String, RunError>;

/// Executes the script. The work goes into the session, and comes back with the changes of the script.
fn execute(
    host: &mut Host,
    work: Work,
    request: &Request,
    initiator: Option<&Initiator>,
    record: &Run,
) -> Result<(Work, Outcome, Log), Fault> {
    let limits = match initiator {
        Some(initiator) if !initiator.administrator => Limits::for_everybody(),
        _ => Limits::for_administrators(),
    };
    host.set_limits(&limits);
    let session = Rc::new(Session {
        input: request.input.clone().map_or(Dynamic::UNIT, |input| to_dynamic(&from_json(input))),
        action_info: action_info(&work, request, initiator, record),
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
            let crashed = || Problem::new(Code::ScriptFailed, "the script engine crashed; the run was rolled back");
            Err(RunError::of(session.limit_reached().unwrap_or_else(crashed), None))
        }
    }
}

/// Returns the value of the last statement as JSON.
///
/// # Errors
/// Returns an error if it is not plain data within the limits.
fn result_text(value: Dynamic, limits: &Limits) -> Outcome {
    let value = to_value(value, limits).map_err(|problem| RunError::of(problem, None))?;
    if let Some(kind) = first_non_data(&value) {
        let found = format!("the result contains {kind}, which is not plain data");
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

fn first_non_data<'a>(value: &'a Value) -> Option<&'a str> {
    match value {
        Value::Other(kind) => Some(kind),
        Value::List(items) => items.iter().find_map(first_non_data),
        Value::Map(entries) => entries.iter().find_map(|(_, value)| first_non_data(value)),
        _ => None,
    }
}

fn log_cut() -> Warning {
    Warning {
        code: WarningCode::LogCut,
        option: None,
        message: "the log was cut; lines over its limit are lost".to_owned(),
        place: None,
    }
}
