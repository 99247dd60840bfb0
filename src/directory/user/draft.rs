//! The options of `addUser`, read and checked as far as that needs no database.

use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, Required, missing, read_options};
use crate::domain::{
    Code, EmailAddress, Language, Name, Problem, Problems, Theme, Value, Warning, WarningCode, name_key,
};

/// The options of one call of `addUser`. `None` keeps the present value, or takes the default when the user is added.
#[derive(Debug, Default)]
pub struct UserDraft {
    /// `globalEmailAddress`.
    pub address: Option<EmailAddress>,
    /// `name`.
    pub name: Option<Name>,
    /// `environmentEmail`.
    pub email: Option<EmailAddress>,
    /// `administrator`.
    pub administrator: Option<bool>,
    /// `active`.
    pub active: Option<bool>,
    /// `locale`.
    pub locale: Option<Language>,
    /// `language`.
    pub language: Option<Language>,
    /// `theme`.
    pub theme: Option<Theme>,
    /// `role`. An empty string removes the role.
    pub role: Option<String>,
    /// `externalId`. An empty string removes it.
    pub external_id: Option<String>,
    /// `profile`.
    pub profile: Vec<(String, Value<'static>)>,
    /// `sendInvitation`.
    pub send_invitation: Option<bool>,
    /// The options about menus.
    pub menus: Assignment,
    /// The options about member groups.
    pub groups: Assignment,
}

/// The menus or groups of a call: they replace the present ones, or are added to them.
#[derive(Debug, Default)]
pub struct Assignment {
    /// Replaces the present ones. `Some` with an empty list removes all.
    pub replace: Option<Vec<NameOrId>>,
    /// Added to the present ones.
    pub add: Option<Vec<NameOrId>>,
}

/// One menu or group of a call.
#[derive(Debug)]
pub struct NameOrId {
    /// The option that contains it.
    pub option: &'static str,
    /// Whether `text` is a name; otherwise it is an id.
    pub by_name: bool,
    /// The name or id.
    pub text: String,
}

impl Assignment {
    /// Returns whether the call has an option about it.
    pub fn is_given(&self) -> bool {
        self.replace.is_some() || self.add.is_some()
    }
}

impl UserDraft {
    /// Reads the options of a call, and adds every problem and warning.
    pub fn read(options: &Options, problems: &mut Problems, warnings: &mut Vec<Warning>) -> UserDraft {
        let mut draft = UserDraft::default();
        read_options(USER_OPTIONS, options, &mut draft, problems);
        check(&draft.menus, problems, warnings);
        check(&draft.groups, problems, warnings);
        if draft.address.is_none() && !problems.concern("globalEmailAddress") {
            problems.add(missing(USER_OPTIONS, "globalEmailAddress", "it tells which user is meant"));
        }
        draft
    }
}

/// The options of `addUser`: those of seed 002 in its order, then the extensions of SPEC R2.1.
pub const USER_OPTIONS: &[OptionRow<UserDraft>] = &[
    OptionRow {
        about: AboutOption {
            required: Required::Always,
            ..text(
                "globalEmailAddress",
                "\"ada@example.com\"",
                "Who is meant: the person's global e-mail address. If no account has it, one is made.",
            )
        },
        read: Read::String(|draft, text| set(&mut draft.address, EmailAddress::parse(text))),
    },
    OptionRow {
        about: AboutOption {
            required: Required::WhenAdding,
            ..text("name", "\"Ada Lovelace\"", "Name of the user in this environment.")
        },
        read: Read::String(|draft, text| set(&mut draft.name, Name::parse(text))),
    },
    OptionRow {
        about: AboutOption {
            required: Required::WhenAdding,
            ..flag("administrator", "false", "Whether the user administers this environment.")
        },
        read: Read::Boolean(|draft, yes| draft.administrator = Some(yes)),
    },
    OptionRow {
        about: flag(
            "active",
            "true",
            "Whether the user can open this environment. A user who is added without it is inactive.",
        ),
        read: Read::Boolean(|draft, yes| draft.active = Some(yes)),
    },
    OptionRow {
        about: AboutOption {
            required: Required::WhenAdding,
            values: Language::TEXTS,
            ..text(
                "locale",
                "\"en\"",
                "How numbers, dates and times are written: `en`, `nl`, `de`, `fr`, `es` (or `sp`) or `pl`.",
            )
        },
        read: Read::String(|draft, text| set(&mut draft.locale, Language::parse(text))),
    },
    OptionRow {
        about: AboutOption {
            required: Required::WhenAdding,
            values: Language::TEXTS,
            ..text(
                "language",
                "\"en\"",
                "Language of pages and letters: `en`, `nl`, `de`, `fr`, `es` (or `sp`) or `pl`.",
            )
        },
        read: Read::String(|draft, text| set(&mut draft.language, Language::parse(text))),
    },
    OptionRow {
        about: text("menuName", "\"office\"", "The user's only direct menu from now on, by name."),
        read: Read::String(|draft, text| replace(&mut draft.menus, "menuName", true, &[text])),
    },
    OptionRow {
        about: text("menuId", "\"2345\"", "The user's only direct menu from now on, by id."),
        read: Read::String(|draft, text| replace(&mut draft.menus, "menuId", false, &[text])),
    },
    OptionRow {
        about: texts(
            "menuNames",
            "[\"office\", \"reports\"]",
            "The user's direct menus from now on, by name; an empty array takes all away.",
        ),
        read: Read::Strings(|draft, texts| replace(&mut draft.menus, "menuNames", true, texts)),
    },
    OptionRow {
        about: texts(
            "menuIds",
            "[\"2345\"]",
            "The user's direct menus from now on, by id; an empty array takes all away.",
        ),
        read: Read::Strings(|draft, texts| replace(&mut draft.menus, "menuIds", false, texts)),
    },
    OptionRow {
        about: texts("addMenuNames", "[\"reports\"]", "Further direct menus, by name; the present ones stay."),
        read: Read::Strings(|draft, texts| add(&mut draft.menus, "addMenuNames", true, texts)),
    },
    OptionRow {
        about: texts("addMenuIds", "[\"2345\"]", "Further direct menus, by id; the present ones stay."),
        read: Read::Strings(|draft, texts| add(&mut draft.menus, "addMenuIds", false, texts)),
    },
    OptionRow {
        about: texts(
            "memberGroupNames",
            "[\"planning\"]",
            "The user's member groups from now on, by name; the user leaves all others.",
        ),
        read: Read::Strings(|draft, texts| replace(&mut draft.groups, "memberGroupNames", true, texts)),
    },
    OptionRow {
        about: texts(
            "memberGroupIds",
            "[\"12345\"]",
            "The user's member groups from now on, by id; the user leaves all others.",
        ),
        read: Read::Strings(|draft, texts| replace(&mut draft.groups, "memberGroupIds", false, texts)),
    },
    OptionRow {
        about: texts(
            "addMemberGroupNames",
            "[\"managers\"]",
            "Further member groups, by name; the user stays in the present ones.",
        ),
        read: Read::Strings(|draft, texts| add(&mut draft.groups, "addMemberGroupNames", true, texts)),
    },
    OptionRow {
        about: texts(
            "addMemberGroupIds",
            "[\"6789\"]",
            "Further member groups, by id; the user stays in the present ones.",
        ),
        read: Read::Strings(|draft, texts| add(&mut draft.groups, "addMemberGroupIds", false, texts)),
    },
    OptionRow {
        about: extension(text(
            "environmentEmail",
            "\"ada@office.example\"",
            "Address for the letters of this environment's workflows; the global address if none is given.",
        )),
        read: Read::String(|draft, text| set(&mut draft.email, EmailAddress::parse(text))),
    },
    OptionRow {
        about: extension(AboutOption {
            values: Theme::TEXTS,
            ..text("theme", "\"dark\"", "`light`, `dark` or `systemSettings`.")
        }),
        read: Read::String(|draft, text| set(&mut draft.theme, theme(text))),
    },
    OptionRow {
        about: extension(text(
            "role",
            "\"planner\"",
            "Name of the user's role in this environment; an empty string takes it away.",
        )),
        read: Read::String(|draft, text| set(&mut draft.role, Ok(text.to_owned()))),
    },
    OptionRow {
        about: extension(AboutOption {
            kind: Kind::Map,
            ..text(
                "profile",
                "#{ jobTitle: \"Planner\" }",
                "Profile fields by key. Fields that are not named stay as they are; `()` empties one. Scripts are not asked for \
                 the fields that the environment requires.",
            )
        }),
        read: Read::Map(|draft, fields| {
            let owned = |(key, value): &(_, Value)| (String::from(key as &str), value.clone().into_owned());
            draft.profile = fields.iter().map(|(key, value)| owned(&(key.as_ref(), value.clone()))).collect();
            Ok(())
        }),
    },
    OptionRow {
        about: extension(flag(
            "sendInvitation",
            "false",
            "Whether the person gets a letter when they are added. True if not given.",
        )),
        read: Read::Boolean(|draft, yes| draft.send_invitation = Some(yes)),
    },
    OptionRow {
        about: extension(text(
            "externalId",
            "\"hr-4711\"",
            "The person's id in a system outside, unique in this environment; an empty string takes it away.",
        )),
        read: Read::String(|draft, text| set(&mut draft.external_id, external_id(text))),
    },
];

const fn text(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { name, kind: Kind::String, required: Required::No, extension: false, doc, example, values: &[] }
}

const fn flag(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { kind: Kind::Boolean, ..text(name, example, doc) }
}

const fn texts(name: &'static str, example: &'static str, doc: &'static str) -> AboutOption {
    AboutOption { kind: Kind::Strings, ..text(name, example, doc) }
}

const fn extension(about: AboutOption) -> AboutOption {
    AboutOption { extension: true, ..about }
}

fn set<T>(field: &mut Option<T>, value: Result<T, Problem>) -> Result<(), Problem> {
    *field = Some(value?);
    Ok(())
}

fn replace(assignment: &mut Assignment, option: &'static str, by_name: bool, texts: &[&str]) -> Result<(), Problem> {
    extend(&mut assignment.replace, option, by_name, texts)
}

fn add(assignment: &mut Assignment, option: &'static str, by_name: bool, texts: &[&str]) -> Result<(), Problem> {
    extend(&mut assignment.add, option, by_name, texts)
}

/// The maximum number of menus or groups of one option.
const MOST: usize = 1_000;

fn extend(
    picks: &mut Option<Vec<NameOrId>>,
    option: &'static str,
    by_name: bool,
    texts: &[&str],
) -> Result<(), Problem> {
    if texts.len() > MOST {
        let found = format!("expected at most {MOST} items, found {}", texts.len());
        return Err(Problem::new(Code::TooLong, found));
    }
    let same = |left: &str, right: &str| left == right || (by_name && name_key(left) == name_key(right));
    for (at, text) in texts.iter().enumerate() {
        if text.trim().is_empty() {
            return Err(Problem::new(Code::Empty, "expected a name or id, found an empty string"));
        }
        if texts[..at].iter().any(|earlier| same(earlier, text)) {
            return Err(Problem::new(Code::Duplicate, format!("{text:?} is named twice")).help("name it once"));
        }
    }
    let picks = picks.get_or_insert_default();
    picks.extend(texts.iter().map(|&text| NameOrId { option, by_name, text: text.to_owned() }));
    Ok(())
}

fn theme(text: &str) -> Result<Theme, Problem> {
    let expected = Theme::TEXTS.join(", ");
    Theme::from_text(text)
        .ok_or_else(|| Problem::new(Code::NotInList, format!("expected one of {expected}, found {text:?}")))
}

fn external_id(text: &str) -> Result<String, Problem> {
    // An external id is compared exactly. It has the limits of a name.
    match text {
        "" => Ok(String::new()),
        _ => Name::parse(text).map(|name| name.as_str().to_owned()),
    }
}

/// Checks which options about menus (or groups) occur together (SPEC R2.4).
fn check(assignment: &Assignment, problems: &mut Problems, warnings: &mut Vec<Warning>) {
    let replacing = assignment.replace.iter().flatten();
    let adding = assignment.add.iter().flatten();
    if let (Some(replace), Some(add)) = (replacing.clone().next(), adding.clone().next()) {
        problems.add(
            Problem::new(
                Code::ReplaceAndAdd,
                format!("`{}` adds, but `{}` replaces; it is not clear which is meant", add.option, replace.option),
            )
            .of(add.option)
            .help(format!("leave out `{}` or `{}`", add.option, replace.option)),
        );
    }
    let both = [replacing.collect::<Vec<_>>(), adding.collect()];
    for picks in both {
        let named = picks.iter().find(|pick| pick.by_name);
        let by_id = picks.iter().find(|pick| !pick.by_name);
        if let (Some(named), Some(by_id)) = (named, by_id) {
            warnings.push(Warning {
                code: WarningCode::NamesAndIds,
                option: Some(by_id.option.into()),
                message: format!("`{}` and `{}` are united; give names or ids, not both", named.option, by_id.option),
                place: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_names_every_option_once_and_explains_it() {
        let mut seen = BTreeSet::new();
        for OptionRow { about, read } in USER_OPTIONS {
            assert!(seen.insert(about.name), "{} stands twice", about.name);
            assert!(about.doc.ends_with('.') && !about.example.is_empty(), "{}", about.name);
            let kind = match read {
                Read::String(_) => Kind::String,
                Read::Boolean(_) => Kind::Boolean,
                Read::Integer(_) => Kind::Integer,
                Read::Strings(_) => Kind::Strings,
                Read::OneOrStrings(_) => Kind::OneOrStrings,
                Read::Map(_) => Kind::Map,
                Read::Maps(_) => Kind::Maps,
            };
            assert_eq!(kind, about.kind, "{} is read as another kind than it is explained", about.name);
        }
    }
}
