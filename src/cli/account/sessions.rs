//! `enlist sessions`: the sessions of an account.

use super::Named;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::directory;
use crate::domain::{Code, Error, Problem, Session};
use crate::json;
use crate::store::Access;
use clap::{Args, Subcommand};

/// List and end sessions of an account.
#[derive(Debug, Clone, Subcommand)]
pub enum SessionsCommand {
    /// List the valid sessions of an account
    List(Named),
    /// End one session of an account, or all
    End(End),
}

/// End sessions.
#[derive(Debug, Clone, Args)]
pub struct End {
    #[command(flatten)]
    named: Named,

    /// The session's id
    session: Option<String>,

    /// End all sessions of the account
    #[arg(long, conflicts_with = "session")]
    all: bool,
}

impl SessionsCommand {
    pub fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            SessionsCommand::List(named) => list(&named, context),
            SessionsCommand::End(end) => end.execute(context),
        }
    }
}

fn list(named: &Named, context: &mut Context) -> Result<Exit, Error> {
    let (_app, transaction, account) = named.find(context, Access::Read)?;
    let all = directory::list_sessions(&transaction, account.row)?;
    let row = |session: &Session| {
        vec![
            session.id.to_string(),
            session.step.to_string(),
            session.created_at.to_string(),
            session.seen_at.to_string(),
            session.browser.clone(),
        ]
    };
    let head = ["ID", "STEP", "BEGAN", "LAST SEEN", "BROWSER"];
    Ok(context.print_list(&all, json::session, &head, row, "nobody is logged in to this account"))
}

impl End {
    fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        if self.session.is_none() && !self.all {
            return Err(Problem::new(Code::Missing, "expected a session's id, or `--all`")
                .help("run `enlist sessions list ADDRESS` to see the sessions")
                .into());
        }
        context.change_installation(|transaction| {
            let account = directory::find_account(transaction, &self.named.address)?;
            match &self.session {
                Some(id) => directory::end_session(transaction, account.row, id).map(drop)?,
                None => directory::end_sessions(transaction, account.row, None).map(drop)?,
            }
            let left = directory::list_sessions(transaction, account.row)?;
            Ok(left.iter().map(json::session).collect())
        })
    }
}
