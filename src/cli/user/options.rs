//! The options of `user add`, generated from the table of options of the script function `addUser`.

use crate::directory::{self, Kind, USER_OPTIONS};
use crate::domain::{Problem, Value};
use crate::json;
use crate::store::from_json;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, Id};
use std::borrow::Cow;

/// The options that are given, in the form that `directory::add_user` takes.
#[derive(Debug, Clone, Default)]
pub struct UserOptions(pub Vec<(Cow<'static, str>, Value<'static>)>);

impl Args for UserOptions {
    fn augment_args(mut command: Command) -> Command {
        for about in directory::about(USER_OPTIONS) {
            let flag = kebab(about.name);
            let mut arg = Arg::new(Id::from(about.name)).long(flag.clone()).help(about.doc);
            if flag != about.name {
                arg = arg.alias(about.name);
            }
            arg = match about.kind {
                Kind::Boolean => arg
                    .num_args(0..=1)
                    .default_missing_value("true")
                    .value_name("true|false")
                    .value_parser(["true", "false"])
                    .require_equals(false),
                Kind::Strings => arg.action(ArgAction::Append).value_delimiter(',').value_name("A,B"),
                Kind::Map => arg.action(ArgAction::Append).value_name("KEY=VALUE|JSON"),
                Kind::Integer | Kind::Signed => arg.value_name("NUMBER"),
                Kind::String | Kind::OneOrStrings | Kind::Maps | Kind::Any => arg.value_name("TEXT"),
            };
            command = command.arg(arg);
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for UserOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut options = UserOptions::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for about in directory::about(USER_OPTIONS) {
            let Some(words) = matches.get_many::<String>(about.name) else {
                continue;
            };
            let words: Vec<&String> = words.collect();
            self.0.push((
                Cow::Borrowed(about.name),
                value(about.kind, &words).map_err(|problem| invalid(about.name, &problem))?,
            ));
        }
        Ok(())
    }
}

fn value(kind: Kind, words: &[&String]) -> Result<Value<'static>, Problem> {
    let last = words.last().map(|word| word.as_str()).unwrap_or_default();
    Ok(match kind {
        Kind::String | Kind::OneOrStrings | Kind::Maps | Kind::Any => Value::from(last.to_owned()),
        Kind::Boolean => Value::Bool(last == "true"),
        Kind::Integer | Kind::Signed => last.parse().map_or_else(|_| Value::from(last.to_owned()), Value::Integer),
        // A single empty string removes all: `--menu-names ""`.
        Kind::Strings if matches!(words, [only] if only.is_empty()) => Value::List(Vec::new()),
        Kind::Strings => Value::texts(words.iter().map(|word| word.as_str())),
        Kind::Map => {
            let mut all = Vec::new();
            for word in words {
                match word.trim_start().starts_with('{') {
                    true => all.extend(object(word)?),
                    false => all.push(entry(word)),
                }
            }
            Value::Map(all)
        }
    })
}

/// Reads `{"jobTitle": "Planner"}`.
fn object(word: &str) -> Result<Vec<(Cow<'static, str>, Value<'static>)>, Problem> {
    match from_json(json::read_strict(word)?) {
        Value::Map(entries) => Ok(entries),
        _ => Ok(Vec::new()),
    }
}

fn invalid(option: &str, problem: &Problem) -> Error {
    let help = problem.help.as_deref().unwrap_or("give KEY=VALUE, or JSON such as `{\"jobTitle\": \"Planner\"}`");
    let found = format!("`--{}`: {}\n\n  tip: {help}\n", kebab(option), problem.message);
    Error::raw(ErrorKind::ValueValidation, found)
}

/// Reads `jobTitle=Planner`. Numbers, booleans and `["a", "b"]` become such values; an empty text after `=` removes the value.
fn entry(word: &str) -> (Cow<'static, str>, Value<'static>) {
    let (key, text) = word.split_once('=').unwrap_or((word, ""));
    let value = match text {
        "" => Value::Nothing,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if text.starts_with('[') => list(text).unwrap_or_else(|| Value::from(text.to_owned())),
        _ => text.parse().map_or_else(|_| Value::from(text.to_owned()), Value::Integer),
    };
    (Cow::Owned(key.to_owned()), value)
}

/// Returns the values of a JSON array, or `None` if the text is not JSON.
fn list(text: &str) -> Option<Value<'static>> {
    serde_json::from_str(text).ok().map(from_json)
}

/// Returns `globalEmailAddress` as `global-email-address`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}
