//! Languages and locales: data, not code (SPEC R1.5).

use super::{Code, Problem, nearest};
use std::fmt;

/// A language or locale as it was written, one of [`LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    written: &'static str,
    code: &'static str,
}

/// The languages: the accepted code, the ISO 639-1 code and the name.
///
/// `sp` is the documented API's own code for Spanish. It is accepted wherever `es` is, and returned as it was written.
pub const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "en", "English"),
    ("nl", "nl", "Dutch"),
    ("de", "de", "German"),
    ("fr", "fr", "French"),
    ("es", "es", "Spanish"),
    ("sp", "es", "Spanish"),
    ("pl", "pl", "Polish"),
];

impl Language {
    /// English, the default language of an environment.
    pub const ENGLISH: Language = Language { written: "en", code: "en" };

    /// Every accepted code.
    pub const TEXTS: &'static [&'static str] = &{
        let mut texts = [""; LANGUAGES.len()];
        let mut at = 0;
        while at < texts.len() {
            texts[at] = LANGUAGES[at].0;
            at += 1;
        }
        texts
    };

    /// Parses one of the accepted codes, exactly.
    ///
    /// # Errors
    /// Returns a problem that lists the codes and names the nearest one.
    pub fn parse(text: &str) -> Result<Language, Problem> {
        if let Some(&(written, code, _)) = LANGUAGES.iter().find(|(written, ..)| *written == text) {
            return Ok(Language { written, code });
        }
        let written = || Language::TEXTS.iter().copied();
        let expected = Language::TEXTS.join(", ");
        let problem = Problem::new(Code::NotInList, format!("expected one of {expected}, found {text:?}"));
        let by_name = LANGUAGES.iter().find(|(.., name)| name.eq_ignore_ascii_case(text)).map(|(written, ..)| *written);
        let lower = text.to_lowercase();
        let by_start = written().find(|written| lower.starts_with(written) && lower.len() <= 6);
        Err(match by_name.or(by_start).or_else(|| nearest(text, written())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        })
    }

    /// Returns the code as it was written, such as `sp`.
    pub fn written(self) -> &'static str {
        self.written
    }

    /// Returns the ISO 639-1 code, such as `es`. Letters and pages use this language.
    pub fn code(self) -> &'static str {
        self.code
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sp_is_spanish_and_stays_as_it_was_written() {
        let spanish = Language::parse("sp").unwrap();
        assert_eq!((spanish.written(), spanish.code()), ("sp", "es"));
    }

    #[test]
    fn an_unknown_language_lists_those_that_exist() {
        let problem = Language::parse("en-US").unwrap_err();
        assert_eq!(problem.message, "expected one of en, nl, de, fr, es, sp, pl, found \"en-US\"");
        assert_eq!(problem.help.as_deref(), Some("did you mean `en`?"));
        let problem = Language::parse("German").unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `de`?"));
    }
}
