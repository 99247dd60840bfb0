//! Who triggers a run: whether they may, and how the script sees them in `actionInfo`.

use super::convert::to_dynamic;
use super::run::{Request, Trigger};
use crate::directory::{find_user, member_permissions};
use crate::domain::{Caller, Code, Error, Event, Fault, Language, Permission, Permissions, Problem, PublicId, Run};
use crate::store::Work;
use rhai::{Dynamic, Map};

/// Who triggers a run, as the script sees it: `actionInfo.currentUser`.
pub(super) struct Person {
    id: String,
    username: String,
    name: String,
    email: String,
    /// Whether it counts as an administrator: the run's limits are wider then.
    pub administrator: bool,
    /// What it may do by hand.
    permissions: Permissions,
    language: Language,
}

/// Who may trigger a run: the operator (nobody in particular), active members, and what was set up to do so. The caller of
/// the work becomes the one who triggers.
pub(super) fn may_trigger(work: &mut Work, trigger: &Trigger) -> Result<Option<Person>, Error> {
    let person = match trigger {
        Trigger::Operator => return Ok(None),
        Trigger::Member(address) => member(work, address)?,
        Trigger::Somebody { administrator } => somebody(work, *administrator),
        Trigger::Token => match &work.transaction.caller {
            Caller::Token { .. } => no_member(work, "Token"),
            other => return Err(Fault::new("a run of a token", format!("the caller is {}", other.recorded())).into()),
        },
        Trigger::SomeToken => {
            let permissions = Permissions::of(&[Permission::ScriptsRun]);
            work.transaction.caller = Caller::Token { id: PublicId::parse("token")?, permissions };
            no_member(work, "Token")
        }
        Trigger::Schedule(id) => {
            work.transaction.caller = Caller::Schedule(id.clone());
            no_member(work, "Schedule")
        }
        Trigger::Event(event) => {
            work.transaction.caller = Caller::Event(event.id.clone());
            work.cause = Some(event.clone());
            no_member(work, "Event")
        }
    };
    if let Trigger::Member(_) | Trigger::Somebody { .. } = trigger {
        let id = PublicId::parse(&person.id)?;
        // An administrator who acts as the member stays on record.
        let is_acted_for = matches!(&work.transaction.caller, Caller::Impersonator { member, .. } if *member == id);
        if !is_acted_for {
            work.transaction.caller =
                Caller::Member { id, administrator: person.administrator, permissions: person.permissions };
        }
    }
    Ok(Some(person))
}

fn member(work: &Work, address: &str) -> Result<Person, Error> {
    let user = find_user(work, address)?;
    if !user.membership.active || user.membership.banned {
        let standing = if user.membership.banned { "banned from" } else { "inactive in" };
        return Err(Problem::new(
            Code::MayNotTrigger,
            format!("{} is {standing} this environment and may not trigger runs", user.account.address),
        )
        .into());
    }
    Ok(Person {
        username: user.visible_username().to_owned(),
        permissions: member_permissions(&user),
        id: user.account.id.to_string(),
        name: user.membership.name.to_string(),
        email: user.membership.email.to_string(),
        administrator: user.membership.administrator,
        language: user.membership.language,
    })
}

fn somebody(work: &Work, administrator: bool) -> Person {
    let (id, name) = if administrator { ("administrator", "Administrator") } else { ("member", "Member") };
    let email = format!("{id}@example.com");
    let language = work.environment.policy.language;
    let permissions = if administrator { Permissions::all() } else { Permissions::NONE };
    let (id, name) = (id.to_owned(), name.to_owned());
    Person { id, username: email.clone(), name, email, administrator, permissions, language }
}

/// The caller of the work where it is no member: what identifies it, and a word for it.
fn no_member(work: &Work, name: &str) -> Person {
    let caller = &work.transaction.caller;
    Person {
        id: caller.recorded(),
        username: name.to_lowercase(),
        name: name.to_owned(),
        email: String::new(),
        administrator: caller.is_administrator(),
        permissions: caller.permissions(),
        language: work.environment.policy.language,
    }
}

/// `actionInfo` (SPEC R2.8).
pub(super) fn action_info(work: &Work, request: &Request, person: Option<&Person>, record: &Run) -> Dynamic {
    let current_user = match person {
        Some(person) => map(vec![
            ("_id", text(&person.id)),
            ("username", text(&person.username)),
            ("name", text(&person.name)),
            ("email", text(&person.email)),
            ("administrator", person.administrator.into()),
            ("language", text(person.language.written())),
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
