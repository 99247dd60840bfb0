//! Routes of bans from the environment.

use super::table::{Handler, Method, RequestBody, ResponseShape, Route, nothing};
use super::{RequestContext, ResponseBody};
use crate::directory;
use crate::domain::{Error, Permission, User};
use crate::json;
use crate::store::Work;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Post,
        path: "/users/{user}/ban",
        name: "banUser",
        doc: "Bans a user from the environment until the ban is lifted. To ban an administrator, the token also needs the \
              permission `users.administrators`.",
        permission: Permission::UsersBan,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(|context| change(context, directory::ban_user)),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/lift-ban",
        name: "liftBan",
        doc: "Lifts the ban of a user. It does not change whether the user is active.",
        permission: Permission::UsersBan,
        query: nothing,
        body: RequestBody::Nothing,
        response: ResponseShape::One("user", json::shape::<json::User>),
        handler: Handler::Write(|context| change(context, directory::lift_ban)),
    },
];

fn change(
    context: &mut RequestContext,
    verb: fn(&mut Work, &str) -> Result<User, Error>,
) -> Result<ResponseBody, Error> {
    let user = verb(&mut context.work, context.input.path("user"))?;
    let details = directory::show_user(&mut context.work, user)?;
    Ok(ResponseBody::of("user", json::details(&details)))
}
