//! Finds one user of the environment (SPEC R2.7).

use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, Required, read_options};
use crate::domain::{Code, Error, Problem, Problems, User, UserMatch};
use crate::store::Work;
use crate::store::user::membership;

/// Returns the user that matches every part of the query, or `None`.
///
/// # Errors
/// Returns a refusal if the query has no part or several users match, with their number; a fault if the database fails.
pub fn get_user(work: &Work, options: &Options) -> Result<Option<User>, Error> {
    let mut problems = Problems::default();
    let wanted = read_match(options, &mut problems);
    problems.refuse()?;
    let mut found = membership::matching(work, &wanted)?;
    match found.len() {
        0 | 1 => Ok(found.pop()),
        count => Err(Problem::new(Code::Ambiguous, format!("{count} users fit the query, expected at most one"))
            .help("make it narrower, for example by `globalEmailAddress`; `findUsers` returns several")
            .into()),
    }
}

/// Reads the parts of a query for one user, and adds every problem.
pub fn read_match(options: &Options, problems: &mut Problems) -> UserMatch {
    let mut wanted = UserMatch::default();
    let before = problems.count();
    read_options(GET_OPTIONS, options, &mut wanted, problems);
    if wanted == UserMatch::default() && problems.count() == before {
        let names: Vec<&str> = GET_OPTIONS.iter().map(|row| row.about.name).collect();
        problems.add(
            Problem::new(Code::Missing, "the query has no value to look for, so it would fit everybody")
                .help(format!("give one or more of {}; `()` counts as not given", names.join(", "))),
        );
    }
    wanted
}

/// The parts of a query for one user.
pub const GET_OPTIONS: &[OptionRow<UserMatch>] = &[
    OptionRow {
        about: text("_id", "\"XBFYvbeSAMHGJReGg\"", "The account's id."),
        read: Read::String(|wanted, text| set(&mut wanted.id, text)),
    },
    OptionRow {
        about: text("username", "\"ada@example.com\"", "The name to log in with."),
        read: Read::String(|wanted, text| set(&mut wanted.username, text)),
    },
    OptionRow {
        about: text("globalEmailAddress", "\"ada@example.com\"", "The global e-mail address."),
        read: Read::String(|wanted, text| set(&mut wanted.address, text)),
    },
    OptionRow {
        about: text("name", "\"Ada Lovelace\"", "The name in this environment, ignoring case."),
        read: Read::String(|wanted, text| set(&mut wanted.name, text)),
    },
    OptionRow {
        about: text("email", "\"ada@office.example\"", "The e-mail address in this environment."),
        read: Read::String(|wanted, text| set(&mut wanted.email, text)),
    },
];

const fn text(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind: Kind::String, required: Required::No, extension: false, doc, example, values: &[] }
}

fn set(field: &mut Option<String>, text: &str) -> Result<(), Problem> {
    *field = Some(text.to_owned());
    Ok(())
}
