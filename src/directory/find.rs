//! Finds one thing by the name, id or address that a person types.

use crate::domain::{
    Catalogue, Code, DeployedScript, Environment, Error, Group, Letter, Menu, Moment, Named, Organization, Problem,
    ProfileField, Role, Run, Schedule, Token, User, UserMatch, list_of, name_key, nearest,
};
use crate::store::environment::profile_field;
use crate::store::script::schedule;
use crate::store::user::membership;
use crate::store::{Transaction, Work, environment, letter, organization, role, run, script, token};

/// Returns the environment with this id or name.
///
/// # Errors
/// Returns a refusal if there is none, or if several in different organizations have this name; a fault if the database
/// fails.
pub fn find_environment(transaction: &Transaction, name_or_id: &str) -> Result<Environment, Error> {
    let mut found = environment::find(transaction, name_or_id)?;
    if found.len() > 1 {
        let ids = list_of(found.iter().map(|environment| environment.id.as_str()));
        return Err(Problem::new(Code::Ambiguous, format!("{} environments are called {name_or_id:?}", found.len()))
            .help(format!("name one by its id: {ids}"))
            .into());
    }
    if let Some(environment) = found.pop() {
        return Ok(environment);
    }
    let all = environment::all(transaction)?;
    let names = || all.iter().flat_map(|environment| [environment.id.as_str(), environment.name.as_str()]);
    Err(not_found("environment", name_or_id, nearest(name_or_id, names()), "`enlist env add NAME` adds one").into())
}

/// Enters the environment with this id or name.
///
/// # Errors
/// As [`find_environment`].
pub fn enter_environment(transaction: Transaction, name_or_id: &str) -> Result<Work, Error> {
    let environment = find_environment(&transaction, name_or_id)?;
    Ok(transaction.enter(environment))
}

/// Returns the organization with this id or name.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_organization(transaction: &Transaction, name_or_id: &str) -> Result<Organization, Error> {
    let mut all = organization::all(transaction)?;
    let fits = |organization: &Organization| {
        organization.id.as_str() == name_or_id || organization.name.key() == name_key(name_or_id)
    };
    if let Some(at) = all.iter().position(fits) {
        return Ok(all.swap_remove(at));
    }
    let names = all.iter().map(|organization| organization.name.as_str());
    let near = nearest(name_or_id, names);
    Err(not_found("organization", name_or_id, near, "`enlist org list` shows those that exist").into())
}

/// Returns the member group with this name or id.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_group(work: &mut Work, name_or_id: &str) -> Result<Group, Error> {
    Ok(one_of(&*work.groups()?, "member group", name_or_id)?)
}

/// Returns the menu with this name or id.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_menu(work: &mut Work, name_or_id: &str) -> Result<Menu, Error> {
    Ok(one_of(&*work.menus()?, "menu", name_or_id)?)
}

/// Returns the role with this name or id.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_role(work: &Work, name_or_id: &str) -> Result<Role, Error> {
    Ok(one_of(&Catalogue::new(role::all(work)?), "role", name_or_id)?)
}

/// Returns the profile field with this key.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_profile_field(work: &Work, key: &str) -> Result<ProfileField, Error> {
    let mut fields = profile_field::all(work)?;
    if let Some(at) = fields.iter().position(|field| field.key == key) {
        return Ok(fields.swap_remove(at));
    }
    let keys = || fields.iter().map(|field| field.key.as_str());
    let help = match fields.as_slice() {
        [] => "this environment has no profile field yet".to_owned(),
        _ => format!("there is {}", list_of(keys())),
    };
    Err(not_found("profile field", key, nearest(key, keys()), &help).into())
}

/// Returns the user with this global address or account id.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn find_user(work: &Work, address_or_id: &str) -> Result<User, Error> {
    let wanted = if address_or_id.contains('@') {
        UserMatch { address: Some(address_or_id.to_owned()), ..UserMatch::default() }
    } else {
        UserMatch { id: Some(address_or_id.to_owned()), ..UserMatch::default() }
    };
    let mut found = membership::matching(work, &wanted)?;
    found.pop().ok_or_else(|| {
        let help = "users are found by global e-mail address or id; `enlist user list --search TEXT` looks for names";
        not_found("user", address_or_id, None, help).into()
    })
}

