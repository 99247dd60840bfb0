//! `enlist group`: the member groups of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::object::{Confirmed, print_names};
use super::output::table::pairs;
use super::output::terminal::Terminal;
use crate::directory::{self, GroupDetails, GroupDraft, GroupSummary, MemberChange};
use crate::domain::{Error, Group, Menu};
use crate::json;
use crate::store::{Access, Work};
use clap::{Args, Subcommand};
use serde_json::Value;

/// List, show, add, rename, copy and remove member groups, and change their members.
#[derive(Debug, Clone, Subcommand)]
pub enum GroupCommand {
    /// List the member groups
    List,
    /// Show a member group with its members and menus
    Show(Named),
    /// Add a member group
    Add(Add),
    /// Rename a member group
    Rename(Rename),
    /// Copy a member group, with its members and menus
    Copy(Copy),
    /// Remove a member group; its members stay in the environment
    Remove(Remove),
    /// Add users to a member group
    Join(Members),
    /// Remove users from a member group
    Leave(Members),
    /// Replace the menus of a member group
    Menus(Menus),
}

/// One group.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The group's name or id
    group: String,
}

/// Add a group.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the environment
    name: String,

    /// The id [default: a new one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The label that people see [default: the name]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// A menu for its members, by name or id; may be repeated
    #[arg(long = "menu", value_name = "MENU")]
    menus: Vec<String>,
}

/// Rename a group.
#[derive(Debug, Clone, Args)]
pub struct Rename {
    #[command(flatten)]
    named: Named,

    /// The new name
    name: String,

    /// The label that people see; a label that equals the old name is changed with it
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
}

/// Copy a group.
#[derive(Debug, Clone, Args)]
pub struct Copy {
    #[command(flatten)]
    named: Named,

    /// The name of the copy
    name: String,

    /// The id of the copy [default: a new one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// Remove a group.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    #[command(flatten)]
    confirmed: Confirmed,
}

/// Add or remove members of a group.
#[derive(Debug, Clone, Args)]
pub struct Members {
    #[command(flatten)]
    named: Named,

    /// The users, by global e-mail address or id
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

/// Replace the menus of a group.
#[derive(Debug, Clone, Args)]
pub struct Menus {
    #[command(flatten)]
    named: Named,

    /// The menus, by name or id; a single empty string (`""`) removes all
    // Required: the command without menus would otherwise remove all of them by mistake.
    #[arg(value_name = "MENU", required = true)]
    menus: Vec<String>,
}

impl GroupCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            GroupCommand::List => list(context),
            GroupCommand::Show(named) => named.show(context),
            GroupCommand::Add(add) => context.change(|work| add.change(work)),
            GroupCommand::Rename(rename) => context.change(|work| rename.change(work)),
            GroupCommand::Copy(copy) => context.change(|work| copy.change(work)),
            GroupCommand::Remove(remove) => context.change(|work| remove.change(work)),
            GroupCommand::Join(members) => context.change(|work| members.change(work, MemberChange::Join)),
            GroupCommand::Leave(members) => context.change(|work| members.change(work, MemberChange::Leave)),
            GroupCommand::Menus(menus) => context.change(|work| menus.change(work)),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_groups(&mut context.work(Access::Read)?)?;
    let row = |summary: &GroupSummary| {
        vec![
            summary.group.name.to_string(),
            summary.group.label.clone(),
            summary.members.to_string(),
            names(&summary.menus),
            summary.group.id.to_string(),
        ]
    };
    let head = ["NAME", "LABEL", "MEMBERS", "MENUS", "ID"];
    let if_empty = "there is no member group yet; `enlist group add NAME` adds one";
    Ok(context.print_list(&all, json::group_summary, &head, row, if_empty))
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Read)?;
        let group = self.find(&mut work)?;
        let details = directory::show_group(&mut work, group)?;
        Ok(context.print_object(|| json::group_details(&details), |terminal| show(&details, terminal)))
    }

    fn find(&self, work: &mut Work) -> Result<Group, Error> {
        directory::find_group(work, &self.group)
    }
}

impl Add {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let draft = GroupDraft {
            name: arguments::name(&self.name)?,
            id: arguments::id(self.id.as_deref())?,
            label: self.label,
            menus: self.menus,
        };
        let group = directory::add_group(work, draft)?;
        details_json(work, group)
    }
}

impl Rename {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let name = arguments::name(&self.name)?;
        let group = self.named.find(work)?;
        directory::rename_group(work, &group, name, self.label)?;
        current_json(work, &group)
    }
}

impl Copy {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let (name, id) = (arguments::name(&self.name)?, arguments::id(self.id.as_deref())?);
        let group = self.named.find(work)?;
        let copy = directory::copy_group(work, &group, name, id)?;
        details_json(work, copy)
    }
}

impl Remove {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let group = self.named.find(work)?;
        let details = directory::show_group(work, group)?;
        directory::remove_group(work, &details.group, self.confirmed.yes)?;
        Ok(json::group_details(&details))
    }
}

impl Members {
    fn change(self, work: &mut Work, change: MemberChange) -> Result<Value, Error> {
        let group = self.named.find(work)?;
        directory::change_members(work, &group, &self.users, change)?;
        current_json(work, &group)
    }
}

impl Menus {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let group = self.named.find(work)?;
        let menus = match self.menus.as_slice() {
            [only] if only.is_empty() => &[],
            menus => menus,
        };
        directory::assign_menus(work, &group, menus)?;
        current_json(work, &group)
    }
}

/// Returns a group after a change, as JSON.
fn current_json(work: &mut Work, before: &Group) -> Result<Value, Error> {
    let group = directory::find_group(work, before.id.as_str())?;
    details_json(work, group)
}

fn details_json(work: &mut Work, group: Group) -> Result<Value, Error> {
    Ok(json::group_details(&directory::show_group(work, group)?))
}

fn show(details: &GroupDetails, terminal: &mut Terminal) {
    let group = &details.group;
    pairs(
        terminal,
        &[
            ("name", group.name.to_string()),
            ("id", group.id.to_string()),
            ("label", group.label.clone()),
            ("menus", names(&details.menus)),
            ("members", details.members.len().to_string()),
        ],
    );
    let more = format!("`enlist user list --group {}` shows them", group.id);
    print_names(terminal, "members", &details.members, &more);
}

fn names(menus: &[Menu]) -> String {
    let names = menus.iter().map(|menu| menu.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}
