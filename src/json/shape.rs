//! What the shapes are made of, and how they are described: a shape is a struct, and its documentation is its JSON Schema.

use crate::domain::{Moment, PublicId};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A shape, for tables that name the shape of what they answer with.
pub type Shape = fn(&mut Shapes) -> Value;

/// The shape of a type.
pub fn shape<T: JsonSchema>(shapes: &mut Shapes) -> Value {
    shapes.0.subschema_for::<T>().to_value()
}

/// The schemas of shapes as they are asked for; what has a name is described once and referred to.
pub struct Shapes(SchemaGenerator);

impl Shapes {
    /// No shapes yet; those with a name are referred to at a place such as `/components/schemas`.
    pub fn at(place: &'static str) -> Shapes {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        Shapes(settings.with(|settings| settings.definitions_path = Cow::Borrowed(place)).into_generator())
    }

    /// The shapes with a name that were asked for, and those that they refer to.
    pub fn named(mut self) -> Map<String, Value> {
        self.0.take_definitions(true)
    }
}

/// JSON of a shape.
pub(super) fn value(shape: impl Serialize) -> Value {
    // Every key of a shape is a text, so this does not fail.
    serde_json::to_value(shape).unwrap_or_default()
}

/// Texts that a property can have besides nothing, as the schema lists them.
pub(super) fn or_nothing(texts: &[&str]) -> Value {
    texts.iter().map(|&text| text.into()).chain([Value::Null]).collect()
}

/// A text that is one of a few, as the schema of a list's items.
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

/// An id that people and programs see.
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
