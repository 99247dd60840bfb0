//! What a check finds in a script without running it, and the pages of all codes.

use super::examples::example_of;
use super::{Code, Place, Problem, Warning, WarningCode, member::words, nearest};
use std::borrow::Cow;
use std::fmt;

/// Something that a check found in a script: an error or a warning in one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether the script is wrong, or only suspect.
    pub severity: Severity,
    /// The stable code, such as `E0101` or `W0101`.
    pub code: &'static str,
    /// The option or argument it is about, if it is about one.
    pub option: Option<Cow<'static, str>>,
    /// What was expected and what was found: lower case, without a full stop.
    pub message: String,
    /// The way out, if there is one to tell.
    pub help: Option<String>,
    /// Where in the script.
    pub place: Option<Place>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A run that comes to this place fails.
    Error,
    /// Probably not what was meant.
    Warning,
}

words!(Severity {
    Error = "error",
    Warning = "warning",
});

impl Finding {
    /// A problem that a run would refuse, or fail with.
    pub fn error(problem: Problem, place: Option<Place>) -> Finding {
        let Problem { code, option, message, help, .. } = problem;
        Finding { severity: Severity::Error, code: code.as_str(), option, message, help, place }
    }

    /// Something that is only suspect.
    pub fn warning(warning: Warning) -> Finding {
        let Warning { code, option, message, place } = warning;
        Finding { severity: Severity::Warning, code: code.as_str(), option, message, help: None, place }
    }

    /// The same with the way out.
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

/// What the manual says about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The code of an error or a warning.
    pub code: &'static str,
    /// Its title.
    pub title: &'static str,
    /// When it appears, and the way out.
    pub text: &'static str,
    /// How it looks.
    pub example: Option<Example>,
}

/// How a code looks when it appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// A script, or a command after `$`.
    pub script: &'static str,
    /// What is said of it.
    pub says: &'static str,
}

impl Page {
    /// The pages of all codes, errors first.
    pub fn all() -> impl Iterator<Item = Page> {
        let page = |code, title, text| Page { code, title, text, example: example_of(code) };
        let errors = Code::ALL.iter().map(move |code| page(code.as_str(), code.title(), code.page()));
        let warnings = WarningCode::TEXTS.iter().filter_map(|text| WarningCode::from_text(text));
        errors.chain(warnings.map(move |code| page(code.as_str(), code.title(), code.page())))
    }

    /// The page of a code, in whichever case it is written.
    ///
    /// # Errors
    /// Refuses what is no code, with the nearest one.
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
