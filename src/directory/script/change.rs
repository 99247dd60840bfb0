//! Changes who may trigger a deployed script, and which events it listens to.

use crate::directory::find::one_of;
use crate::domain::{
    Action, Catalogue, Change, Code, DeployedScript, Effect, Error, EventType, Fault, Group, Problem, Problems,
    Property, Role, Subject, TriggerRule, Value,
};
use crate::store::{Work, role, script};

/// The maximum number of event types that a script listens to.
const MOST: usize = 100;

/// The changes of a deployed script. `None` keeps the present value.
#[derive(Debug, Clone, Default)]
pub struct ScriptChange {
    /// The callers who may trigger it: `administrators`, `everybody`, `tokens`, `role:NAME`, `group:NAME`.
    pub who: Option<Vec<String>>,
    /// The types of events that it listens to.
    pub listens: Option<Vec<String>>,
}

/// Changes who may trigger a script, or which events it listens to. Returns the changed script.
///
/// # Errors
/// Returns a refusal with all problems: unknown roles and groups, and invalid types of events. Returns a fault if the
/// database fails.
pub fn change_script(work: &mut Work, before: &DeployedScript, change: ScriptChange) -> Result<DeployedScript, Error> {
    let mut problems = Problems::default();
    let who = change.who.map(|texts| read_who(work, &texts, &mut problems)).transpose()?;
    let listens = change.listens.map(|texts| read_listens(&texts, &mut problems));
    problems.refuse()?;
    let after = DeployedScript {
        who: who.unwrap_or_else(|| before.who.clone()),
        listens: listens.unwrap_or_else(|| before.listens.clone()),
        ..before.clone()
    };
    write(work, before, after)
}

/// Stores a script if it differs from before, and records the changes. Returns the stored script.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn write(work: &mut Work, before: &DeployedScript, after: DeployedScript) -> Result<DeployedScript, Error> {
    let who = |script: &DeployedScript| Value::texts(script.who.texts());
    let listens = |script: &DeployedScript| Value::texts(script.listens.iter().map(EventType::as_str));
    let changes: Vec<Change> = [
        Change::between(Property::Version, before.version.clone(), after.version.clone()),
        Change::between(Property::Who, who(before), who(&after)),
        Change::between(Property::Listens, listens(before), listens(&after)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if changes.is_empty() {
        return Ok(after);
    }
    let after = DeployedScript { modified_at: work.now(), modified_by: work.modifier(), ..after };
    script::update(work, &after)?;
    record(work, Action::Changed, &after, changes)?;
    Ok(after)
}

/// Records an effect on a script. Its label is the name of the script.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn record(work: &mut Work, action: Action, script: &DeployedScript, changes: Vec<Change>) -> Result<(), Fault> {
    let (id, label) = (script.id.clone(), script.name.to_string());
    work.record(Effect { action, subject: Subject::Script, id, label, changes, place: work.place })
}

/// Reads who may trigger a script, and adds every problem.
///
/// # Errors
/// Returns a fault if the database fails.
pub fn read_who(work: &mut Work, texts: &[String], problems: &mut Problems) -> Result<TriggerRule, Fault> {
    let groups = work.groups()?;
    let roles = Catalogue::new(role::all(work)?);
    let mut who = TriggerRule::default();
    for text in texts {
        let found = match text.split_once(':') {
            // Administrators may always trigger it.
            None if text == "administrators" => Ok(()),
            None if text == "everybody" => {
                who.everybody = true;
                Ok(())
            }
            None if text == "tokens" => {
                who.tokens = true;
                Ok(())
            }
            Some(("role", name)) => one_of(&roles, "role", name).map(|role: Role| {
                who.roles.push((role.row, role.name.to_string()));
            }),
            Some(("group", name)) => one_of(&*groups, "member group", name).map(|group: Group| {
                who.groups.push((group.row, group.name.to_string()));
            }),
            _ => Err(Problem::new(Code::NotInList, format!("nobody is called {text:?}"))
                .help("give `administrators`, `everybody`, `tokens`, `role:NAME` or `group:NAME`")),
        };
        problems.check("who", found);
    }
    // In the order of the database, without duplicates.
    for all in [&mut who.roles, &mut who.groups] {
        all.sort_by_key(|(_, name)| crate::domain::name_key(name));
        all.dedup();
    }
    Ok(who)
}

/// Reads the types of events that a script listens to, and adds every problem.
pub fn read_listens(texts: &[String], problems: &mut Problems) -> Vec<EventType> {
    if texts.len() > MOST {
        let found = format!("expected at most {MOST} types of events, found {}", texts.len());
        problems.add(Problem::new(Code::TooLong, found).of("listens"));
    }
    let mut listens: Vec<EventType> = Vec::new();
    for text in texts.iter().take(MOST) {
        if let Some(kind) = problems.check("listens", EventType::parse(text))
            && !listens.contains(&kind)
        {
            listens.push(kind);
        }
    }
    listens
}
