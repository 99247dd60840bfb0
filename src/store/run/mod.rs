//! Runs of scripts in the environment, and the versions of the scripts.

pub mod retention;

use super::sql::{Row, params};
use super::transaction::Work;
use super::{audit, json, letter};
use crate::domain::{Code, Fault, Moment, Place, Problem, PublicId, Run, RunError, RunStatus, Warning, WarningCode};
use serde_json::{Value as Json, json};

const COLUMNS: &str =
    "SELECT id, public_id, script, version, status, caller, run_key, input, result, log, warnings, error,
        operations, started_at, duration_us, emptied_at FROM run WHERE environment_id = ?1";

/// Adds a run that begins. Returns its row. The row has the status of success until [`end`] writes another. Nobody sees it
/// before, because it commits together with the work of the run.
pub fn begin(work: &Work, run: &Run) -> Result<i64, Fault> {
    work.sql().insert(
        "INSERT INTO run (public_id, environment_id, script, version, status, caller, run_key, input, log, warnings,
                          operations, started_at, duration_us)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '[]', '[]', 0, ?9, 0)",
        params![
            run.id.as_ref().map(PublicId::as_str),
            work.environment.row,
            &run.script,
            &run.version,
            run.status.as_str(),
            &run.caller,
            run.key.as_deref(),
            run.input.as_deref(),
            run.started_at.0,
        ],
    )
}

/// Stores the source of a version of a script, once.
pub fn keep_source(work: &Work, version: &str, source: &str) -> Result<(), Fault> {
    work.sql().defer(
        "INSERT INTO script_version (version, source, created_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![version, source, work.now().0],
    )
}

/// Returns the source of a version of a script.
pub fn source(work: &Work, version: &str) -> Result<Option<String>, Fault> {
    work.sql().query_one("SELECT source FROM script_version WHERE version = ?1", params![version], |row| row.text(0))
}

/// Writes the outcome of a run.
pub fn end(work: &Work, row: i64, run: &Run) -> Result<(), Fault> {
    work.sql().defer(
        "UPDATE run SET status = ?2, result = ?3, log = ?4, warnings = ?5, error = ?6, operations = ?7,
                 duration_us = ?8, members_read = ?9 WHERE id = ?1",
        params![
            row,
            run.status.as_str(),
            run.result.as_deref(),
            &Json::from(run.log.as_slice()).to_string(),
            &warnings_text(&run.warnings),
            run.error.as_ref().map(error_text).as_deref(),
            run.operations as i64,
            run.duration_us,
            work.members_read().map(|members| Json::from(members).to_string()).as_deref(),
        ],
    )
}

/// The members that a run read.
#[derive(Debug)]
pub struct ReadMembers {
    /// The row of the run.
    pub run: i64,
    /// The rows of the memberships; `None` if there were more than are kept.
    pub members: Option<Vec<i64>>,
}

/// Returns the members that a run read, if the run exists in the environment.
pub fn looked_at(work: &Work, id: &str) -> Result<Option<ReadMembers>, Fault> {
    work.sql().query_one(
        "SELECT id, members_read FROM run WHERE environment_id = ?1 AND public_id = ?2",
        params![work.environment.row, id],
        |row| {
            let members = row.optional_text(1)?.map(|text| json::stored(&text)).transpose()?;
            let members =
                members.and_then(|json| json.as_array().map(|all| all.iter().filter_map(Json::as_i64).collect()));
            Ok(ReadMembers { run: row.int(0)?, members })
        },
    )
}

/// Returns the committed run of a script with this key, if there is one.
pub fn with_key(work: &Work, script: &str, key: &str) -> Result<Option<Run>, Fault> {
    let statement = format!("{COLUMNS} AND script = ?2 AND run_key = ?3 AND status = 'committed'");
    let found = work.sql().query(&statement, params![work.environment.row, script, key], read)?;
    whole(work, found)
}

/// Returns the run with this id, with its effects and letters.
pub fn find(work: &Work, id: &str) -> Result<Option<Run>, Fault> {
    let statement = format!("{COLUMNS} AND public_id = ?2");
    let found = work.sql().query(&statement, params![work.environment.row, id], read)?;
    whole(work, found)
}

