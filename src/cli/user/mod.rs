//! `enlist user`: the users of an environment. The options of `user add` are in `options.rs`.

pub mod options;

use super::Exit;
use super::input::settings::Context;
use super::output::effects;
use super::output::table::{pairs, yes_no};
use super::output::terminal::Terminal;
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
    /// Show a user
    Show(Named),
    /// Add a user, or modify an existing one
    Add(Box<Add>),
    /// Let a user open the environment
    Activate(Named),
    /// Prevent a user from opening the environment
    Deactivate(Named),
    /// Ban a user from the environment until the ban is lifted
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

    /// Only users with this status
    #[arg(long, value_name = "STANDING", default_value = "all", value_parser = PossibleValuesParser::new(UserFilter::TEXTS))]
    filter: String,

    /// Only members of this group, by name or id
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,

    /// The property to sort by
    #[arg(long, value_name = "PROPERTY", default_value = "name", value_parser = PossibleValuesParser::new(UserSort::TEXTS))]
    sort: String,

    /// Sort in descending order
    #[arg(long)]
    descending: bool,

    /// Maximum number of users
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=UserQuery::MAX_LIMIT as i64))]
    limit: u32,

    /// Number of users to skip
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
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            UserCommand::List(list) => list.execute(context),
            UserCommand::Show(named) => named.show(context),
            UserCommand::Add(add) => add.execute(context),
            UserCommand::Activate(named) => named.change(directory::activate_user, context),
            UserCommand::Deactivate(named) => named.change(directory::deactivate_user, context),
            UserCommand::Ban(named) => named.change(directory::ban_user, context),
            UserCommand::Lift(named) => named.change(directory::lift_ban, context),
        }
    }
}

impl List {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Read)?;
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
        let users = directory::find_users_by(&mut work, &query)?;
        let shown = users.len();
        let mut all = Vec::with_capacity(shown);
        for user in users {
            all.push(directory::show_user(&mut work, user)?);
        }
        let head = ["NAME", "ADDRESS", "STANDING", "ADMIN", "GROUPS", "MENUS"];
        context.print_list(&all, json::details, &head, row, "no users fit");
        let total = if context.settings.json { 0 } else { directory::count_users(&mut work, &query)? };
        if total as usize > shown {
            context.terminal.print(&format!("\n{shown} of {total} users; `--limit` and `--skip` show others"));
        }
        Ok(Exit::Done)
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

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Read)?;
        let user = directory::find_user(&work, &self.user)?;
        let details = directory::show_user(&mut work, user)?;
        Ok(context.print_object(|| json::details(&details), |terminal| show(&details, terminal)))
    }

    fn change(self, verb: fn(&mut Work, &str) -> Result<User, Error>, context: &mut Context) -> Result<Exit, Error> {
        context.change(|work| {
            let user = verb(work, &self.user)?;
            Ok(json::details(&directory::show_user(work, user)?))
        })
    }
}

impl Add {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let mut options = self.options.0;
        options.extend(self.address.map(|address| ("globalEmailAddress".into(), Value::from(address))));
        context.change(|work| {
            let user = directory::add_user(work, &options)?;
            Ok(json::details(&directory::show_user(work, user)?))
        })
    }
}

fn show(details: &UserDetails, terminal: &mut Terminal) {
    let user = &details.user;
    let membership = &user.membership;
    let through_groups = details.menus.iter().filter(|menu| details.direct_menus.iter().all(|own| own.row != menu.row));
    let profile = membership.profile.iter().map(|(key, value)| format!("{key}: {}", effects::written(value)));
    pairs(
        terminal,
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

/// Returns the status of a user, in the words of the filters.
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
