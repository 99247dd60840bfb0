//! Profile fields: what an environment knows of its users besides the rest, and whom it is asked of.

use super::group::{CONFIRM, LABEL};
use super::options::required;
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
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
        body: Takes::Nothing,
        answers: Answers::List("fields", json::shape::<json::ProfileFieldWithCount>),
        does: Does::Read(|visit| {
            let fields = directory::list_profile_fields(&visit.work)?;
            Ok(AnswerBody::of("fields", fields.iter().map(json::profile_field_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/fields",
        name: "addField",
        doc: "Adds a profile field.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: Takes::Options(|| vec![&KEY, &LABEL, &KIND, &CHOICES, &REQUIRED]),
        answers: Answers::One("field", json::shape::<json::ProfileFieldWithCount>),
        does: Does::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/fields/{field}",
        name: "getField",
        doc: "Shows a profile field.",
        permission: Permission::RolesRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("field", json::shape::<json::ProfileFieldWithCount>),
        does: Does::Read(|visit| {
            let field = found(visit)?;
            shown(visit, field)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/fields/{field}",
        name: "changeField",
        doc: "Changes label, type or choices of a profile field, or whom it is required of; what is not given stays as it is.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: Takes::Options(|| vec![&LABEL, &KIND, &CHOICES, &REQUIRED]),
        answers: Answers::One("field", json::shape::<json::ProfileFieldWithCount>),
        does: Does::Write(change),
    },
    Route {
        method: Method::Delete,
        path: "/fields/{field}",
        name: "removeField",
        doc: "Removes a profile field; one that users have a value of, which is lost, only if that is confirmed.",
        permission: Permission::RolesWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let field = found(visit)?;
            directory::remove_profile_field(&mut visit.work, &field, visit.asked.flag(CONFIRM.name))?;
            Ok(AnswerBody::default())
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

fn found(visit: &mut Visit) -> Result<ProfileField, Error> {
    directory::find_profile_field(&visit.work, visit.asked.place("field"))
}

fn add(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let draft = FieldDraft {
        key: visit.asked.text(KEY.name).unwrap_or_default(),
        label: visit.asked.text(LABEL.name),
        kind: kind(visit, &FieldKind::Text)?.unwrap_or(FieldKind::Text),
        required: whom(visit)?.unwrap_or_default(),
    };
    let field = directory::add_profile_field(&mut visit.work, draft)?;
    shown(visit, field)
}

fn change(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let field = found(visit)?;
    let change =
        FieldChange { label: visit.asked.text(LABEL.name), kind: kind(visit, &field.kind)?, required: whom(visit)? };
    let field = directory::change_profile_field(&mut visit.work, &field, change)?;
    shown(visit, field)
}

/// Which values it takes, if that is said: what is not said of type and choices is as it was.
fn kind(visit: &Visit, before: &FieldKind) -> Result<Option<FieldKind>, Problem> {
    let (kind, choices) = (visit.asked.text(KIND.name), visit.asked.texts(CHOICES.name));
    if kind.is_none() && choices.is_none() {
        return Ok(None);
    }
    let kind = kind.unwrap_or_else(|| before.as_str().to_owned());
    let stays = matches!(kind.as_str(), "choice" | "choices");
    let choices = choices.unwrap_or_else(|| if stays { before.choices().to_vec() } else { Vec::new() });
    FieldKind::given(&kind, choices).map(Some).map_err(|problem| problem.of(KIND.name))
}

/// Whom it is required of, if that is said.
fn whom(visit: &Visit) -> Result<Option<Required>, Problem> {
    let wrong = || {
        Problem::new(Code::WrongType, "expected true, false, or an array of roles")
            .of(REQUIRED.name)
            .help("for example `[\"planner\"]`")
    };
    Ok(Some(match visit.asked.json(REQUIRED.name) {
        None => return Ok(None),
        Some(Json::Bool(true)) => Required::Always,
        Some(Json::Bool(false)) => Required::Never,
        Some(Json::Array(_)) => {
            let roles = visit.asked.texts(REQUIRED.name).unwrap_or_default();
            if roles.len() != visit.asked.json(REQUIRED.name).and_then(|all| Some(all.as_array()?.len())).unwrap_or(0) {
                return Err(wrong());
            }
            let names: Result<Vec<Name>, Problem> = roles.iter().map(|role| Name::parse(role)).collect();
            Required::For(names.map_err(|problem| problem.of(REQUIRED.name))?)
        }
        Some(_) => return Err(wrong()),
    }))
}

fn shown(visit: &mut Visit, field: ProfileField) -> Result<AnswerBody, Error> {
    let summary = directory::show_profile_field(&visit.work, field)?;
    Ok(AnswerBody::of("field", json::profile_field_summary(&summary)))
}
