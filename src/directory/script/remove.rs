//! Removes a deployed script and its schedules. Its runs stay.

use super::change::record;
use crate::domain::{Action, Change, Code, DeployedScript, Error, Problem, Property, Value};
use crate::store::script::schedule;
use crate::store::{Work, script};

/// Removes a script. Pending events are not delivered to it.
///
/// # Errors
/// Returns a refusal with the number of its schedules unless the removal is `confirmed`; a fault if the database fails.
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
