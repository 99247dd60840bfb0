//! Adds a token for an environment, or for all environments of an organization.

use super::rights::{Delegation, not_permitted, token_rights};
use crate::domain::{
    Action, Change, Code, Effect, Error, Lifetime, Moment, Name, Organization, Permissions, Place, Policy, Problem,
    Problems, Property, Secret, Subject, Token, TokenReach, Value,
};
use crate::store::{Transaction, Work, environment, token};

/// The input for a new token.
pub struct TokenDraft {
    /// Name, unique among the valid tokens of the environment or the organization.
    pub name: Name,
    /// Its permissions, at least one.
    pub permissions: Permissions,
    /// How long it is valid. Default: 90 days, or less if less is allowed.
    pub lifetime: Option<Lifetime>,
}

/// Adds a token for the environment of the work. Returns the token and its secret, which is not stored.
///
/// # Errors
/// Returns a refusal for callers who may not add tokens, and otherwise with all problems: a name that is taken, no
/// permission or one that the calling token lacks, an end in the past or too far ahead, too many tokens. Returns a
/// fault if the database fails.
pub fn add_token(work: &mut Work, draft: TokenDraft) -> Result<(Token, Secret), Error> {
    let reach = reach_of(work);
    let most_days = work.environment.policy.token_days;
    let others = token::all(work)?;
    let (token, secret) = add(&work.transaction, draft, reach, most_days, &others)?;
    work.record(effect(&token, Action::Added, work.place))?;
    Ok((token, secret))
}

/// Adds a token for all present and future environments of an organization. Its lifetime is at most the shortest one
/// that the policies of these environments allow.
///
/// # Errors
/// As [`add_token`].
pub fn add_organization_token(
    transaction: &mut Transaction,
    organization: &Organization,
    draft: TokenDraft,
) -> Result<(Token, Secret), Error> {
    let Organization { row, id, name, .. } = organization.clone();
    let reach = TokenReach::Organization { row, id, name };
    let environments = environment::of_organization(transaction, row)?;
    let least = environments.iter().map(|environment| environment.policy.token_days).min();
    let most_days = least.unwrap_or(Policy::default().token_days);
    let others = token::of_organization(transaction, row)?;
    let (token, secret) = add(transaction, draft, reach, most_days, &others)?;
    transaction.record(effect(&token, Action::Added, None))?;
    Ok((token, secret))
}

/// Returns the reach of the tokens of the environment of the work.
fn reach_of(work: &Work) -> TokenReach {
    let environment = &work.environment;
    TokenReach::Environment { row: environment.row, id: environment.id.clone(), name: environment.name.clone() }
}

/// Returns the effect of a token that was added or revoked. It contains nothing of the secret.
pub fn effect(token: &Token, action: Action, place: Option<Place>) -> Effect {
    let organization = match &token.reach {
        TokenReach::Environment { .. } => Value::Nothing,
        TokenReach::Organization { name, .. } => Value::from(name.to_string()),
    };
    let values = [
        (Property::Name, Value::from(token.name.to_string())),
        (Property::Organization, organization),
        (Property::Permissions, Value::texts(token.permissions.texts())),
        (Property::ExpiresAt, Value::from(token.expires_at.to_string())),
    ];
    let change = |(property, value)| match action {
        Action::Removed => Change::between(property, value, Value::Nothing),
        _ => Change::between(property, Value::Nothing, value),
    };
    Effect {
        action,
        subject: Subject::Token,
        id: token.id.clone(),
        label: token.name.to_string(),
        changes: values.into_iter().filter_map(change).collect(),
        place,
    }
}

fn add(
    transaction: &Transaction,
    draft: TokenDraft,
    reach: TokenReach,
    most_days: u32,
    others: &[Token],
) -> Result<(Token, Secret), Error> {
    let now = transaction.now;
    let bounds = token_rights(transaction, &reach)?;
    let mut problems = Problems::default();
    problems.check("name", check_name(&draft.name, &reach, others, now));
    problems.check("permissions", check_permissions(draft.permissions, &bounds));
    let end = problems.check("expires", end(draft.lifetime, now, most_days, bounds.end));
    problems.refuse()?;
    let mut token = Token {
        row: 0,
        id: transaction.new_id(),
        name: draft.name,
        permissions: draft.permissions,
        reach,
        created_at: now,
        created_by: transaction.caller.recorded(),
        // Without an end there was a problem, and the refusal above has returned it.
        expires_at: end.unwrap_or(now),
        last_used_at: None,
        revoked_at: None,
    };
    let secret = transaction.new_secret();
    token.row = token::insert(transaction, &token, &secret)?;
    Ok((token, secret))
}

fn check_name(name: &Name, reach: &TokenReach, others: &[Token], now: Moment) -> Result<(), Problem> {
    let active = || others.iter().filter(|other| other.is_active(now));
    if active().any(|other| other.name.key() == name.key()) {
        return Err(Problem::new(Code::Exists, format!("there is a token {:?} already", name.as_str())));
    }
    let count = active().count();
    if count >= Token::MOST {
        let found = format!("{:?} has {count} tokens in force, and that is the most", reach.name().as_str());
        return Err(Problem::new(Code::Limit, found).help("revoke those that are not needed"));
    }
    Ok(())
}

fn check_permissions(wanted: Permissions, bounds: &Delegation) -> Result<(), Problem> {
    if wanted == Permissions::NONE {
        return Err(Problem::new(Code::Missing, "expected at least one permission, found none"));
    }
    if bounds.permissions.covers(wanted) {
        return Ok(());
    }
    let beyond = wanted.iter().filter(|permission| !bounds.permissions.holds(*permission));
    let beyond: Vec<String> = beyond.map(|permission| format!("`{}`", permission.as_str())).collect();
    Err(not_permitted(format!("the token that asks does not allow {} itself", beyond.join(", ")))
        .help("give only what the asking token has"))
}

/// Returns the moment at which a token expires.
fn end(wanted: Option<Lifetime>, now: Moment, most_days: u32, own_end: Option<Moment>) -> Result<Moment, Problem> {
    let most = Lifetime::Days(most_days).end(now);
    let Some(wanted) = wanted else {
        let default = Lifetime::Days(Token::DEFAULT_DAYS).end(now).min(most);
        return Ok(own_end.map_or(default, |own_end| default.min(own_end)));
    };
    let end = wanted.end(now);
    if end <= now {
        return Err(Problem::new(Code::WrongType, format!("expected a moment to come, found {wanted}")));
    }
    if end > most {
        return Err(Problem::new(Code::TooLong, format!("expected at most {most_days} days, found {wanted}"))
            .help(format!("the policy's `tokenDays` sets the limit; the last moment is {most}")));
    }
    match own_end.filter(|own_end| end > *own_end) {
        Some(own_end) => {
            Err(not_permitted(format!("the token that asks is in force until {own_end} itself, found {wanted}")))
        }
        None => Ok(end),
    }
}
