//! The words of pages: sentences by key in one language, and moments and numbers as a locale has them.
//!
//! Templates name sentences by their keys. Tests hold that every key they name stands in every word file, and that none
//! stands there for nothing.

use super::dates::{format_day, format_moment};
use super::sentences::Sentences;
use crate::domain::{Language, Moment, TimeZone};
use fluent_bundle::{FluentArgs, FluentValue};

/// The languages that pages can have, each with its own name.
pub const PAGE_LANGUAGES: [(&str, &str); 6] = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pl", "Polski"),
];

/// What pages say to one reader.
#[derive(Debug, Clone)]
pub struct PageWords {
    /// The language of sentences.
    pub language: Language,
    /// The locale of dates and times.
    pub locale: Language,
    /// The time zone of times.
    pub zone: TimeZone,
}

impl PageWords {
    /// Words in a language, with dates as it has them, in UTC.
    pub fn of(language: Language) -> PageWords {
        PageWords { language, locale: language, zone: TimeZone::UTC }
    }

    /// The sentence with this key. A key that there is not is said as it is; a test holds that templates name none.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &FluentArgs::new())
    }

    /// The sentence with this key and one variable.
    pub fn with<'a>(&self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        let mut values = FluentArgs::new();
        values.set(name, value);
        self.fill(key, &values)
    }

    /// Whether there is a sentence with this key.
    pub fn has(&self, key: &str) -> bool {
        Sentences::of_pages(self.language).is_ok_and(|sentences| sentences.has(key))
    }

    fn fill(&self, key: &str, values: &FluentArgs) -> String {
        let said = Sentences::of_pages(self.language).and_then(|sentences| sentences.say(key, values));
        said.unwrap_or_else(|_| key.to_owned())
    }

    /// Formats a moment to the minute in the reader's locale and time zone.
    pub fn moment(&self, moment: Moment) -> String {
        format_moment(moment, self.locale, &self.zone)
    }

    /// Formats the day of a moment in the reader's locale and time zone.
    pub fn day(&self, moment: Moment) -> String {
        format_day(moment, self.locale, &self.zone)
    }
}
