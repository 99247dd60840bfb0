//! Changes the policy of an environment. `grant` and `revoke` change the grants of scripts.

use crate::directory::options::{AboutOption, Kind, OptionRow, Options, Read, optional, read_options};
use crate::directory::schedule::add::next_of;
use crate::directory::user::sweep::SWEEP;
use crate::domain::{
    Action, Change, Code, Effect, Error, Language, Name, Policy, Problem, Problems, Property, Subject, TimeZone, Value,
};
use crate::store::environment::upkeep;
use crate::store::script::schedule;
use crate::store::{Work, environment};

/// The changes of a policy. `None` keeps the present value.
#[derive(Debug, Clone, Default)]
pub struct PolicyChange {
    /// The default language of members.
    pub language: Option<Language>,
    /// The default locale of members.
    pub locale: Option<Language>,
    /// The number of months without a login after which members are deactivated. 0 means never.
    pub inactivity_months: Option<u32>,
    /// Whether administrators of the organization may act as another member.
    pub impersonation: Option<bool>,
    /// Whether members need a second factor to open the environment.
    pub second_factor: Option<bool>,
    /// The sender of letters. `Some(None)` removes it.
    pub mail_sender: Option<Option<Name>>,
    /// The maximum lifetime of a new token, in days. Present tokens keep their end.
    pub token_days: Option<u32>,
    /// The number of days for which input, log and result of a run are kept. 0 means forever.
    pub run_days: Option<u32>,
    /// The default time zone of schedules. Schedules without a time zone of their own change too.
    pub time_zone: Option<TimeZone>,
}

/// Changes the policy of the environment by options.
///
/// # Errors
/// Returns a refusal with all unknown options and wrong values; a fault if the database fails.
pub fn change_policy_by(work: &mut Work, options: &Options) -> Result<(), Error> {
    let mut problems = Problems::default();
    let mut change = PolicyChange::default();
    read_options(POLICY_OPTIONS, options, &mut change, &mut problems);
    problems.refuse()?;
    change_policy(work, change)
}

/// Changes the policy of the environment.
///
/// # Errors
/// Returns a refusal if the lifetime of tokens is out of range; a fault if the database fails.
pub fn change_policy(work: &mut Work, change: PolicyChange) -> Result<(), Error> {
    let before = work.environment.policy.clone();
    let after = Policy {
        language: change.language.unwrap_or(before.language),
        locale: change.locale.unwrap_or(before.locale),
        inactivity_months: change.inactivity_months.unwrap_or(before.inactivity_months),
        impersonation: change.impersonation.unwrap_or(before.impersonation),
        second_factor: change.second_factor.unwrap_or(before.second_factor),
        mail_sender: change.mail_sender.unwrap_or_else(|| before.mail_sender.clone()),
        token_days: change.token_days.unwrap_or(before.token_days),
        run_days: change.run_days.unwrap_or(before.run_days),
        time_zone: change.time_zone.unwrap_or_else(|| before.time_zone.clone()),
        grants: before.grants,
    };
    if !Policy::TOKEN_DAYS.contains(&after.token_days) {
        let (least, most) = (Policy::TOKEN_DAYS.start(), Policy::TOKEN_DAYS.end());
        let found = format!("expected {least} to {most} days, found {}", after.token_days);
        return Err(Problem::new(Code::TooLong, found).of("tokenDays").into());
    }
    let changes = differences(&before, &after);
    if changes.is_empty() {
        return Ok(());
    }
    environment::set_policy(work, after.clone())?;
    if before.time_zone != after.time_zone {
        for schedule in schedule::all(work)?.iter().filter(|schedule| schedule.active && schedule.time_zone.is_none()) {
            schedule::set_next(work, schedule.row, true, next_of(work, schedule).ok())?;
        }
    }
    if before.inactivity_months != after.inactivity_months {
        // Members who were notified under the old policy are notified again.
        upkeep::policy_changed(work, SWEEP)?;
    }
    work.record(Effect {
        action: Action::Changed,
        subject: Subject::Environment,
        id: work.environment.id.clone(),
        label: work.environment.name.to_string(),
        changes,
        place: work.place,
    })?;
    Ok(())
}

fn differences(before: &Policy, after: &Policy) -> Vec<Change> {
    let number = |property, before: u32, after: u32| {
        Change::between(property, Value::Integer(before.into()), Value::Integer(after.into()))
    };
    let sender = |policy: &Policy| policy.mail_sender.as_ref().map(Name::to_string);
    [
        Change::between(Property::Language, before.language.written(), after.language.written()),
        Change::between(Property::Locale, before.locale.written(), after.locale.written()),
        number(Property::InactivityMonths, before.inactivity_months, after.inactivity_months),
        Change::between(Property::Impersonation, before.impersonation, after.impersonation),
        Change::between(Property::SecondFactor, before.second_factor, after.second_factor),
        Change::between(Property::MailSender, sender(before), sender(after)),
        number(Property::TokenDays, before.token_days, after.token_days),
        number(Property::RunDays, before.run_days, after.run_days),
        Change::between(Property::TimeZone, before.time_zone.to_string(), after.time_zone.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The options of a policy.
pub const POLICY_OPTIONS: &[OptionRow<PolicyChange>] = &[
    OptionRow {
        about: AboutOption {
            values: Language::TEXTS,
            ..optional("language", Kind::String, "\"nl\"", "The language of users for whom none is given.")
        },
        read: Read::String(|change, text| {
            change.language = Some(Language::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: AboutOption {
            values: Language::TEXTS,
            ..optional("locale", Kind::String, "\"nl\"", "The locale of users for whom none is given.")
        },
        read: Read::String(|change, text| {
            change.locale = Some(Language::parse(text)?);
            Ok(())
        }),
    },
    OptionRow {
        about: optional(
            "inactivityMonths",
            Kind::Integer,
            "6",
            "Months after which users who do not come are made inactive; 0 is never.",
        ),
        read: Read::Integer(|change, number| {
            change.inactivity_months = Some(number);
            Ok(())
        }),
    },
    OptionRow {
        about: optional(
            "impersonation",
            Kind::Boolean,
            "false",
            "Whether administrators of the organization may act as another user.",
        ),
        read: Read::Boolean(|change, yes| change.impersonation = Some(yes)),
    },
    OptionRow {
        about: optional(
            "secondFactor",
            Kind::Boolean,
            "true",
            "Whether users open the environment only with a second factor.",
        ),
        read: Read::Boolean(|change, yes| change.second_factor = Some(yes)),
    },
    OptionRow {
        about: optional(
            "mailSender",
            Kind::String,
            "\"Acme\"",
            "The sender of letters, as a name; none if it is empty.",
        ),
        read: Read::String(|change, text| {
            change.mail_sender = Some(if text.is_empty() { None } else { Some(Name::parse(text)?) });
            Ok(())
        }),
    },
    OptionRow {
        about: optional("tokenDays", Kind::Integer, "90", "How many days a token may be in force at most: 1 to 3,650."),
        read: Read::Integer(|change, number| {
            change.token_days = Some(number);
            Ok(())
        }),
    },
    OptionRow {
        about: optional(
            "runDays",
            Kind::Integer,
            "365",
            "How many days input, log and result of a run are kept; 0 is for ever.",
        ),
        read: Read::Integer(|change, number| {
            change.run_days = Some(number);
            Ok(())
        }),
    },
    OptionRow {
        about: optional("timeZone", Kind::String, "\"Europe/Amsterdam\"", "The time zone of schedules that name none."),
        read: Read::String(|change, text| {
            change.time_zone = Some(TimeZone::parse(text)?);
            Ok(())
        }),
    },
];
