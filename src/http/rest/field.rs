//! Profile fields: what an environment knows of its users besides the rest, and whom it is asked of.

use super::group::{CONFIRM, LABEL};
use super::options::required;
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, FieldChange, FieldDraft, Kind, optional};
use crate::domain::{Code, Error, FieldKind, Name, Permission, Problem, ProfileField, Required};
use crate::json;
use serde_json::Value as Json;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/fields",
        name: "listFields",
        doc: "Lists the profile fields with the number of users who have a value.",
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
        doc: "Shows a profile field.",
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
        doc: "Changes label, type or choices of a profile field, or whom it is required of; what is not given stays as it is.",
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
        doc: "Removes a profile field; one that users have a value of, which is lost, only if that is confirmed.",
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
    ..optional("type", Kind::String, "\"choice\"", "Which values it takes; `text` if nothing is said.")
};

const CHOICES: AboutOption =
    optional("choices", Kind::Strings, "[\"north\", \"south\"]", "The values of a `choice` or of `choices`.");

const REQUIRED: AboutOption = optional(
    "required",
    Kind::Any,
    "[\"planner\"]",
    "Of whom it is required: `true` for everybody who is added by hand, `false` for nobody, or roles by name or id.",
);

fn found(context: &mut RequestContext) -> Result<ProfileField, Error> {
    directory::find_profile_field(&context.work, context.input.path("field"))
}

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let draft = FieldDraft {
        key: context.input.text(KEY.name).unwrap_or_default(),
        label: context.input.text(LABEL.name),
        kind: kind(context, &FieldKind::Text)?.unwrap_or(FieldKind::Text),
        required: whom(context)?.unwrap_or_default(),
    };
    let field = directory::add_profile_field(&mut context.work, draft)?;
    shown(context, field)
}

fn change(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let field = found(context)?;
    let change = FieldChange {
        label: context.input.text(LABEL.name),
        kind: kind(context, &field.kind)?,
        required: whom(context)?,
    };
    let field = directory::change_profile_field(&mut context.work, &field, change)?;
    shown(context, field)
}

/// Which values it takes, if that is said: what is not said of type and choices is as it was.
fn kind(context: &RequestContext, before: &FieldKind) -> Result<Option<FieldKind>, Problem> {
    let (kind, choices) = (context.input.text(KIND.name), context.input.texts(CHOICES.name));
    if kind.is_none() && choices.is_none() {
        return Ok(None);
    }
    let kind = kind.unwrap_or_else(|| before.as_str().to_owned());
    let stays = matches!(kind.as_str(), "choice" | "choices");
    let choices = choices.unwrap_or_else(|| if stays { before.choices().to_vec() } else { Vec::new() });
    FieldKind::given(&kind, choices).map(Some).map_err(|problem| problem.of(KIND.name))
}

/// Whom it is required of, if that is said.
fn whom(context: &RequestContext) -> Result<Option<Required>, Problem> {
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
