//! `enlist env`: the environments of the installation and their policies.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, yes_no};
use super::output::terminal::Terminal;
use crate::directory::{self, EnvironmentDetails, EnvironmentDraft, EnvironmentSummary, PolicyChange};
use crate::domain::{Error, Grant, Name, Policy, TimeZone};
use crate::json;
use crate::store::{Access, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use std::ops::RangeInclusive;

/// Add, list, show and change environments, and the grants of their scripts.
#[derive(Debug, Clone, Subcommand)]
pub enum EnvCommand {
    /// Add an environment to an organization
    Add(Add),
    /// List the environments
    List,
    /// Show an environment with its policy
    Show(Show),
    /// Change the policy of the environment
    Set(Set),
    /// Change the time zone of the environment, for schedules without one
    TimeZone(Zone),
    /// Grant something to the scripts of the environment
    Grant(Grants),
    /// Revoke a grant from the scripts of the environment
    Revoke(Grants),
}

/// Add an environment.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the organization
    name: String,

    /// The id, which scripts see [default: made from the name]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The organization, by name or id; required if there are several
    #[arg(long, visible_alias = "org", value_name = "ORGANIZATION")]
    organization: Option<String>,

    /// The default language of users
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,

    /// The default locale of users
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,

    /// The longest lifetime of a token in days
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(token_days()))]
    token_days: Option<u32>,

    /// The time zone of schedules without one, such as `Europe/Amsterdam` [default: UTC]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,

    /// Months without a login after which users become inactive; 0 for never
    #[arg(long, value_name = "MONTHS")]
    inactivity_months: Option<u32>,

    /// Days for which input, log and result of a run are kept; 0 for ever
    #[arg(long, value_name = "DAYS")]
    run_days: Option<u32>,
}

/// Change the policy of the environment.
#[derive(Debug, Clone, Args)]
#[command(arg_required_else_help = true)]
pub struct Set {
    /// Months without a login after which users become inactive; 0 for never
    #[arg(long, value_name = "MONTHS")]
    inactivity_months: Option<u32>,

    /// The longest lifetime of a token in days; existing tokens keep their expiry date
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(token_days()))]
    token_days: Option<u32>,

    /// Days for which input, log and result of a run are kept, and its letters after their delivery; 0 for ever
    #[arg(long, value_name = "DAYS")]
    run_days: Option<u32>,

    /// The time zone of schedules without one, such as `Europe/Amsterdam`
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,

    /// Whether administrators of the organization may act as another user
    #[arg(long, value_name = "YES")]
    impersonation: Option<bool>,

    /// Whether users need a second factor to open the environment
    #[arg(long, value_name = "YES")]
    second_factor: Option<bool>,

    /// The name of the sender of letters; an empty one removes it
    #[arg(long, value_name = "NAME")]
    mail_sender: Option<String>,

    /// The default language of users
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,

    /// The default locale of users
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,
}

/// A time zone.
#[derive(Debug, Clone, Args)]
pub struct Zone {
    /// Its name, such as `Europe/Amsterdam`
    zone: String,
}

/// One environment.
#[derive(Debug, Clone, Args)]
pub struct Show {
    /// The environment's name or id [default: that of `--environment`, or the only one]
    #[arg(value_name = "NAME")]
    wanted: Option<String>,
}

/// Grants of scripts.
#[derive(Debug, Clone, Args)]
pub struct Grants {
    /// The grants; the manual explains each
    #[arg(value_name = "NAME", required = true, value_parser = PossibleValuesParser::new(Grant::TEXTS))]
    names: Vec<String>,
}

impl EnvCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            EnvCommand::Add(add) => add.execute(context),
            EnvCommand::List => list(context),
            EnvCommand::Show(show) => show.execute(context),
            EnvCommand::Set(set) => set.execute(context),
            EnvCommand::TimeZone(zone) => zone.execute(context),
            EnvCommand::Grant(grants) => grants.change(directory::grant, context),
            EnvCommand::Revoke(grants) => grants.change(directory::revoke, context),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_environments(&context.open()?.begin(Access::Read)?)?;
    let row = |summary: &EnvironmentSummary| {
        let environment = &summary.environment;
        vec![
            environment.name.to_string(),
            environment.id.to_string(),
            summary.organization.name.to_string(),
            environment.policy.language.to_string(),
            environment.policy.locale.to_string(),
        ]
    };
    let head = ["NAME", "ID", "ORGANIZATION", "LANGUAGE", "LOCALE"];
    let if_empty = "there is no environment yet; `enlist env add NAME` adds one";
    Ok(context.print_list(&all, json::environment, &head, row, if_empty))
}

