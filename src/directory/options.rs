//! Options: the named values that a function of the directory takes, as a table.
//!
//! One table per function says what each option is called, which values it takes, what it is for, and where in the draft it
//! goes. Reading, checking, the messages, the manual, the command line's flags and completion all come from the table:
//! adding an option is adding a row.

use crate::domain::{Code, Problem, Problems, Value, nearest};
use std::borrow::Cow;

/// The options of one call, as a door hands them over: in any order, with any values.
pub type Options<'a> = [(Cow<'a, str>, Value<'a>)];

/// A row of a table: what people read about an option, and how its value gets into a draft `D`.
pub struct OptionRow<D> {
    /// What people read.
    pub about: AboutOption,
    /// Where the value goes.
    pub read: Read<D>,
}

/// What people read about an option.
#[derive(Debug, Clone, Copy)]
pub struct AboutOption {
    /// The name, as it is written in a call.
    pub name: &'static str,
    /// Which values it takes.
    pub kind: Kind,
    /// Whether it must be given.
    pub required: Required,
    /// Whether it goes beyond the documented API of seed 002.
    pub extension: bool,
    /// What it is for, in one or two sentences.
    pub doc: &'static str,
    /// A value, as it is written in a script.
    pub example: &'static str,
    /// Every text it can be, if it is one of a few.
    pub values: &'static [&'static str],
}

/// An option that may be given.
pub const fn optional(name: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind, required: Required::No, extension: false, doc, example, values: &[] }
}

/// Which values an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A whole number from 0 on.
    Integer,
    /// A whole number, negative too.
    Signed,
    /// Several texts.
    Strings,
    /// One text or several.
    OneOrStrings,
    /// Named values.
    Map,
    /// Several times named values.
    Maps,
    /// Whatever there is.
    Any,
}

/// Whether an option must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Always,
    /// When the account does not exist yet (SPEC R2.2).
    WhenAdding,
    /// Never.
    No,
}

/// How a value gets into a draft.
pub enum Read<D> {
    /// A text.
    String(fn(&mut D, &str) -> Result<(), Problem>),
    /// True or false.
    Boolean(fn(&mut D, bool)),
    /// A whole number from 0 on.
    Integer(fn(&mut D, u32) -> Result<(), Problem>),
    /// Several texts.
    Strings(fn(&mut D, &[&str]) -> Result<(), Problem>),
    /// One text or several.
    OneOrStrings(fn(&mut D, &[&str]) -> Result<(), Problem>),
    /// Several times named values.
    Maps(fn(&mut D, &[&Options]) -> Result<(), Problem>),
    /// Named values.
    Map(fn(&mut D, &Options) -> Result<(), Problem>),
}

impl Kind {
    /// The kind as messages and the manual name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::String => "a string",
            Kind::Boolean => "a boolean",
            Kind::Integer | Kind::Signed => "an integer",
            Kind::Strings => "an array of strings",
            Kind::OneOrStrings => "a string or an array of strings",
            Kind::Map => "a map",
            Kind::Maps => "an array of maps",
            Kind::Any => "any value",
        }
    }

    /// The kind in a table of the manual.
    pub const fn title(self) -> &'static str {
        match self {
            Kind::String => "String",
            Kind::Boolean => "Boolean",
            Kind::Integer | Kind::Signed => "Integer",
            Kind::Strings => "Array",
            Kind::OneOrStrings => "String, Array",
            Kind::Map => "Map",
            Kind::Maps => "Array",
            Kind::Any => "Any",
        }
    }

    /// Whether a value is of this kind.
    pub fn admits(self, value: &Value) -> bool {
        let all = |items: &[Value], kind: Kind| items.iter().all(|item| kind.admits(item));
        match (self, value) {
            (Kind::Any, _)
            | (Kind::String | Kind::OneOrStrings, Value::Text(_))
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::Signed, Value::Integer(_))
            | (Kind::Map, Value::Map(_)) => true,
            (Kind::Integer, Value::Integer(number)) => u32::try_from(*number).is_ok(),
            (Kind::Strings | Kind::OneOrStrings, Value::List(items)) => all(items, Kind::String),
            (Kind::Maps, Value::List(items)) => all(items, Kind::Map),
            _ => false,
        }
    }
}

/// Reads the options of a call into a draft by a table, noting every problem.
///
/// Nothing (`()` or `null`) counts as not given, so that a form's empty fields can be handed on as they are.
pub fn read_options<D>(table: &[OptionRow<D>], options: &Options, draft: &mut D, problems: &mut Problems) {
    for (name, value) in options {
        match table.iter().find(|row| row.about.name == name) {
            None => problems.add(unknown(name, table.iter().map(|row| row.about.name))),
            Some(_) if *value == Value::Nothing => {}
            Some(row) => {
                if let Err(problem) = read_one(row, value, draft) {
                    problems.add(problem.of(row.about.name));
                }
            }
        }
    }
}

