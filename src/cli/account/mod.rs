//! `enlist account`: an account as a whole, for people who cannot log in. Sessions are in `sessions.rs`, passwords in
//! `set_password.rs`. Users of one environment are in `user/`.

pub mod sessions;
pub mod set_password;

use super::Exit;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, yes_no};
use super::output::terminal::Terminal;
use crate::app::App;
use crate::directory::{self, AccountDetails, MembershipSummary};
use crate::domain::{Account, Error, PublicUrl};
use crate::json;
use crate::store::{Access, Transaction};
use clap::{Args, Subcommand};
use set_password::SetPasswordCommand;

/// Show, unlock and ban accounts, and set new passwords.
#[derive(Debug, Clone, Subcommand)]
pub enum AccountCommand {
    /// Show an account
    Show(Named),
    /// Unlock an account that is locked after wrong passwords
    Unlock(Named),
    /// Create a link with which the person chooses a password, and print it once
    ResetLink(ResetLink),
    /// Set a password from standard input; the person chooses another one at the next login
    SetPassword(SetPasswordCommand),
    /// Remove the second factor of a person who has lost it and the recovery codes, and end the sessions
    RemoveSecondFactor(Named),
    /// Ban an account from the whole installation, and end its sessions
    Ban(Named),
    /// Lift the ban of an account
    Unban(Named),
}

/// One account.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The account's global address, username or id
    pub(super) address: String,
}

/// Create a link for a new password.
#[derive(Debug, Clone, Args)]
pub struct ResetLink {
    #[command(flatten)]
    named: Named,

    /// The URL of the installation for people
    #[arg(long, value_name = "URL", env = "ENLIST_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

impl AccountCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            AccountCommand::Show(named) => named.show(context),
            AccountCommand::Unlock(named) => named.change(context, directory::unlock_account),
            AccountCommand::RemoveSecondFactor(named) => named.change(context, directory::remove_lost_second_factor),
            AccountCommand::Ban(named) => named.change(context, directory::ban_account),
            AccountCommand::Unban(named) => named.change(context, directory::unban_account),
            AccountCommand::ResetLink(command) => command.execute(context),
            AccountCommand::SetPassword(command) => command.execute(context),
        }
    }
}

impl Named {
    pub(super) fn find(&self, context: &Context, access: Access) -> Result<(App, Transaction, Account), Error> {
        let app = context.open()?;
        let transaction = app.begin(access)?;
        let account = directory::find_account(&transaction, &self.address)?;
        Ok((app, transaction, account))
    }

    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let (_app, transaction, account) = self.find(context, Access::Read)?;
        let details = directory::show_account(&transaction, account)?;
        Ok(context.print_object(|| json::account(&details), |terminal| show(&details, terminal)))
    }

    fn change(
        self,
        context: &mut Context,
        verb: fn(&mut Transaction, &Account) -> Result<Account, Error>,
    ) -> Result<Exit, Error> {
        context.change_installation(|transaction| {
            let account = directory::find_account(transaction, &self.address)?;
            let account = verb(transaction, &account)?;
            Ok(json::account(&directory::show_account(transaction, account)?))
        })
    }
}

impl ResetLink {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let public_url = PublicUrl::parse(&self.public_url).map_err(|problem| problem.of("--public-url"))?;
        let (app, mut transaction, account) = self.named.find(context, Access::Write)?;
        let key = app.key()?;
        let link = directory::make_reset_link(&mut transaction, &account)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        let address = format!("{public_url}{}", directory::link_path(&key, &link));
        changes.print(&json::account_link(&address, link.expires_at), context);
        if !context.settings.json {
            let until = link.expires_at;
            let text = format!("\nthe link, which is not shown again; it works once, until {until}:\n\n{address}");
            context.terminal.print(&text);
        }
        Ok(Exit::Done)
    }
}

fn show(details: &AccountDetails, terminal: &mut Terminal) {
    let account = &details.account;
    let memberships: Vec<String> = details.memberships.iter().map(membership).collect();
    pairs(
        terminal,
        &[
            ("address", account.address.to_string()),
            ("id", account.id.to_string()),
            ("username", account.username.clone()),
            ("status", account.status.to_string()),
            ("verified", yes_no(account.verified)),
            ("password", yes_no(details.has_password)),
            ("second factor", yes_no(details.has_second_factor)),
            ("wrong passwords in a row", details.failures.to_string()),
            ("sessions", details.sessions.to_string()),
            ("added", account.created_at.to_string()),
            ("last login", details.last_login_at.map_or_else(|| "never".to_owned(), |moment| moment.to_string())),
            ("member of", memberships.join(", ")),
        ],
    );
}

fn membership(one: &MembershipSummary) -> String {
    let notes = [("inactive", !one.active), ("banned", one.banned), ("administrator", one.administrator)];
    let notes: Vec<&str> = notes.iter().filter(|(_, holds)| *holds).map(|(note, _)| *note).collect();
    match notes.as_slice() {
        [] => one.name.to_string(),
        notes => format!("{} ({})", one.name, notes.join(", ")),
    }
}
