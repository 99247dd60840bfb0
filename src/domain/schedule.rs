//! Schedules of deployed scripts. Only this module parses cron expressions and computes with time zones.

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
    /// Row of the script.
    pub script: i64,
    /// Name of the script.
    pub script_name: String,
    /// Cron expression.
    pub expression: CronExpression,
    /// Time zone of the expression. Default: that of the environment.
    pub time_zone: Option<TimeZone>,
    /// `input` of the script, as JSON. Default: none.
    pub input: Option<String>,
    /// Whether the schedule is active. Otherwise it is paused.
    pub active: bool,
    /// Time at which it is due next.
    pub next_at: Option<Moment>,
    /// Time at which it was last due.
    pub last_at: Option<Moment>,
    /// Id of the last run.
    pub last_run: Option<PublicId>,
    /// Time of creation.
    pub created_at: Moment,
}

/// A cron expression of five fields (minute, hour, day of month, month, day of week), or a nickname such as `@daily`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronExpression(String);

impl CronExpression {
    /// Maximum length of an expression, in bytes.
    const MAX: usize = 200;

    /// Parses an expression.
    ///
    /// # Errors
    /// Returns the problem with an example of the format.
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

    /// Makes an expression from the database, which holds only valid ones.
    pub(crate) fn stored(text: String) -> CronExpression {
        CronExpression(text)
    }

    /// Returns the expression as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first time after a moment in a time zone, or `None` if there is none within four years.
    ///
    /// An expression with fixed times is due once on each day, also when clocks change. If clocks skip the time, it is due right
    /// after the gap. If the time occurs twice, the first one counts. An expression with intervals follows elapsed time.
    pub fn next_after(&self, moment: Moment, zone: &TimeZone) -> Option<Moment> {
        let after = jiff::Timestamp::from_microsecond(moment.0).ok()?;
        let next = if self.has_intervals() {
            self.crontab(zone)?.find_next(MakeTimestamp(after)).ok()?.timestamp()
        } else {
            self.next_by_the_clock(after, zone)?
        };
        let next = Moment(next.as_microsecond());
        // Otherwise, a schedule whose time does not advance would be due for ever.
        (next > moment).then_some(next)
    }

    /// Returns the five fields: those of a nickname, or the expression itself.
    fn fields(&self) -> &str {
        nickname(&self.0).unwrap_or(&self.0)
    }

    /// Checks whether the field of the minute or the hour begins with an asterisk: `*`, `*/5`.
    fn has_intervals(&self) -> bool {
        self.fields().split(' ').take(2).any(|field| field.starts_with('*'))
    }

    /// Returns the next fixed time: it is computed as if clocks never changed, and then converted to the time zone.
    fn next_by_the_clock(&self, after: jiff::Timestamp, zone: &TimeZone) -> Option<jiff::Timestamp> {
        // During the repetition of an hour, its times have passed already. There are fewer of them than this limit.
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

/// The nicknames of crontab(5) and their fields.
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

    /// Parses the name of a time zone, ignoring case.
    ///
    /// # Errors
    /// Returns a problem that names the nearest time zone.
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

    /// Makes a time zone from the database, which holds only valid ones.
    pub(crate) fn stored(text: String) -> TimeZone {
        TimeZone(Cow::Owned(text))
    }

    /// Returns the name.
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
            // A day has 86,400 seconds, and up to two hours more or less when clocks change.
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
