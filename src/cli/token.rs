//! `enlist token`: what programs come with, for an environment or for all environments of an organization.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use crate::directory::{self, TokenDraft};
use crate::domain::{Error, Lifetime, Moment, Organization, Permission, Permissions, Secret, Token, TokenReach};
use crate::json;
use crate::store::{Access, Transaction, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

/// Add, list, show and revoke tokens of programs.
#[derive(Debug, Clone, Subcommand)]
pub enum TokenCommand {
    /// Add a token, and tell its secret this once
    Add(Add),
    /// List the tokens, those that are not in force any more too
    List(List),
    /// Show a token
    Show(Show),
    /// Revoke a token; whoever uses it is refused from then on
    Revoke(Revoke),
}

/// Add a token.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique among the tokens that are in force
    name: String,

    /// What it allows, separated by commas; may be repeated; the manual explains each
    #[arg(
        long,
        value_name = "PERMISSION",
        required = true,
        value_delimiter = ',',
        value_parser = PossibleValuesParser::new(Permission::TEXTS)
    )]
    may: Vec<String>,

    /// When it ends: after days such as `90d`, or at a date such as `2027-01-01`; after 90 days if nothing is said
    #[arg(long, value_name = "DAYS|DATE", value_parser = lifetime)]
    expires: Option<Lifetime>,

    #[command(flatten)]
    reach: TokenOwner,
}

/// List tokens.
#[derive(Debug, Clone, Args)]
pub struct List {
    #[command(flatten)]
    reach: TokenOwner,
}

/// Show a token.
#[derive(Debug, Clone, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named,
}

/// Revoke a token.
#[derive(Debug, Clone, Args)]
pub struct Revoke {
    #[command(flatten)]
    named: Named,

    /// Confirm that it is to go
    #[arg(long)]
    yes: bool,
}

/// One token.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The token's id or name
    token: String,

    #[command(flatten)]
    reach: TokenOwner,
}

/// Whose tokens.
#[derive(Debug, Clone, Args)]
pub struct TokenOwner {
    /// Tokens for all environments of this organization, by name or id, in place of those of one environment
    #[arg(long, visible_alias = "org", value_name = "ORGANIZATION")]
    organization: Option<String>,
}

/// Whose tokens, in a transaction.
enum Owner {
    Environment(Box<Work>),
    Organization(Box<Transaction>, Organization),
}

impl TokenCommand {
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            TokenCommand::Add(add) => add.carry_out(context)?,
            TokenCommand::List(list) => list.carry_out(context)?,
            TokenCommand::Show(show) => show.carry_out(context)?,
            TokenCommand::Revoke(revoke) => revoke.carry_out(context)?,
        }
        Ok(Exit::Done)
    }
}

impl Add {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let draft = TokenDraft {
            name: arguments::name(&self.name)?,
            permissions: Permissions::parse(&self.may)?,
            lifetime: self.expires,
        };
        let mut owner = self.reach.owner(context, Access::Write)?;
        let now = owner.now();
        let (token, secret) = owner.add(draft)?;
        let changes = owner.commit()?;
        changes.tell(&json::new_token(&token, &secret.to_text(), now), context);
        if !context.settings.json {
            context
                .terminal
                .say(&format!("\nthe secret is shown this once; only a hash of it is kept:\n\n{}", secret.to_text()));
        }
        Ok(())
    }
}

impl List {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let owner = self.reach.owner(context, Access::Read)?;
        let (all, now) = (owner.list()?, owner.now());
        if context.settings.json {
            context.terminal.json(&all.iter().map(|token| json::token(token, now)).collect());
            return Ok(());
        }
        let row = |token: &Token| {
            vec![
                token.name.to_string(),
                token.status(now).to_string(),
                token.expires_at.to_string(),
                last_use(token),
                permissions(token),
                token.id.to_string(),
            ]
        };
        let head = ["NAME", "STATUS", "EXPIRES", "LAST USED", "MAY", "ID"];
        let empty = "there is no token yet; `enlist token add NAME --may PERMISSION` adds one";
        table(context.terminal, &head, all.iter().map(row).collect(), empty);
        Ok(())
    }
}

