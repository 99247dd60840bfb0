//! `enlist org`: the organizations of the installation, and who administers them.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::table::pairs;
use super::output::terminal::Terminal;
use crate::directory::{self, EnvironmentSummary};
use crate::domain::{Account, Error, Organization};
use crate::json;
use crate::store::{Access, Transaction, organization};
use clap::{Args, Subcommand};
use serde_json::Value;

/// Add, list and show organizations; appoint and dismiss their administrators.
#[derive(Debug, Clone, Subcommand)]
pub enum OrgCommand {
    /// Add an organization
    Add(Add),
    /// List the organizations
    List,
    /// Show an organization with its environments and administrators
    Show(Show),
    /// Appoint an account as administrator of an organization
    Appoint(Administrator),
    /// Dismiss an administrator of an organization
    Dismiss(Administrator),
}

/// Add an organization.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the installation
    name: String,

    /// The id [default: a new one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// One organization.
#[derive(Debug, Clone, Args)]
pub struct Show {
    /// The organization's name or id
    #[arg(value_name = "NAME")]
    organization: String,
}

/// An administrator of an organization.
#[derive(Debug, Clone, Args)]
pub struct Administrator {
    /// The organization's name or id
    #[arg(value_name = "NAME")]
    organization: String,

    /// The account's global address, username or id
    address: String,
}

impl OrgCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            OrgCommand::Add(add) => context.change_installation(|transaction| add.change(transaction)),
            OrgCommand::List => list(context),
            OrgCommand::Show(show) => show.execute(context),
            OrgCommand::Appoint(administrator) => administrator.change(directory::appoint, context),
            OrgCommand::Dismiss(administrator) => administrator.change(directory::dismiss, context),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let transaction = context.open()?.begin(Access::Read)?;
    let mut all = Vec::new();
    for organization in organization::all(&transaction)? {
        let environments = environments_of(&transaction, &organization)?;
        all.push((organization, environments));
    }
    let json = |(organization, environments): &(Organization, Vec<EnvironmentSummary>)| {
        json::organization(organization, environments)
    };
    let row = |(organization, environments): &(Organization, Vec<EnvironmentSummary>)| {
        vec![organization.name.to_string(), names(environments), organization.id.to_string()]
    };
    let if_empty = "there is no organization yet; `enlist org add NAME` adds one";
    Ok(context.print_list(&all, json, &["NAME", "ENVIRONMENTS", "ID"], row, if_empty))
}

impl Add {
    fn change(self, transaction: &mut Transaction) -> Result<Value, Error> {
        let (name, id) = (arguments::name(&self.name)?, arguments::id(self.id.as_deref())?);
        Ok(json::organization(&directory::add_organization(transaction, name, id)?, &[]))
    }
}

impl Show {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let transaction = context.open()?.begin(Access::Read)?;
        let details = Details::of(&transaction, &self.organization)?;
        Ok(context.print_object(|| details.json(), |terminal| details.show(terminal)))
    }
}

impl Administrator {
    fn change(
        self,
        verb: fn(&mut Transaction, &Organization, &Account) -> Result<bool, Error>,
        context: &mut Context,
    ) -> Result<Exit, Error> {
        context.change_installation(|transaction| {
            let organization = directory::find_organization(transaction, &self.organization)?;
            let account = directory::find_account(transaction, &self.address)?;
            verb(transaction, &organization, &account)?;
            Ok(Details::of(transaction, organization.id.as_str())?.json())
        })
    }
}

/// An organization with its environments and administrators.
struct Details {
    organization: Organization,
    environments: Vec<EnvironmentSummary>,
    administrators: Vec<Account>,
}

impl Details {
    fn of(transaction: &Transaction, name_or_id: &str) -> Result<Details, Error> {
        let organization = directory::find_organization(transaction, name_or_id)?;
        let environments = environments_of(transaction, &organization)?;
        let administrators = directory::list_organization_administrators(transaction, &organization)?;
        Ok(Details { organization, environments, administrators })
    }

    fn json(&self) -> Value {
        json::organization_with_administrators(&self.organization, &self.environments, &self.administrators)
    }

    fn show(&self, terminal: &mut Terminal) {
        let addresses: Vec<&str> = self.administrators.iter().map(|account| account.address.as_str()).collect();
        pairs(
            terminal,
            &[
                ("name", self.organization.name.to_string()),
                ("id", self.organization.id.to_string()),
                ("environments", names(&self.environments)),
                ("administrators", addresses.join(", ")),
                ("added", self.organization.created_at.to_string()),
            ],
        );
    }
}

fn environments_of(transaction: &Transaction, owner: &Organization) -> Result<Vec<EnvironmentSummary>, Error> {
    let mut all = directory::list_environments(transaction)?;
    all.retain(|summary| summary.organization.row == owner.row);
    Ok(all)
}

fn names(environments: &[EnvironmentSummary]) -> String {
    let names = environments.iter().map(|summary| summary.environment.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}
