//! What a form says, and a field of a form with what is wrong with it.

use super::frame::Frame;
use crate::domain::{Code, Problem, Refusal};

/// What a form says: its fields by name. A browser sends what it likes; whoever reads a field says what it may be.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

/// The most fields of a form.
const MOST: usize = 100;

impl Form {
    /// Reads a form as browsers send it; nothing if it is none.
    pub fn parse(bytes: &[u8]) -> Option<Form> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes).ok()?;
        (fields.len() <= MOST).then_some(Form(fields))
    }

    /// Reads a query; one that cannot be read says nothing.
    pub fn of_query(query: &str) -> Form {
        Form::parse(query.as_bytes()).unwrap_or_default()
    }

    /// The text of a field; empty if it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// Whether a field is there, such as a box that is ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

/// A field of a form as the page shows it.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, in the form and as id.
    pub name: &'static str,
    /// What the label says.
    pub label: String,
    /// What it is, such as `text` or `password`.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// What stands in it.
    pub value: String,
    /// What is said below the label.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub errors: Vec<String>,
    /// The id of what stands beside it and is told with it, such as the rules for a password.
    pub beside: Option<&'static str>,
    /// Whether it may be left out.
    pub is_optional: bool,
    /// Whether the browser begins there.
    pub has_focus: bool,
}

impl Field {
    /// A field for a text; its label is the sentence `field-NAME`.
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

    /// A field for a password. What was typed never stands in a page.
    pub fn password(frame: &Frame, name: &'static str, autocomplete: &'static str) -> Field {
        Field { kind: "password", ..Field::text(frame, name, autocomplete, "") }
    }

    /// A field for an e-mail address. What is no address is said by enlist in the language of the page, not by the browser.
    pub fn address(frame: &Frame, name: &'static str, value: &str) -> Field {
        Field { kind: "text", ..Field::text(frame, name, "email", value) }
    }

    /// The same, where the browser begins.
    pub fn focused(self) -> Field {
        Field { has_focus: true, ..self }
    }

    /// The same with a hint.
    pub fn hint(self, hint: String) -> Field {
        Field { hint: Some(hint), ..self }
    }

    /// The same, with what problems say of one of these options.
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

    /// The ids of its hint, its errors and what stands beside it.
    pub fn described_by(&self) -> String {
        let hint = self.hint.iter().map(|_| format!("{}-hint", self.name));
        let error = (!self.errors.is_empty()).then(|| format!("{}-error", self.name));
        let beside = self.beside.map(str::to_owned);
        hint.chain(error).chain(beside).collect::<Vec<_>>().join(" ")
    }

    /// Whether something is wrong with it.
    pub fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// What a page says of a code: its own sentence, or one for all others.
pub fn sentence(frame: &Frame, code: Code) -> String {
    let key = format!("problem-{}", code.as_str());
    match frame.words.has(&key) {
        true => frame.say(&key),
        false => frame.say("problem-other"),
    }
}

/// What is wrong with no field in particular.
pub fn general(frame: &Frame, refusal: &Refusal, fields: &[&str]) -> Vec<String> {
    let concerns = |problem: &&Problem| !problem.option.as_deref().is_some_and(|option| fields.contains(&option));
    let mut said: Vec<String> =
        refusal.problems.iter().filter(concerns).map(|problem| sentence(frame, problem.code)).collect();
    said.dedup();
    said
}

/// A field in which one of a few values is chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its name, in the form and as id.
    pub name: &'static str,
    /// What the label says.
    pub label: String,
    /// The value that is chosen.
    pub value: String,
    /// The values, each with what the page says.
    pub options: Vec<(String, String)>,
    /// What is said below the label.
    pub hint: Option<String>,
    /// What is wrong with it.
    pub errors: Vec<String>,
}

impl Choice {
    /// A choice; its label is the sentence `field-NAME`.
    pub fn of(frame: &Frame, name: &'static str, value: &str, options: Vec<(String, String)>) -> Choice {
        let label = frame.say(&format!("field-{name}"));
        Choice { name, label, value: value.to_owned(), options, hint: None, errors: Vec::new() }
    }
}
