//! Removes a deployed script, with its schedules. Its runs stay.

use super::change::record;
use crate::domain::{Action, Change, Code, DeployedScript, Error, Problem, Property, Value};
use crate::store::script::schedule;
use crate::store::{Work, script};

/// Removes a script; events that wait for it are not delivered any more.
///
/// # Errors
/// Refuses as long as the removal is not `confirmed`, and says how many schedules go with it.
pub fn remove_script(work: &mut Work, script: &DeployedScript, confirmed: bool) -> Result<(), Error> {
    let schedules = schedule::all(work)?.into_iter().filter(|schedule| schedule.script == script.row);
    let schedules: Vec<_> = schedules.collect();
    if !confirmed {
        let count = match schedules.len() {
            0 => "no schedules".to_owned(),
            1 => "1 schedule".to_owned(),
            count => format!("{count} schedules"),
        };
        let found = format!("the script {:?} has {count} and cannot be restored", script.name.as_str());
        return Err(Problem::new(Code::NotConfirmed, found).help("confirm with `--yes`").into());
    }
    for schedule in &schedules {
        crate::directory::schedule::remove::remove_schedule(work, schedule)?;
    }
    script::delete(work, script.row)?;
    let changes = [
        Change::between(Property::Version, script.version.clone(), Value::Nothing),
        Change::between(Property::Who, Value::texts(script.who.texts()), Value::Nothing),
    ];
    record(work, Action::Removed, script, changes.into_iter().flatten().collect())?;
    Ok(())
}
