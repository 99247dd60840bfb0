//! `addGroup`, `addMenu`: new groups and menus of the environment.

use super::function::{Body, Function, Object, Parameter};
use super::lookup::id_map;
use crate::directory::{self, GROUP_OPTIONS, Kind, MENU_OPTIONS};

const OPTIONS: &[Parameter] = &[Parameter::required("options", Kind::Map)];

/// The functions that add groups and menus.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::BizzStream,
        name: "addGroup",
        parameters: OPTIONS,
        returns: "a map with `_id`, `name` and `label`",
        doc: "Adds a member group to the calling environment. Needs the grant `groups.manage`, and \
              `menus.assign` if you give it menus.",
        example: r#"let group = bizzStream.addGroup(#{ name: "drivers", label: "Drivers", menuNames: ["office"] });
bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", addMemberGroupIds: [group._id] });"#,
        options: Some(|| directory::about(GROUP_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let group = directory::add_group_by(work, &options)?;
                Ok(id_map(group.id.as_str(), group.name.as_str(), &group.label))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "addMenu",
        parameters: OPTIONS,
        returns: "a map with `_id`, `name` and `label`",
        doc: "Adds a menu to the calling environment. Needs the grant `menus.manage`.",
        example: r#"bizzStream.addMenu(#{
    name: "fleet",
    label: "Our fleet",
    items: [#{ label: "Cars", target: "/cars", items: [#{ label: "New", target: "/cars/new" }] }],
})"#,
        options: Some(|| directory::about(MENU_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let menu = directory::add_menu_by(work, &options)?;
                Ok(id_map(menu.id.as_str(), menu.name.as_str(), &menu.label))
            })
        }),
    },
];
