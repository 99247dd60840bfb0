//! What several routes take: how many, where a page begins, ids, permissions.

use super::RequestContext;
use crate::directory::{AboutOption, Kind, Required, optional};
use crate::domain::{Permissions, Problem};

/// How many things a page has if nothing is said.
const DEFAULT_LIMIT: u32 = 50;

/// The most things of a page.
const MAX_LIMIT: u32 = 500;

/// How many things a page has.
pub const LIMIT: AboutOption =
    optional("limit", Kind::Integer, "50", "At most so many things on the page: 50 if not given, at most 500.");

/// Where a page begins.
pub const CURSOR: AboutOption = optional(
    "cursor",
    Kind::String,
    "\"9fQ3…\"",
    "Where the page begins: `next` of the page before; its first page if not given.",
);

/// The id that something gets.
pub const ID: AboutOption = optional("id", Kind::String, "\"drivers-2\"", "The id; one is made if none is given.");

/// An option that must be given.
pub const fn required(name: &'static str, kind: Kind, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { required: Required::Always, ..optional(name, kind, example, doc) }
}

/// The options of a list that has pages.
pub fn of_page() -> Vec<&'static AboutOption> {
    vec![&LIMIT, &CURSOR]
}

/// How many things the page has.
pub fn limit_of(context: &RequestContext) -> u32 {
    context.input.number(LIMIT.name).unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// Cuts a page to its limit; answers where the next one begins, if there is one.
pub fn after_of<T>(things: &mut Vec<T>, limit: u32, id: impl Fn(&T) -> String) -> Option<String> {
    let more = things.len() > limit as usize;
    things.truncate(limit as usize);
    things.last().filter(|_| more).map(id)
}

/// The permissions that were given by a name, if any were.
///
/// # Errors
/// Refuses what is no permission.
pub fn permissions_of(context: &RequestContext, name: &'static str) -> Result<Option<Permissions>, Problem> {
    let texts = context.input.texts(name);
    texts.map(|texts| Permissions::parse(&texts).map_err(|problem| problem.of(name))).transpose()
}
