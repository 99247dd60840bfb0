//! Routes of menus.

use super::group::{CONFIRM, LABEL, NEW_NAME};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, MENU_OPTIONS, about};
use crate::domain::{Error, Menu, Permission};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/menus",
        name: "listMenus",
        doc: "Lists the menus, each with its items.",
        permission: Permission::MenusRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::List("menus", json::shape::<json::Menu>),
        handler: Handler::Read(|context| {
            let menus = context.work.menus()?;
            Ok(ResponseBody::of("menus", menus.all().iter().map(json::menu).collect()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/menus",
        name: "addMenu",
        doc: "Adds a menu.",
        permission: Permission::MenusWrite,
        query: nothing,
        body: RequestBody::OptionsOfVerb(|| about(MENU_OPTIONS)),
        response: ResponseShape::One("menu", json::shape::<json::Menu>),
        handler: Handler::Write(|context| {
            let menu = directory::add_menu_by(&mut context.work, &context.input.body)?;
            Ok(shown(&menu))
        }),
    },
    Route {
        method: Method::Get,
        path: "/menus/{menu}",
        name: "getMenu",
        doc: "Returns a menu with its items.",
        permission: Permission::MenusRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("menu", json::shape::<json::Menu>),
        handler: Handler::Read(|context| Ok(shown(&found(context)?))),
    },
    Route {
        method: Method::Patch,
        path: "/menus/{menu}",
        name: "renameMenu",
        doc: "Renames a menu.",
        permission: Permission::MenusWrite,
        query: nothing,
        body: RequestBody::Options(|| vec![&NEW_NAME, &LABEL]),
        response: ResponseShape::One("menu", json::shape::<json::Menu>),
        handler: Handler::Write(rename),
    },
    Route {
        method: Method::Delete,
        path: "/menus/{menu}",
        name: "removeMenu",
        doc: "Removes a menu. Requires `confirm` if users or groups have it.",
        permission: Permission::MenusWrite,
        query: || vec![&CONFIRM],
        body: RequestBody::Nothing,
        response: ResponseShape::Nothing,
        handler: Handler::Write(|context| {
            let menu = found(context)?;
            directory::remove_menu(&mut context.work, &menu, context.input.flag(CONFIRM.name))?;
            Ok(ResponseBody::default())
        }),
    },
];

fn found(context: &mut RequestContext) -> Result<Menu, Error> {
    directory::find_menu(&mut context.work, context.input.path("menu"))
}

fn rename(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let menu = found(context)?;
    let name = context.input.name(NEW_NAME.name)?;
    let label = context.input.text(LABEL.name);
    directory::rename_menu(&mut context.work, &menu, name, label)?;
    Ok(shown(&directory::find_menu(&mut context.work, menu.id.as_str())?))
}

fn shown(menu: &Menu) -> ResponseBody {
    ResponseBody::of("menu", json::menu(menu))
}
