//! Routes of profile fields: the additional properties of the users of an environment.

use super::group::{CONFIRM, LABEL};
use super::options::required;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, FieldChange, FieldDraft, Kind, optional};
use crate::domain::{Code, Error, FieldKind, Name, Permission, Problem, ProfileField, Required};
use crate::json;
use serde_json::Value as Json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/fields",
        name: "listFields",
        doc: "Lists the profile fields, each with the number of users who have a value.",
        permission: Permission::RolesRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("fields", json::shape::<json::ProfileFieldWithCount>),
        handler: Handler::Read(|context| {
            let fields = directory::list_profile_fields(&context.work)?;
            Ok(ResponseBody::of("fields", fields.iter().map(json::profile_field_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/fields",
        name: "addField",
        doc: "Adds a profile field.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&KEY, &LABEL, &KIND, &CHOICES, &REQUIRED]),
        response: ResponseShape::One("field", json::shape::<json::ProfileFieldWithCount>),
        handler: Handler::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/fields/{field}",
        name: "getField",
        doc: "Returns a profile field.",
        permission: Permission::RolesRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("field", json::shape::<json::ProfileFieldWithCount>),
        handler: Handler::Read(|context| {
            let field = found(context)?;
            shown(context, field)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/fields/{field}",
        name: "changeField",
        doc: "Changes label, type, choices or `required` of a profile field. Options that you omit keep their value.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&LABEL, &KIND, &CHOICES, &REQUIRED]),
        response: ResponseShape::One("field", json::shape::<json::ProfileFieldWithCount>),
        handler: Handler::Write(change),
    },
    Route {
        method: Method::Delete,
        path: "/fields/{field}",
        name: "removeField",
        doc: "Removes a profile field and its values. Requires `confirm` if users have a value.",
        permission: Permission::RolesWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let field = found(context)?;
            directory::remove_profile_field(&mut context.work, &field, context.input.flag(CONFIRM.name))?;
            Ok(ResponseBody::default())
        }),
    },
];

const KEY: AboutOption = required("key", Kind::String, "\"jobTitle\"", "The key, unique in the environment.");

const KIND: AboutOption = AboutOption {
    values: FieldKind::TEXTS,
    ..optional("type", Kind::String, "\"choice\"", "The type of the values; `text` by default.")
};

const CHOICES: AboutOption = optional(
    "choices",
    Kind::Strings,
    "[\"north\", \"south\"]",
    "The possible values of the type `choice` or `choices`.",
);

const REQUIRED: AboutOption = optional(
    "required",
    Kind::Any,
    "[\"planner\"]",
    "Who must have a value: `true` for every user who is added by hand, `false` for nobody (default), or roles by name or id.",
);

fn found(context: &mut RequestContext) -> Result<ProfileField, Error> {
    directory::find_profile_field(&context.work, context.input.path("field"))
}

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let draft = FieldDraft {
        key: context.input.text(KEY.name).unwrap_or_default(),
        label: context.input.text(LABEL.name),
        kind: kind(context, &FieldKind::Text)?.unwrap_or(FieldKind::Text),
        required: required_of(context)?.unwrap_or_default(),
    };
    let field = directory::add_profile_field(&mut context.work, draft)?;
    shown(context, field)
}

fn change(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let field = found(context)?;
    let change = FieldChange {
        label: context.input.text(LABEL.name),
        kind: kind(context, &field.kind)?,
        required: required_of(context)?,
    };
    let field = directory::change_profile_field(&mut context.work, &field, change)?;
    shown(context, field)
}

/// Returns the new type, if type or choices are present; the missing one of them stays as before.
fn kind(context: &RequestContext, before: &FieldKind) -> Result<Option<FieldKind>, Problem> {
    let (kind, choices) = (context.input.text(KIND.name), context.input.texts(CHOICES.name));
    if kind.is_none() && choices.is_none() {
        return Ok(None);
    }
    let kind = kind.unwrap_or_else(|| before.as_str().to_owned());
    let has_choices = matches!(kind.as_str(), "choice" | "choices");
    let choices = choices.unwrap_or_else(|| if has_choices { before.choices().to_vec() } else { Vec::new() });
    FieldKind::given(&kind, choices).map(Some).map_err(|problem| problem.of(KIND.name))
}

/// Returns who must have a value, if the option is present.
fn required_of(context: &RequestContext) -> Result<Option<Required>, Problem> {
    let wrong = || {
        Problem::new(Code::WrongType, "expected true, false, or an array of roles")
            .of(REQUIRED.name)
            .help("for example `[\"planner\"]`")
    };
    Ok(Some(match context.input.json(REQUIRED.name) {
        None => return Ok(None),
        Some(Json::Bool(true)) => Required::Always,
        Some(Json::Bool(false)) => Required::Never,
        Some(Json::Array(_)) => {
            let roles = context.input.texts(REQUIRED.name).unwrap_or_default();
            if roles.len() != context.input.json(REQUIRED.name).and_then(|all| Some(all.as_array()?.len())).unwrap_or(0)
            {
                return Err(wrong());
            }
            let names: Result<Vec<Name>, Problem> = roles.iter().map(|role| Name::parse(role)).collect();
            Required::For(names.map_err(|problem| problem.of(REQUIRED.name))?)
        }
        Some(_) => return Err(wrong()),
    }))
}

fn shown(context: &mut RequestContext, field: ProfileField) -> Result<ResponseBody, Error> {
    let summary = directory::show_profile_field(&context.work, field)?;
    Ok(ResponseBody::of("field", json::profile_field_summary(&summary)))
}
