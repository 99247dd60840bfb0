//! Adds a script to the environment, or a new version of one. Whether the script is sound was checked before, in `script`.

use super::change::{read_listens, read_who, record};
use crate::domain::{Action, Change, Code, DeployedScript, Error, Name, Problem, Problems, Property, Value};
use crate::store::{Work, run, script};

/// What is wanted of a deployed script.
#[derive(Debug, Clone)]
pub struct ScriptDraft {
    /// The file name, unique in the environment.
    pub name: Name,
    /// The version: SHA-256 of the source, in hexadecimal.
    pub version: String,
    /// The text.
    pub source: String,
    /// Who may trigger it; as it was, or administrators alone, if nothing is given.
    pub who: Option<Vec<String>>,
    /// The types of the events that it listens to; as it was, or none, if nothing is given.
    pub listens: Option<Vec<String>>,
}

/// Adds a script, or gives the one of this name a new version. What is the same stays as it is, and is no effect.
///
/// # Errors
/// Refuses what is no file name, roles and groups that are not there, and what is no type of event; all at once.
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
