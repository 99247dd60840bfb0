//! The mutants that no case noticed, each as a difference of the script. Each of them shows that a case is missing.

use super::human::difference;
use crate::cli::output::terminal::{ADDED, REMOVED, STRONG, painted};
use crate::fixtures::Mutation;

/// Returns the mutants that survived, and a summary.
pub fn lines(mutation: &Mutation, color: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for script in &mutation.scripts {
        for mutant in &script.survivors {
            let head = painted(REMOVED.bold(), "survived", color);
            let at = format!("{}:{}:{}", script.path.display(), mutant.place.line, mutant.place.column);
            let at = painted(STRONG, &at, color);
            lines.push(String::new());
            lines.push(format!("{head}: {at}: no case notices that this mutant {}", mutant.description));
            lines.push(difference(&script.source, &mutant.source, color));
        }
    }
    let style = if mutation.survivors() == 0 { ADDED.bold() } else { REMOVED.bold() };
    lines.push(painted(style, &mutation.summary(), color));
    lines
}
