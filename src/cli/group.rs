//! `enlist group`: the member groups of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use super::output::terminal::{QUIET, STRONG, visible};
use crate::directory::{self, GroupDetails, GroupDraft, GroupSummary, MemberChange};
use crate::domain::{Error, Menu};
use crate::json;
use crate::store::{Access, Work};
use clap::{Args, Subcommand};
use serde_json::Value;

/// How many members are shown to people; `enlist user list --group` pages through all.
const SHOWN: usize = 40;

/// List, show, add, rename, copy and remove member groups, and say who is in them.
#[derive(Debug, Clone, Subcommand)]
pub enum GroupCommand {
    /// List the member groups
    List,
    /// Show a member group with its members and menus
    Show(Named),
    /// Add a member group
    Add(Add),
    /// Give a member group another name
    Rename(Rename),
    /// Copy a member group, with its members and menus
    Copy(Copy),
    /// Remove a member group; its members stay in the environment
    Remove(Remove),
    /// Put users into a member group
    Join(Members),
    /// Take users out of a member group
    Leave(Members),
    /// Give a member group these menus, in place of those it has
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

    /// The id; one is made if none is given
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// What people see; the name if none is given
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// A menu that its members have, by name or id; may be repeated
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

    /// What people see; a label that is just the name follows the name
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

    /// The id of the copy; one is made if none is given
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// Remove a group.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Confirm that it is to go
    #[arg(long)]
    yes: bool,
}

/// Users of a group.
#[derive(Debug, Clone, Args)]
pub struct Members {
    #[command(flatten)]
    named: Named,

    /// Users, by global e-mail address or id
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

/// Menus of a group.
#[derive(Debug, Clone, Args)]
pub struct Menus {
    #[command(flatten)]
    named: Named,

    /// Menus, by name or id; a single empty word (`""`) takes all away
    // At least one word: who types the command without any wants to see the menus, not to lose them.
    #[arg(value_name = "MENU", required = true)]
    menus: Vec<String>,
}

impl GroupCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let access = match self {
            GroupCommand::List | GroupCommand::Show(_) => Access::Read,
            _ => Access::Write,
        };
        let mut work = context.work(access)?;
        let answer = match self {
            GroupCommand::List => return list(&mut work, context),
            GroupCommand::Show(named) => return named.show(&mut work, context),
            GroupCommand::Add(add) => add.carry_out(&mut work)?,
            GroupCommand::Rename(rename) => rename.carry_out(&mut work)?,
            GroupCommand::Copy(copy) => copy.carry_out(&mut work)?,
            GroupCommand::Remove(remove) => remove.carry_out(&mut work)?,
            GroupCommand::Join(members) => members.carry_out(&mut work, MemberChange::Join)?,
            GroupCommand::Leave(members) => members.carry_out(&mut work, MemberChange::Leave)?,
            GroupCommand::Menus(menus) => menus.carry_out(&mut work)?,
        };
        let changes = Changes::of(&mut work);
        work.commit()?;
        changes.tell(&answer, context);
        Ok(Exit::Done)
    }
}

impl Named {
    fn show(self, work: &mut Work, context: &mut Context) -> Result<Exit, Error> {
        let details = self.details(work)?;
        if context.settings.json {
            context.terminal.json(&json::group_details(&details));
        } else {
            show(&details, context);
        }
        Ok(Exit::Done)
    }

    fn details(&self, work: &mut Work) -> Result<GroupDetails, Error> {
        let group = directory::find_group(work, &self.group)?;
        directory::show_group(work, group)
    }
}

impl Add {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let draft = GroupDraft {
            name: arguments::name(&self.name)?,
            id: arguments::id(self.id.as_deref())?,
            label: self.label,
            menus: self.menus,
        };
        let group = directory::add_group(work, draft)?;
        Ok(json::group_details(&directory::show_group(work, group)?))
    }
}

impl Rename {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let name = arguments::name(&self.name)?;
        let group = directory::find_group(work, &self.named.group)?;
        directory::rename_group(work, &group, name, self.label)?;
        answer(work, group.id.as_str())
    }
}

impl Copy {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let (name, id) = (arguments::name(&self.name)?, arguments::id(self.id.as_deref())?);
        let group = directory::find_group(work, &self.named.group)?;
        let copy = directory::copy_group(work, &group, name, id)?;
        Ok(json::group_details(&directory::show_group(work, copy)?))
    }
}

impl Remove {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let details = self.named.details(work)?;
        directory::remove_group(work, &details.group, self.yes)?;
        Ok(json::group_details(&details))
    }
}

impl Members {
    fn carry_out(self, work: &mut Work, way: MemberChange) -> Result<Value, Error> {
        let group = directory::find_group(work, &self.named.group)?;
        directory::change_members(work, &group, &self.users, way)?;
        answer(work, group.id.as_str())
    }
}

impl Menus {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let group = directory::find_group(work, &self.named.group)?;
        let menus = match self.menus.as_slice() {
            [only] if only.is_empty() => &[],
            menus => menus,
        };
        directory::assign_menus(work, &group, menus)?;
        answer(work, group.id.as_str())
    }
}

/// A group that has changed, as it is now.
fn answer(work: &mut Work, id: &str) -> Result<Value, Error> {
    let group = directory::find_group(work, id)?;
    Ok(json::group_details(&directory::show_group(work, group)?))
}

fn list(work: &mut Work, context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_groups(work)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::group_summary).collect());
        return Ok(Exit::Done);
    }
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
    let empty = "there is no member group yet; `enlist group add NAME` adds one";
    table(context.terminal, &head, all.iter().map(row).collect(), empty);
    Ok(Exit::Done)
}

fn show(details: &GroupDetails, context: &mut Context) {
    let group = &details.group;
    pairs(
        context.terminal,
        &[
            ("name", group.name.to_string()),
            ("id", group.id.to_string()),
            ("label", group.label.clone()),
            ("menus", names(&details.menus)),
            ("members", details.members.len().to_string()),
        ],
    );
    if details.members.is_empty() {
        return;
    }
    let head = context.terminal.paint(STRONG, "members");
    context.terminal.say(&format!("\n{head}"));
    for address in details.members.iter().take(SHOWN) {
        context.terminal.say(&format!("  {}", visible(address)));
    }
    if details.members.len() > SHOWN {
        let more = details.members.len() - SHOWN;
        let line = format!("  … and {more} more; `enlist user list --group {}` shows them", group.id);
        let line = context.terminal.paint(QUIET, &line);
        context.terminal.say(&line);
    }
}

fn names(menus: &[Menu]) -> String {
    let names = menus.iter().map(|menu| menu.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}
