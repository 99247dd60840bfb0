//! Finds users of the environment by text and status, sorted and page by page (SPEC R2.7).

use crate::directory::find::{find_group, find_user};
use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, optional, read_options};
use crate::domain::{Code, Error, Problem, Problems, User, UserFilter, UserQuery, UserSort};
use crate::store::{Work, user};

/// Returns the users of a query that is given by options.
///
/// # Errors
/// Returns a refusal for unknown options, wrong values, and an unknown group; a fault if the database fails.
pub fn find_users(work: &mut Work, options: &Options) -> Result<Vec<User>, Error> {
    let mut problems = Problems::default();
    let query = read_query(options, &mut problems);
    problems.refuse()?;
    find_users_by(work, &query)
}

/// Reads the options of a query, and adds every problem.
pub fn read_query(options: &Options, problems: &mut Problems) -> UserQuery {
    let mut query = UserQuery::default();
    read_options(FIND_OPTIONS, options, &mut query, problems);
    query
}

/// Returns the users of a query.
///
/// # Errors
/// Returns a refusal for an unknown group or `after`, and for a text of more than [`UserQuery::MAX_TEXT`] characters; a
/// fault if the database fails.
pub fn find_users_by(work: &mut Work, query: &UserQuery) -> Result<Vec<User>, Error> {
    check(work, query)?;
    if let Some(after) = &query.after {
        find_user(work, after)?;
    }
    Ok(user::list(work, query)?)
}

/// Returns the number of users of a query without its limit.
///
/// # Errors
/// As [`find_users_by`].
pub fn count_users(work: &mut Work, query: &UserQuery) -> Result<i64, Error> {
    check(work, query)?;
    Ok(user::count(work, query)?)
}

fn check(work: &mut Work, query: &UserQuery) -> Result<(), Error> {
    if let Some(group) = &query.group {
        find_group(work, group)?;
    }
    let length = query.text.as_deref().map_or(0, |text| text.chars().count());
    if length > UserQuery::MAX_TEXT {
        let found = format!("expected at most {} characters, found {length}", UserQuery::MAX_TEXT);
        return Err(Problem::new(Code::TooLong, found).of("text").into());
    }
    Ok(())
}

/// The options of a query for several users.
pub const FIND_OPTIONS: &[OptionRow<UserQuery>] = &[
    OptionRow {
        about: optional("text", Kind::String, "\"ada\"", "A part of the name or of an e-mail address, ignoring case."),
        read: Read::String(|query, text| {
            query.text = Some(text.to_owned());
            Ok(())
        }),
    },
    OptionRow {
        about: AboutOption {
            values: UserFilter::TEXTS,
            ..optional(
                "filter",
                Kind::String,
                "\"active\"",
                "`active`, `inactive`, `all`, `banned`, `denied` or `administrators`; `all` if not given.",
            )
        },
        read: Read::String(|query, text| {
            query.filter = one_of(text, UserFilter::TEXTS, UserFilter::from_text)?;
            Ok(())
        }),
    },
    OptionRow {
        about: optional("group", Kind::String, "\"planning\"", "Only members of this group, by name or id."),
        read: Read::String(|query, text| {
            query.group = Some(text.to_owned());
            Ok(())
        }),
    },
    OptionRow {
        about: AboutOption {
            values: UserSort::TEXTS,
            ..optional(
                "sort",
                Kind::String,
                "\"name\"",
                "`name`, `globalEmailAddress`, `_createdOn` or `_lastModifiedOn`; `name` if not given.",
            )
        },
        read: Read::String(|query, text| {
            query.sort = one_of(text, UserSort::TEXTS, UserSort::from_text)?;
            Ok(())
        }),
    },
    OptionRow {
        about: optional("descending", Kind::Boolean, "true", "From the last to the first."),
        read: Read::Boolean(|query, yes| query.descending = yes),
    },
    OptionRow {
        about: optional("limit", Kind::Integer, "50", "At most so many users; 800 if not given, and never more."),
        read: Read::Integer(|query, number| {
            if number > UserQuery::MAX_LIMIT {
                let found = format!("expected at most {}, found {number}", UserQuery::MAX_LIMIT);
                return Err(Problem::new(Code::TooLong, found).help("use `skip` to get the next ones"));
            }
            query.limit = number;
            Ok(())
        }),
    },
    OptionRow {
        about: optional("skip", Kind::Integer, "50", "Leave out so many users at the beginning."),
        read: Read::Integer(|query, number| {
            query.skip = number;
            Ok(())
        }),
    },
];

fn one_of<T>(text: &str, texts: &[&str], parse: fn(&str) -> Option<T>) -> Result<T, Problem> {
    let expected = || format!("expected one of {}, found {text:?}", texts.join(", "));
    parse(text).ok_or_else(|| Problem::new(Code::NotInList, expected()))
}
