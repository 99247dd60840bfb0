//! Schedules: when a deployed script runs by itself. Cron expressions and time zones are read and reckoned here alone.

use super::{Code, Moment, Problem, PublicId, nearest};
use cronexpr::MakeTimestamp;
use std::borrow::Cow;
use std::fmt;

/// A schedule of a deployed script.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Row number in the database.
    pub row: i64,
    /// Public id.
    pub id: PublicId,
    /// The row of the script.
    pub script: i64,
    /// The name of the script.
    pub script_name: String,
    /// When it comes due.
    pub expression: CronExpression,
    /// The time zone of the expression; that of the environment if there is none.
    pub time_zone: Option<TimeZone>,
    /// What the script gets as `input`, as JSON.
    pub input: Option<String>,
    /// Whether it comes due at all, or is paused.
    pub active: bool,
    /// When it comes due next.
    pub next_at: Option<Moment>,
    /// When it last came due.
    pub last_at: Option<Moment>,
    /// The run of that time.
    pub last_run: Option<PublicId>,
    /// When it was added.
    pub created_at: Moment,
}

/// A cron expression of five fields (minute, hour, day of month, month, day of week), or a nickname such as `@daily`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronExpression(String);

impl CronExpression {
    /// The most bytes of an expression.
    const MAX: usize = 200;

    /// Accepts an expression.
    ///
    /// # Errors
    /// Says that it is none, and how one looks.
    pub fn parse(text: &str) -> Result<CronExpression, Problem> {
        let help = "give minute, hour, day of month, month and day of week, such as `0 6 * * 1-5`, or `@daily`";
        let bad = |found: String| Problem::new(Code::BadSchedule, found).help(help);
        if text.len() > Self::MAX {
            return Err(bad(format!("expected at most {} bytes, found {}", Self::MAX, text.len())));
        }
        let text = text.trim();
        if text.starts_with('@') {
            return match nickname(text) {
                Some(_) => Ok(CronExpression(text.to_owned())),
                None => {
                    let names: Vec<&str> = NICKNAMES.iter().map(|(name, _)| *name).collect();
                    Err(bad(format!("expected one of {}, found {text:?}", names.join(", "))))
                }
            };
        }
        let fields: Vec<&str> = text.split_whitespace().collect();
        if fields.len() != 5 {
            return Err(bad(format!("expected a cron expression of 5 fields, found {}", fields.len())));
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '/' | ',' | '-' | '#');
        if let Some(bad_one) = fields.iter().flat_map(|field| field.chars()).find(|c| !fits(*c)) {
            return Err(bad(format!("expected a cron expression, found the character {bad_one:?}")));
        }
        let expression = CronExpression(fields.join(" "));
        match expression.crontab(&TimeZone::UTC) {
            Some(_) => Ok(expression),
            None => Err(bad(format!("expected a cron expression, found {:?}", expression.0))),
        }
    }

    /// An expression as it was read from the database, where only valid ones stand.
    pub(crate) fn stored(text: String) -> CronExpression {
        CronExpression(text)
    }

    /// The expression as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first moment after another that it names in a time zone; nothing if there is none within four years.
    ///
    /// What names times of the day comes due once on each day, also when clocks change: an hour that is not there is made up
    /// for right after it, and one that comes twice counts the first time. What names intervals goes by the time that passes.
    pub fn next_after(&self, moment: Moment, zone: &TimeZone) -> Option<Moment> {
        let after = jiff::Timestamp::from_microsecond(moment.0).ok()?;
        let next = if self.has_intervals() {
            self.crontab(zone)?.find_next(MakeTimestamp(after)).ok()?.timestamp()
        } else {
            self.next_by_the_clock(after, zone)?
        };
        let next = Moment(next.as_microsecond());
        // A schedule that stood still would come due for ever.
        (next > moment).then_some(next)
    }

    /// Returns the five fields: those of a nickname, or the expression itself.
    fn fields(&self) -> &str {
        nickname(&self.0).unwrap_or(&self.0)
    }

    /// Whether minute or hour begins with an asterisk: `*`, `*/5`.
    fn has_intervals(&self) -> bool {
        self.fields().split(' ').take(2).any(|field| field.starts_with('*'))
    }

