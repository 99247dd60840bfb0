//! `enlist sessions`: where somebody is logged in.

use super::Named;
use crate::cli::Exit;
use crate::cli::input::settings::Context;
use crate::cli::output::changes::Changes;
use crate::cli::output::table::table;
use crate::directory;
use crate::domain::{Code, Error, Problem, Session};
use crate::json;
use crate::store::Access;
use clap::{Args, Subcommand};

/// List and end sessions of an account.
#[derive(Debug, Clone, Subcommand)]
pub enum SessionsCommand {
    /// List the sessions of an account that are in force
    List(Named),
    /// End a session of an account, or all
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
    pub fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            SessionsCommand::List(named) => list(&named, context)?,
            SessionsCommand::End(end) => end.carry_out(context)?,
        }
        Ok(Exit::Done)
    }
}

fn list(named: &Named, context: &mut Context) -> Result<(), Error> {
    let (_app, transaction, account) = named.find(context, Access::Read)?;
    let all = directory::list_sessions(&transaction, account.row)?;
    if context.settings.json {
        context.terminal.json(&all.iter().map(json::session).collect());
        return Ok(());
    }
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
    table(context.terminal, &head, all.iter().map(row).collect(), "nobody is logged in to this account");
    Ok(())
}

impl End {
    fn carry_out(self, context: &mut Context) -> Result<(), Error> {
        let (_app, mut transaction, account) = self.named.find(context, Access::Write)?;
        match &self.session {
            Some(id) => {
                directory::end_session(&mut transaction, account.row, id)?;
            }
            None if self.all => {
                directory::end_sessions(&mut transaction, account.row, None)?;
            }
            None => {
                return Err(Problem::new(Code::Missing, "expected a session's id, or `--all`")
                    .help("`enlist sessions list ADDRESS` shows the sessions")
                    .into());
            }
        }
        let left = directory::list_sessions(&transaction, account.row)?;
        let changes = Changes::of_transaction(&mut transaction);
        transaction.commit()?;
        changes.tell(&left.iter().map(json::session).collect(), context);
        Ok(())
    }
}
