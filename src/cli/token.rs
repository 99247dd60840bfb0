//! `enlist token`: the tokens by which programs authenticate, for an environment or for all environments of an organization.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::object::Confirmed;
use super::output::changes::Changes;
use super::output::table::{moment, pairs};
use crate::directory::{self, TokenDraft};
use crate::domain::{Error, Lifetime, Moment, Organization, Permission, Permissions, Secret, Token, TokenReach};
use crate::json;
use crate::store::{Access, Transaction, Work};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

/// Add, list, show and revoke tokens of programs.
#[derive(Debug, Clone, Subcommand)]
pub enum TokenCommand {
    /// Add a token and print its secret, which is shown only once
    Add(Add),
    /// List the tokens, also expired and revoked ones
    List(List),
    /// Show a token
    Show(Show),
    /// Revoke a token; requests with it are refused from then on
    Revoke(Revoke),
}

/// Add a token.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique among the valid tokens
    name: String,

    /// The permissions, separated by commas; may be repeated; the manual explains each
    #[arg(
        long,
        value_name = "PERMISSION",
        required = true,
        value_delimiter = ',',
        value_parser = PossibleValuesParser::new(Permission::TEXTS)
    )]
    may: Vec<String>,

    /// When it expires: after a number of days such as `90d`, or at a date such as `2027-01-01` [default: 90d]
    #[arg(long, value_name = "DAYS|DATE", value_parser = lifetime)]
    expires: Option<Lifetime>,

    #[command(flatten)]
    owner: TokenOwner,
}

/// List tokens.
#[derive(Debug, Clone, Args)]
pub struct List {
    #[command(flatten)]
    owner: TokenOwner,
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

    #[command(flatten)]
    confirmed: Confirmed,
}

/// One token.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The token's id or name
    token: String,

    #[command(flatten)]
    owner: TokenOwner,
}

/// The owner of the tokens.
#[derive(Debug, Clone, Args)]
pub struct TokenOwner {
    /// Tokens for all environments of this organization, by name or id, instead of those of one environment
    #[arg(long, visible_alias = "org", value_name = "ORGANIZATION")]
    organization: Option<String>,
}

/// The owner of the tokens, with the transaction.
enum Owner {
    Environment(Box<Work>),
    Organization(Box<Transaction>, Organization),
}

impl TokenCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            TokenCommand::Add(add) => add.execute(context),
            TokenCommand::List(list) => list.execute(context),
            TokenCommand::Show(show) => show.execute(context),
            TokenCommand::Revoke(revoke) => revoke.execute(context),
        }
    }
}

impl Add {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let draft = TokenDraft {
            name: arguments::name(&self.name)?,
            permissions: Permissions::parse(&self.may)?,
            lifetime: self.expires,
        };
        let mut owner = self.owner.begin(context, Access::Write)?;
        let now = owner.now();
        let (token, secret) = owner.add(draft)?;
        let changes = owner.commit()?;
        let secret = secret.to_text();
        changes.print(&json::new_token(&token, &secret, now), context);
        if !context.settings.json {
            let text = format!("\nthe secret, which is not shown again; only its hash is stored:\n\n{secret}");
            context.terminal.print(&text);
        }
        Ok(Exit::Done)
    }
}

impl List {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let owner = self.owner.begin(context, Access::Read)?;
        let (all, now) = (owner.list()?, owner.now());
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
        let if_empty = "there is no token yet; `enlist token add NAME --may PERMISSION` adds one";
        Ok(context.print_list(&all, |token| json::token(token, now), &head, row, if_empty))
    }
}

impl Show {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let owner = self.named.owner.begin(context, Access::Read)?;
        let (token, now) = (owner.find(&self.named.token)?, owner.now());
        Ok(context.print_object(|| json::token(&token, now), |terminal| pairs(terminal, &details(&token, now))))
    }
}

impl Revoke {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        let mut owner = self.named.owner.begin(context, Access::Write)?;
        let now = owner.now();
        let token = owner.find(&self.named.token)?;
        let token = owner.revoke(&token, self.confirmed.yes)?;
        owner.commit()?.print(&json::token(&token, now), context);
        Ok(Exit::Done)
    }
}

impl TokenOwner {
    /// Begins a transaction for the tokens of the owner.
    fn begin(&self, context: &Context, access: Access) -> Result<Owner, Error> {
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

fn details(token: &Token, now: Moment) -> Vec<(&'static str, String)> {
    let reach = match &token.reach {
        TokenReach::Environment { name, .. } => format!("the environment {name}"),
        TokenReach::Organization { name, .. } => format!("all environments of {name}"),
    };
    vec![
        ("name", token.name.to_string()),
        ("id", token.id.to_string()),
        ("reaches", reach),
        ("may", permissions(token)),
        ("status", token.status(now).to_string()),
        ("added", token.created_at.to_string()),
        ("added by", token.created_by.clone()),
        ("expires", token.expires_at.to_string()),
        ("last used", last_use(token)),
        ("revoked", moment(token.revoked_at)),
    ]
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
