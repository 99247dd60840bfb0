//! Adds a script to the environment, or a new version of one. The static check of the source happens before, in the
//! top-level folder `script`.

use super::change::{read_listens, read_who, record};
use crate::domain::{Action, Change, Code, DeployedScript, Error, Name, Problem, Problems, Property, Value};
use crate::store::{Work, run, script};

/// The input for a deployed script.
#[derive(Debug, Clone)]
pub struct ScriptDraft {
    /// The file name, unique in the environment.
    pub name: Name,
    /// The version: SHA-256 of the source, in hexadecimal.
    pub version: String,
    /// The source text.
    pub source: String,
    /// The callers who may trigger it. Default: the present ones; for a new script only administrators.
    pub who: Option<Vec<String>>,
    /// The types of events that it listens to. Default: the present ones; for a new script none.
    pub listens: Option<Vec<String>>,
}

/// Adds a script, or a new version of the script with this name. Equal values stay as they are and cause no effect.
///
/// # Errors
/// Returns a refusal with all problems: an invalid file name, unknown roles and groups, and invalid types of events.
/// Returns a fault if the database fails.
pub fn add_script(work: &mut Work, draft: ScriptDraft) -> Result<DeployedScript, Error> {
    let mut problems = Problems::default();
    problems.check("name", check_name(&draft.name));
    let who = draft.who.map(|texts| read_who(work, &texts, &mut problems)).transpose()?;
    let listens = draft.listens.map(|texts| read_listens(&texts, &mut problems));
    problems.refuse()?;
    run::keep_source(work, &draft.version, &draft.source)?;
    let present = script::all(work)?.into_iter().find(|script| script.name.key() == draft.name.key());
    let (now, modifier) = (work.now(), work.modifier());
    let Some(before) = present else {
        let mut added = DeployedScript {
            row: 0,
            id: work.transaction.new_id(),
            name: draft.name,
            version: draft.version,
            who: who.unwrap_or_default(),
            listens: listens.unwrap_or_default(),
            created_at: now,
            created_by: modifier.clone(),
            modified_at: now,
            modified_by: modifier,
        };
        added.row = script::insert(work, &added)?;
        let mut changes = vec![
            Change::added(Property::Version, added.version.clone()),
            Change::added(Property::Who, Value::texts(added.who.texts())),
        ];
        if !added.listens.is_empty() {
            changes
                .push(Change::added(Property::Listens, Value::texts(added.listens.iter().map(|kind| kind.as_str()))));
        }
        record(work, Action::Added, &added, changes)?;
        return Ok(added);
    };
    let after = DeployedScript {
        version: draft.version,
        who: who.unwrap_or_else(|| before.who.clone()),
        listens: listens.unwrap_or_else(|| before.listens.clone()),
        ..before.clone()
    };
    super::change::write(work, &before, after)
}

/// Checks the name of a script: a file name, or a path below the model's folder.
fn check_name(name: &Name) -> Result<(), Problem> {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\\');
    match name.as_str().split('/').all(is_plain) {
        true => Ok(()),
        false => {
            Err(Problem::new(Code::BadCharacter, format!("expected a path below a folder, found {:?}", name.as_str()))
                .help("give a name such as `onboard.rhai` or `sales/onboard.rhai`"))
        }
    }
}
