//! Keeping users out: bans from the environment.

use super::table::{Answers, Does, Method, Route, Takes, nothing};
use super::{AnswerBody, Visit};
use crate::directory;
use crate::domain::{Error, Permission, User};
use crate::json;
use crate::store::Work;

/// The routes.
pub const ROUTES: &[Route] = &[
    Route {
        method: Method::Post,
        path: "/users/{user}/ban",
        name: "banUser",
        doc: "Bans a user from the environment until the ban is lifted. An administrator is banned only by a token that allows \
              `users.administrators` as well.",
        permission: Permission::UsersBan,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("user", json::shape::<json::User>),
        does: Does::Write(|visit| change(visit, directory::ban_user)),
    },
    Route {
        method: Method::Post,
        path: "/users/{user}/lift-ban",
        name: "liftBan",
        doc: "Lifts the ban of a user; whether the user is active stays as it was.",
        permission: Permission::UsersBan,
        query: nothing,
        body: Takes::Nothing,
        answers: Answers::One("user", json::shape::<json::User>),
        does: Does::Write(|visit| change(visit, directory::lift_ban)),
    },
];

fn change(visit: &mut Visit, verb: fn(&mut Work, &str) -> Result<User, Error>) -> Result<AnswerBody, Error> {
    let user = verb(&mut visit.work, visit.asked.place("user"))?;
    let details = directory::show_user(&mut visit.work, user)?;
    Ok(AnswerBody::of("user", json::details(&details)))
}