/// Returns the latest runs of the environment, or those before the run with an id. The newest is first. Effects and letters
/// are omitted.
pub fn list(work: &Work, before: Option<&str>, limit: u32) -> Result<Vec<Run>, Fault> {
    let statement = format!(
        "{COLUMNS} AND (?2 IS NULL OR id < (SELECT id FROM run WHERE environment_id = ?1 AND public_id = ?2))
         ORDER BY id DESC LIMIT {limit}"
    );
    let found = work.sql().query(&statement, params![work.environment.row, before], read)?;
    Ok(found.into_iter().map(|(_, run)| run).collect())
}

fn whole(work: &Work, found: Vec<(i64, Run)>) -> Result<Option<Run>, Fault> {
    let Some((row, mut run)) = found.into_iter().next() else {
        return Ok(None);
    };
    run.effects = audit::of_run(work, row)?;
    run.letters = letter::of_run(work, row)?;
    Ok(Some(run))
}

fn read(row: &Row) -> Result<(i64, Run), Fault> {
    let run = Run {
        id: Some(PublicId::stored(row.text(1)?)),
        script: row.text(2)?,
        version: row.text(3)?,
        status: row.word(4, RunStatus::from_text)?,
        caller: row.text(5)?,
        key: row.optional_text(6)?,
        input: row.optional_text(7)?,
        result: row.optional_text(8)?,
        effects: Vec::new(),
        letters: Vec::new(),
        log: json::stored(&row.text(9)?)?
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|line| line.as_str().map(str::to_owned))
            .collect(),
        warnings: read_warnings(&json::stored(&row.text(10)?)?),
        error: match row.optional_text(11)? {
            Some(text) => Some(read_error(&json::stored(&text)?)),
            None => None,
        },
        operations: row.int(12)? as u64,
        started_at: Moment(row.int(13)?),
        duration_us: row.int(14)?,
        emptied_at: row.optional_int(15)?.map(Moment),
    };
    Ok((row.int(0)?, run))
}

fn warnings_text(warnings: &[Warning]) -> String {
    let one = |warning: &Warning| {
        json!({
            "code": warning.code.as_str(), "option": warning.option, "message": warning.message,
            "place": place_json(warning.place),
        })
    };
    warnings.iter().map(one).collect::<Json>().to_string()
}

fn read_warnings(warnings: &Json) -> Vec<Warning> {
    let one = |warning: &Json| {
        Some(Warning {
            code: WarningCode::from_text(warning["code"].as_str()?)?,
            option: text(&warning["option"]).map(Into::into),
            message: text(&warning["message"]).unwrap_or_default(),
            place: read_place(&warning["place"]),
        })
    };
    warnings.as_array().into_iter().flatten().filter_map(one).collect()
}

fn error_text(error: &RunError) -> String {
    let one = |(problem, place): &(Problem, Option<Place>)| {
        json!({
            "code": problem.code.as_str(), "option": problem.option, "message": problem.message, "help": problem.help,
            "place": place_json(*place),
        })
    };
    json!({
        "code": error.code.as_str(), "message": error.message, "place": place_json(error.place),
        "problems": error.problems.iter().map(one).collect::<Json>(),
    })
    .to_string()
}

fn read_error(error: &Json) -> RunError {
    let code = |json: &Json| {
        let known = |text: &str| Code::ALL.iter().copied().find(|code| code.as_str() == text);
        json["code"].as_str().and_then(known).unwrap_or(Code::ScriptFailed)
    };
    let one = |problem: &Json| {
        let place = read_place(&problem["place"]);
        let problem = Problem {
            retry_after: None,
            code: code(problem),
            option: text(&problem["option"]).map(Into::into),
            message: text(&problem["message"]).unwrap_or_default(),
            help: text(&problem["help"]),
        };
        (problem, place)
    };
    RunError {
        code: code(error),
        message: text(&error["message"]).unwrap_or_default(),
        place: read_place(&error["place"]),
        problems: error["problems"].as_array().into_iter().flatten().map(one).collect(),
    }
}

fn place_json(place: Option<Place>) -> Json {
    place.map_or(Json::Null, |place| json!([place.line, place.column]))
}

fn read_place(json: &Json) -> Option<Place> {
    Some(Place { line: json[0].as_u64()? as u32, column: json[1].as_u64()? as u32 })
}

fn text(json: &Json) -> Option<String> {
    json.as_str().map(str::to_owned)
}
