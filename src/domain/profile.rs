//! Profile fields: the data that an environment stores about its members besides name and address (SPEC R1.8).

use super::{Code, EmailAddress, Name, Problem, PublicId, Role, Value};

/// A field that the environment adds to its members' profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileField {
    /// Row number in the database.
    pub row: i64,
    /// The key in `profile`, unique in the environment. It never changes.
    pub key: String,
    /// The label that people see.
    pub label: String,
    /// The type of its values.
    pub kind: FieldKind,
    /// The users for whom the field is required. Default: none.
    pub required: Required,
}

/// The type of the values of a profile field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text of at most 1,000 characters.
    Text,
    /// An e-mail address.
    Email,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of these texts.
    Choice(Vec<String>),
    /// Some of these texts.
    Choices(Vec<String>),
}

/// For which users people must fill in a field when they add a user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Required {
    /// For no user.
    #[default]
    Never,
    /// For every user.
    Always,
    /// For users with one of these roles.
    For(Vec<Name>),
}

impl ProfileField {
    /// Maximum number of characters of a text.
    pub const MAX: usize = 1_000;

    /// Checks the characters of a key, because scripts, files and table columns contain it.
    ///
    /// # Errors
    /// Returns the allowed characters and the allowed length.
    pub fn check_key(key: &str) -> Result<(), Problem> {
        match PublicId::parse(key) {
            Ok(_) => Ok(()),
            Err(_) => Err(Problem::new(Code::InvalidId, format!("expected the key of a profile field, found {key:?}"))
                .help("a key has 1 to 64 letters, digits, `-`, `_` or `.`")),
        }
    }

    /// Checks a value against the field. [`Value::Nothing`] is always allowed, because it clears the field.
    ///
    /// # Errors
    /// Returns the expected and the found value.
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        if *value == Value::Nothing || self.kind.takes(value) {
            return Ok(());
        }
        Err(Problem::new(
            Code::UnknownField,
            format!("profile field `{}`: expected {}, found {}", self.key, self.kind.expected(), value.described()),
        ))
    }

    /// Checks whether a value is blank. In a required field, an empty text counts as no value.
    pub fn is_blank(value: &Value) -> bool {
        match value {
            Value::Nothing => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        }
    }
}

