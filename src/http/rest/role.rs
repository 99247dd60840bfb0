//! Roles: add, change, remove, and what they let their users do.

use super::group::{CONFIRM, NEW_NAME};
use super::options::{ID, permissions_of};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, AboutOption, Kind, RoleChange, RoleDraft, optional};
use crate::domain::{Error, Permission, Permissions, Role};
use crate::json;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/roles",
        name: "listRoles",
        doc: "Lists the roles with what they allow and the number of their users.",
        permission: Permission::RolesRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("roles", json::shape::<json::RoleInList>),
        does: Does::Read(|visit| {
            let roles = directory::list_roles(&visit.work)?;
            Ok(AnswerBody::of("roles", roles.iter().map(json::role_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/roles",
        name: "addRole",
        doc: "Adds a role, which allows no more than the token itself.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NEW_NAME, &ID, &PERMISSIONS]),
        answers: Answers::One("role", json::shape::<json::RoleWithUsers>),
        does: Does::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/roles/{role}",
        name: "getRole",
        doc: "Shows a role with its users and the profile fields that they must have.",
        permission: Permission::RolesRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("role", json::shape::<json::RoleWithUsers>),
        does: Does::Read(|visit| {
            let role = found(visit)?;
            shown(visit, role)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/roles/{role}",
        name: "changeRole",
        doc: "Gives a role another name or other permissions; what is not given stays as it is.",
        permission: Permission::RolesWrite,
        query: nothing,
        body: Takes::Options(|| vec![&OTHER_NAME, &PERMISSIONS]),
        answers: Answers::One("role", json::shape::<json::RoleWithUsers>),
        does: Does::Write(change),
    },
    Route {
        method: Method::Delete,
        path: "/roles/{role}",
        name: "removeRole",
        doc: "Removes a role; its users stay. One that users have or fields are required for only if that is confirmed.",
        permission: Permission::RolesWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let role = found(visit)?;
            directory::remove_role(&mut visit.work, &role, visit.asked.flag(CONFIRM.name))?;
            Ok(AnswerBody::default())
        }),
    },
];

const OTHER_NAME: AboutOption =
    optional("name", Kind::String, "\"planner\"", "The new name, unique in the environment.");

const PERMISSIONS: AboutOption = AboutOption {
    values: Permission::TEXTS,
    ..optional("permissions", Kind::Strings, "[\"users.read\"]", "What users with the role may do; all of it, by name.")
};

fn found(visit: &mut Visit) -> Result<Role, Error> {
    directory::find_role(&visit.work, visit.asked.place("role"))
}

fn add(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let draft = RoleDraft {
        name: visit.asked.name(NEW_NAME.name)?,
        id: visit.asked.id(ID.name)?,
        permissions: permissions_of(visit, PERMISSIONS.name)?.unwrap_or(Permissions::NONE),
    };
    let role = directory::add_role(&mut visit.work, draft)?;
    shown(visit, role)
}

fn change(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let role = found(visit)?;
    let name = visit.asked.text(OTHER_NAME.name).map(|_| visit.asked.name(OTHER_NAME.name)).transpose()?;
    let change = RoleChange { name, permissions: permissions_of(visit, PERMISSIONS.name)? };
    let role = directory::change_role(&mut visit.work, &role, change)?;
    shown(visit, role)
}

fn shown(visit: &mut Visit, role: Role) -> Result<AnswerBody, Error> {
    let details = directory::show_role(&visit.work, role)?;
    Ok(AnswerBody::of("role", json::role_details(&details)))
}
