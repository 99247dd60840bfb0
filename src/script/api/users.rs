//! `addUser`, `getUser`, `findUsers`, `deactivateUser`, `resendInvitation`.

use super::function::{Body, Function, Object, Parameter};
use crate::directory::{self, FIND_OPTIONS, GET_OPTIONS, Kind, USER_OPTIONS};
use crate::script::document::Document;
use rhai::Dynamic;

const OPTIONS: &[Parameter] = &[Parameter::required("options", Kind::Map)];

const USER: &[Parameter] = &[Parameter::required("user", Kind::String)];

/// The functions about users.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::BizzStream,
        name: "addUser",
        parameters: OPTIONS,
        returns: "the user, as a map",
        doc: "Adds a user to the calling environment, or modifies an existing one. The global e-mail address identifies the \
              user. An existing account is added to the environment; otherwise an account is created and gets a welcome \
              letter. Options that you omit keep their value. All problems of a call are reported at once, and nothing of \
              a refused call is applied.",
        example: r#"bizzStream.addUser(#{
    globalEmailAddress: "ada@example.com",
    name: "Ada Lovelace",
    administrator: false,
    active: true,
    locale: "en",
    language: "en",
    menuNames: ["office"],
    memberGroupNames: ["planning"],
})"#,
        options: Some(|| directory::about(USER_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let user = directory::add_user(work, &options)?;
                Ok(Document::of(user, &work.environment))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "getUser",
        parameters: &[Parameter::required("query", Kind::Map)],
        returns: "the user, as a map, or `()` if no user matches",
        doc: "Finds one user of the calling environment. Every part of the query must match. If more than one user matches, \
              the call is refused, and the message has the number.",
        example: r#"let user = bizzStream.getUser(#{ globalEmailAddress: "ada@example.com" });
if user == () { print("not added yet"); }"#,
        options: Some(|| directory::about(GET_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let user = directory::get_user(work, &options)?;
                Ok(user.map_or(Dynamic::UNIT, |user| Document::of(user, &work.environment)))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "findUsers",
        parameters: &[Parameter::optional("query", Kind::Map)],
        returns: "an array of users, empty if no user matches",
        doc: "Finds users of the calling environment, in order. Without a query it returns all users, up to the limit.",
        example: r#"for user in bizzStream.findUsers(#{ text: "ada", filter: "active", limit: 10 }) {
    print(user.username);
}"#,
        options: Some(|| directory::about(FIND_OPTIONS)),
        body: Body::native(|call, mut arguments| {
            let options = call.options(arguments.pop())?;
            call.session.work(call.context, |work| {
                let users = directory::find_users(work, &options)?;
                let documents = users.into_iter().map(|user| Document::of(user, &work.environment));
                Ok(Dynamic::from_array(documents.collect()))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "deactivateUser",
        parameters: USER,
        returns: "the user, as a map",
        doc: "Deactivates a user of the calling environment. Give the global e-mail address or id. Other environments do not \
              change. The call is refused for the last active administrator. Needs the grant `users.deactivate`.",
        example: r#"bizzStream.deactivateUser("ada@example.com")"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let user = call.text("user", arguments.pop().unwrap_or_default())?;
            call.session.work(call.context, |work| {
                let user = directory::deactivate_user(work, &user)?;
                Ok(Document::of(user, &work.environment))
            })
        }),
    },
    Function {
        object: Object::BizzStream,
        name: "resendInvitation",
        parameters: USER,
        returns: "true, or false if the address has reached its limit of letters for today",
        doc: "Sends an invitation again: the letter that the user got when they were added. Give the global e-mail address \
              or id. The call is refused if the user has opened the environment already. Needs the grant `users.add`.",
        example: r#"bizzStream.resendInvitation("ada@example.com")"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let user = call.text("user", arguments.pop().unwrap_or_default())?;
            call.session.work(call.context, |work| Ok(directory::resend_invitation(work, &user)?.into()))
        }),
    },
];