impl FieldKind {
    /// The text of every kind.
    pub const TEXTS: &'static [&'static str] = &["text", "email", "number", "boolean", "choice", "choices"];

    /// Returns the kind of this text with these choices, or `None` if there is no such kind. Only `choice` and `choices` use
    /// the choices.
    pub fn from_text(text: &str, choices: Vec<String>) -> Option<FieldKind> {
        Some(match text {
            "text" => FieldKind::Text,
            "email" => FieldKind::Email,
            "number" => FieldKind::Number,
            "boolean" => FieldKind::Boolean,
            "choice" => FieldKind::Choice(choices),
            "choices" => FieldKind::Choices(choices),
            _ => return None,
        })
    }

    /// Returns the kind of this text with the given choices.
    ///
    /// # Errors
    /// Refuses an unknown kind, and choices for a kind that has none.
    pub fn given(text: &str, choices: Vec<String>) -> Result<FieldKind, Problem> {
        let has_choices = !choices.is_empty();
        let Some(kind) = FieldKind::from_text(text, choices) else {
            let expected = FieldKind::TEXTS.join(", ");
            return Err(Problem::new(Code::NotInList, format!("expected one of {expected}, found {text:?}")).of("type"));
        };
        if has_choices && kind.choices().is_empty() {
            let message = format!("a field of the type `{text}` has no choices");
            let help = "choices belong to the types `choice` and `choices`";
            return Err(Problem::new(Code::UnknownOption, message).of("choices").help(help));
        }
        Ok(kind)
    }

    /// Returns the text of the kind.
    pub const fn as_str(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Email => "email",
            FieldKind::Number => "number",
            FieldKind::Boolean => "boolean",
            FieldKind::Choice(_) => "choice",
            FieldKind::Choices(_) => "choices",
        }
    }

    /// Returns the texts to choose from.
    pub fn choices(&self) -> &[String] {
        match self {
            FieldKind::Choice(choices) | FieldKind::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// Checks the choices: there is at least one, each is on one line, and none occurs twice.
    ///
    /// # Errors
    /// Returns the first problem.
    pub fn check_choices(&self) -> Result<(), Problem> {
        let choices = self.choices();
        if choices.is_empty() && matches!(self, FieldKind::Choice(_) | FieldKind::Choices(_)) {
            let message = format!("a field of the type `{}` needs choices", self.as_str());
            return Err(Problem::new(Code::Missing, message));
        }
        for (at, choice) in choices.iter().enumerate() {
            if Name::parse(choice)?.as_str() != choice {
                let message = format!("the choice {choice:?} has blanks around it");
                return Err(Problem::new(Code::BadCharacter, message));
            }
            if choices[..at].contains(choice) {
                return Err(Problem::new(Code::Duplicate, format!("{choice:?} is named twice")).help("name it once"));
            }
        }
        Ok(())
    }

    /// Checks whether a value is of this kind.
    fn takes(&self, value: &Value) -> bool {
        let among = |choices: &[String], text: &str| choices.iter().any(|choice| choice == text);
        match (self, value) {
            (FieldKind::Text, Value::Text(text)) => text.chars().count() <= ProfileField::MAX,
            (FieldKind::Email, Value::Text(text)) => EmailAddress::parse(text).is_ok(),
            (FieldKind::Number, Value::Integer(_) | Value::Float(_)) => true,
            (FieldKind::Boolean, Value::Bool(_)) => true,
            (FieldKind::Choice(choices), Value::Text(text)) => among(choices, text),
            (FieldKind::Choices(choices), Value::List(items)) => {
                items.iter().all(|item| matches!(item, Value::Text(text) if among(choices, text)))
            }
            _ => false,
        }
    }

    /// Returns the expected value for a message.
    pub fn expected(&self) -> String {
        match self {
            FieldKind::Text => format!("a string of at most {} characters", ProfileField::MAX),
            FieldKind::Email => "an e-mail address".to_owned(),
            FieldKind::Number => "a number".to_owned(),
            FieldKind::Boolean => "a boolean".to_owned(),
            FieldKind::Choice(choices) => format!("one of {}", choices.join(", ")),
            FieldKind::Choices(choices) => format!("an array of {}", choices.join(", ")),
        }
    }
}

impl Required {
    /// Checks whether a user with this role must have the field.
    pub fn applies_to(&self, role: Option<&Role>) -> bool {
        match self {
            Required::Never => false,
            Required::Always => true,
            Required::For(roles) => role.is_some_and(|role| roles.contains(&role.name)),
        }
    }

    /// Returns the value for effects: false, true, or the names of roles.
    pub fn to_value(&self) -> Value<'static> {
        match self {
            Required::Never => Value::Bool(false),
            Required::Always => Value::Bool(true),
            Required::For(roles) => Value::texts(roles.iter().map(Name::to_string)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_text_and_is_read_from_it() {
        for text in FieldKind::TEXTS {
            let kind = FieldKind::from_text(text, vec!["a".to_owned()]).unwrap();
            assert_eq!(kind.as_str(), *text);
            assert!(kind.check_choices().is_ok() && !kind.expected().is_empty());
        }
        assert!(FieldKind::from_text("date", Vec::new()).is_none());
        for bad in [vec![], vec!["a", "a"], vec![""], vec![" a"], vec!["a\nb"]] {
            let choices = bad.iter().map(|text| (*text).to_owned()).collect();
            assert!(FieldKind::Choice(choices).check_choices().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_e_mail_field_takes_addresses_alone() {
        assert!(FieldKind::Email.takes(&Value::text("ada@example.com")));
        assert!(!FieldKind::Email.takes(&Value::text("Ada")) && !FieldKind::Email.takes(&Value::Integer(1)));
    }
}
