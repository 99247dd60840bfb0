//! The parts of the JSON types. A type is a struct, and its documentation is its JSON Schema.

use crate::domain::{Moment, PublicId};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A function that returns the schema of a type, for tables that name the type of a response.
pub type Shape = fn(&mut Shapes) -> Value;

/// Returns the schema of a type.
pub fn shape<T: JsonSchema>(shapes: &mut Shapes) -> Value {
    shapes.0.subschema_for::<T>().to_value()
}

/// Collects the schemas of types. A type with a name is described once and referenced elsewhere.
pub struct Shapes(SchemaGenerator);

impl Shapes {
    /// Starts an empty collection. References to named types begin with a path such as `/components/schemas`.
    pub fn at(place: &'static str) -> Shapes {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        Shapes(settings.with(|settings| settings.definitions_path = Cow::Borrowed(place)).into_generator())
    }

    /// Returns all named types that were requested, and those that they refer to.
    pub fn named(mut self) -> Map<String, Value> {
        self.0.take_definitions(true)
    }
}

/// Serialises a value to JSON.
pub(super) fn value(shape: impl Serialize) -> Value {
    // Every key of a type is a text, so serialisation does not fail.
    serde_json::to_value(shape).unwrap_or_default()
}

/// Returns the texts and null, as values of a property in a schema.
pub(super) fn or_nothing(texts: &[&str]) -> Value {
    texts.iter().map(|&text| text.into()).chain([Value::Null]).collect()
}

/// Returns the schema of an item that is one of these texts.
pub(super) fn one_of(texts: &[&str]) -> Value {
    json!({ "type": "string", "enum": texts })
}

/// A moment in ISO 8601 with milliseconds and `Z`.
pub(super) struct Stamp(pub Moment);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl JsonSchema for Stamp {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time", "examples": ["2026-01-31T09:30:00.000Z"] })
    }
}

/// A public id.
#[derive(Clone, Copy)]
pub(super) struct Id<'a>(pub &'a PublicId);

impl Serialize for Id<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl JsonSchema for Id<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": 64, "examples": ["9fQ3kT7mWb2XcRz5H"] })
    }
}
