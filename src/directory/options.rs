//! Options: the named values that a function of the directory takes, as a table.
//!
//! One table per function lists each option: its name, its values, its meaning, and the field of the draft that it
//! sets. Reading, checking, the messages, the manual, the flags of the command line and completion all use the table.
//! To add an option, add a row.

use crate::domain::{Code, Problem, Problems, Value, nearest};
use std::borrow::Cow;

/// The options of one call as the interface passes them: in any order, with any values.
pub type Options<'a> = [(Cow<'a, str>, Value<'a>)];

/// A row of a table: the documentation of an option, and how its value gets into a draft `D`.
pub struct OptionRow<D> {
    /// The documentation of the option.
    pub about: AboutOption,
    /// The function that sets the value in the draft.
    pub read: Read<D>,
}

/// The documentation of an option.
#[derive(Debug, Clone, Copy)]
pub struct AboutOption {
    /// The name, as a call contains it.
    pub name: &'static str,
    /// The type of the values.
    pub kind: Kind,
    /// Whether the option is required.
    pub required: Required,
    /// Whether the option is missing in the documented API of seed 002.
    pub extension: bool,
    /// The meaning, in one or two sentences.
    pub doc: &'static str,
    /// An example value, as a script contains it.
    pub example: &'static str,
    /// The allowed texts. Empty if every text is allowed.
    pub values: &'static [&'static str],
}

/// Returns the documentation of an option that is not required.
pub const fn optional(name: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind, required: Required::No, extension: false, doc, example, values: &[] }
}

/// The type of the values of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A whole number of 0 or more.
    Integer,
    /// A whole number, negative too.
    Signed,
    /// Several texts.
    Strings,
    /// One text or several.
    OneOrStrings,
    /// A map: named values.
    Map,
    /// An array of maps.
    Maps,
    /// Any value.
    Any,
}

/// Whether an option is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Always,
    /// If the account does not exist yet (SPEC R2.2).
    WhenAdding,
    /// Never.
    No,
}

/// The function that sets a value in a draft, by the type of the value.
pub enum Read<D> {
    /// A text.
    String(fn(&mut D, &str) -> Result<(), Problem>),
    /// True or false.
    Boolean(fn(&mut D, bool)),
    /// A whole number of 0 or more.
    Integer(fn(&mut D, u32) -> Result<(), Problem>),
    /// Several texts.
    Strings(fn(&mut D, &[&str]) -> Result<(), Problem>),
    /// One text or several.
    OneOrStrings(fn(&mut D, &[&str]) -> Result<(), Problem>),
    /// An array of maps.
    Maps(fn(&mut D, &[&Options]) -> Result<(), Problem>),
    /// A map: named values.
    Map(fn(&mut D, &Options) -> Result<(), Problem>),
}

impl Kind {
    /// Returns the type as messages and the manual name it.
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

    /// Returns the type as tables of the manual show it.
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

    /// Returns whether a value has this type.
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

/// Reads the options of a call into a draft by a table, and adds every problem.
///
/// An empty value (`()` or `null`) counts as an omitted option. So a script can pass the empty fields of a form
/// unchanged.
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

/// Checks the options of a call by their documentation, for functions that read no draft.
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

/// Checks that a text is one of the allowed values.
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

/// Returns the items of an array of maps.
///
/// # Errors
/// Returns a problem that names the first item that is not a map.
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

/// Returns the problem for a required option that was omitted.
pub fn missing<D>(table: &[OptionRow<D>], name: &'static str, why: &str) -> Problem {
    let example = table.iter().find(|row| row.about.name == name).map_or("…", |row| row.about.example);
    Problem::new(Code::Missing, format!("missing: {why}")).of(name).help(format!("add `{name}: {example}`"))
}
