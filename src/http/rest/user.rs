//! Routes of users. The options of a user are those of `addUser` in scripts.

use super::options::{CURSOR, LIMIT, after_of, limit_of};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, FIND_OPTIONS, USER_OPTIONS, about};
use crate::domain::{Code, Error, Permission, Problem, Problems, User, UserQuery};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/users",
        name: "listUsers",
        doc: "Lists users of the environment, filtered by text, status and group, in pages.",
        permission: Permission::UsersRead,
        query: list_options,
        body: RequestBody::Nothing,
        response: ResponseShape::Page("users", json::shape::<json::User>),
        handler: Handler::Read(list),
    },
    Route {
        method: Method::Post,
        path: "/users",
        name: "addUser",
        doc: "Adds a user, or changes the user with this `globalEmailAddress`. The options are those of `addUser` in scripts.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::OptionsOfVerb(user_options),
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(add),
    },
    Route {
        method: Method::Get,
        path: "/users/{user}",
        name: "getUser",
        doc: "Returns a user with menus and groups.",
        permission: Permission::UsersRead,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Read(show),
    },
    Route {
        method: Method::Patch,
        path: "/users/{user}",
        name: "changeUser",
        doc: "Changes a user. Options that you omit keep their value. The options are those of `addUser` without \
              `globalEmailAddress`.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::OptionsOfVerb(change_options),
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(change),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/activate",
        name: "activateUser",
        doc: "Makes a user active: the user can open the environment again.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(|context| {
            let user = directory::activate_user(&mut context.work, context.input.path("user"))?;
            shown(context, user)
        }),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/deactivate",
        name: "deactivateUser",
        doc: "Makes a user inactive: the user cannot open the environment.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(|context| {
            let user = directory::deactivate_user(&mut context.work, context.input.path("user"))?;
            shown(context, user)
        }),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/resend-invitation",
        name: "resendInvitation",
        doc: "Sends the invitation again to a user who has not enrolled. `sent` is false if the address has reached its daily \
              limit of letters.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("sent", json::shape::<bool>),
        handler: Handler::Write(|context| {
            let sent = directory::resend_invitation(&mut context.work, context.input.path("user"))?;
            Ok(ResponseBody::of("sent", sent.into()))
        }),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/unlock",
        name: "unlockUser",
        doc: "Unlocks the account of a user after too many wrong passwords.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(|context| {
            let user = directory::unlock_user(&mut context.work, context.input.path("user"))?;
            shown(context, user)
        }),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/reset",
        name: "resetUser",
        doc: "Sends a user a link for a new password, or the invitation again if the user has not enrolled. `sent` is false if \
              the address has reached its daily limit of letters.",
        permission: Permission::UsersWrite,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("sent", json::shape::<bool>),
        handler: Handler::Write(|context| {
            let sent = directory::reset_user(&mut context.work, context.input.path("user"))?;
            Ok(ResponseBody::of("sent", sent.into()))
        }),
    },
    Route {
        method: Method::Get,
        path: "/users/{user}/history",
        name: "getUserHistory",
        doc: "Lists the entries of the audit about a user, the newest first.",
        permission: Permission::AuditRead,
        query: super::audit::page_options,
        body: RequestBody::Nothing,
        response: ResponseShape::Page("entries", json::shape::<json::Entry>),
        handler: Handler::Read(|context| {
            let user = context.input.path("user").to_owned();
            super::audit::page(context, Some(&user))
        }),
    },
];

fn list_options() -> Vec<&'static AboutOption> {
    let own = about(FIND_OPTIONS).into_iter().filter(|option| !matches!(option.name, "limit" | "skip"));
    own.chain([&LIMIT, &CURSOR]).collect()
}

fn user_options() -> Vec<&'static AboutOption> {
    about(USER_OPTIONS)
}

fn change_options() -> Vec<&'static AboutOption> {
    about(USER_OPTIONS).into_iter().filter(|option| option.name != ADDRESS).collect()
}

const ADDRESS: &str = "globalEmailAddress";

fn list(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let own: Vec<_> =
        context.input.query.iter().filter(|(name, _)| name != LIMIT.name && name != CURSOR.name).cloned().collect();
    let mut problems = Problems::default();
    let query = directory::read_query(&own, &mut problems);
    problems.refuse()?;
    let limit = limit_of(context);
    // One user more than the page has shows whether there is a next page.
    let query = UserQuery { limit: limit + 1, after: context.input.text(CURSOR.name), ..query };
    let mut users = directory::find_users_by(&mut context.work, &query)?;
    let next = after_of(&mut users, limit, |user| user.account.id.to_string());
    let mut all = Vec::with_capacity(users.len());
    for user in users {
        all.push(json::details(&directory::show_user(&mut context.work, user)?));
    }
    Ok(ResponseBody::of("users", all.into()).with("next", next.into()))
}

fn add(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let user = directory::add_user(&mut context.work, &context.input.body)?;
    shown(context, user)
}

fn show(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let user = directory::find_user(&context.work, context.input.path("user"))?;
    shown(context, user)
}

fn change(context: &mut RequestContext) -> Result<ResponseBody, Error> {
    let user = directory::find_user(&context.work, context.input.path("user"))?;
    let mut options = context.input.body.clone();
    if options.iter().any(|(name, _)| name == ADDRESS) {
        let problem = Problem::new(Code::UnknownOption, "the global address can be changed only by its owner");
        return Err(problem.of(ADDRESS).into());
    }
    options.push((ADDRESS.into(), user.account.address.to_string().into()));
    let user = directory::add_user(&mut context.work, &options)?;
    shown(context, user)
}

fn shown(context: &mut RequestContext, user: User) -> Result<ResponseBody, Error> {
    let details = directory::show_user(&mut context.work, user)?;
    Ok(ResponseBody::of("user", json::details(&details)))
}