/// Checks the options of a call by what people read about them, for functions that read no draft.
pub fn check_options(known: &[&'static AboutOption], options: &Options, problems: &mut Problems) {
    for (name, value) in options {
        match known.iter().find(|about| about.name == name) {
            None => problems.add(unknown(name, known.iter().map(|about| about.name))),
            Some(_) if *value == Value::Nothing => {}
            Some(about) if about.kind.admits(value) => {
                if let Err(problem) = check_values(about, value) {
                    problems.add(problem.of(about.name));
                }
            }
            Some(about) => problems.add(wrong_type(about, value).of(about.name)),
        }
    }
    for about in known.iter().filter(|about| about.required == Required::Always) {
        if !options.iter().any(|(name, value)| name == about.name && *value != Value::Nothing) {
            let problem = Problem::new(Code::Missing, "missing: this option must be given").of(about.name);
            problems.add(problem.help(format!("add `{}: {}`", about.name, about.example)));
        }
    }
}

/// Checks a text of an option that is one of a few.
fn check_values(about: &AboutOption, value: &Value) -> Result<(), Problem> {
    match value {
        Value::Text(text) if !about.values.is_empty() && !about.values.contains(&text.as_ref()) => {
            let expected = about.values.join(", ");
            let problem = Problem::new(Code::NotInList, format!("expected one of {expected}, found {text:?}"));
            Err(match nearest(text, about.values.iter().copied()) {
                Some(near) => problem.help(format!("did you mean {near:?}?")),
                None => problem,
            })
        }
        _ => Ok(()),
    }
}

fn read_one<D>(row: &OptionRow<D>, value: &Value, draft: &mut D) -> Result<(), Problem> {
    match (&row.read, value) {
        (Read::String(set), Value::Text(text)) => set(draft, text),
        (Read::Boolean(set), Value::Bool(yes)) => {
            set(draft, *yes);
            Ok(())
        }
        (Read::Integer(set), Value::Integer(number)) => match u32::try_from(*number) {
            Ok(number) => set(draft, number),
            Err(_) => Err(wrong_type(&row.about, value)),
        },
        (Read::Strings(set) | Read::OneOrStrings(set), Value::List(items)) => {
            let texts =
                each(items, |item| if let Value::Text(text) = item { Some(text.as_ref()) } else { None }, "strings");
            set(draft, &texts?)
        }
        (Read::OneOrStrings(set), Value::Text(text)) => set(draft, &[text]),
        (Read::Maps(set), Value::List(items)) => set(draft, &maps(items)?),
        (Read::Map(set), Value::Map(entries)) => set(draft, entries),
        _ => Err(wrong_type(&row.about, value)),
    }
}

/// The items of an array that must all be maps.
///
/// # Errors
/// Names the first item that is none.
pub fn maps<'v, 'a>(items: &'v [Value<'a>]) -> Result<Vec<&'v Options<'a>>, Problem> {
    let map = |item: &'v Value<'a>| match item {
        Value::Map(entries) => Some(entries.as_slice()),
        _ => None,
    };
    each(items, map, "maps")
}

fn each<'v, 'a, T>(
    items: &'v [Value<'a>],
    read: impl Fn(&'v Value<'a>) -> Option<T>,
    kind: &str,
) -> Result<Vec<T>, Problem> {
    let wrong = |(at, item): (usize, &Value)| {
        let found = format!("expected an array of {kind}, found {} as item {}", item.described(), at + 1);
        Problem::new(Code::WrongType, found)
    };
    items.iter().enumerate().map(|(at, item)| read(item).ok_or_else(|| wrong((at, item)))).collect()
}

fn wrong_type(about: &AboutOption, value: &Value) -> Problem {
    let kind = about.kind;
    let problem = Problem::new(Code::WrongType, format!("expected {}, found {}", kind.as_str(), value.described()));
    let way_out = match (kind, value) {
        (Kind::Boolean, Value::Text(text)) if text == "true" || text == "false" => {
            format!("write `{text}` without quotes")
        }
        (Kind::Strings, Value::Text(text)) => format!("write `[{text:?}]`"),
        (Kind::String, Value::List(items)) if matches!(items.as_slice(), [Value::Text(_)]) => {
            "leave out the square brackets".to_owned()
        }
        _ => format!("for example `{}: {}`", about.name, about.example),
    };
    problem.help(way_out)
}

fn unknown(name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Problem {
    let problem = Problem::new(Code::UnknownOption, "there is no option of this name").of(name.to_owned());
    match nearest(name, known.clone()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("the options are {}", known.collect::<Vec<_>>().join(", "))),
    }
}

/// Says that an option that is required was not given.
pub fn missing<D>(table: &[OptionRow<D>], name: &'static str, why: &str) -> Problem {
    let example = table.iter().find(|row| row.about.name == name).map_or("…", |row| row.about.example);
    Problem::new(Code::Missing, format!("missing: {why}")).of(name).help(format!("add `{name}: {example}`"))
}
