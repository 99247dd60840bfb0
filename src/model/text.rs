//! Single values in a file: texts of the domain, names instead of tables, and the messages about mistakes in them.

use crate::domain::{Code, EventType, Language, Name, Place, Problem, PublicId, TimeZone, nearest};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A table, or only its name.
#[derive(Debug, Clone, JsonSchema)]
#[serde(untagged)]
pub enum NameOr<T> {
    /// The name.
    Name(Text<Name>),
    /// The table.
    Table(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for NameOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrTable(PhantomData))
    }
}

struct NameOrTable<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NameOrTable<T> {
    type Value = NameOr<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name or a table")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<NameOr<T>, E> {
        Name::parse(text).map(|name| NameOr::Name(Text(name))).map_err(|problem| E::custom(problem.message))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<NameOr<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(NameOr::Table)
    }
}

/// Returns the problem and place of a mistake in a TOML file. For an unknown key, the hint names the nearest known one.
pub fn misread(code: Code, error: &toml::de::Error, source: &str) -> (Problem, Option<Place>) {
    let message = error.message();
    let place = error.span().map(|span| Place::at(source, span.start));
    let mut quoted = message.split('`').skip(1).step_by(2);
    let (true, Some(found)) = (message.starts_with("unknown "), quoted.next()) else {
        return (Problem::new(code, message.to_owned()), place);
    };
    let known: Vec<&str> = quoted.collect();
    let kind = if message.starts_with("unknown variant") { "value" } else { "key" };
    let problem = Problem::new(code, format!("there is no {kind} `{found}` here"));
    let help = match nearest(found, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    (problem.help(help), place)
}

/// A value of the domain that is written as text. A mistake in the text is reported at its place in the file.
#[derive(Debug, Clone)]
pub struct Text<T>(pub T);

impl<T> JsonSchema for Text<T> {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// A value that is parsed from a text.
pub trait FromText: Sized {
    /// Parses the text.
    ///
    /// # Errors
    /// Returns the expected and the found text.
    fn from_text(text: &str) -> Result<Self, Problem>;
}

impl FromText for Name {
    fn from_text(text: &str) -> Result<Self, Problem> {
        Name::parse(text)
    }
}

impl FromText for EventType {
    fn from_text(text: &str) -> Result<Self, Problem> {
        EventType::parse(text)
    }
}

impl FromText for PublicId {
    fn from_text(text: &str) -> Result<Self, Problem> {
        PublicId::parse(text)
    }
}

impl FromText for TimeZone {
    fn from_text(text: &str) -> Result<Self, Problem> {
        TimeZone::parse(text)
    }
}

impl FromText for Language {
    fn from_text(text: &str) -> Result<Self, Problem> {
        Language::parse(text)
    }
}

impl<'de, T: FromText> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::from_text(&text).map(Text).map_err(|problem| D::Error::custom(problem.message))
    }
}
