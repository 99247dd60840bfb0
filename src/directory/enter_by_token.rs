//! Enters an environment by a token. What the token does not reach is for it not there at all.

use super::find::not_found;
use super::token_rights::still_active;
use crate::domain::{Caller, Code, Environment, Error, Fault, Problem, Token, TokenReach, list_of, name_key, nearest};
use crate::store::{Transaction, Work, environment};

/// Enters the environment with this id or of this name, or the only one that the token reaches if none is named. From then on
/// the token is the caller.
///
/// # Errors
/// Refuses a token that is not in force any more, and an environment that it does not reach in the very words for one that
/// does not exist. Where a token reaches several and none is named, it says which there are.
pub fn enter_by_token(mut transaction: Transaction, token: &Token, environment: Option<&str>) -> Result<Work, Error> {
    let token = still_active(&transaction, token)?;
    let reached = reached(&transaction, &token)?;
    let environment = match environment {
        Some(name_or_id) => reached.named(name_or_id).ok_or_else(|| reached.has_none(name_or_id))?,
        None => reached.only_one()?,
    };
    transaction.caller = Caller::Token { id: token.id, permissions: token.permissions };
    Ok(transaction.enter(environment))
}

/// The environments that a token reaches.
pub struct Reached(Vec<Environment>);

/// The environments that a token reaches.
///
/// # Errors
/// A fault of the database.
pub fn reached(transaction: &Transaction, token: &Token) -> Result<Reached, Fault> {
    Ok(Reached(match token.reach {
        TokenReach::Environment { row, .. } => environment::of_row(transaction, row)?,
        TokenReach::Organization { row, .. } => environment::of_organization(transaction, row)?,
    }))
}

impl Reached {
    /// The one with this id or of this name. Those of others are not even looked at, so that none of them can stand in the way.
    pub fn named(&self, name_or_id: &str) -> Option<Environment> {
        let with_id = self.0.iter().find(|environment| environment.id.as_str() == name_or_id);
        let key = name_key(name_or_id);
        with_id.or_else(|| self.0.iter().find(|environment| environment.name.key() == key)).cloned()
    }

    fn has_none(&self, name_or_id: &str) -> Problem {
        let names = self.0.iter().flat_map(|environment| [environment.id.as_str(), environment.name.as_str()]);
        not_found("environment", name_or_id, nearest(name_or_id, names), "name one that the token reaches")
    }

    fn only_one(mut self) -> Result<Environment, Problem> {
        match self.0.len() {
            1 => Ok(self.0.swap_remove(0)),
            0 => Err(Problem::new(Code::NoEnvironment, "the token reaches no environment yet")),
            _ => {
                let ids = list_of(self.0.iter().map(|environment| environment.id.as_str()));
                Err(Problem::new(Code::NoEnvironment, "the token reaches several environments, and none was named")
                    .help(format!("name one of {ids}")))
            }
        }
    }
}
