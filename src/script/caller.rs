//! The caller of a run: the permission to trigger it, and `actionInfo`, where the script sees the caller.

use super::convert::to_dynamic;
use super::request::{Request, Trigger};
use crate::directory::{find_user, member_permissions};
use crate::domain::{Caller, Code, Error, Event, Fault, Language, Permission, Permissions, Problem, PublicId, Run};
use crate::store::Work;
use rhai::{Dynamic, Map};

/// The member, token, schedule or event that triggers a run, as the script sees it: `actionInfo.currentUser`.
pub(super) struct Initiator {
    id: String,
    username: String,
    name: String,
    email: String,
    /// Whether it counts as an administrator; the limits of the run are higher then.
    pub administrator: bool,
    /// The permissions outside scripts.
    permissions: Permissions,
    language: Language,
}

/// Checks that the trigger may run scripts, and makes it the caller of the work. Returns `None` for the operator, who is no
/// member.
///
/// # Errors
/// Returns a refusal if the member does not exist, is inactive or is banned.
pub(super) fn may_trigger(work: &mut Work, trigger: &Trigger) -> Result<Option<Initiator>, Error> {
    let initiator = match trigger {
        Trigger::Operator => return Ok(None),
        Trigger::Member(address) => member(work, address)?,
        Trigger::Somebody { administrator } => fixture_person(work, *administrator),
        Trigger::Token => match &work.transaction.caller {
            Caller::Token { .. } => non_member(work, "Token"),
            other => return Err(Fault::new("a run of a token", format!("the caller is {}", other.recorded())).into()),
        },
        Trigger::SomeToken => {
            let permissions = Permissions::of(&[Permission::ScriptsRun]);
            work.transaction.caller = Caller::Token { id: PublicId::parse("token")?, permissions };
            non_member(work, "Token")
        }
        Trigger::Schedule(id) => {
            work.transaction.caller = Caller::Schedule(id.clone());
            non_member(work, "Schedule")
        }
        Trigger::Event(event) => {
            work.transaction.caller = Caller::Event(event.id.clone());
            work.cause = Some(event.clone());
            non_member(work, "Event")
        }
    };
    if let Trigger::Member(_) | Trigger::Somebody { .. } = trigger {
        let id = PublicId::parse(&initiator.id)?;
        // The caller stays the administrator who acts as this member.
        let is_impersonated = matches!(&work.transaction.caller, Caller::Impersonator { member, .. } if *member == id);
        if !is_impersonated {
            work.transaction.caller =
                Caller::Member { id, administrator: initiator.administrator, permissions: initiator.permissions };
        }
    }
    Ok(Some(initiator))
}

fn member(work: &Work, address: &str) -> Result<Initiator, Error> {
    let user = find_user(work, address)?;
    if !user.membership.active || user.membership.banned {
        let standing = if user.membership.banned { "banned from" } else { "inactive in" };
        return Err(Problem::new(
            Code::MayNotTrigger,
            format!("{} is {standing} this environment and may not trigger runs", user.account.address),
        )
        .into());
    }
    Ok(Initiator {
        username: user.visible_username().to_owned(),
        permissions: member_permissions(&user),
        id: user.account.id.to_string(),
        name: user.membership.name.to_string(),
        email: user.membership.email.to_string(),
        administrator: user.membership.administrator,
        language: user.membership.language,
    })
}

fn fixture_person(work: &Work, administrator: bool) -> Initiator {
    let (id, name) = if administrator { ("administrator", "Administrator") } else { ("member", "Member") };
    let email = format!("{id}@example.com");
    let language = work.environment.policy.language;
    let permissions = if administrator { Permissions::all() } else { Permissions::NONE };
    let (id, name) = (id.to_owned(), name.to_owned());
    Initiator { id, username: email.clone(), name, email, administrator, permissions, language }
}

/// Returns the caller of the work if it is no member, under this name.
fn non_member(work: &Work, name: &str) -> Initiator {
    let caller = &work.transaction.caller;
    Initiator {
        id: caller.recorded(),
        username: name.to_lowercase(),
        name: name.to_owned(),
        email: String::new(),
        administrator: caller.is_administrator(),
        permissions: caller.permissions(),
        language: work.environment.policy.language,
    }
}

/// Returns `actionInfo` (SPEC R2.8).
pub(super) fn action_info(work: &Work, request: &Request, initiator: Option<&Initiator>, record: &Run) -> Dynamic {
    let current_user = match initiator {
        Some(initiator) => map(vec![
            ("_id", text(&initiator.id)),
            ("username", text(&initiator.username)),
            ("name", text(&initiator.name)),
            ("email", text(&initiator.email)),
            ("administrator", initiator.administrator.into()),
            ("language", text(initiator.language.written())),
        ]),
        None => map(vec![
            ("_id", text("system")),
            ("username", text("operator")),
            ("name", text("Operator")),
            ("email", text("")),
            ("administrator", true.into()),
            ("language", text(work.environment.policy.language.written())),
        ]),
    };
    let impersonator = match &work.transaction.caller {
        Caller::Impersonator { id, .. } => text(id.as_str()),
        _ => Dynamic::UNIT,
    };
    let (kind, event) = match &request.trigger {
        Trigger::Operator | Trigger::Member(_) | Trigger::Somebody { .. } => ("manual", Dynamic::UNIT),
        Trigger::Token | Trigger::SomeToken => ("rest", Dynamic::UNIT),
        Trigger::Schedule(_) => ("schedule", Dynamic::UNIT),
        Trigger::Event(event) => ("event", event_info(event)),
    };
    map(vec![
        ("type", text(kind)),
        ("environmentId", text(work.environment.id.as_str())),
        ("environmentName", text(work.environment.name.as_str())),
        ("scriptName", text(&request.script.name)),
        ("runId", record.id.as_ref().map_or(Dynamic::UNIT, |id| text(id.as_str()))),
        ("currentUser", current_user),
        ("impersonator", impersonator),
        ("event", event),
    ])
}

fn event_info(event: &Event) -> Dynamic {
    map(vec![("type", text(event.kind.as_str())), ("info", to_dynamic(&event.info))])
}

fn text(text: &str) -> Dynamic {
    Dynamic::from(text.to_owned())
}

fn map(entries: Vec<(&str, Dynamic)>) -> Dynamic {
    Dynamic::from_map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>())
}
