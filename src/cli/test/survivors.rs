//! The mutants that no case noticed: each as a difference of the script, for a case that is missing.

use super::human::difference;
use crate::cli::settings::Door;
use crate::cli::terminal::{ADDED, REMOVED, STRONG};
use crate::fixtures::{MutatedScript, Mutation};
use crate::script::Mutant;
use serde_json::json;

/// Tells which mutants survived.
pub fn tell(mutation: &Mutation, door: &mut Door) {
    if door.settings.json {
        let survivor = |script: &MutatedScript, mutant: &Mutant| {
            json!({
                "script": script.path, "kind": mutant.kind.as_str(), "description": mutant.description,
                "line": mutant.place.line, "column": mutant.place.column,
            })
        };
        let survivors = mutation
            .scripts
            .iter()
            .flat_map(|script| script.survivors.iter().map(move |mutant| survivor(script, mutant)));
        let survivors: serde_json::Value = survivors.collect();
        door.terminal.json(&json!({ "mutants": mutation.mutants(), "survivors": survivors }));
        return;
    }
    for script in &mutation.scripts {
        for mutant in &script.survivors {
            let (file, place) = (script.path.display(), mutant.place);
            let head = door.terminal.paint(REMOVED.bold(), "survived");
            let at = door.terminal.paint(STRONG, &format!("{file}:{}:{}", place.line, place.column));
            door.terminal.say(&format!("\n{head}: {at}: no case notices that this mutant {}", mutant.description));
            door.terminal.say(&difference(&script.source, &mutant.source, door.terminal.color));
        }
    }
    let style = if mutation.survivors() == 0 { ADDED.bold() } else { REMOVED.bold() };
    let summary = door.terminal.paint(style, &mutation.summary());
    door.terminal.say(&format!("\n{summary}"));
}
