//! Roles and profile fields of a model.

use super::{Model, Text};
use crate::directory::{FieldDraft, RoleDraft};
use crate::domain::{
    Code, FieldKind, Name, Permission, Permissions, Problem, ProfileField, PublicId, Required, list_of, nearest,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;
use toml::Spanned;

/// A role of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleModel {
    /// The name, unique in the environment.
    pub(super) name: Text<Name>,
    /// The id. Default: a new one.
    pub(super) id: Option<Text<PublicId>>,
    /// Permissions of its members. Default: none.
    // Spanned strings keep the place of each permission; the parser reports the place of the whole array only.
    #[serde(default)]
    #[schemars(schema_with = "permissions")]
    permissions: Vec<Spanned<String>>,
}

/// A profile field of a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldModel {
    /// The key in `profile`.
    #[schemars(with = "String")]
    key: Spanned<String>,
    /// The label that people see. Default: the key.
    label: Option<String>,
    /// The type of its values: `text`, `email`, `number`, `boolean`, `choice` or `choices`. Default: `text`.
    #[serde(rename = "type", default)]
    kind: KindModel,
    /// The values to choose from, for the types `choice` and `choices`.
    #[serde(default)]
    choices: Vec<String>,
    /// Whether people who add a user must fill it in: `true`, `false`, or the names of the roles for which it is required.
    /// Scripts need not fill it in. Default: `false`.
    #[serde(default)]
    required: RequiredModel,
}

/// The type of the values of a profile field.
#[derive(Debug, Default, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum KindModel {
    /// A text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of the choices.
    Choice,
    /// Some of the choices.
    Choices,
}

/// Returns the schema of permissions, so that editors can suggest them.
fn permissions(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "array", "items": { "type": "string", "enum": Permission::TEXTS } })
}

/// For which users a profile field is required.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub enum RequiredModel {
    /// For every user, or for none.
    Always(bool),
    /// For users with these roles.
    For(#[schemars(with = "Vec<String>")] Vec<Spanned<String>>),
}

impl Default for RequiredModel {
    fn default() -> RequiredModel {
        RequiredModel::Always(false)
    }
}

/// Written by hand, because the error of a derived one names Rust types.
impl<'de> Deserialize<'de> for RequiredModel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RequiredModel, D::Error> {
        struct RequiredVisitor;
        impl<'de> Visitor<'de> for RequiredVisitor {
            type Value = RequiredModel;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("`true`, `false`, or the names of roles in a list")
            }

            fn visit_bool<E>(self, yes: bool) -> Result<RequiredModel, E> {
                Ok(RequiredModel::Always(yes))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<RequiredModel, A::Error> {
                let mut roles = Vec::new();
                while let Some(role) = items.next_element()? {
                    roles.push(role);
                }
                Ok(RequiredModel::For(roles))
            }
        }
        deserializer.deserialize_any(RequiredVisitor)
    }
}

impl RoleModel {
    /// Returns the permissions of its members.
    ///
    /// # Errors
    /// Returns the first unknown permission and its place in the text.
    pub fn placed_permissions(&self) -> Result<Permissions, (Problem, usize)> {
        self.permissions.iter().try_fold(Permissions::NONE, |set, text| {
            let permission = Permission::parse(text.get_ref()).map_err(|problem| (problem, text.span().start))?;
            Ok(set.with(permission))
        })
    }

    pub(super) fn permissions(&self) -> Result<Permissions, Problem> {
        self.placed_permissions().map_err(|(problem, _)| problem)
    }

    pub(super) fn draft(&self) -> Result<RoleDraft, Problem> {
        Ok(RoleDraft {
            name: self.name.0.clone(),
            id: self.id.as_ref().map(|id| id.0.clone()),
            permissions: self.permissions()?,
        })
    }
}

impl FieldModel {
    pub(super) fn draft(&self) -> Result<FieldDraft, Problem> {
        Ok(FieldDraft {
            key: self.key.get_ref().clone(),
            label: self.label.clone(),
            kind: FieldKind::given(self.kind.as_str(), self.choices.clone())?,
            required: self.required.required()?,
        })
    }

    /// Returns the field for checks of scripts, or `None` if it is invalid.
    pub(super) fn known(&self) -> Option<ProfileField> {
        let FieldDraft { key, label, kind, required } = self.draft().ok()?;
        Some(ProfileField { row: 0, label: label.unwrap_or_else(|| key.clone()), key, kind, required })
    }
}

impl KindModel {
    const fn as_str(self) -> &'static str {
        match self {
            KindModel::Text => "text",
            KindModel::Email => "email",
            KindModel::Number => "number",
            KindModel::Boolean => "boolean",
            KindModel::Choice => "choice",
            KindModel::Choices => "choices",
        }
    }
}

impl RequiredModel {
    fn required(&self) -> Result<Required, Problem> {
        Ok(match self {
            RequiredModel::Always(false) => Required::Never,
            RequiredModel::Always(true) => Required::Always,
            RequiredModel::For(roles) => {
                let names = roles.iter().map(|role| Name::parse(role.get_ref()));
                Required::For(names.collect::<Result<_, _>>()?)
            }
        })
    }
}

/// Checks the roles and fields of a model. Returns the first mistake and its byte offset.
pub(super) fn check(model: &Model) -> Result<(), (Problem, Option<usize>)> {
    let bad = |problem: Problem, at: usize| (Problem { code: Code::BadModel, ..problem }, Some(at));
    for role in &model.roles {
        role.placed_permissions().map_err(|(problem, at)| bad(problem, at))?;
    }
    let names = || model.roles.iter().map(|role| role.name.0.as_str());
    for field in &model.profile_fields {
        let at = field.key.span().start;
        ProfileField::check_key(field.key.get_ref()).map_err(|problem| bad(problem, at))?;
        let draft = field.draft().and_then(|draft| draft.kind.check_choices());
        draft.map_err(|problem| bad(problem, at))?;
        let RequiredModel::For(roles) = &field.required else { continue };
        for role in roles {
            if !model.roles.iter().any(|known| known.name.0.key() == crate::domain::name_key(role.get_ref())) {
                let problem = Problem::new(Code::BadModel, format!("there is no role {:?}", role.get_ref()));
                let help = match nearest(role.get_ref(), names()) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None if model.roles.is_empty() => "the model has no role".to_owned(),
                    None => format!("there is {}", list_of(names())),
                };
                return Err(bad(problem.help(help), role.span().start));
            }
        }
    }
    Ok(())
}
