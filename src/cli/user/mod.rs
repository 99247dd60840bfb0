//! `enlist user`: the users of an environment.

pub mod options;

use super::Exit;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::effects;
use super::output::table::{pairs, table, yes_no};
use crate::directory::{self, UserDetails};
use crate::domain::{AccountStatus, Error, InactiveReason, User, UserFilter, UserQuery, UserSort, Value};
use crate::json;
use crate::store::{Access, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use options::UserOptions;

/// List, show, add, activate, deactivate and ban users.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// List users, with search and filter
    List(List),
    /// Show everything about one user
    Show(Named),
    /// Add a user, or modify the one who is there
    Add(Box<Add>),
    /// Let a user open the environment
    Activate(Named),
    /// Keep a user from opening the environment
    Deactivate(Named),
    /// Ban a user from the environment, until the ban is lifted
    Ban(Named),
    /// Lift the ban of a user
    Lift(Named),
}

/// List users.
#[derive(Debug, Clone, Args)]
pub struct List {
    /// A part of the name or of an e-mail address
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// By standing
    #[arg(long, value_name = "STANDING", default_value = "all", value_parser = PossibleValuesParser::new(UserFilter::TEXTS))]
    filter: String,

    /// Only members of this group, by name or id
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,

    /// In which order
    #[arg(long, value_name = "PROPERTY", default_value = "name", value_parser = PossibleValuesParser::new(UserSort::TEXTS))]
    sort: String,

    /// From the last to the first
    #[arg(long)]
    descending: bool,

    /// At most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=UserQuery::MAX_LIMIT as i64))]
    limit: u32,

    /// After leaving out so many
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    skip: u32,
}

/// One user, by address or id.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The user's global e-mail address or id
    user: String,
}

/// Add or modify a user.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The user's global e-mail address, the same as `--global-email-address`
    address: Option<String>,

    #[command(flatten)]
    options: UserOptions,
}

impl UserCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let access = match self {
            UserCommand::List(_) | UserCommand::Show(_) => Access::Read,
            _ => Access::Write,
        };
        let mut work = context.work(access)?;
        match self {
            UserCommand::List(list) => list.carry_out(&mut work, context)?,
            UserCommand::Show(named) => {
                let user = directory::find_user(&work, &named.user)?;
                let details = directory::show_user(&mut work, user)?;
                show(&details, context);
            }
            UserCommand::Add(add) => {
                let mut options = add.options.0;
                options.extend(add.address.map(|address| ("globalEmailAddress".into(), Value::from(address))));
                let user = directory::add_user(&mut work, &options)?;
                return change(work, user, context);
            }
            UserCommand::Activate(named) => {
                let user = directory::activate_user(&mut work, &named.user)?;
                return change(work, user, context);
            }
            UserCommand::Deactivate(named) => {
                let user = directory::deactivate_user(&mut work, &named.user)?;
                return change(work, user, context);
            }
            UserCommand::Ban(named) => {
                let user = directory::ban_user(&mut work, &named.user)?;
                return change(work, user, context);
            }
            UserCommand::Lift(named) => {
                let user = directory::lift_ban(&mut work, &named.user)?;
                return change(work, user, context);
            }
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn carry_out(self, work: &mut Work, context: &mut Context) -> Result<(), Error> {
        let query = UserQuery {
            text: self.search,
            filter: UserFilter::from_text(&self.filter).unwrap_or(UserFilter::All),
            group: self.group,
            sort: UserSort::from_text(&self.sort).unwrap_or(UserSort::Name),
            descending: self.descending,
            limit: self.limit,
            skip: self.skip,
            after: None,
        };
        let users = directory::find_users_by(work, &query)?;
        let shown = users.len();
        let mut all = Vec::with_capacity(shown);
        for user in users {
            all.push(directory::show_user(work, user)?);
        }
        if context.settings.json {
            context.terminal.json(&all.iter().map(json::details).collect());
            return Ok(());
        }
        let rows = all.iter().map(row).collect();
        let head = ["NAME", "ADDRESS", "STANDING", "ADMIN", "GROUPS", "MENUS"];
        table(context.terminal, &head, rows, "no users fit");
        let total = directory::count_users(work, &query)?;
        if total as usize > shown {
            context.terminal.say(&format!("\n{shown} of {total} users; `--limit` and `--skip` show others"));
        }
        Ok(())
    }
}

fn row(details: &UserDetails) -> Vec<String> {
    let user = &details.user;
    vec![
        user.membership.name.to_string(),
        user.account.address.to_string(),
        standing(user),
        if user.membership.administrator { "yes".to_owned() } else { String::new() },
        names(details.groups.iter().map(|group| group.name.as_str())),
        names(details.menus.iter().map(|menu| menu.name.as_str())),
    ]
}

/// Commits a change of a user and tells it.
fn change(mut work: Work, user: User, context: &mut Context) -> Result<Exit, Error> {
    let details = directory::show_user(&mut work, user)?;
    let changes = Changes::of(&mut work);
    work.commit()?;
    changes.tell(&json::details(&details), context);
    Ok(Exit::Done)
}

fn show(details: &UserDetails, context: &mut Context) {
    if context.settings.json {
        context.terminal.json(&json::details(details));
        return;
    }
    let user = &details.user;
    let membership = &user.membership;
    let through_groups = details.menus.iter().filter(|menu| details.direct_menus.iter().all(|own| own.row != menu.row));
    let profile = membership.profile.iter().map(|(key, value)| format!("{key}: {}", effects::written(value)));
    pairs(
        context.terminal,
        &[
            ("name", membership.name.to_string()),
            ("id", user.account.id.to_string()),
            ("global address", user.account.address.to_string()),
            ("environment address", membership.email.to_string()),
            ("username", user.visible_username().to_owned()),
            ("standing", standing(user)),
            ("administrator", yes_no(membership.administrator)),
            ("role", membership.role.as_ref().map(|role| role.name.to_string()).unwrap_or_default()),
            ("language, locale", format!("{}, {}", membership.language, membership.locale)),
            ("theme", membership.theme.to_string()),
            ("groups", names(details.groups.iter().map(|group| group.name.as_str()))),
            ("menus", names(details.direct_menus.iter().map(|menu| menu.name.as_str()))),
            ("menus through groups", names(through_groups.map(|menu| menu.name.as_str()))),
            ("profile", profile.collect::<Vec<_>>().join(", ")),
            ("external id", membership.external_id.clone().unwrap_or_default()),
            ("added", format!("{} by {}", membership.created_at, membership.created_by)),
            ("modified", format!("{} by {}", membership.modified_at, membership.modified_by)),
        ],
    );
}

/// Where a user stands, in the words of the filters.
fn standing(user: &User) -> String {
    let membership = &user.membership;
    let account = match user.account.status {
        AccountStatus::Validated => "",
        AccountStatus::Invited => ", invited",
        AccountStatus::Denied => ", denied",
        AccountStatus::Banned => ", banned",
        AccountStatus::Obfuscated => ", obfuscated",
    };
    let here = match (membership.banned, membership.active, membership.inactive_reason) {
        (true, _, _) => "banned".to_owned(),
        (false, true, _) => "active".to_owned(),
        (false, false, Some(InactiveReason::Administrator)) => "inactive (by an administrator)".to_owned(),
        (false, false, Some(reason)) => format!("inactive ({reason})"),
        (false, false, None) => "inactive".to_owned(),
    };
    format!("{here}{account}")
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
