//! Routes of the audit: the history of the environment.

use super::options::{CURSOR, LIMIT, after_of, limit_of};
use super::table::{Handler, Method, RequestBody, ResponseShape, Route};
use super::{RequestContext, ResponseBody};
use crate::directory::{self, AboutOption, Kind, optional};
use crate::domain::{AuditQuery, Code, Error, Permission, Problem};
use crate::json;

/// The routes of this file.
pub const ROUTES: &[Route] = &[Route {
    method: Method::Get,
    path: "/audit",
    name: "listAudit",
    doc: "Lists the entries of the audit of the environment, the newest first.",
    permission: Permission::AuditRead,
    query: || [page_options(), vec![&USER, &RUN]].concat(),
    body: RequestBody::Nothing,
    response: ResponseShape::Page("entries", json::shape::<json::Entry>),
    handler: Handler::Read(|context| {
        let user = context.input.text(USER.name);
        page(context, user.as_deref())
    }),
}];

const USER: AboutOption = optional(
    "user",
    Kind::String,
    "\"ada@example.com\"",
    "Only entries about this user, by id or global e-mail address.",
);

const RUN: AboutOption = optional("run", Kind::String, "\"9fQ3…\"", "Only changes by the run with this id.");

/// Returns the parameters of a page of entries.
pub fn page_options() -> Vec<&'static AboutOption> {
    vec![&LIMIT, &CURSOR]
}

/// Returns a page of entries, about one user if one is named.
pub fn page(context: &mut RequestContext, user: Option<&str>) -> Result<ResponseBody, Error> {
    let before = context.input.text(CURSOR.name).map(|cursor| cursor.parse::<i64>());
    let before = before
        .transpose()
        .map_err(|_| Problem::new(Code::NotFound, "expected the `next` of the previous page").of(CURSOR.name))?;
    let limit = limit_of(context);
    let run = context.input.text(RUN.name);
    let query = AuditQuery { before, run, limit: limit + 1, ..AuditQuery::default() };
    let mut entries = directory::list_audit(&context.work, user, query)?;
    let next = after_of(&mut entries, limit, |entry| entry.id.to_string());
    Ok(ResponseBody::of("entries", entries.iter().map(json::audit_entry).collect()).with("next", next.into()))
}
