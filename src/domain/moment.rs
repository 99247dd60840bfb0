//! Points in time, to the microsecond, and where they come from.

use std::fmt;

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// Where moments come from: the system's clock in the program, a fixed one in tests and fixtures.
pub trait Clock {
    /// The present moment.
    fn now(&self) -> Moment;
}

impl Moment {
    /// Reads ISO 8601 with a zone, such as `2023-01-01T00:00:00Z`.
    pub fn parse(text: &str) -> Option<Moment> {
        let timestamp: jiff::Timestamp = text.parse().ok()?;
        Some(Moment(timestamp.as_microsecond()))
    }

    /// The calendar day in UTC, counted from 1970-01-01; letters are limited per day.
    pub fn day(self) -> i64 {
        self.0.div_euclid(86_400_000_000)
    }

    /// The first moment of this moment's day in UTC.
    pub fn start_of_day(self) -> Moment {
        Moment(self.day() * 86_400_000_000)
    }
}

/// ISO 8601 with milliseconds and `Z`, as the documented results have it: `2023-01-01T00:00:00.000Z` (SPEC R2.6).
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
    fn a_day_begins_at_midnight_utc() {
        let moment = Moment(1_672_531_200_000_000 + 5);
        assert_eq!(moment.start_of_day(), Moment(1_672_531_200_000_000));
        assert_eq!(Moment(-5).start_of_day(), Moment(-86_400_000_000));
    }
}
