//! The findings of a static check of a script, and the manual pages of all codes.

use super::examples::example_of;
use super::{Code, Place, Problem, Warning, WarningCode, member::words, nearest};
use std::borrow::Cow;
use std::fmt;

/// A finding of a check in a script: an error or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is an error or a warning.
    pub severity: Severity,
    /// The stable code, such as `E0101` or `W0101`.
    pub code: &'static str,
    /// The option or argument, if the finding concerns one.
    pub option: Option<Cow<'static, str>>,
    /// The expected and the found value: lower case, without a full stop.
    pub message: String,
    /// A hint how to solve the problem.
    pub help: Option<String>,
    /// Place in the script.
    pub place: Option<Place>,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A run that reaches this place fails.
    Error,
    /// The code is probably not as intended.
    Warning,
}

words!(Severity {
    Error = "error",
    Warning = "warning",
});

impl Finding {
    /// Makes a finding of a problem with which a run would fail.
    pub fn error(problem: Problem, place: Option<Place>) -> Finding {
        let Problem { code, option, message, help, .. } = problem;
        Finding { severity: Severity::Error, code: code.as_str(), option, message, help, place }
    }

    /// Makes a finding of a warning.
    pub fn warning(warning: Warning) -> Finding {
        let Warning { code, option, message, place } = warning;
        Finding { severity: Severity::Warning, code: code.as_str(), option, message, help: None, place }
    }

    /// Adds a hint.
    pub fn help(self, help: impl Into<String>) -> Finding {
        Finding { help: Some(help.into()), ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.option {
            Some(option) => write!(f, "`{option}`: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// The manual page of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The code of an error or a warning.
    pub code: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Text: when the code occurs and what to do.
    pub text: &'static str,
    /// Example.
    pub example: Option<Example>,
}

/// An example of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// A script, or a command after `$`.
    pub script: &'static str,
    /// The message that it causes.
    pub says: &'static str,
}

impl Page {
    /// Returns the pages of all codes, errors first.
    pub fn all() -> impl Iterator<Item = Page> {
        let page = |code, title, text| Page { code, title, text, example: example_of(code) };
        let errors = Code::ALL.iter().map(move |code| page(code.as_str(), code.title(), code.page()));
        let warnings = WarningCode::TEXTS.iter().filter_map(|text| WarningCode::from_text(text));
        errors.chain(warnings.map(move |code| page(code.as_str(), code.title(), code.page())))
    }

    /// Returns the page of a code, ignoring case.
    ///
    /// # Errors
    /// Refuses an unknown code and names the nearest one.
    pub fn of(code: &str) -> Result<Page, Problem> {
        if let Some(page) = Page::all().find(|page| page.code.eq_ignore_ascii_case(code.trim())) {
            return Ok(page);
        }
        let problem = Problem::new(Code::NotFound, format!("there is no code {code:?}"));
        Err(match nearest(code, Page::all().map(|page| page.code)) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("codes look like `E0101` and `W0001`; `enlist manual` lists them"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_and_a_slip_is_understood() {
        for page in Page::all() {
            assert!(!page.title.is_empty() && page.text.ends_with('.'), "{}", page.code);
            assert_eq!(Page::of(&page.code.to_lowercase()), Ok(page));
        }
        assert_eq!(Page::all().count(), Code::ALL.len() + WarningCode::TEXTS.len());
        assert_eq!(Page::of("E01001").unwrap_err().help.as_deref(), Some("did you mean `E0101`?"));
        assert!(Page::of("nonsense").unwrap_err().help.unwrap().starts_with("codes look like"));
    }
}
