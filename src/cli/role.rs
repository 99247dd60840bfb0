//! `enlist role`: the roles of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::object::print_names;
use super::output::table::pairs;
use super::output::terminal::Terminal;
use crate::directory::{self, RoleChange, RoleDetails, RoleDraft, RoleSummary};
use crate::domain::{Error, Permission, Permissions, Problem};
use crate::json;
use crate::store::{Access, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::Value;

/// List, show, add, change and remove roles.
#[derive(Debug, Clone, Subcommand)]
pub enum RoleCommand {
    /// List the roles
    List,
    /// Show a role with its users
    Show(Named),
    /// Add a role
    Add(Add),
    /// Change the name or the permissions of a role
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

    /// The id [default: a new one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// A permission of its users; may be repeated; the manual explains each
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

    /// A permission to add; may be repeated
    #[arg(id = "allow", long = "allow", value_name = "PERMISSION", value_parser = PossibleValuesParser::new(Permission::TEXTS))]
    allow: Vec<String>,

    /// A permission to remove; may be repeated
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
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            RoleCommand::List => list(context),
            RoleCommand::Show(named) => named.show(context),
            RoleCommand::Add(add) => context.change(|work| add.change(work)),
            RoleCommand::Change(change) => context.change(|work| change.change(work)),
            RoleCommand::Remove(remove) => context.change(|work| remove.change(work)),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let all = directory::list_roles(&context.work(Access::Read)?)?;
    let row = |summary: &RoleSummary| {
        let role = &summary.role;
        vec![role.name.to_string(), summary.users.to_string(), names(role.permissions), role.id.to_string()]
    };
    let head = ["NAME", "USERS", "PERMISSIONS", "ID"];
    let if_empty = "there is no role yet; `enlist role add NAME` adds one";
    Ok(context.print_list(&all, json::role_summary, &head, row, if_empty))
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let details = self.details(&context.work(Access::Read)?)?;
        Ok(context.print_object(|| json::role_details(&details), |terminal| show(&details, terminal)))
    }

    fn details(&self, work: &Work) -> Result<RoleDetails, Error> {
        directory::show_role(work, directory::find_role(work, &self.role)?)
    }
}

impl Add {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
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
    fn change(self, work: &mut Work) -> Result<Value, Error> {
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
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let details = self.named.details(work)?;
        directory::remove_role(work, &details.role, self.yes)?;
        Ok(json::role_details(&details))
    }
}

fn show(details: &RoleDetails, terminal: &mut Terminal) {
    let role = &details.role;
    let fields: Vec<&str> = details.required_fields.iter().map(|field| field.key.as_str()).collect();
    pairs(
        terminal,
        &[
            ("name", role.name.to_string()),
            ("id", role.id.to_string()),
            ("permissions", names(role.permissions)),
            ("required fields", fields.join(", ")),
            ("users", details.users.len().to_string()),
        ],
    );
    print_names(terminal, "users", &details.users, "`--json` shows all");
}

fn names(permissions: Permissions) -> String {
    permissions.texts().collect::<Vec<_>>().join(", ")
}
