//! The texts of pages: sentences by key in one language, and dates in the format of a locale.
//!
//! Templates name sentences by their keys. Tests check that every word file has every key that a template names, and that no key
//! is unused.

use super::sentences::Sentences;
use crate::domain::{Language, Moment, TimeZone};
use fluent_bundle::{FluentArgs, FluentValue};
use icu_datetime::fieldsets::{YMD, YMDT};
use icu_datetime::input::{Date, DateTime, Time};
use icu_datetime::options::TimePrecision;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_locale_core::Locale;

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

    /// Formats a moment to the minute, such as `Jan 1, 2023, 1:00 PM` or `1 sty 2023, 13:00`.
    pub fn moment(&self, moment: Moment) -> String {
        let shown = moment.shown_in(&self.zone).and_then(|(year, [month, day, hour, minute])| {
            let date = Date::try_new_iso(year, month, day).ok()?;
            let time = Time::try_new(hour, minute, 0, 0).ok()?;
            let fields = YMDT::medium().with_time_precision(TimePrecision::Minute);
            Some(
                DateTimeFormatter::try_new(self.preferences(), fields)
                    .ok()?
                    .format(&DateTime { date, time })
                    .to_string(),
            )
        });
        shown.unwrap_or_else(|| moment.to_string())
    }

    /// Formats the day of a moment, such as `January 1, 2023` or `1 stycznia 2023`.
    pub fn day(&self, moment: Moment) -> String {
        let shown = moment.shown_in(&self.zone).and_then(|(year, [month, day, ..])| {
            let date = Date::try_new_iso(year, month, day).ok()?;
            Some(DateTimeFormatter::try_new(self.preferences(), YMD::long()).ok()?.format(&date).to_string())
        });
        shown.unwrap_or_else(|| moment.to_string())
    }

    fn preferences(&self) -> DateTimeFormatterPreferences {
        let locale: Locale = self.locale.code().parse().unwrap_or(Locale::UNKNOWN);
        locale.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_formatted_for_the_locale_and_the_time_zone() {
        let moment = Moment::parse("2023-01-31T23:30:00Z").unwrap();
        let shown = |code: &str| {
            let mut words = PageWords::of(Language::parse(code).unwrap());
            words.zone = TimeZone::parse("Europe/Amsterdam").unwrap();
            format!("{} | {}", words.moment(moment), words.day(moment))
        };
        assert_eq!(shown("en"), "Feb 1, 2023, 12:30\u{202f}AM | February 1, 2023");
        assert_eq!(shown("nl"), "1 feb 2023, 00:30 | 1 februari 2023");
        assert_eq!(shown("de"), "01.02.2023, 00:30 | 1. Februar 2023");
        assert_eq!(shown("pl"), "1 lut 2023, 00:30 | 1 lutego 2023");
    }
}
