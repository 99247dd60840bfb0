//! Finding one thing by what people type: a name, an id or an address.

use crate::domain::{
    Catalogue, Code, DeployedScript, Environment, Error, Group, Letter, Menu, Moment, Named, Organization, Problem,
    ProfileField, Role, Run, Schedule, Token, User, UserMatch, list_of, name_key, nearest,
};
use crate::store::environment::profile_field;
use crate::store::script::schedule;
use crate::store::user::membership;
use crate::store::{Transaction, Work, environment, letter, organization, role, run, script, token};

/// The environment with this id or of this name.
///
/// # Errors
/// Refuses if there is none, or several of the same name in different organizations.
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

/// Enters the environment with this id or of this name.
///
/// # Errors
/// As [`find_environment`].
pub fn enter_environment(transaction: Transaction, name_or_id: &str) -> Result<Work, Error> {
    let environment = find_environment(&transaction, name_or_id)?;
    Ok(transaction.enter(environment))
}

/// The organization with this id or of this name.
///
/// # Errors
/// Refuses if there is none.
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

/// The member group of this name or with this id.
///
/// # Errors
/// Refuses if there is none.
pub fn find_group(work: &mut Work, name_or_id: &str) -> Result<Group, Error> {
    Ok(one_of(&*work.groups()?, "member group", name_or_id)?)
}

/// The menu of this name or with this id.
///
/// # Errors
/// Refuses if there is none.
pub fn find_menu(work: &mut Work, name_or_id: &str) -> Result<Menu, Error> {
    Ok(one_of(&*work.menus()?, "menu", name_or_id)?)
}

/// The role of this name or with this id.
///
/// # Errors
/// Refuses if there is none.
pub fn find_role(work: &Work, name_or_id: &str) -> Result<Role, Error> {
    Ok(one_of(&Catalogue::new(role::all(work)?), "role", name_or_id)?)
}

/// The profile field with this key.
///
/// # Errors
/// Refuses if there is none.
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

/// The user with this global address or account id.
///
/// # Errors
/// Refuses if there is none in this environment.
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

/// The run with this id, with its effects and letters.
///
/// # Errors
/// Refuses if there is none in this environment.
pub fn find_run(work: &Work, id: &str) -> Result<Run, Error> {
    run::find(work, id)?
        .ok_or_else(|| not_found("run", id, None, "`enlist runs list` shows those of the environment").into())
}

/// The letter with this id.
///
/// # Errors
/// Refuses if there is none in this environment.
pub fn find_letter(work: &Work, id: &str) -> Result<Letter, Error> {
    letter::find(work, id)?
        .ok_or_else(|| not_found("letter", id, None, "`enlist outbox list` shows those of the environment").into())
}

/// The letter of the installation with this id: one about an account alone.
///
/// # Errors
/// Refuses if there is none.
pub fn find_account_letter(transaction: &Transaction, id: &str) -> Result<Letter, Error> {
    let help = "`enlist outbox list --installation` shows those about accounts alone";
    letter::find_of_installation(transaction, id)?.ok_or_else(|| not_found("letter", id, None, help).into())
}

/// The token of the environment with this id or of this name; of several of one name the one in force, or else the newest.
///
/// # Errors
/// Refuses if there is none.
pub fn find_token(work: &Work, name_or_id: &str) -> Result<Token, Error> {
    Ok(one_token(token::all(work)?, name_or_id, work.now())?)
}

/// The token of an organization with this id or of this name, as [`find_token`].
///
/// # Errors
/// Refuses if there is none.
pub fn find_organization_token(
    transaction: &Transaction,
    organization: &Organization,
    name_or_id: &str,
) -> Result<Token, Error> {
    Ok(one_token(token::of_organization(transaction, organization.row)?, name_or_id, transaction.now)?)
}

fn one_token(mut all: Vec<Token>, name_or_id: &str, now: Moment) -> Result<Token, Problem> {
    // By id first: what is revoked must be the very token that was meant, whatever others are called.
    if let Some(at) = all.iter().position(|token| token.id.as_str() == name_or_id) {
        return Ok(all.swap_remove(at));
    }
    let near = nearest(name_or_id, all.iter().map(|token| token.name.as_str()));
    let problem = not_found("token", name_or_id, near, "`enlist token list` shows those that exist");
    let key = name_key(name_or_id);
    all.retain(|token| token.name.key() == key);
    all.into_iter().max_by_key(|token| (token.is_active(now), token.row)).ok_or(problem)
}

/// The deployed script of this name or with this id.
///
/// # Errors
/// Refuses if there is none in this environment.
pub fn find_script(work: &Work, name_or_id: &str) -> Result<DeployedScript, Error> {
    match script::find(work, name_or_id)? {
        Some(script) => Ok(script),
        None => Ok(one_of(&Catalogue::new(script::all(work)?), "script", name_or_id)?),
    }
}

/// The schedule with this id.
///
/// # Errors
/// Refuses if there is none in this environment.
pub fn find_schedule(work: &Work, id: &str) -> Result<Schedule, Error> {
    let found = schedule::all(work)?.into_iter().find(|schedule| schedule.id.as_str() == id);
    let help = "`enlist schedule list` shows those of the environment";
    found.ok_or_else(|| not_found("schedule", id, None, help).into())
}

/// The thing of this name or with this id.
///
/// # Errors
/// Says that there is none, and which there are.
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

/// What is said of a thing that is not there.
pub fn not_found(kind: &str, text: &str, near: Option<&str>, help: &str) -> Problem {
    let problem = Problem::new(Code::NotFound, format!("there is no {kind} {text:?}"));
    match near {
        Some(near) => problem.help(format!("did you mean {near:?}?")),
        None => problem.help(help),
    }
}
