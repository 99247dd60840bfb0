//! Roles and profile fields of the environment.

use super::sql::{Row, params};
use super::work::Work;
use super::{from_json, json};
use crate::domain::{Fault, FieldKind, Name, ProfileField, Role, Value};
use serde_json::Value as Json;

/// All roles, by name.
pub fn all(work: &Work) -> Result<Vec<Role>, Fault> {
    work.sql().query(
        "SELECT id, name, permissions FROM role WHERE environment_id = ?1 ORDER BY name_key",
        params![work.environment.row],
        |row| read(row, 0),
    )
}

/// Reads a role from three columns.
pub(super) fn read(row: &Row, first: usize) -> Result<Role, Fault> {
    Ok(Role {
        row: row.int(first)?,
        name: Name::stored(row.text(first + 1)?),
        permissions: texts(&row.text(first + 2)?)?,
    })
}

/// Adds a role; answers its row.
pub fn insert(work: &Work, name: &Name, permissions: &[String]) -> Result<i64, Fault> {
    work.sql().insert(
        "INSERT INTO role (environment_id, name, name_key, permissions) VALUES (?1, ?2, ?3, ?4)",
        params![work.environment.row, name.as_str(), &name.key(), &Json::from(permissions).to_string()],
    )
}

/// All profile fields, in the order they were defined.
pub fn fields(work: &Work) -> Result<Vec<ProfileField>, Fault> {
    work.sql().query(
        "SELECT key, label, kind, choices FROM profile_field WHERE environment_id = ?1 ORDER BY id",
        params![work.environment.row],
        |row| {
            let choices = texts(&row.text(3)?)?;
            Ok(ProfileField {
                key: row.text(0)?,
                label: row.text(1)?,
                kind: row.word(2, |kind| read_kind(kind, choices.clone()))?,
            })
        },
    )
}

/// Adds a profile field; answers its row.
pub fn insert_field(work: &Work, field: &ProfileField) -> Result<i64, Fault> {
    let (kind, choices): (&str, &[String]) = match &field.kind {
        FieldKind::Text => ("text", &[]),
        FieldKind::Number => ("number", &[]),
        FieldKind::Boolean => ("boolean", &[]),
        FieldKind::Choice(choices) => ("choice", choices),
        FieldKind::Choices(choices) => ("choices", choices),
    };
    work.sql().insert(
        "INSERT INTO profile_field (environment_id, key, label, kind, choices) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![work.environment.row, &field.key, &field.label, kind, &Json::from(choices).to_string()],
    )
}

fn read_kind(kind: &str, choices: Vec<String>) -> Option<FieldKind> {
    Some(match kind {
        "text" => FieldKind::Text,
        "number" => FieldKind::Number,
        "boolean" => FieldKind::Boolean,
        "choice" => FieldKind::Choice(choices),
        "choices" => FieldKind::Choices(choices),
        _ => return None,
    })
}

fn texts(text: &str) -> Result<Vec<String>, Fault> {
    let Value::List(items) = from_json(json::stored(text)?) else {
        return Ok(Vec::new());
    };
    Ok(items
        .into_iter()
        .filter_map(|item| match item {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        })
        .collect())
}
