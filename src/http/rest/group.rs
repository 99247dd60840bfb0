//! Routes of member groups and their members.

use super::options::{ID, required};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, GROUP_OPTIONS, Kind, MemberChange, about, optional};
use crate::domain::{Error, Group, Permission};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/groups",
        name: "listGroups",
        doc: "Lists the member groups, each with its menus and the number of its members.",
        permission: Permission::GroupsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("groups", json::shape::<json::GroupInList>),
        handler: Handler::Read(|context| {
            let groups = directory::list_groups(&mut context.work)?;
            Ok(ResponseBody::of("groups", groups.iter().map(json::group_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/groups",
        name: "addGroup",
        doc: "Adds a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: RequestBody::OptionsOfVerb(|| about(GROUP_OPTIONS)),
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Write(|context| {
            let group = directory::add_group_by(&mut context.work, &context.input.body)?;
            shown(context, group)
        }),
    },
    Route {
        method: Method::Get,
        path: "/groups/{group}",
        name: "getGroup",
        doc: "Returns a member group with its members and menus.",
        permission: Permission::GroupsRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Read(|context| {
            let group = found(context)?;
            shown(context, group)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/groups/{group}",
        name: "renameGroup",
        doc: "Renames a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NEW_NAME, &LABEL]),
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Write(rename),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/copy",
        name: "copyGroup",
        doc: "Copies a member group with its members and menus.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NEW_NAME, &ID]),
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Write(copy),
    },
    Route {
        method: Method::Delete,
        path: "/groups/{group}",
        name: "removeGroup",
        doc: "Removes a member group. Its members remain users. Requires `confirm`.",
        permission: Permission::GroupsWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let group = found(context)?;
            directory::remove_group(&mut context.work, &group, context.input.flag(CONFIRM.name))?;
            Ok(ResponseBody::default())
        }),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/members",
        name: "addGroupMembers",
        doc: "Adds users to a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&USERS]),
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Write(|context| change_members(context, MemberChange::Join)),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/members/remove",
        name: "removeGroupMembers",
        doc: "Removes users from a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&USERS]),
        response: ResponseShape::One("group", json::shape::<json::GroupWithMembers>),
        handler: Handler::Write(|context| change_members(context, MemberChange::Leave)),
    },
];

/// The option for the name of an object.
pub const NEW_NAME: AboutOption = required("name", Kind::String, "\"drivers\"", "The name, unique in the environment.");

/// The option for the label of an object.
pub const LABEL: AboutOption =
    optional("label", Kind::String, "\"Drivers\"", "The text that people see; unchanged by default.");

/// The parameter that confirms a removal.
pub const CONFIRM: AboutOption = optional("confirm", Kind::Boolean, "true", "Confirms the removal.");

const USERS: AboutOption =
    required("users", Kind::Strings, "[\"ada@example.com\"]", "Users, by id or global e-mail address.");

fn found(context: &mut RequestContext) -> Result<Group, Error> {
    directory::find_group(&mut context.work, context.input.path("group"))
}

fn rename(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let group = found(context)?;
    let name = context.input.name(NEW_NAME.name)?;
    let label = context.input.text(LABEL.name);
    directory::rename_group(&mut context.work, &group, name, label)?;
    let group = directory::find_group(&mut context.work, group.id.as_str())?;
    shown(context, group)
}

fn copy(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let group = found(context)?;
    let (name, id) = (context.input.name(NEW_NAME.name)?, context.input.id(ID.name)?);
    let copy = directory::copy_group(&mut context.work, &group, name, id)?;
    shown(context, copy)
}

fn change_members(context: &mut RequestContext, way: MemberChange) -> Result<ResponseBody, Error> {
    let group = found(context)?;
    let users = context.input.texts(USERS.name).unwrap_or_default();
    directory::change_members(&mut context.work, &group, &users, way)?;
    shown(context, group)
}

fn shown(context: &mut RequestContext, group: Group) -> Result<ResponseBody, Error> {
    let details = directory::show_group(&mut context.work, group)?;
    Ok(ResponseBody::of("group", json::group_details(&details)))
}
