//! Menus: add, rename, remove.

use super::group::{CONFIRM, LABEL, NEW_NAME};
use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory::{self, MENU_OPTIONS, about};
use crate::domain::{Error, Menu, Permission};
use crate::json;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/menus",
        name: "listMenus",
        doc: "Lists the menus with their items.",
        permission: Permission::MenusRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::List("menus", json::shape::<json::Menu>),
        does: Does::Read(|visit| {
            let menus = visit.work.menus()?;
            Ok(AnswerBody::of("menus", menus.all().iter().map(json::menu).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/menus",
        name: "addMenu",
        doc: "Adds a menu.",
        permission: Permission::MenusWrite,
        query: nothing,
        body: Takes::OptionsOfVerb(|| about(MENU_OPTIONS)),
        answers: Answers::One("menu", json::shape::<json::Menu>),
        does: Does::Write(|visit| {
            let menu = directory::add_menu_by(&mut visit.work, &visit.asked.body)?;
            Ok(shown(&menu))
        }),
    },
    Route {
        method: Method::Get,
        path: "/menus/{menu}",
        name: "getMenu",
        doc: "Shows a menu with its items.",
        permission: Permission::MenusRead,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("menu", json::shape::<json::Menu>),
        does: Does::Read(|visit| Ok(shown(&found(visit)?))),
    },
    Route {
        method: Method::Patch,
        path: "/menus/{menu}",
        name: "renameMenu",
        doc: "Renames a menu.",
        permission: Permission::MenusWrite,
        query: nothing,
        body: Takes::Options(|| vec![&NEW_NAME, &LABEL]),
        answers: Answers::One("menu", json::shape::<json::Menu>),
        does: Does::Write(rename),
    },
    Route {
        method: Method::Delete,
        path: "/menus/{menu}",
        name: "removeMenu",
        doc: "Removes a menu; one that users or groups have only if that is confirmed.",
        permission: Permission::MenusWrite,
        query: || vec![&CONFIRM],
        body: Takes::Nothing,
        answers: Answers::Nothing,
        does: Does::Write(|visit| {
            let menu = found(visit)?;
            directory::remove_menu(&mut visit.work, &menu, visit.asked.flag(CONFIRM.name))?;
            Ok(AnswerBody::default())
        }),
    },
];

fn found(visit: &mut Visit) -> Result<Menu, Error> {
    directory::find_menu(&mut visit.work, visit.asked.place("menu"))
}

fn rename(visit: &mut Visit) -> Result<AnswerBody, Error> {
    let menu = found(visit)?;
    let name = visit.asked.name(NEW_NAME.name)?;
    let label = visit.asked.text(LABEL.name);
    directory::rename_menu(&mut visit.work, &menu, name, label)?;
    Ok(shown(&directory::find_menu(&mut visit.work, menu.id.as_str())?))
}

fn shown(menu: &Menu) -> AnswerBody {
    AnswerBody::of("menu", json::menu(menu))
}
