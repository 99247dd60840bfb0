//! The texts of pages: sentences by key in one language, and dates in the format of a locale.
//!
//! Templates name sentences by their keys. Tests check that every word file has every key that a template names, and that no key
//! is unused.

use super::dates::{format_day, format_moment};
use super::sentences::Sentences;
use crate::domain::{Language, Moment, TimeZone};
use fluent_bundle::{FluentArgs, FluentValue};

/// The languages of pages, each with its code and its own name.
pub const PAGE_LANGUAGES: [(&str, &str); 6] = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pl", "Polski"),
];

/// The language, locale and time zone of one reader.
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
    /// Returns the texts in a language, with dates in the format of that language, in UTC.
    pub fn of(language: Language) -> PageWords {
        PageWords { language, locale: language, zone: TimeZone::UTC }
    }

    /// Returns the sentence with this key, or the key itself if it is unknown. A test checks that templates name only known keys.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &FluentArgs::new())
    }

    /// Returns the sentence with this key and one variable filled in.
    pub fn with<'a>(&self, key: &str, name: &'a str, value: impl Into<FluentValue<'a>>) -> String {
        let mut values = FluentArgs::new();
        values.set(name, value);
        self.fill(key, &values)
    }

    /// Returns whether the key is known.
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
