//! Routes of roles and their permissions.

use super::group::{CONFIRM, NEW_NAME};
use super::options::{ID, permissions_of};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, Kind, RoleChange, RoleDraft, optional};
use crate::domain::{Error, Permission, Permissions, Role};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/roles",
        name: "listRoles",
        doc: "Lists the roles, each with its permissions and the number of its users.",
        permission: Permission::RolesRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("roles", json::shape::<json::RoleInList>),
        handler: Handler::Read(|context| {
            let roles = directory::list_roles(&context.work)?;
            Ok(ResponseBody::of("roles", roles.iter().map(json::role_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/roles",
        name: "addRole",
        doc: "Adds a role. It can have only permissions that the token has.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NEW_NAME, &ID, &PERMISSIONS]),
        response: ResponseShape::One("role", json::shape::<json::RoleWithUsers>),
        handler: Handler::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/roles/{role}",
        name: "getRole",
        doc: "Returns a role with its users and the profile fields that they must have.",
        permission: Permission::RolesRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("role", json::shape::<json::RoleWithUsers>),
        handler: Handler::Read(|context| {
            let role = found(context)?;
            shown(context, role)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/roles/{role}",
        name: "changeRole",
        doc: "Changes the name or the permissions of a role. Options that you omit keep their value.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&OTHER_NAME, &PERMISSIONS]),
        response: ResponseShape::One("role", json::shape::<json::RoleWithUsers>),
        handler: Handler::Write(change),
    },
    Route {
        method: Method::Delete,
        path: "/roles/{role}",
        name: "removeRole",
        doc: "Removes a role. Its users remain. Requires `confirm` if users have the role or fields are required for it.",
        permission: Permission::RolesWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let role = found(context)?;
            directory::remove_role(&mut context.work, &role, context.input.flag(CONFIRM.name))?;
            Ok(ResponseBody::default())
        }),
    },
];

const OTHER_NAME: AboutOption =
    optional("name", Kind::String, "\"planner\"", "The new name, unique in the environment.");

const PERMISSIONS: AboutOption = AboutOption {
    values: Permission::TEXTS,
    ..optional(
        "permissions",
        Kind::Strings,
        "[\"users.read\"]",
        "The permissions of users with the role, by name. The list replaces all former permissions.",
    )
};

fn found(context: &mut RequestContext) -> Result<Role, Error> {
    directory::find_role(&context.work, context.input.path("role"))
}

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let draft = RoleDraft {
        name: context.input.name(NEW_NAME.name)?,
        id: context.input.id(ID.name)?,
        permissions: permissions_of(context, PERMISSIONS.name)?.unwrap_or(Permissions::NONE),
    };
    let role = directory::add_role(&mut context.work, draft)?;
    shown(context, role)
}

fn change(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let role = found(context)?;
    let name = context.input.text(OTHER_NAME.name).map(|_| context.input.name(OTHER_NAME.name)).transpose()?;
    let change = RoleChange { name, permissions: permissions_of(context, PERMISSIONS.name)? };
    let role = directory::change_role(&mut context.work, &role, change)?;
    shown(context, role)
}

fn shown(context: &mut RequestContext, role: Role) -> Result<ResponseBody, Error> {
    let details = directory::show_role(&context.work, role)?;
    Ok(ResponseBody::of("role", json::role_details(&details)))
}
