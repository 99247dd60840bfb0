//! `enlist role`: the roles of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use super::output::terminal::{QUIET, STRONG, visible};
use crate::directory::{self, RoleChange, RoleDetails, RoleDraft, RoleSummary};
use crate::domain::{Error, Permission, Permissions, Problem};
use crate::json;
use crate::store::{Access, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::Value;

/// How many users are shown to people; `--json` tells all.
const SHOWN: usize = 40;

/// List, show, add, change and remove roles.
#[derive(Debug, Clone, Subcommand)]
pub enum RoleCommand {
    /// List the roles
    List,
    /// Show a role with its users
    Show(Named),
    /// Add a role
    Add(Add),
    /// Give a role another name or other permissions
    Change(Change),
    /// Remove a role; its users stay in the environment
    Remove(Remove),
}

/// One role.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The role's name or id
    role: String,
}

/// Add a role.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the environment
    name: String,

    /// The id; one is made if none is given
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// What its users may do; may be repeated, the manual explains each
    #[arg(long = "allow", value_name = "PERMISSION", value_parser = PossibleValuesParser::new(Permission::TEXTS))]
    allow: Vec<String>,
}

/// Change a role.
#[derive(Debug, Clone, Args)]
#[group(id = "role-change", required = true, multiple = true, args = ["new_name", "allow", "deny"])]
pub struct Change {
    #[command(flatten)]
    named: Named,

    /// The new name
    #[arg(id = "new_name", long = "name", value_name = "NAME")]
    new_name: Option<String>,

    /// What its users may do from now on, besides the rest; may be repeated
    #[arg(id = "allow", long = "allow", value_name = "PERMISSION", value_parser = PossibleValuesParser::new(Permission::TEXTS))]
    allow: Vec<String>,

    /// What its users may do no longer; may be repeated
    #[arg(id = "deny", long = "deny", value_name = "PERMISSION", value_parser = PossibleValuesParser::new(Permission::TEXTS))]
    deny: Vec<String>,
}

/// Remove a role.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Remove it even if users have it or profile fields are required for it
    #[arg(long)]
    yes: bool,
}

impl RoleCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let access = match self {
            RoleCommand::List | RoleCommand::Show(_) => Access::Read,
            _ => Access::Write,
        };
        let mut work = context.work(access)?;
        let answer = match self {
            RoleCommand::List => return list(&work, context),
            RoleCommand::Show(named) => return named.show(&work, context),
            RoleCommand::Add(add) => add.carry_out(&mut work)?,
            RoleCommand::Change(change) => change.carry_out(&mut work)?,
            RoleCommand::Remove(remove) => remove.carry_out(&mut work)?,
        };
        let changes = Changes::of(&mut work);
        work.commit()?;
        changes.tell(&answer, context);
        Ok(Exit::Done)
    }
}

impl Named {
    fn show(self, work: &Work, context: &mut Context) -> Result<Exit, Error> {
        let details = self.details(work)?;
        if context.settings.json {
            context.terminal.json(&json::role_details(&details));
        } else {
            show(&details, context);
        }
        Ok(Exit::Done)
    }

    fn details(&self, work: &Work) -> Result<RoleDetails, Error> {
        directory::show_role(work, directory::find_role(work, &self.role)?)
    }
}

impl Add {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let draft = RoleDraft {
            name: arguments::name(&self.name)?,
            id: arguments::id(self.id.as_deref())?,
            permissions: Permissions::parse(&self.allow)?,
        };
        let role = directory::add_role(work, draft)?;
        Ok(json::role_details(&directory::show_role(work, role)?))
    }
}

impl Change {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let role = directory::find_role(work, &self.named.role)?;
        let name = self.new_name.as_deref().map(arguments::name).transpose()?;
        let parse =
            |texts: &[String]| texts.iter().map(|text| Permission::parse(text)).collect::<Result<Vec<_>, Problem>>();
        let allowed = parse(&self.allow)?.into_iter().fold(role.permissions, Permissions::with);
        let permissions = parse(&self.deny)?.into_iter().fold(allowed, Permissions::without);
        let change = RoleChange { name, permissions: Some(permissions) };
        let role = directory::change_role(work, &role, change)?;
        Ok(json::role_details(&directory::show_role(work, role)?))
    }
}

impl Remove {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let details = self.named.details(work)?;
        directory::remove_role(work, &details.role, self.yes)?;
        Ok(json::role_details(&details))
    }
}

fn list(work: &Work, context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_roles(work)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::role_summary).collect());
        return Ok(Exit::Done);
    }
    let row = |summary: &RoleSummary| {
        let role = &summary.role;
        vec![role.name.to_string(), summary.users.to_string(), names(role.permissions), role.id.to_string()]
    };
    let head = ["NAME", "USERS", "PERMISSIONS", "ID"];
    let empty = "there is no role yet; `enlist role add NAME` adds one";
    table(context.terminal, &head, all.iter().map(row).collect(), empty);
    Ok(Exit::Done)
}

fn show(details: &RoleDetails, context: &mut Context) {
    let role = &details.role;
    let fields: Vec<&str> = details.required_fields.iter().map(|field| field.key.as_str()).collect();
    pairs(
        context.terminal,
        &[
            ("name", role.name.to_string()),
            ("id", role.id.to_string()),
            ("permissions", names(role.permissions)),
            ("required fields", fields.join(", ")),
            ("users", details.users.len().to_string()),
        ],
    );
    if details.users.is_empty() {
        return;
    }
    let head = context.terminal.paint(STRONG, "users");
    context.terminal.say(&format!("\n{head}"));
    for address in details.users.iter().take(SHOWN) {
        context.terminal.say(&format!("  {}", visible(address)));
    }
    if details.users.len() > SHOWN {
        let line = format!("  … and {} more; `--json` tells all of them", details.users.len() - SHOWN);
        let line = context.terminal.paint(QUIET, &line);
        context.terminal.say(&line);
    }
}

fn names(permissions: Permissions) -> String {
    permissions.texts().collect::<Vec<_>>().join(", ")
}
