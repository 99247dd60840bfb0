//! Member groups: add, rename, copy, remove, and who is in them.

use super::options::{ID, required};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, AboutOption, GROUP_OPTIONS, Kind, Membering, about, optional};
use crate::domain::{Error, Group, Permission};
use crate::json;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/groups",
        name: "listGroups",
        doc: "Lists the member groups with their menus and the number of their members.",
        permission: Permission::GroupsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("groups", json::shape::<json::GroupInList>),
        does: Does::Read(|visit| {
            let groups = directory::list_groups(&mut visit.work)?;
            Ok(AnswerBody::of("groups", groups.iter().map(json::group_summary).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/groups",
        name: "addGroup",
        doc: "Adds a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: Takes::OptionsOfVerb(|| about(GROUP_OPTIONS)),
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Write(|visit| {
            let group = directory::add_group_by(&mut visit.work, &visit.asked.body)?;
            shown(visit, group)
        }),
    },
    Route {
        method: Method::Get,
        path: "/groups/{group}",
        name: "getGroup",
        doc: "Shows a member group with its members and menus.",
        permission: Permission::GroupsRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Read(|visit| {
            let group = found(visit)?;
            shown(visit, group)
        }),
    },
    Route {
        method: Method::Patch,
        path: "/groups/{group}",
        name: "renameGroup",
        doc: "Renames a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NEW_NAME, &LABEL]),
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Write(rename),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/copy",
        name: "copyGroup",
        doc: "Copies a member group with its members and menus.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NEW_NAME, &ID]),
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Write(copy),
    },
    Route {
        method: Method::Delete,
        path: "/groups/{group}",
        name: "removeGroup",
        doc: "Removes a member group; its members stay users.",
        permission: Permission::GroupsWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let group = found(visit)?;
            directory::remove_group(&mut visit.work, &group, visit.asked.flag(CONFIRM.name))?;
            Ok(AnswerBody::default())
        }),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/members",
        name: "addGroupMembers",
        doc: "Puts users into a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&USERS]),
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Write(|visit| change_members(visit, Membering::Join)),
    },
    Route {
        method: Method::Post,
        path: "/groups/{group}/members/remove",
        name: "removeGroupMembers",
        doc: "Takes users out of a member group.",
        permission: Permission::GroupsWrite,
        query: nothing,
        body: Takes::Options(|| vec![&USERS]),
        answers: Answers::One("group", json::shape::<json::GroupWithMembers>),
        does: Does::Write(|visit| change_members(visit, Membering::Leave)),
    },
];

/// The name that something gets.
pub const NEW_NAME: AboutOption = required("name", Kind::String, "\"drivers\"", "The name, unique in the environment.");

/// What people see of something.
pub const LABEL: AboutOption =
    optional("label", Kind::String, "\"Drivers\"", "What people see; it stays if not given.");

/// That something is to go for good.
pub const CONFIRM: AboutOption =
    optional("confirm", Kind::Boolean, "true", "Confirms that it is to be removed although it is in use.");

const USERS: AboutOption =
    required("users", Kind::Strings, "[\"ada@example.com\"]", "Users, by id or global e-mail address.");

fn found(visit: &mut Visit) -> Result<Group, Error> {
    directory::find_group(&mut visit.work, visit.asked.place("group"))
}

fn rename(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let group = found(visit)?;
    let name = visit.asked.name(NEW_NAME.name)?;
    let label = visit.asked.text(LABEL.name);
    directory::rename_group(&mut visit.work, &group, name, label)?;
    let group = directory::find_group(&mut visit.work, group.id.as_str())?;
    shown(visit, group)
}

fn copy(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let group = found(visit)?;
    let (name, id) = (visit.asked.name(NEW_NAME.name)?, visit.asked.id(ID.name)?);
    let copy = directory::copy_group(&mut visit.work, &group, name, id)?;
    shown(visit, copy)
}

fn change_members(visit: &mut Visit, way: Membering) -> Result<AnswerBody, Error> {
    let group = found(visit)?;
    let users = visit.asked.texts(USERS.name).unwrap_or_default();
    directory::change_members(&mut visit.work, &group, &users, way)?;
    shown(visit, group)
}

fn shown(visit: &mut Visit, group: Group) -> Result<AnswerBody, Error> {
    let details = directory::show_group(&mut visit.work, group)?;
    Ok(AnswerBody::of("group", json::group_details(&details)))
}
