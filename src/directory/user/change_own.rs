//! Changes the fields of the own membership that a person may change (SPEC R1.3): name, address, language, locale,
//! theme. Nobody raises themselves: this function cannot change any other field.

use super::add::{changed, differences};
use crate::directory::find::find_user;
use crate::domain::{Caller, Code, EmailAddress, Error, Language, Name, Problem, Problems, Theme, User};
use crate::store::Work;

/// The changes of the own membership, as typed. `None` keeps the present value.
#[derive(Debug, Clone, Default)]
pub struct OwnChange {
    /// Name in the environment.
    pub name: Option<String>,
    /// Address for letters of workflows.
    pub email: Option<String>,
    /// Language of pages and letters.
    pub language: Option<String>,
    /// Locale of numbers, dates and times.
    pub locale: Option<String>,
    /// Theme of the pages.
    pub theme: Option<String>,
}

/// Changes the own membership in the environment of the work, and returns the changed user.
///
/// # Errors
/// Returns a refusal if the caller is not a member, or with all problems of the values, which name the options of
/// `addUser`; a fault if the database fails.
pub fn change_own_membership(work: &mut Work, change: &OwnChange) -> Result<User, Error> {
    let mut user = oneself(work)?;
    let mut problems = Problems::default();
    let mut after = user.membership.clone();
    set(&mut problems, "name", &change.name, Name::parse, &mut after.name);
    set(&mut problems, "environmentEmail", &change.email, EmailAddress::parse, &mut after.email);
    set(&mut problems, "language", &change.language, Language::parse, &mut after.language);
    set(&mut problems, "locale", &change.locale, Language::parse, &mut after.locale);
    set(&mut problems, "theme", &change.theme, theme, &mut after.theme);
    problems.refuse()?;
    let changes = differences(&user.membership, &after);
    if changes.is_empty() {
        return Ok(user);
    }
    user.membership = after;
    changed(work, &mut user, changes)?;
    Ok(user)
}

fn set<T>(
    problems: &mut Problems,
    option: &'static str,
    text: &Option<String>,
    parse: impl Fn(&str) -> Result<T, Problem>,
    field: &mut T,
) {
    if let Some(value) = text.as_deref().and_then(|text| problems.check(option, parse(text))) {
        *field = value;
    }
}

fn theme(text: &str) -> Result<Theme, Problem> {
    Theme::from_text(text).ok_or_else(|| {
        Problem::new(Code::NotInList, format!("expected one of {}, found {text:?}", Theme::TEXTS.join(", ")))
    })
}

/// The member that the work is done for: whoever asks, or the one whom an administrator acts as.
fn oneself(work: &Work) -> Result<User, Error> {
    match &work.transaction.caller {
        Caller::Member { id, .. } | Caller::Impersonator { member: id, .. } if work.run.is_none() => {
            find_user(work, id.as_str())
        }
        _ => Err(Problem::new(Code::NotPermitted, "only a member has a membership to change").into()),
    }
}
