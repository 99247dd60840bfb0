//! Points in time, to the microsecond, and clocks.

use super::TimeZone;
use std::fmt;

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;

/// A source of the current time: the system's clock in the program, a fixed one in tests and fixtures.
pub trait Clock {
    /// Returns the current moment.
    fn now(&self) -> Moment;
}

impl Moment {
    /// Reads ISO 8601 with a time zone, such as `2023-01-01T00:00:00Z`.
    pub fn parse(text: &str) -> Option<Moment> {
        let timestamp: jiff::Timestamp = text.parse().ok()?;
        Some(Moment(timestamp.as_microsecond()))
    }

    /// Returns the moment this number of days later, or earlier for a negative number.
    pub fn plus_days(self, days: i64) -> Moment {
        Moment(self.0.saturating_add(days.saturating_mul(DAY)))
    }

    /// Returns the same time of day this number of calendar months earlier, in UTC. If that month has no such day, the last day
    /// of the month is used. Returns `None` outside the range of the calendar.
    pub fn months_before(self, months: u32) -> Option<Moment> {
        let now = jiff::Timestamp::from_microsecond(self.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
        let span = jiff::Span::new().try_months(months).ok()?;
        Some(Moment(now.checked_sub(span).ok()?.timestamp().as_microsecond()))
    }

    /// Returns the calendar day in UTC, counted from 1970-01-01. The limit of letters is per day.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Returns the year, then month, day, hour and minute in a time zone. Returns `None` outside the range of the calendar.
    pub fn shown_in(self, zone: &TimeZone) -> Option<(i32, [u8; 4])> {
        let zone = jiff::tz::TimeZone::get(zone.as_str()).ok()?;
        let shown = jiff::Timestamp::from_microsecond(self.0).ok()?.to_zoned(zone);
        let rest = [shown.month(), shown.day(), shown.hour(), shown.minute()];
        Some((shown.year().into(), rest.map(i8::unsigned_abs)))
    }

    /// Returns the start of this day in UTC.
    pub fn start_of_day(self) -> Moment {
        Moment(self.day() * DAY)
    }
}

/// Writes ISO 8601 with milliseconds and `Z`, like the documented results: `2023-01-01T00:00:00.000Z` (SPEC R2.6).
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => write!(f, "{timestamp:.3}"),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_iso_8601_with_milliseconds() {
        assert_eq!(Moment(1_672_531_200_000_000).to_string(), "2023-01-01T00:00:00.000Z");
        assert_eq!(Moment(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Moment(i64::MAX).to_string(), format!("{} µs", i64::MAX));
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let before = |text: &str, months| Moment::parse(text).unwrap().months_before(months).map(|at| at.to_string());
        assert_eq!(before("2023-05-31T12:00:00Z", 3).as_deref(), Some("2023-02-28T12:00:00.000Z"));
        assert_eq!(before("2023-01-01T00:00:00Z", 12).as_deref(), Some("2022-01-01T00:00:00.000Z"));
        assert_eq!(before("2023-01-01T00:00:00Z", u32::MAX), None);
        assert_eq!(Moment(i64::MAX).months_before(1), None);
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        let moment = Moment(1_672_531_200_000_000 + 5);
        assert_eq!(moment.start_of_day(), Moment(1_672_531_200_000_000));
        assert_eq!(Moment(-5).start_of_day(), Moment(-86_400_000_000));
    }
}
