//! `enlist blame`: the run and the line of a script that set each property of a user.

use super::Exit;
use super::audit::shortened;
use super::input::settings::Context;
use super::output::effects::written;
use super::output::table::table;
use super::output::terminal::{QUIET, STRONG};
use crate::directory::{self, Blame};
use crate::domain::{Action, AuditEntry, Error, Fault, Place, User};
use crate::json;
use crate::script::{option_places, without_mark};
use crate::store::{Access, Work, run, to_json};
use clap::Args;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Number of characters of a script's version that are printed: enough to tell versions apart.
const SHORT: usize = 8;

/// Width of a terminal, in columns, from which on the lines of scripts are printed.
const WIDE: u16 = 150;

/// Show which run and line set each property of a user.
#[derive(Debug, Clone, Args)]
pub struct BlameCommand {
    /// The user's global e-mail address or id
    user: String,
}

/// The line of a script that set a property.
struct Line {
    /// The place of the option; that of the call, if the option is not found.
    place: Place,
    /// The text of the line.
    text: String,
    /// Whether the call names the property; otherwise the property has its default.
    is_given: bool,
}

impl BlameCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Read)?;
        let (user, blames) = directory::blame(&mut work, &self.user)?;
        let lines = lines(&work, &blames)?;
        if context.settings.json {
            context.terminal.json(&as_json(&user, &blames, &lines));
        } else {
            show(&user, &blames, &lines, context);
        }
        Ok(Exit::Done)
    }
}

/// Returns the line of each property that a script set. Each call is looked up once.
fn lines(work: &Work, blames: &[Blame]) -> Result<Vec<Option<Line>>, Fault> {
    let mut sources: HashMap<&str, String> = HashMap::new();
    let mut calls: HashMap<(&str, Place), HashMap<String, Place>> = HashMap::new();
    let mut lines = Vec::with_capacity(blames.len());
    for blame in blames {
        let entry = blame.entry.as_ref();
        let found = entry.and_then(|entry| Some((entry.run.as_ref()?.version.as_str(), entry.effect.place?)));
        let Some((version, call)) = found else {
            lines.push(None);
            continue;
        };
        if !sources.contains_key(version) {
            sources.insert(version, run::source(work, version)?.unwrap_or_default());
        }
        let source = &sources[version];
        let places = calls.entry((version, call)).or_insert_with(|| option_places(source, call));
        let option = blame.options.iter().find_map(|option| places.get(*option));
        let place = option.copied().unwrap_or(call);
        let text = without_mark(source).lines().nth(place.line.saturating_sub(1) as usize).unwrap_or_default();
        let is_given = option.is_some() || places.is_empty() || !adds(blame);
        lines.push(Some(Line { place, text: text.trim().to_owned(), is_given }));
    }
    Ok(lines)
}

fn show(user: &User, blames: &[Blame], lines: &[Option<Line>], context: &mut Context) {
    let name = context.terminal.paint(STRONG, user.membership.name.as_str());
    let about = format!("{}, {}", user.account.address, user.account.id);
    let title = format!("{name}  {}\n", context.terminal.paint(QUIET, &about));
    context.terminal.print(&title);
    let row = |(blame, line): (&Blame, &Option<Line>)| {
        let entry = blame.entry.as_ref();
        let run = entry.and_then(|entry| entry.run.as_ref());
        vec![
            blame.property.clone(),
            shortened(&written(&blame.value), 40),
            entry.map(|entry| entry.at.to_string()).unwrap_or_default(),
            who(blame),
            run.map(|run| run.id.to_string()).unwrap_or_default(),
            run.map(|run| short(&run.version).to_owned()).unwrap_or_default(),
            match (entry, run, line) {
                (_, Some(run), Some(Line { place, .. })) => format!("{}:{}:{}", run.script, place.line, place.column),
                (_, Some(run), None) => run.script.clone(),
                (Some(entry), None, _) => from(entry),
                (None, ..) => "not recorded".to_owned(),
            },
            match line {
                Some(line) if line.is_given => shortened(&line.text, 48),
                Some(_) => "not given, the default".to_owned(),
                None => String::new(),
            },
        ]
    };
    let mut rows: Vec<Vec<String>> = blames.iter().zip(lines).map(row).collect();
    let mut head = vec!["PROPERTY", "VALUE", "SET", "BY", "RUN", "VERSION", "WHERE", "LINE"];
    if context.terminal.width.is_some_and(|width| width < WIDE) {
        // The place is enough to find the line, and folded cells are hard to read.
        head.pop();
        rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    table(context.terminal, &head, rows, "no property of this user is recorded");
}

/// The origin of an entry; entries of schema version 1 have none.
fn from(entry: &AuditEntry) -> String {
    entry.origin.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

fn adds(blame: &Blame) -> bool {
    blame.entry.as_ref().is_some_and(|entry| entry.effect.action == Action::Added)
}

/// Returns the caller: the name of a member, if it is still one.
fn who(blame: &Blame) -> String {
    let caller = || blame.entry.as_ref().map(|entry| entry.caller.clone()).unwrap_or_default();
    blame.member.clone().unwrap_or_else(caller)
}

fn short(version: &str) -> &str {
    version.get(..SHORT).unwrap_or(version)
}

fn as_json(user: &User, blames: &[Blame], lines: &[Option<Line>]) -> Value {
    let one = |(blame, line): (&Blame, &Option<Line>)| {
        let entry = blame.entry.as_ref();
        let run = entry.and_then(|entry| entry.run.as_ref());
        json!({
            "property": blame.property,
            "value": to_json(&blame.value),
            "entry": entry.map(|entry| entry.id),
            "at": entry.map(|entry| entry.at.to_string()),
            "caller": entry.map(|entry| entry.caller.as_str()),
            "callerName": blame.member,
            "origin": entry.and_then(|entry| entry.origin.as_ref()).map(json::origin),
            "run": run.map(|run| run.id.as_str()),
            "script": run.map(|run| run.script.as_str()),
            "version": run.map(|run| run.version.as_str()),
            "line": line.as_ref().map(|line| line.place.line),
            "column": line.as_ref().map(|line| line.place.column),
            "text": line.as_ref().map(|line| line.text.as_str()),
            "given": line.as_ref().map(|line| line.is_given),
        })
    };
    json!({
        "_id": user.account.id.as_str(),
        "globalEmailAddress": user.account.address.as_str(),
        "name": user.membership.name.as_str(),
        "properties": blames.iter().zip(lines).map(one).collect::<Value>(),
    })
}
