//! Deployed scripts of the environment. Their sources are stored by version, with the runs.

pub mod schedule;

use super::json;
use super::sql::{Row, params};
use super::transaction::Work;
use crate::domain::{DeployedScript, EventType, Fault, Moment, Name, PublicId, TriggerRule, name_key};
use serde_json::Value as Json;
use std::ops::ControlFlow;

const COLUMNS: &str =
    "SELECT id, public_id, name, version, everybody, tokens, listens, created_at, created_by, modified_at,
        modified_by FROM script WHERE environment_id = ?1";

/// Returns all deployed scripts, by name.
pub fn all(work: &Work) -> Result<Vec<DeployedScript>, Fault> {
    let environment = work.environment.row;
    let scripts = work.sql().query(&format!("{COLUMNS} ORDER BY name_key"), params![environment], read)?;
    with_trigger_rules(work, scripts, "o.environment_id", environment)
}

/// Returns the deployed script with this name, ignoring case and surrounding blanks, or else with this id.
pub fn find(work: &Work, name_or_id: &str) -> Result<Option<DeployedScript>, Fault> {
    let key = name_key(name_or_id);
    let statement = format!("{COLUMNS} AND (name_key = ?2 OR public_id = ?3)");
    let mut found = work.sql().query(&statement, params![work.environment.row, &key, name_or_id], read)?;
    found.sort_by_key(|script| script.name.key() != key);
    found.truncate(1);
    match found.first().map(|script| script.row) {
        Some(row) => Ok(with_trigger_rules(work, found, "x.script_id", row)?.pop()),
        None => Ok(None),
    }
}

/// Adds to scripts the roles and groups that may trigger them, in the order of their names.
fn with_trigger_rules(
    work: &Work,
    mut scripts: Vec<DeployedScript>,
    of: &'static str,
    row: i64,
) -> Result<Vec<DeployedScript>, Fault> {
    let statement = format!(
        "SELECT x.script_id, 1, o.id, o.name, o.name_key FROM script_role x JOIN role o ON o.id = x.role_id WHERE {of} = ?1
         UNION ALL
         SELECT x.script_id, 0, o.id, o.name, o.name_key FROM script_group x JOIN member_group o ON o.id = x.group_id
         WHERE {of} = ?1
         ORDER BY 5"
    );
    work.sql().each(&statement, params![row], |row| {
        let (owner, is_role) = (row.int(0)?, row.flag(1)?);
        if let Some(script) = scripts.iter_mut().find(|script| script.row == owner) {
            let open_to = if is_role { &mut script.who.roles } else { &mut script.who.groups };
            open_to.push((row.int(2)?, row.text(3)?));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(scripts)
}

/// Returns the rows of the scripts that listen to a type of event, in the order of their addition.
pub fn listening(work: &Work, kind: &EventType) -> Result<Vec<i64>, Fault> {
    let statement = work.sql().either(
        "SELECT s.id FROM script s JOIN json_each(s.listens) l
         WHERE s.environment_id = ?1 AND s.listens <> '[]' AND l.value = ?2 ORDER BY s.id",
        "SELECT s.id FROM script s WHERE s.environment_id = ?1 AND s.listens <> '[]' AND jsonb_exists(s.listens::jsonb, ?2) ORDER BY s.id",
    );
    work.sql().query(statement, params![work.environment.row, kind.as_str()], |row| row.int(0))
}

/// Adds a script. Returns its row.
pub fn insert(work: &Work, script: &DeployedScript) -> Result<i64, Fault> {
    let row = work.sql().insert(
        "INSERT INTO script (environment_id, public_id, name, name_key, version, everybody, tokens, listens, created_at,
                             created_by, modified_at, modified_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            work.environment.row,
            script.id.as_str(),
            script.name.as_str(),
            &script.name.key(),
            &script.version,
            script.who.everybody,
            script.who.tokens,
            &listens_text(&script.listens),
            script.created_at.0,
            &script.created_by,
            script.modified_at.0,
            &script.modified_by,
        ],
    )?;
    open(work, row, &script.who)?;
    Ok(row)
}

/// Updates a script: its version, its trigger rule, and the events that it listens to.
pub fn update(work: &Work, script: &DeployedScript) -> Result<(), Fault> {
    work.sql().execute(
        "UPDATE script SET version = ?2, everybody = ?3, tokens = ?4, listens = ?5, modified_at = ?6, modified_by = ?7
         WHERE id = ?1",
        params![
            script.row,
            &script.version,
            script.who.everybody,
            script.who.tokens,
            &listens_text(&script.listens),
            script.modified_at.0,
            &script.modified_by,
        ],
    )?;
    work.sql().execute("DELETE FROM script_role WHERE script_id = ?1", params![script.row])?;
    work.sql().execute("DELETE FROM script_group WHERE script_id = ?1", params![script.row])?;
    open(work, script.row, &script.who)
}

/// Removes a script, with its schedules and its pending deliveries. Its runs stay.
pub fn delete(work: &Work, script: i64) -> Result<(), Fault> {
    work.sql().execute("DELETE FROM schedule WHERE script_id = ?1", params![script])?;
    work.sql().execute("DELETE FROM delivery WHERE script_id = ?1", params![script])?;
    work.sql().execute("DELETE FROM script WHERE id = ?1", params![script]).map(drop)
}

fn open(work: &Work, script: i64, who: &TriggerRule) -> Result<(), Fault> {
    for (role, _) in &who.roles {
        work.sql().execute("INSERT INTO script_role (script_id, role_id) VALUES (?1, ?2)", params![script, *role])?;
    }
    for (group, _) in &who.groups {
        work.sql()
            .execute("INSERT INTO script_group (script_id, group_id) VALUES (?1, ?2)", params![script, *group])?;
    }
    Ok(())
}

fn listens_text(listens: &[EventType]) -> String {
    listens.iter().map(|kind| Json::from(kind.as_str())).collect::<Json>().to_string()
}

fn read(row: &Row) -> Result<DeployedScript, Fault> {
    let listens = json::stored(&row.text(6)?)?;
    let listens = listens.as_array().into_iter().flatten().filter_map(Json::as_str);
    Ok(DeployedScript {
        row: row.int(0)?,
        id: PublicId::stored(row.text(1)?),
        name: Name::stored(row.text(2)?),
        version: row.text(3)?,
        who: TriggerRule { everybody: row.flag(4)?, tokens: row.flag(5)?, roles: Vec::new(), groups: Vec::new() },
        listens: listens.map(|kind| EventType::stored(kind.to_owned())).collect(),
        created_at: Moment(row.int(7)?),
        created_by: row.text(8)?,
        modified_at: Moment(row.int(9)?),
        modified_by: row.text(10)?,
    })
}