impl Show {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let owner = self.named.reach.owner(context, Access::Read)?;
        let token = owner.find(&self.named.token)?;
        if context.settings.json {
            context.terminal.json(&json::token(&token, owner.now()));
        } else {
            show(&token, owner.now(), context);
        }
        Ok(())
    }
}

impl Revoke {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let mut owner = self.named.reach.owner(context, Access::Write)?;
        let now = owner.now();
        let token = owner.find(&self.named.token)?;
        let token = owner.revoke(&token, self.yes)?;
        owner.commit()?.tell(&json::token(&token, now), context);
        Ok(())
    }
}

impl TokenOwner {
    fn owner(&self, context: &Context, access: Access) -> Result<Owner, Error> {
        let Some(name_or_id) = &self.organization else {
            return Ok(Owner::Environment(Box::new(context.work(access)?)));
        };
        let transaction = context.open()?.begin(access)?;
        let organization = directory::find_organization(&transaction, name_or_id)?;
        Ok(Owner::Organization(Box::new(transaction), organization))
    }
}

impl Owner {
    fn now(&self) -> Moment {
        match self {
            Owner::Environment(work) => work.now(),
            Owner::Organization(transaction, _) => transaction.now,
        }
    }

    fn add(&mut self, draft: TokenDraft) -> Result<(Token, Secret), Error> {
        match self {
            Owner::Environment(work) => directory::add_token(work, draft),
            Owner::Organization(transaction, organization) => {
                directory::add_organization_token(transaction, organization, draft)
            }
        }
    }

    fn list(&self) -> Result<Vec<Token>, Error> {
        Ok(match self {
            Owner::Environment(work) => directory::list_tokens(work)?,
            Owner::Organization(transaction, organization) => {
                directory::list_organization_tokens(transaction, organization)?
            }
        })
    }

    fn find(&self, name_or_id: &str) -> Result<Token, Error> {
        match self {
            Owner::Environment(work) => directory::find_token(work, name_or_id),
            Owner::Organization(transaction, organization) => {
                directory::find_organization_token(transaction, organization, name_or_id)
            }
        }
    }

    fn revoke(&mut self, token: &Token, confirmed: bool) -> Result<Token, Error> {
        match self {
            Owner::Environment(work) => directory::revoke_token(work, token, confirmed),
            Owner::Organization(transaction, _) => directory::revoke_organization_token(transaction, token, confirmed),
        }
    }

    fn commit(self) -> Result<Changes, Error> {
        let changes;
        match self {
            Owner::Environment(mut work) => {
                changes = Changes::of(&mut work);
                work.commit()?;
            }
            Owner::Organization(mut transaction, _) => {
                changes = Changes::of_transaction(&mut transaction);
                transaction.commit()?;
            }
        }
        Ok(changes)
    }
}

fn show(token: &Token, now: Moment, context: &mut Context) {
    let reach = match &token.reach {
        TokenReach::Environment { name, .. } => format!("the environment {name}"),
        TokenReach::Organization { name, .. } => format!("all environments of {name}"),
    };
    let revoked = token.revoked_at.map(|moment| moment.to_string());
    pairs(
        context.terminal,
        &[
            ("name", token.name.to_string()),
            ("id", token.id.to_string()),
            ("reaches", reach),
            ("may", permissions(token)),
            ("status", token.status(now).to_string()),
            ("added", token.created_at.to_string()),
            ("added by", token.created_by.clone()),
            ("expires", token.expires_at.to_string()),
            ("last used", last_use(token)),
            ("revoked", revoked.unwrap_or_default()),
        ],
    );
}

fn last_use(token: &Token) -> String {
    token.last_used_at.map_or_else(|| "never".to_owned(), |moment| moment.to_string())
}

fn permissions(token: &Token) -> String {
    token.permissions.texts().collect::<Vec<_>>().join(", ")
}

fn lifetime(text: &str) -> Result<Lifetime, String> {
    Lifetime::parse(text).map_err(|problem| match problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message,
    })
}
