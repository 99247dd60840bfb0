//! `now`, `today`, `addDays`, `daysBetween`, `formatDate`: dates and moments.
//!
//! Scripts have no clock: the moment of a run is the moment of its transaction. So results are exact in fixtures.

use super::call::Call;
use super::function::{Body, Function, Object, Parameter};
use crate::directory::Kind;
use crate::domain::{Date, DateOrMoment, Fault, Language};
use crate::words;
use rhai::{Dynamic, EvalAltResult};

const DATE: Parameter = Parameter::required("date", Kind::String);

/// The functions about dates and moments.
pub const FUNCTIONS: &[Function] = &[
    Function {
        object: Object::Nothing,
        name: "now",
        parameters: &[],
        returns: "a moment in UTC, such as `\"2026-12-01T09:30:00.000Z\"`",
        doc: "Returns the moment of the run. It does not change during a run.",
        example: "print(now());",
        options: None,
        body: Body::native(|call, _| call.session.work(call.context, |work| Ok(Dynamic::from(work.now().to_string())))),
    },
    Function {
        object: Object::Nothing,
        name: "today",
        parameters: &[],
        returns: "a date, such as `\"2026-12-01\"`",
        doc: "Returns the date of the run in the time zone of the environment. It does not change during a run.",
        example: r#"if today() >= "2026-12-01" { print("the new plan is in force"); }"#,
        options: None,
        body: Body::native(|call, _| {
            call.session.work(call.context, |work| {
                let date = Date::of(work.now(), &work.environment.policy.time_zone);
                let date = date.ok_or_else(|| Fault::new("today", format!("{} has no date", work.now())))?;
                Ok(Dynamic::from(date.to_string()))
            })
        }),
    },
    Function {
        object: Object::Nothing,
        name: "addDays",
        parameters: &[DATE, Parameter::required("days", Kind::Signed)],
        returns: "a date if you give a date, a moment in UTC if you give a moment",
        doc: "Returns a date or moment so many days later, or earlier if `days` is negative. Each day of a moment has 24 hours.",
        example: r#"let due = addDays(today(), 14);
print(addDays(due, -3));"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let days = call.integer("days", arguments.pop().unwrap_or_default())?;
            let date = date_or_moment(call, "date", arguments.pop())?;
            let later = date.plus_days(days).map_err(|problem| call.refuse(problem.of("days")))?;
            Ok(Dynamic::from(later.to_string()))
        }),
    },
    Function {
        object: Object::Nothing,
        name: "daysBetween",
        parameters: &[Parameter::required("from", Kind::String), Parameter::required("to", Kind::String)],
        returns: "an integer, negative if `to` is before `from`",
        doc: "Returns the number of days from one date or moment to another, by the calendar. A moment counts as its date in \
              UTC.",
        example: r#"if daysBetween(today(), "2026-12-31") < 14 { print("the plan ends soon"); }"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let (to, from) = (arguments.pop(), arguments.pop());
            let (from, to) = (date_or_moment(call, "from", from)?, date_or_moment(call, "to", to)?);
            Ok(Dynamic::from(to.day() - from.day()))
        }),
    },
    Function {
        object: Object::Nothing,
        name: "formatDate",
        parameters: &[DATE, Parameter::required("locale", Kind::String)],
        returns: "a text, such as `\"1 december 2026\"`",
        doc: "Formats a date or moment for people. A date has its day, such as `December 1, 2026`. A moment has the time too, in \
              the time zone of the environment, such as `Dec 1, 2026, 10:30 AM`. `locale` is one of the languages, such as \
              `nl`.",
        example: r#"print(formatDate(today(), "nl"));"#,
        options: None,
        body: Body::native(|call, mut arguments| {
            let (locale, date) = (arguments.pop().unwrap_or_default(), arguments.pop());
            let date = date_or_moment(call, "date", date)?;
            let locale = Language::parse(&call.text("locale", locale)?);
            let locale = locale.map_err(|problem| call.refuse(problem.of("locale")))?;
            call.session.work(call.context, |work| {
                let text = match date {
                    DateOrMoment::Date(date) => words::format_date(date, locale),
                    DateOrMoment::Moment(moment) => {
                        words::format_moment(moment, locale, &work.environment.policy.time_zone)
                    }
                };
                Ok(Dynamic::from(text))
            })
        }),
    },
];

fn date_or_moment(
    call: &Call,
    parameter: &'static str,
    argument: Option<Dynamic>,
) -> Result<DateOrMoment, Box<EvalAltResult>> {
    let text = call.text(parameter, argument.unwrap_or_default())?;
    DateOrMoment::parse(&text).map_err(|problem| call.refuse(problem.of(parameter)))
}