    /// The next time that a clock on the wall shows, reckoned as if no clock ever changed, and then looked for in the time zone.
    fn next_by_the_clock(&self, after: jiff::Timestamp, zone: &TimeZone) -> Option<jiff::Timestamp> {
        // While an hour comes for the second time, its times have been already; there are fewer than this.
        const MOST: usize = 10_000;
        let crontab = self.crontab(&TimeZone::UTC)?;
        let zone = jiff::tz::TimeZone::get(zone.as_str()).ok()?;
        let mut clock = zone.to_datetime(after);
        for _ in 0..MOST {
            let shown = jiff::tz::TimeZone::UTC.to_timestamp(clock).ok()?;
            clock = crontab.find_next(MakeTimestamp(shown)).ok()?.datetime();
            let next = zone.to_timestamp(clock).ok()?;
            if next > after {
                return Some(next);
            }
        }
        None
    }

    fn crontab(&self, zone: &TimeZone) -> Option<cronexpr::Crontab> {
        cronexpr::parse_crontab(&format!("{} {}", self.fields(), zone.as_str())).ok()
    }
}

/// The nicknames of crontab(5) and the fields that they stand for.
const NICKNAMES: &[(&str, &str)] = &[
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
];

fn nickname(text: &str) -> Option<&'static str> {
    NICKNAMES.iter().find(|(name, _)| *name == text).map(|(_, fields)| *fields)
}

