//! Dates of the calendar, and the texts in which scripts write dates and moments.

use super::{Code, Moment, Problem, TimeZone};
use std::fmt;

/// A date of the calendar, without time and time zone, from 0000-01-01 to 9999-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// A date or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrMoment {
    /// A date, such as `2026-12-01`.
    Date(Date),
    /// A moment, such as `2026-12-01T09:30:00.000Z`.
    Moment(Moment),
}

impl Date {
    /// Reads a date in ISO 8601, such as `2026-12-01`. Returns `None` if the text has another form or the calendar has no
    /// such date.
    pub fn parse(text: &str) -> Option<Date> {
        let digits = |from: usize, to: usize| text.as_bytes()[from..to].iter().all(u8::is_ascii_digit);
        let has_form = text.len() == 10 && text.is_ascii() && digits(0, 4) && digits(5, 7) && digits(8, 10);
        has_form.then(|| text.parse().ok().map(Date)).flatten()
    }

    /// Returns the date of a moment in a time zone; `None` outside the calendar.
    pub fn of(moment: Moment, zone: &TimeZone) -> Option<Date> {
        let (year, [month, day, ..]) = moment.shown_in(zone)?;
        let date = jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        (date.year() >= 0).then_some(Date(date))
    }

    /// Returns the date so many days later, or earlier if `days` is negative; `None` outside the calendar.
    pub fn plus_days(self, days: i64) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        let date = self.0.checked_add(span).ok()?;
        (date.year() >= 0).then_some(Date(date))
    }

    /// Returns the number of days since 1970-01-01.
    pub fn day(self) -> i64 {
        self.0.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
    }

    /// Returns the year, the month and the day of the month.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year().into(), self.0.month().unsigned_abs(), self.0.day().unsigned_abs())
    }
}

/// ISO 8601: `2026-12-01`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl DateOrMoment {
    /// Reads a date or a moment in ISO 8601. A moment names its time zone or offset.
    ///
    /// # Errors
    /// Returns a problem that shows both forms.
    pub fn parse(text: &str) -> Result<DateOrMoment, Problem> {
        if let Some(date) = Date::parse(text) {
            return Ok(DateOrMoment::Date(date));
        }
        // The form of a date at the beginning keeps out years before 0 and after 9999.
        let is_in_range = text.get(..10).and_then(Date::parse).is_some();
        let moment = Moment::parse(text).filter(|_| is_in_range).map(DateOrMoment::Moment);
        moment.ok_or_else(|| {
            let found = if text.chars().count() <= 40 { format!("{text:?}") } else { "a longer text".to_owned() };
            Problem::new(Code::InvalidDate, format!("expected a date or a moment, found {found}"))
                .help("write a date as `2026-12-01` and a moment as `2026-12-01T09:30:00.000Z`")
        })
    }

    /// Returns the date or moment so many days later, or earlier if `days` is negative. Each day of a moment has 24 hours.
    ///
    /// # Errors
    /// Returns a problem if the result is outside the calendar.
    pub fn plus_days(self, days: i64) -> Result<DateOrMoment, Problem> {
        let later = match self {
            DateOrMoment::Date(date) => date.plus_days(days).map(DateOrMoment::Date),
            DateOrMoment::Moment(moment) => {
                let later = moment.plus_days(days);
                Date::of(later, &TimeZone::UTC).map(|_| DateOrMoment::Moment(later))
            }
        };
        later.ok_or_else(|| {
            let found = format!("expected a result between 0000-01-01 and 9999-12-31, found {self} and {days} days");
            Problem::new(Code::InvalidDate, found)
        })
    }

    /// Returns the date in UTC as a number of days since 1970-01-01.
    pub fn day(self) -> i64 {
        match self {
            DateOrMoment::Date(date) => date.day(),
            DateOrMoment::Moment(moment) => moment.day(),
        }
    }
}

/// ISO 8601; a moment in UTC.
impl fmt::Display for DateOrMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateOrMoment::Date(date) => date.fmt(f),
            DateOrMoment::Moment(moment) => moment.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_that_of_the_time_zone() {
        let moment = Moment::parse("2023-12-31T23:30:00Z").unwrap();
        let date = |zone: &str| Date::of(moment, &TimeZone::parse(zone).unwrap()).unwrap().to_string();
        assert_eq!(date("UTC"), "2023-12-31");
        assert_eq!(date("Europe/Berlin"), "2024-01-01");
        assert_eq!(Date::of(Moment(i64::MAX), &TimeZone::UTC), None);
        assert_eq!(Date::of(Moment(i64::MIN), &TimeZone::UTC), None);
    }

    #[test]
    fn days_are_added_by_the_calendar() {
        let plus = |text: &str, days| DateOrMoment::parse(text).unwrap().plus_days(days).map(|later| later.to_string());
        assert_eq!(plus("2024-02-28", 1).unwrap(), "2024-02-29");
        assert_eq!(plus("2023-01-01", -1).unwrap(), "2022-12-31");
        assert_eq!(plus("2023-03-25T12:00:00+01:00", 1).unwrap(), "2023-03-26T11:00:00.000Z");
        for (text, days) in [
            ("9999-12-31", 1),
            ("0000-01-01", -1),
            ("2023-01-01", i64::MAX),
            ("2023-01-01", i64::MIN),
            ("9999-12-30T00:00:00Z", 9),
            ("2023-01-01T00:00:00Z", i64::MAX),
            ("2023-01-01T00:00:00Z", i64::MIN),
            ("2023-01-01T00:00:00Z", -900_000),
        ] {
            assert_eq!(plus(text, days).unwrap_err().code, Code::InvalidDate, "{text} {days}");
        }
    }

    #[test]
    fn days_are_counted_from_1970_on() {
        let day = |text: &str| DateOrMoment::parse(text).unwrap().day();
        assert_eq!([day("1969-12-31"), day("1970-01-01"), day("1970-01-02")], [-1, 0, 1]);
        assert_eq!([day("1969-12-31T23:59:59Z"), day("1970-01-01T00:00:00Z")], [-1, 0]);
        assert_eq!([day("0000-01-01"), day("9999-12-31")], [-719_528, 2_932_896]);
        assert_eq!(Date::parse("9999-12-31").unwrap().parts(), (9999, 12, 31));
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        for text in [
            "",
            "2023",
            "2023-1-1",
            "2023-02-29",
            "01.02.2023",
            "2023-01-01T10:00:00",
            "2023-01-01 ",
            "-002023-01-01",
            "-000001-01-01T00:00:00Z",
            "20230101",
            "2023-01-01T25:00:00Z",
            "zweitausend",
            "2023–01–01",
        ] {
            let problem = DateOrMoment::parse(text).unwrap_err();
            assert_eq!(problem.message, format!("expected a date or a moment, found {text:?}"));
        }
        assert!(DateOrMoment::parse(&"9".repeat(100)).unwrap_err().message.ends_with("found a longer text"));
    }
}