/// Returns the run with this id, with its effects and letters.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn find_run(work: &Work, id: &str) -> Result<Run, Error> {
    run::find(work, id)?
        .ok_or_else(|| not_found("run", id, None, "`enlist runs list` shows those of the environment").into())
}

/// Returns the letter with this id.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn find_letter(work: &Work, id: &str) -> Result<Letter, Error> {
    letter::find(work, id)?
        .ok_or_else(|| not_found("letter", id, None, "`enlist outbox list` shows those of the environment").into())
}

/// Returns the letter of the installation with this id. Such a letter is about an account, not about an environment.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_account_letter(transaction: &Transaction, id: &str) -> Result<Letter, Error> {
    let help = "`enlist outbox list --installation` shows those about accounts alone";
    letter::find_of_installation(transaction, id)?.ok_or_else(|| not_found("letter", id, None, help).into())
}

/// Returns the token of the environment with this id or name. If several tokens have the name, returns the valid one,
/// otherwise the newest.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_token(work: &Work, name_or_id: &str) -> Result<Token, Error> {
    Ok(one_token(token::all(work)?, name_or_id, work.now())?)
}

/// Returns the token of an organization with this id or name, as [`find_token`] does.
///
/// # Errors
/// Returns a refusal if there is none; a fault if the database fails.
pub fn find_organization_token(
    transaction: &Transaction,
    organization: &Organization,
    name_or_id: &str,
) -> Result<Token, Error> {
    Ok(one_token(token::of_organization(transaction, organization.row)?, name_or_id, transaction.now)?)
}

fn one_token(mut all: Vec<Token>, name_or_id: &str, now: Moment) -> Result<Token, Problem> {
    // The id comes first: another token whose name equals this id must not be revoked by mistake.
    if let Some(at) = all.iter().position(|token| token.id.as_str() == name_or_id) {
        return Ok(all.swap_remove(at));
    }
    let near = nearest(name_or_id, all.iter().map(|token| token.name.as_str()));
    let problem = not_found("token", name_or_id, near, "`enlist token list` shows those that exist");
    let key = name_key(name_or_id);
    all.retain(|token| token.name.key() == key);
    all.into_iter().max_by_key(|token| (token.is_active(now), token.row)).ok_or(problem)
}

/// Returns the deployed script with this name or id.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn find_script(work: &Work, name_or_id: &str) -> Result<DeployedScript, Error> {
    match script::find(work, name_or_id)? {
        Some(script) => Ok(script),
        None => Ok(one_of(&Catalogue::new(script::all(work)?), "script", name_or_id)?),
    }
}

/// Returns the schedule with this id.
///
/// # Errors
/// Returns a refusal if there is none in this environment; a fault if the database fails.
pub fn find_schedule(work: &Work, id: &str) -> Result<Schedule, Error> {
    let found = schedule::all(work)?.into_iter().find(|schedule| schedule.id.as_str() == id);
    let help = "`enlist schedule list` shows those of the environment";
    found.ok_or_else(|| not_found("schedule", id, None, help).into())
}

/// Returns the thing with this name or id.
///
/// # Errors
/// Returns a problem that lists the existing names.
pub fn one_of<T: Named + Clone>(things: &Catalogue<T>, kind: &str, name_or_id: &str) -> Result<T, Problem> {
    if let Some(thing) = things.find(name_or_id) {
        return Ok(thing.clone());
    }
    let help = match things.all() {
        [] => format!("this environment has no {kind} yet"),
        _ => format!("there is {}", list_of(things.names())),
    };
    Err(not_found(kind, name_or_id, nearest(name_or_id, things.names()), &help))
}

/// Returns the problem for a thing that does not exist.
pub fn not_found(kind: &str, text: &str, near: Option<&str>, help: &str) -> Problem {
    let problem = Problem::new(Code::NotFound, format!("there is no {kind} {text:?}"));
    match near {
        Some(near) => problem.help(format!("did you mean {near:?}?")),
        None => problem.help(help),
    }
}
