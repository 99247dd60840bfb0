//! Dates and times as a locale writes them. The files in `dates/` hold the month names and the order of the parts; pages,
//! letters and scripts share them. Languages of sentences are in the other word files.

use super::sentences::Sentences;
use crate::domain::{Fault, Language, Moment, TimeZone};
use fluent_bundle::FluentArgs;

/// Formats the day of a moment in a time zone, such as `January 1, 2023` or `1 stycznia 2023`.
///
/// A moment that the calendar cannot show is written in ISO 8601.
pub fn format_day(moment: Moment, locale: Language, zone: &TimeZone) -> String {
    format("day", moment, locale, zone).unwrap_or_else(|_| moment.to_string())
}

/// Formats a moment in a time zone to the minute, such as `Jan 1, 2023, 1:00 PM` or `1 sty 2023, 13:00`.
///
/// A moment that the calendar cannot show is written in ISO 8601.
pub fn format_moment(moment: Moment, locale: Language, zone: &TimeZone) -> String {
    format("moment", moment, locale, zone).unwrap_or_else(|_| moment.to_string())
}

/// Fills in the pattern `key` of the locale's file.
fn format(key: &str, moment: Moment, locale: Language, zone: &TimeZone) -> Result<String, Fault> {
    let Some((year, [month, day, hour, minute])) = moment.shown_in(zone) else {
        return Err(Fault::new("formatting a date", format!("{moment} is outside the calendar")));
    };
    let sentences = Sentences::of_dates(locale)?;
    let none = FluentArgs::new();
    // Texts, not numbers: fluent would group the digits of a number.
    let mut parts = FluentArgs::new();
    parts.set("year", year.to_string());
    parts.set("month", sentences.say(&format!("month-{month}"), &none)?);
    parts.set("shortMonth", sentences.say(&format!("short-month-{month}"), &none)?);
    parts.set("day", day.to_string());
    parts.set("paddedDay", format!("{day:02}"));
    parts.set("hour", format!("{hour:02}"));
    parts.set("hourOfHalf", (if hour % 12 == 0 { 12 } else { hour % 12 }).to_string());
    parts.set("half", if hour < 12 { "AM" } else { "PM" });
    parts.set("minute", format!("{minute:02}"));
    sentences.say(key, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LANGUAGES;

    #[test]
    fn moments_are_shown_in_the_locale_and_the_time_zone() {
        let moment = Moment::parse("2023-01-31T23:30:00Z").unwrap();
        let zone = TimeZone::parse("Europe/Amsterdam").unwrap();
        let shown = |code: &str| {
            let locale = Language::parse(code).unwrap();
            format!("{} | {}", format_moment(moment, locale, &zone), format_day(moment, locale, &zone))
        };
        assert_eq!(shown("en"), "Feb 1, 2023, 12:30\u{202f}AM | February 1, 2023");
        assert_eq!(shown("nl"), "1 feb 2023, 00:30 | 1 februari 2023");
        assert_eq!(shown("de"), "01.02.2023, 00:30 | 1. Februar 2023");
        assert_eq!(shown("fr"), "1 févr. 2023, 00:30 | 1 février 2023");
        assert_eq!(shown("es"), "1 feb 2023, 00:30 | 1 de febrero de 2023");
        assert_eq!(shown("sp"), shown("es"));
        assert_eq!(shown("pl"), "1 lut 2023, 00:30 | 1 lutego 2023");
    }

    #[test]
    fn noon_and_midnight_have_twelve_hours() {
        let shown = |text: &str| format_moment(Moment::parse(text).unwrap(), Language::ENGLISH, &TimeZone::UTC);
        assert_eq!(shown("2023-12-05T00:07:00Z"), "Dec 5, 2023, 12:07\u{202f}AM");
        assert_eq!(shown("2023-12-05T11:07:00Z"), "Dec 5, 2023, 11:07\u{202f}AM");
        assert_eq!(shown("2023-12-05T12:07:00Z"), "Dec 5, 2023, 12:07\u{202f}PM");
        assert_eq!(shown("2023-12-05T23:07:00Z"), "Dec 5, 2023, 11:07\u{202f}PM");
    }

    #[test]
    fn every_locale_formats_every_month() {
        for (written, ..) in LANGUAGES {
            let locale = Language::parse(written).unwrap();
            for month in 1..=12 {
                let moment = Moment::parse(&format!("2024-{month:02}-29T12:00:00Z")).unwrap();
                for text in [
                    format("day", moment, locale, &TimeZone::UTC).unwrap(),
                    format("moment", moment, locale, &TimeZone::UTC).unwrap(),
                ] {
                    assert!(text.contains("29") && text.contains("2024"), "{written}: {text}");
                }
            }
        }
    }
}
