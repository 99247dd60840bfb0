//! `isMemberOf`, `groups`, `menus`: the groups and menus of the environment.

use super::function::{Body, Function, Object, Parameter};
use crate::directory::{self, Kind};
use crate::domain::{Group, Menu};
use rhai::{Dynamic, Map};

/// The functions about groups and menus.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::BizzStream,
        name: "isMemberOf",
        parameters: &[Parameter::required("user", Kind::String), Parameter::required("group", Kind::String)],
        returns: "a boolean",
        doc: "Returns whether a user is in a member group. Give the user's global e-mail address or id, and the group's name or \
              id. The call is refused if the user or the group does not exist.",
        example: r#"if bizzStream.isMemberOf("grace@example.com", "planning") { print("plans"); }"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let (group, user) = (arguments.pop().unwrap_or_default(), arguments.pop().unwrap_or_default());
            let (user, group) = (call.text("user", user)?, call.text("group", group)?);
            call.session.work(call.context, |work| {
                let user = directory::find_user(work, &user)?;
                let group = directory::find_group(work, &group)?;
                let details = directory::show_user(work, user)?;
                Ok(details.groups.iter().any(|own| own.row == group.row).into())
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "groups",
        parameters: &[],
        returns: "an array of maps with `_id`, `name` and `label`",
        doc: "Lists the member groups of the calling environment, by name.",
        example: r#"for group in bizzStream.groups() { print(group.name); }"#,
        options: None,
        body: Body::native(|call, _| {
            call.session.work(call.context, |work| {
                let groups = work.groups()?;
                let one = |group: &Group| id_map(group.id.as_str(), group.name.as_str(), &group.label);
                Ok(Dynamic::from_array(groups.all().iter().map(one).collect()))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "menus",
        parameters: &[],
        returns: "an array of maps with `_id`, `name` and `label`",
        doc: "Lists the menus of the calling environment, by name.",
        example: r#"for menu in bizzStream.menus() { print(menu.name); }"#,
        options: None,
        body: Body::native(|call, _| {
            call.session.work(call.context, |work| {
                let menus = work.menus()?;
                let one = |menu: &Menu| id_map(menu.id.as_str(), menu.name.as_str(), &menu.label);
                Ok(Dynamic::from_array(menus.all().iter().map(one).collect()))
            })
        }),
    },
];

/// Returns a group or menu as scripts see it.
pub(super) fn id_map(id: &str, name: &str, label: &str) -> Dynamic {
    let mut map = Map::new();
    map.insert("_id".into(), id.into());
    map.insert("name".into(), name.into());
    map.insert("label".into(), label.into());
    Dynamic::from_map(map)
}
