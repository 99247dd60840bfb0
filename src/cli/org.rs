//! `enlist org`: the organizations of the installation, and who administers them.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use crate::directory::{self, EnvironmentSummary};
use crate::domain::{Account, Error, Organization};
use crate::json;
use crate::store::{Access, Transaction, organization};
use clap::{Args, Subcommand};

/// Add, list and show organizations; appoint and dismiss their administrators.
#[derive(Debug, Clone, Subcommand)]
pub enum OrgCommand {
    /// Add an organization
    Add(Add),
    /// List the organizations
    List,
    /// Show an organization with its environments and administrators
    Show(Show),
    /// Make somebody an administrator of an organization
    Appoint(Administrator),
    /// Take the rights of an administrator of an organization away
    Dismiss(Administrator),
}

/// Add an organization.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the installation
    name: String,

    /// The id; one is made if none is given
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
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let app = context.open()?;
        match self {
            OrgCommand::Add(add) => add.carry_out(app.begin(Access::Write)?, context)?,
            OrgCommand::List => list(&app.begin(Access::Read)?, context)?,
            OrgCommand::Show(show) => {
                let transaction = app.begin(Access::Read)?;
                let organization = directory::find_organization(&transaction, &show.organization)?;
                let administrators = directory::list_organization_administrators(&transaction, &organization)?;
                tell(&organization, &environments_of(&transaction, &organization)?, &administrators, context);
            }
            OrgCommand::Appoint(command) => command.change(app.begin(Access::Write)?, directory::appoint, context)?,
            OrgCommand::Dismiss(command) => command.change(app.begin(Access::Write)?, directory::dismiss, context)?,
        }
        Ok(Exit::Done)
    }
}

impl Add {
    fn carry_out(self, mut transaction: Transaction, context: &mut Context) -> Result<(), Error> {
        let (name, id) = (arguments::name(&self.name)?, arguments::id(self.id.as_deref())?);
        let organization = directory::add_organization(&mut transaction, name, id)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        changes.tell(&json::organization(&organization, &[]), context);
        Ok(())
    }
}

impl Administrator {
    fn change(
        self,
        mut transaction: Transaction,
        verb: fn(&mut Transaction, &Organization, &Account) -> Result<bool, Error>,
        context: &mut Context,
    ) -> Result<(), Error> {
        let organization = directory::find_organization(&transaction, &self.organization)?;
        let account = directory::find_account(&transaction, &self.address)?;
        verb(&mut transaction, &organization, &account)?;
        let environments = environments_of(&transaction, &organization)?;
        let administrators = directory::list_organization_administrators(&transaction, &organization)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        changes.tell(&json::organization_with_administrators(&organization, &environments, &administrators), context);
        Ok(())
    }
}

fn list(transaction: &Transaction, context: &mut Context) -> Result<(), Error> {
    let mut rows = Vec::new();
    let mut all = Vec::new();
    for organization in organization::all(transaction)? {
        let environments = environments_of(transaction, &organization)?;
        all.push(json::organization(&organization, &environments));
        rows.push(vec![organization.name.to_string(), names(&environments), organization.id.to_string()]);
    }
    if context.settings.json {
        context.terminal.json(&all.into());
        return Ok(());
    }
    let empty = "there is no organization yet; `enlist org add NAME` adds one";
    table(context.terminal, &["NAME", "ENVIRONMENTS", "ID"], rows, empty);
    Ok(())
}

fn tell(
    organization: &Organization,
    environments: &[EnvironmentSummary],
    administrators: &[Account],
    context: &mut Context,
) {
    if context.settings.json {
        context.terminal.json(&json::organization_with_administrators(organization, environments, administrators));
        return;
    }
    let addresses: Vec<&str> = administrators.iter().map(|account| account.address.as_str()).collect();
    pairs(
        context.terminal,
        &[
            ("name", organization.name.to_string()),
            ("id", organization.id.to_string()),
            ("environments", names(environments)),
            ("administrators", addresses.join(", ")),
            ("added", organization.created_at.to_string()),
        ],
    );
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
