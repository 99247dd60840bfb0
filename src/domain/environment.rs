//! Organizations, environments and what belongs to an environment: its policy, roles, profile fields, menus and groups.

use super::{Code, Grants, Language, Moment, Name, Problem, PublicId, TimeZone, Value};

/// A customer: it owns environments.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// Name, unique in the installation.
    pub name: Name,
    /// When it was added.
    pub created_at: Moment,
}

/// A place where people work: it has members, groups, menus and scripts. Nothing of it is seen from another one.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the installation.
    pub id: PublicId,
    /// Name, unique in its organization.
    pub name: Name,
    /// Row number of the organization it belongs to.
    pub organization: i64,
    /// What is allowed and what is taken where nothing is given.
    pub policy: Policy,
    /// When it was added.
    pub created_at: Moment,
}

/// An environment's policy (SPEC R1.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The language of members for whom none is given.
    pub language: Language,
    /// The locale of members for whom none is given.
    pub locale: Language,
    /// Months without a login after which a membership is made inactive; 0 is never.
    pub inactivity_months: u32,
    /// Whether administrators may act as another member.
    pub impersonation: bool,
    /// The sender of letters, as a name.
    pub mail_sender: Option<Name>,
    /// What scripts may do.
    pub grants: Grants,
    /// The time zone of schedules that name none.
    pub time_zone: TimeZone,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            language: Language::ENGLISH,
            locale: Language::ENGLISH,
            inactivity_months: 3,
            impersonation: false,
            mail_sender: None,
            grants: Grants::default(),
            time_zone: TimeZone::UTC,
        }
    }
}

/// A named set of permissions; a member has at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Row number in the database.
    pub row: i64,
    /// Name, unique in the environment.
    pub name: Name,
    /// What its members may do.
    pub permissions: Vec<String>,
}

/// A field that the environment adds to its members' profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileField {
    /// The key in `profile`.
    pub key: String,
    /// What people see.
    pub label: String,
    /// Which values it takes.
    pub kind: FieldKind,
}

/// Which values a profile field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text of at most 1,000 characters.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of these texts.
    Choice(Vec<String>),
    /// Some of these texts.
    Choices(Vec<String>),
}

impl ProfileField {
    /// The most characters of a text.
    pub const MAX: usize = 1_000;

    /// Checks a value against the field; nothing clears it.
    ///
    /// # Errors
    /// Says what the field takes and what was found.
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        let among = |choices: &[String], text: &str| choices.iter().any(|choice| choice == text);
        let fits = match (&self.kind, value) {
            (_, Value::Nothing) => true,
            (FieldKind::Text, Value::Text(text)) => text.chars().count() <= Self::MAX,
            (FieldKind::Number, Value::Integer(_) | Value::Float(_)) => true,
            (FieldKind::Boolean, Value::Bool(_)) => true,
            (FieldKind::Choice(choices), Value::Text(text)) => among(choices, text),
            (FieldKind::Choices(choices), Value::List(items)) => {
                items.iter().all(|item| matches!(item, Value::Text(text) if among(choices, text)))
            }
            _ => false,
        };
        if fits {
            return Ok(());
        }
        Err(Problem::new(
            Code::UnknownField,
            format!("profile field `{}`: expected {}, found {}", self.key, self.kind.expected(), value.described()),
        ))
    }
}

impl FieldKind {
    fn expected(&self) -> String {
        match self {
            FieldKind::Text => format!("a string of at most {} characters", ProfileField::MAX),
            FieldKind::Number => "a number".to_owned(),
            FieldKind::Boolean => "a boolean".to_owned(),
            FieldKind::Choice(choices) => format!("one of {}", choices.join(", ")),
            FieldKind::Choices(choices) => format!("an array of {}", choices.join(", ")),
        }
    }
}

/// A menu: what its members see on the side of the page.
#[derive(Debug, Clone)]
pub struct Menu {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// What people see; the name if none is given.
    pub label: String,
    /// Its items, in order.
    pub items: Vec<MenuItem>,
}

/// An item of a menu; the items of an item have none themselves (two levels, SPEC R1.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// What people see.
    pub label: String,
    /// Where it leads.
    pub target: String,
    /// The items below it, in order.
    pub items: Vec<MenuItem>,
}

/// A member group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Row number in the database.
    pub row: i64,
    /// Public id, unique in the environment.
    pub id: PublicId,
    /// Name, unique in the environment.
    pub name: Name,
    /// What people see; the name if none is given.
    pub label: String,
}
