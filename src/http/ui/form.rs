//! Forms: the fields that a browser sends, and the fields that a page shows, with their errors.

use super::frame::Frame;
use crate::domain::{Code, Problem, Refusal};

/// The fields of a form as the browser sends them, by name. Nothing in them is checked yet.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

/// The most fields of a form.
const MOST: usize = 100;

impl Form {
    /// Parses a URL-encoded form; returns nothing if it is malformed or has more than 100 fields.
    pub fn parse(bytes: &[u8]) -> Option<Form> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).ok()?;
        (fields.len() <= MOST).then_some(Form(fields))
    }

    /// Parses a query; a malformed query counts as empty.
    pub fn of_query(query: &str) -> Form {
        Form::parse(query.as_bytes()).unwrap_or_default()
    }

    /// Returns the text of a field; empty if the field is missing.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// Returns whether a field is present, such as a ticked box.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

/// A field of a form on a page.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name, which is also the id.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// The type, such as `text` or `password`.
    pub kind: &'static str,
    /// The value of `autocomplete`.
    pub autocomplete: &'static str,
    /// The value.
    pub value: String,
    /// The hint below the label.
    pub hint: Option<String>,
    /// The errors.
    pub errors: Vec<String>,
    /// The id of another element that describes it, such as the rules for a password.
    pub beside: Option<&'static str>,
    /// Whether it is optional.
    pub is_optional: bool,
    /// Whether it has the focus when the page opens.
    pub has_focus: bool,
}

impl Field {
    /// Creates a field for a text; its label is the sentence `field-NAME`.
    pub fn text(frame: &Frame, name: &'static str, autocomplete: &'static str, value: &str) -> Field {
        Field {
            name,
            label: frame.say(&format!("field-{name}")),
            kind: "text",
            autocomplete,
            value: value.to_owned(),
            hint: None,
            errors: Vec::new(),
            beside: None,
            is_optional: false,
            has_focus: false,
        }
    }

    /// Creates a field for a password. A page never contains a typed password.
    pub fn password(frame: &Frame, name: &'static str, autocomplete: &'static str) -> Field {
        Field { kind: "password", ..Field::text(frame, name, autocomplete, "") }
    }

    /// Creates a field for an e-mail address. Its type is `text`, so that errors are in the language of the page, not of the
    /// browser.
    pub fn address(frame: &Frame, name: &'static str, value: &str) -> Field {
        Field { kind: "text", ..Field::text(frame, name, "email", value) }
    }

    /// Gives the field the focus.
    pub fn focused(self) -> Field {
        Field { has_focus: true, ..self }
    }

    /// Adds a hint.
    pub fn hint(self, hint: String) -> Field {
        Field { hint: Some(hint), ..self }
    }

    /// Adds the problems of these options as errors.
    pub fn with_problems(mut self, frame: &Frame, problems: &[Problem], options: &[&str]) -> Field {
        let concerns = |problem: &&Problem| problem.option.as_deref().is_some_and(|option| options.contains(&option));
        self.errors.extend(problems.iter().filter(concerns).map(|problem| sentence(frame, problem.code)));
        self.errors.dedup();
        if let Some(first) = problems.first()
            && concerns(&first)
        {
            self.has_focus = true;
        }
        self
    }

    /// Returns the ids of the elements that describe it: the hint, the errors and `beside`.
    pub fn described_by(&self) -> String {
        let hint = self.hint.iter().map(|_| format!("{}-hint", self.name));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.name));
        let beside = self.beside.map(str::to_owned);
        hint.chain(error).chain(beside).collect::<Vec<_>>().join(" ")
    }

    /// Returns whether it has errors.
    pub fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// Returns the sentence of a page for a code; a general one if the code has none.
pub fn sentence(frame: &Frame, code: Code) -> String {
    let key = format!("problem-{}", code.as_str());
    match frame.words.has(&key) {
        true => frame.say(&key),
        false => frame.say("problem-other"),
    }
}

/// Returns the errors of a form that belong to none of its fields.
pub fn general(frame: &Frame, refusal: &Refusal, fields: &[&str]) -> Vec<String> {
    let concerns = |problem: &&Problem| !problem.option.as_deref().is_some_and(|option| fields.contains(&option));
    let mut errors: Vec<String> =
        refusal.problems.iter().filter(concerns).map(|problem| sentence(frame, problem.code)).collect();
    errors.dedup();
    errors
}

/// A field with a choice of values.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The name, which is also the id.
    pub name: &'static str,
    /// The label.
    pub label: String,
    /// The chosen value.
    pub value: String,
    /// The values, each with its text on the page.
    pub options: Vec<(String, String)>,
    /// The hint below the label.
    pub hint: Option<String>,
    /// The errors.
    pub errors: Vec<String>,
}

impl Choice {
    /// Creates a choice; its label is the sentence `field-NAME`.
    pub fn of(frame: &Frame, name: &'static str, value: &str, options: Vec<(String, String)>) -> Choice {
        let label = frame.say(&format!("field-{name}"));
        Choice { name, label, value: value.to_owned(), options, hint: None, errors: Vec::new() }
    }
}