impl Add {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let default = Policy::default();
        let draft = EnvironmentDraft {
            name: arguments::name(&self.name)?,
            id: arguments::id(self.id.as_deref())?,
            organization: self.organization,
            policy: Policy {
                language: arguments::language("--language", self.language.as_deref(), default.language)?,
                locale: arguments::language("--locale", self.locale.as_deref(), default.locale)?,
                token_days: self.token_days.unwrap_or(default.token_days),
                time_zone: arguments::time_zone(self.time_zone.as_deref())?.unwrap_or(default.time_zone.clone()),
                inactivity_months: self.inactivity_months.unwrap_or(default.inactivity_months),
                run_days: self.run_days.unwrap_or(default.run_days),
                ..default
            },
        };
        let mut transaction = context.open()?.begin(Access::Write)?;
        let environment = directory::add_environment(&mut transaction, draft)?;
        let changes = Changes::of_transaction(&mut transaction);
        let mut work = transaction.enter(environment);
        let details = directory::show_environment(&mut work)?;
        work.commit()?;
        changes.print(&json::environment_details(&details), context);
        Ok(Exit::Done)
    }
}

impl Show {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = match &self.wanted {
            Some(wanted) => context.open()?.enter(wanted, Access::Read)?,
            None => context.work(Access::Read)?,
        };
        let details = directory::show_environment(&mut work)?;
        Ok(context.print_object(|| json::environment_details(&details), |terminal| print_details(&details, terminal)))
    }
}

impl Set {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let language = |option, text: Option<&str>| -> Result<_, Error> {
            let default = Policy::default().language;
            Ok(text.map(|text| arguments::language(option, Some(text), default)).transpose()?)
        };
        let sender = |text: &str| match text {
            "" => Ok(None),
            text => Name::parse(text).map(Some).map_err(|problem| problem.of("--mail-sender")),
        };
        let change = PolicyChange {
            language: language("--language", self.language.as_deref())?,
            locale: language("--locale", self.locale.as_deref())?,
            inactivity_months: self.inactivity_months,
            impersonation: self.impersonation,
            second_factor: self.second_factor,
            mail_sender: self.mail_sender.as_deref().map(sender).transpose()?,
            token_days: self.token_days,
            run_days: self.run_days,
            time_zone: arguments::time_zone(self.time_zone.as_deref())?,
        };
        change_policy(change, context)
    }
}

impl Zone {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let zone = TimeZone::parse(&self.zone).map_err(|problem| problem.of("ZONE"))?;
        change_policy(PolicyChange { time_zone: Some(zone), ..PolicyChange::default() }, context)
    }
}

fn change_policy(change: PolicyChange, context: &mut Context) -> Result<Exit, Error> {
    context.change(|work| {
        directory::change_policy(work, change)?;
        Ok(json::environment_details(&directory::show_environment(work)?))
    })
}

impl Grants {
    fn change(self, verb: fn(&mut Work, &[Grant]) -> Result<(), Error>, context: &mut Context) -> Result<Exit, Error> {
        let grants = self.names.iter().map(|name| Grant::parse(name)).collect::<Result<Vec<_>, _>>()?;
        context.change(|work| {
            verb(work, &grants)?;
            Ok(json::environment_details(&directory::show_environment(work)?))
        })
    }
}

fn print_details(details: &EnvironmentDetails, terminal: &mut Terminal) {
    let environment = &details.summary.environment;
    let policy = &environment.policy;
    let inactivity = match policy.inactivity_months {
        0 => "never".to_owned(),
        1 => "after 1 month without a login".to_owned(),
        months => format!("after {months} months without a login"),
    };
    let kept = match policy.run_days {
        0 => "for ever".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let sender = policy.mail_sender.as_ref().map(ToString::to_string);
    pairs(
        terminal,
        &[
            ("name", environment.name.to_string()),
            ("id", environment.id.to_string()),
            ("organization", details.summary.organization.name.to_string()),
            ("users", details.users.to_string()),
            ("groups", details.groups.to_string()),
            ("menus", details.menus.to_string()),
            ("language, locale", format!("{}, {}", policy.language, policy.locale)),
            ("time zone", policy.time_zone.to_string()),
            ("made inactive", inactivity),
            ("impersonation", yes_no(policy.impersonation)),
            ("second factor", yes_no(policy.second_factor)),
            ("sender of letters", sender.unwrap_or_default()),
            ("tokens last at most", format!("{} days", policy.token_days)),
            ("runs are kept", kept),
            ("granted to scripts", names(policy.grants.texts())),
            ("not granted", names(policy.grants.missing_texts())),
            ("added", environment.created_at.to_string()),
        ],
    );
}

/// Returns the lifetimes that the policy allows.
fn token_days() -> RangeInclusive<i64> {
    (*Policy::TOKEN_DAYS.start()).into()..=(*Policy::TOKEN_DAYS.end()).into()
}

fn names<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}
