//! The changes of a run as a diff for people.

use super::terminal::{ADDED, CHANGED, LETTER, QUIET, REMOVED, STRONG, Terminal};
use crate::domain::{Action, Change, Effect, Letter, Subject, Value};
use crate::words::{self, Link};
use anstyle::Style;
use std::borrow::Cow;

/// Number of effects and of letters that are printed; the summary counts all of them.
const SHOWN: usize = 40;

/// Prints effects and letters as a diff.
pub fn show(effects: &[Effect], letters: &[Letter], file: &str, terminal: &mut Terminal) {
    for effect in effects.iter().take(SHOWN) {
        show_effect(effect, file, terminal);
    }
    if effects.len() > SHOWN {
        let more = format!("… and {} more; `--json` shows all", effects.len() - SHOWN);
        let line = terminal.paint(QUIET, &more);
        terminal.print(&line);
    }
    for letter in letters.iter().take(SHOWN) {
        let subject = words::letter(letter, Link::AtDelivery).map(|text| text.subject).unwrap_or_default();
        let head = terminal.paint(LETTER, &format!("✉ {}", letter.kind));
        let line =
            format!("{head} to {}: {}", terminal.paint(STRONG, letter.to.as_str()), terminal.paint(QUIET, &subject));
        terminal.print(&line);
    }
    if letters.len() > SHOWN {
        let line = terminal.paint(QUIET, &format!("… and {} more e-mails", letters.len() - SHOWN));
        terminal.print(&line);
    }
}

/// Returns the numbers of effects and letters: `2 added, 1 changed, 1 e-mail waits`.
pub fn summary(effects: &[Effect], letters: &[Letter]) -> String {
    let count = |action| effects.iter().filter(|effect| effect.action == action).count();
    let mut parts = Vec::new();
    for (action, word) in [(Action::Added, "added"), (Action::Changed, "changed"), (Action::Removed, "removed")] {
        match count(action) {
            0 => {}
            count => parts.push(format!("{count} {word}")),
        }
    }
    if parts.is_empty() {
        parts.push("nothing changed".to_owned());
    }
    match letters.len() {
        0 => {}
        1 => parts.push("1 e-mail waits".to_owned()),
        count => parts.push(format!("{count} e-mails wait")),
    }
    parts.join(", ")
}

fn show_effect(effect: &Effect, file: &str, terminal: &mut Terminal) {
    let (sign, style) = sign(effect.action);
    let place = match effect.place {
        Some(place) => format!("  {file}:{}:{}", place.line, place.column),
        None => String::new(),
    };
    let line = format!(
        "{} {} {}{}",
        terminal.paint(style, sign),
        subject(effect.subject),
        terminal.paint(STRONG, &effect.label),
        terminal.paint(QUIET, &place)
    );
    terminal.print(&line);
    let width = effect.changes.iter().map(|change| change.property.as_str().len()).max().unwrap_or(0);
    for change in &effect.changes {
        show_change(effect.action, change, width, terminal);
    }
}

fn show_change(action: Action, change: &Change, width: usize, terminal: &mut Terminal) {
    let (sign, style) = sign(action);
    let name = change.property.as_str();
    let values = match (action, &change.before, &change.after) {
        (Action::Changed, Value::List(_), Value::List(_) | Value::Nothing)
        | (Action::Changed, Value::Nothing, Value::List(_)) => list_difference(change, terminal),
        (Action::Changed, Value::Map(before), Value::Map(after)) => map_difference(before, after, terminal),
        (Action::Added, _, after) => written(after),
        (Action::Removed, before, _) => written(before),
        (Action::Changed, before, after) => format!(
            "{} {} {}",
            terminal.paint(REMOVED, &written(before)),
            terminal.paint(QUIET, "→"),
            terminal.paint(ADDED, &written(after))
        ),
    };
    let line = format!("  {} {name:width$}  {values}", terminal.paint(style, sign));
    terminal.print(&line);
}

/// Returns the items that are unchanged, added (`+`) and removed (`-`).
fn list_difference(change: &Change, terminal: &Terminal) -> String {
    let items = |value: &Value| match value {
        Value::List(items) => items.iter().map(written).collect(),
        _ => Vec::new(),
    };
    let (before, after) = (items(&change.before), items(&change.after));
    let unchanged = after.iter().filter(|item| before.contains(item)).map(|item| item.to_owned());
    let added = after.iter().filter(|item| !before.contains(item));
    let added = added.map(|item| terminal.paint(ADDED, &format!("+{item}")));
    let removed = before.iter().filter(|item| !after.contains(item));
    let removed = removed.map(|item| terminal.paint(REMOVED, &format!("-{item}")));
    unchanged.chain(added).chain(removed).collect::<Vec<_>>().join(", ")
}

/// Returns the entries that differ, each with its old and its new value.
fn map_difference(before: &Entries, after: &Entries, terminal: &Terminal) -> String {
    let value = |entries: &Entries, key: &str| {
        entries.iter().find(|(own, _)| own == key).map_or_else(|| "none".to_owned(), |(_, value)| written(value))
    };
    let removed = before.iter().filter(|(key, _)| after.iter().all(|(other, _)| other != key));
    let entries = after.iter().chain(removed).map(|(key, _)| (key, value(before, key), value(after, key)));
    let differing = entries.filter(|(_, before, after)| before != after);
    let written = differing.map(|(key, before, after)| {
        let arrow = terminal.paint(QUIET, "→");
        format!("{key}: {} {arrow} {}", terminal.paint(REMOVED, &before), terminal.paint(ADDED, &after))
    });
    written.collect::<Vec<_>>().join(", ")
}

/// The entries of a map.
type Entries = [(Cow<'static, str>, Value<'static>)];

/// Returns a value as text on one line.
pub fn written(value: &Value) -> String {
    match value {
        Value::Nothing => "none".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Text(text) | Value::Other(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::List(items) if items.is_empty() => "none".to_owned(),
        Value::List(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", written(value)));
            entries.collect::<Vec<_>>().join(", ")
        }
    }
}

fn sign(action: Action) -> (&'static str, Style) {
    match action {
        Action::Added => ("+", ADDED),
        Action::Changed => ("~", CHANGED),
        Action::Removed => ("-", REMOVED),
    }
}

fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::ProfileField => "profile field",
        other => other.as_str(),
    }
}