impl fmt::Display for CronExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A time zone, by its name in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(Cow<'static, str>);

impl TimeZone {
    /// Coordinated universal time.
    pub const UTC: TimeZone = TimeZone(Cow::Borrowed("UTC"));

    /// Accepts the name of a time zone, in whichever case it is written.
    ///
    /// # Errors
    /// Says that there is none, with the nearest one.
    pub fn parse(text: &str) -> Result<TimeZone, Problem> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
        let zone = text.chars().all(fits).then(|| jiff::tz::TimeZone::get(text).ok()).flatten();
        if let Some(name) = zone.as_ref().and_then(jiff::tz::TimeZone::iana_name) {
            return Ok(TimeZone(Cow::Owned(name.to_owned())));
        }
        let problem = Problem::new(Code::BadSchedule, format!("there is no time zone {text:?}"));
        let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        Err(match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("did you mean {near:?}?")),
            None => problem.help("give a name such as `Europe/Amsterdam` or `UTC`"),
        })
    }

    /// A time zone as it was read from the database, where only valid ones stand.
    pub(crate) fn stored(text: String) -> TimeZone {
        TimeZone(Cow::Owned(text))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(expression: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let expression = CronExpression::parse(expression).unwrap();
        let zone = TimeZone::parse(zone).unwrap();
        let first = expression.next_after(Moment::parse(after).unwrap(), &zone);
        let times = std::iter::successors(first, |moment| expression.next_after(*moment, &zone));
        times.take(count).map(|moment| moment.to_string().replace(":00.000Z", "Z")).collect()
    }

    #[test]
    fn an_expression_names_moments_in_its_time_zone() {
        let berlin = times("0 6 * * 1-5", "europe/berlin", "2023-01-06T04:00:00Z", 3);
        assert_eq!(berlin, ["2023-01-06T05:00Z", "2023-01-09T05:00Z", "2023-01-10T05:00Z"]);
        assert_eq!(times("0 0 29 2 *", "UTC", "2023-01-01T00:00:00Z", 1), ["2024-02-29T00:00Z"]);
        assert_eq!(times("0 0 30 2 *", "UTC", "2023-01-01T00:00:00Z", 1), [""; 0]);
    }

    #[test]
    fn nicknames_stand_for_expressions_and_are_kept_as_typed() {
        assert_eq!(times("@hourly", "UTC", "2023-01-01T00:30:00Z", 2), ["2023-01-01T01:00Z", "2023-01-01T02:00Z"]);
        assert_eq!(
            times("@daily", "Europe/Berlin", "2023-03-25T12:00:00Z", 2),
            ["2023-03-25T23:00Z", "2023-03-26T22:00Z"]
        );
        assert_eq!(times("@weekly", "UTC", "2023-01-02T00:00:00Z", 1), ["2023-01-08T00:00Z"]);
        assert_eq!(times("@monthly", "UTC", "2023-01-02T00:00:00Z", 1), ["2023-02-01T00:00Z"]);
        assert_eq!(times("@yearly", "UTC", "2023-01-02T00:00:00Z", 1), ["2024-01-01T00:00Z"]);
        for (name, fields) in NICKNAMES {
            assert_eq!(CronExpression::parse(name).unwrap().as_str(), *name);
            assert!(CronExpression::parse(fields).is_ok());
        }
        let problem = CronExpression::parse("@reboot").unwrap_err();
        assert!(problem.message.starts_with("expected one of @hourly, @daily"), "{}", problem.message);
    }

    #[test]
    fn on_the_days_when_clocks_change_the_hours_of_the_clock_count() {
        // Clocks go from 2:00 to 3:00 on 2023-03-26, and from 3:00 to 2:00 on 2023-10-29.
        let six = times("0 6 * * *", "Europe/Berlin", "2023-03-25T12:00:00Z", 2);
        assert_eq!(six, ["2023-03-26T04:00Z", "2023-03-27T04:00Z"]);
        let six = times("0 6 * * *", "Europe/Berlin", "2023-10-28T12:00:00Z", 2);
        assert_eq!(six, ["2023-10-29T05:00Z", "2023-10-30T05:00Z"]);
        let in_the_gap = times("30 2 * * *", "Europe/Berlin", "2023-03-25T12:00:00Z", 2);
        assert_eq!(in_the_gap, ["2023-03-26T01:30Z", "2023-03-27T00:30Z"], "an hour that is not there");
        let twice = times("30 2 * * *", "Europe/Berlin", "2023-10-28T12:00:00Z", 2);
        assert_eq!(twice, ["2023-10-29T00:30Z", "2023-10-30T01:30Z"], "an hour that comes twice");
        let late = times("30 2 * * *", "Europe/Berlin", "2023-10-29T01:10:00Z", 1);
        assert_eq!(late, ["2023-10-30T01:30Z"], "it comes for the second time");
        let hours = times("15 * * * *", "Europe/Berlin", "2023-10-28T23:30:00Z", 3);
        assert_eq!(hours, ["2023-10-29T00:15Z", "2023-10-29T01:15Z", "2023-10-29T02:15Z"], "each hour that passes");
        let hours = times("15 * * * *", "Europe/Berlin", "2023-03-26T00:00:00Z", 3);
        assert_eq!(hours, ["2023-03-26T00:15Z", "2023-03-26T01:15Z", "2023-03-26T02:15Z"], "each hour that passes");
    }

    #[test]
    fn every_day_of_many_years_has_its_time_once_in_any_zone() {
        for zone in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
        {
            let times = times("30 2 * * *", zone, "2020-01-01T12:00:00Z", 2_000);
            let days: Vec<i64> =
                times.iter().map(|time| Moment::parse(&time.replace('Z', ":00Z")).unwrap().0 / 1_000_000).collect();
            let gaps = days.windows(2).map(|pair| pair[1] - pair[0]);
            // A day is 86,400 seconds, and an hour or two more or less when clocks change.
            assert!(gaps.clone().all(|gap| (86_400 - gap).abs() <= 7_200), "{zone}");
            assert_eq!(times.len(), 2_000, "{zone}");
        }
    }

    #[test]
    fn what_is_no_expression_or_zone_is_refused() {
        for bad in ["", "* * * *", "* * * * * UTC", "60 * * * *", "* * * * mo", "H * * * *", "é * * * *", "*/0 * * * *"]
        {
            assert_eq!(CronExpression::parse(bad).unwrap_err().code, Code::BadSchedule, "{bad}");
        }
        assert_eq!(CronExpression::parse(" 0  6\t* * 1-5 ").unwrap().as_str(), "0 6 * * 1-5");
        for bad in ["", "Mars/Base", "../etc/passwd", "Europe/Berlin UTC"] {
            assert_eq!(TimeZone::parse(bad).unwrap_err().code, Code::BadSchedule, "{bad}");
        }
        assert_eq!(
            TimeZone::parse("Europe/Berln").unwrap_err().help.as_deref(),
            Some("did you mean \"Europe/Berlin\"?")
        );
    }
}
