//! The shapes of JSON that programs get.

use crate::directory::{
    EnvironmentDetails, EnvironmentSummary, FieldSummary, GroupDetails, GroupSummary, RoleDetails, RoleSummary,
    ScriptDetails, UserDetails,
};
use crate::domain::{
    AuditEntry, Change, Delivery, DeployedScript, Effect, Group, Letter, Menu, MenuItem, Moment, Name, Organization,
    Place, Problem, ProfileField, PublicId, Refusal, Role, Run, RunError, Schedule, Token, TokenReach, User, Warning,
};
use crate::store::to_json;
use crate::words::LetterText;
use serde_json::{Value, json};

/// A run with its effects and letters.
pub fn run(run: &Run, file: &str) -> Value {
    let mut json = run_in_list(run, file);
    json["effects"] = run.effects.iter().map(effect).collect();
    json["letters"] = run.letters.iter().map(letter).collect();
    json
}

/// A run without its effects and letters, which a list does not read.
pub fn run_in_list(run: &Run, file: &str) -> Value {
    json!({
        "run": run.id.as_ref().map(|id| id.as_str()),
        "status": run.status.as_str(),
        "script": run.script,
        "version": run.version,
        "caller": run.caller,
        "key": run.key,
        "startedAt": run.started_at.to_string(),
        "result": parsed(run.result.as_deref()),
        "log": run.log,
        "warnings": run.warnings.iter().map(|item| warning(item, file)).collect::<Value>(),
        "error": run.error.as_ref().map(|error| run_error(error, file)),
        "operations": run.operations,
        "durationMs": run.duration_us as f64 / 1000.0,
        "emptiedAt": run.emptied_at.map(|moment| moment.to_string()),
    })
}

/// JSON text as JSON.
pub fn parsed(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// Why a run failed.
pub fn run_error(error: &RunError, file: &str) -> Value {
    let one = |(item, place): &(Problem, Option<Place>)| placed(problem(item), *place);
    let mut json = json!({ "code": error.code.as_str(), "message": error.message, "file": file });
    json = placed(json, error.place);
    json["problems"] = error.problems.iter().map(one).collect();
    json
}

/// A refusal outside of any script.
pub fn refusal(refusal: &Refusal) -> Value {
    json!({
        "code": refusal.code().as_str(),
        "message": refusal.message(),
        "problems": problems(refusal),
    })
}

/// The problems of a refusal.
pub fn problems(refusal: &Refusal) -> Value {
    refusal.problems.iter().map(problem).collect()
}

/// An effect.
pub fn effect(effect: &Effect) -> Value {
    let change = |change: &Change| {
        json!({
            "property": change.property.as_str(),
            "before": to_json(&change.before),
            "after": to_json(&change.after),
        })
    };
    let json = json!({
        "action": effect.action.as_str(),
        "subject": effect.subject.as_str(),
        "id": effect.id.as_str(),
        "label": effect.label,
        "changes": effect.changes.iter().map(change).collect::<Value>(),
    });
    placed(json, effect.place)
}

/// An entry of the audit.
pub fn audit_entry(entry: &AuditEntry) -> Value {
    let mut json = json!({
        "id": entry.id,
        "at": entry.at.to_string(),
        "caller": entry.caller,
        "environment": entry.environment.as_ref().map(|id| id.as_str()),
        "run": entry.run.as_ref().map(|run| run.id.as_str()),
        "script": entry.run.as_ref().map(|run| run.script.as_str()),
        "version": entry.run.as_ref().map(|run| run.version.as_str()),
    });
    let mut effect = effect(&entry.effect);
    if let (Some(json), Some(effect)) = (json.as_object_mut(), effect.as_object_mut()) {
        // The thing's id beside the entry's own.
        effect.insert("subjectId".to_owned(), entry.effect.id.as_str().into());
        effect.shift_remove("id");
        json.append(effect);
        json.insert("hash".to_owned(), entry.hash.clone().into());
    }
    json
}

/// An entry with the numbers that were hashed: everything somebody needs to check the chain without enlist.
pub fn audit_entry_for_export(entry: &AuditEntry) -> Value {
    let mut json = audit_entry(entry);
    json["atMicroseconds"] = entry.at.0.into();
    json["environmentRow"] = entry.environment_row.into();
    json["runRow"] = entry.run_row.into();
    json
}

/// A letter in the outbox.
pub fn letter(letter: &Letter) -> Value {
    json!({
        "_id": letter.id.as_str(),
        "kind": letter.kind.as_str(),
        "to": letter.to.as_str(),
        "name": letter.name,
        "language": letter.language.written(),
        "environment": letter.environment,
        "status": letter.status.as_str(),
        "createdAt": letter.created_at.to_string(),
    })
}

/// A letter with its text.
pub fn letter_with_text(item: &Letter, text: &LetterText) -> Value {
    let mut json = letter(item);
    json["subject"] = text.subject.clone().into();
    json["text"] = text.text.clone().into();
    json["html"] = text.html.clone().into();
    json
}

/// A user with menus and groups.
pub fn details(details: &UserDetails) -> Value {
    let mut json = user(&details.user);
    json["menus"] = details.menus.iter().map(menu_in_short).collect();
    json["directMenus"] = details.direct_menus.iter().map(menu_in_short).collect();
    json["groups"] = details.groups.iter().map(group).collect();
    json
}

/// A user.
pub fn user(user: &User) -> Value {
    let membership = &user.membership;
    let profile = membership.profile.iter().map(|(key, value)| (key.clone(), to_json(value)));
    json!({
        "_id": user.account.id.as_str(),
        "username": user.visible_username(),
        "globalEmailAddress": user.account.address.as_str(),
        "verified": user.visible_verified(),
        "status": user.account.status.as_str(),
        "name": membership.name.as_str(),
        "environmentEmail": membership.email.as_str(),
        "language": membership.language.written(),
        "locale": membership.locale.written(),
        "theme": membership.theme.as_str(),
        "active": membership.active,
        "inactiveReason": membership.inactive_reason.map(|reason| reason.as_str()),
        "administrator": membership.administrator,
        "banned": membership.banned,
        "role": membership.role.as_ref().map(|role| role.name.as_str()),
        "externalId": membership.external_id,
        "profile": profile.collect::<serde_json::Map<_, _>>(),
        "_createdOn": membership.created_at.to_string(),
        "_createdByUserId": membership.created_by,
        "_lastModifiedOn": membership.modified_at.to_string(),
        "_lastModifiedByUserId": membership.modified_by,
    })
}

/// An organization with its environments.
pub fn organization(organization: &Organization, environments: &[EnvironmentSummary]) -> Value {
    let one = |summary: &EnvironmentSummary| {
        let environment = &summary.environment;
        json!({ "_id": environment.id.as_str(), "name": environment.name.as_str() })
    };
    json!({
        "_id": organization.id.as_str(),
        "name": organization.name.as_str(),
        "environments": environments.iter().map(one).collect::<Value>(),
        "createdAt": organization.created_at.to_string(),
    })
}

/// An environment with its policy.
pub fn environment(summary: &EnvironmentSummary) -> Value {
    let (environment, organization) = (&summary.environment, &summary.organization);
    let policy = &environment.policy;
    json!({
        "_id": environment.id.as_str(),
        "name": environment.name.as_str(),
        "organization": { "_id": organization.id.as_str(), "name": organization.name.as_str() },
        "policy": {
            "language": policy.language.written(),
            "locale": policy.locale.written(),
            "inactivityMonths": policy.inactivity_months,
            "impersonation": policy.impersonation,
            "mailSender": policy.mail_sender.as_ref().map(|name| name.as_str()),
            "tokenDays": policy.token_days,
            "grants": policy.grants.texts().collect::<Vec<_>>(),
            "timeZone": policy.time_zone.as_str(),
            "runDays": policy.run_days,
        },
        "createdAt": environment.created_at.to_string(),
    })
}

/// A token, without its secret, which nobody knows.
pub fn token(token: &Token, now: Moment) -> Value {
    let thing = |id: &PublicId, name: &Name| json!({ "_id": id.as_str(), "name": name.as_str() });
    let (environment, organization) = match &token.reach {
        TokenReach::Environment { id, name, .. } => (thing(id, name), Value::Null),
        TokenReach::Organization { id, name, .. } => (Value::Null, thing(id, name)),
    };
    json!({
        "_id": token.id.as_str(),
        "name": token.name.as_str(),
        "permissions": token.permissions.texts().collect::<Vec<_>>(),
        "environment": environment,
        "organization": organization,
        "status": token.status(now).as_str(),
        "createdAt": token.created_at.to_string(),
        "createdBy": token.created_by,
        "expiresAt": token.expires_at.to_string(),
        "lastUsedAt": token.last_used_at.map(|moment| moment.to_string()),
        "revokedAt": token.revoked_at.map(|moment| moment.to_string()),
    })
}

/// An environment with what is in it, counted.
pub fn environment_details(details: &EnvironmentDetails) -> Value {
    let mut json = environment(&details.summary);
    json["userCount"] = details.users.into();
    json["groupCount"] = details.groups.into();
    json["menuCount"] = details.menus.into();
    json
}

/// A member group with its members and menus.
pub fn group_details(details: &GroupDetails) -> Value {
    let mut json = group(&details.group);
    json["memberCount"] = details.members.len().into();
    json["members"] = details.members.clone().into();
    json["menus"] = details.menus.iter().map(menu_in_short).collect();
    json
}

/// A member group in a list.
pub fn group_summary(summary: &GroupSummary) -> Value {
    let mut json = group(&summary.group);
    json["memberCount"] = summary.members.into();
    json["menus"] = summary.menus.iter().map(menu_in_short).collect();
    json
}

/// A role.
pub fn role(role: &Role) -> Value {
    json!({
        "_id": role.id.as_str(),
        "name": role.name.as_str(),
        "permissions": role.permissions.texts().collect::<Vec<_>>(),
    })
}

/// A role in a list.
pub fn role_summary(summary: &RoleSummary) -> Value {
    let mut json = role(&summary.role);
    json["userCount"] = summary.users.into();
    json
}

/// A role with its users and the keys of the profile fields that they must have.
pub fn role_details(details: &RoleDetails) -> Value {
    let mut json = role(&details.role);
    json["userCount"] = details.users.len().into();
    json["users"] = details.users.clone().into();
    json["requiredFields"] = details.required_fields.iter().map(|field| field.key.clone()).collect();
    json
}

/// A profile field; `required` is false, true, or the names of the roles that it is required for.
pub fn profile_field(field: &ProfileField) -> Value {
    json!({
        "key": field.key,
        "label": field.label,
        "type": field.kind.as_str(),
        "choices": field.kind.choices(),
        "required": to_json(&field.required.to_value()),
    })
}

/// A profile field with the number of users who have a value of it.
pub fn profile_field_summary(summary: &FieldSummary) -> Value {
    let mut json = profile_field(&summary.field);
    json["userCount"] = summary.users.into();
    json
}

fn menu_in_short(menu: &Menu) -> Value {
    thing(menu.id.as_str(), menu.name.as_str(), &menu.label)
}

/// A member group.
pub fn group(group: &Group) -> Value {
    thing(group.id.as_str(), group.name.as_str(), &group.label)
}

/// A menu with its items.
pub fn menu(menu: &Menu) -> Value {
    let mut json = thing(menu.id.as_str(), menu.name.as_str(), &menu.label);
    json["items"] = items(&menu.items);
    json
}

fn items(all: &[MenuItem]) -> Value {
    let one = |item: &MenuItem| json!({ "label": item.label, "target": item.target, "items": items(&item.items) });
    all.iter().map(one).collect()
}

fn thing(id: &str, name: &str, label: &str) -> Value {
    json!({ "_id": id, "name": name, "label": label })
}

/// A deployed script.
pub fn script(script: &DeployedScript) -> Value {
    json!({
        "_id": script.id.as_str(),
        "name": script.name.as_str(),
        "version": script.version,
        "who": script.who.texts(),
        "listens": script.listens.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "_createdOn": script.created_at.to_string(),
        "_createdByUserId": script.created_by,
        "_lastModifiedOn": script.modified_at.to_string(),
        "_lastModifiedByUserId": script.modified_by,
    })
}

/// A deployed script with its source and its schedules.
pub fn script_details(details: &ScriptDetails) -> Value {
    let mut json = script(&details.script);
    json["source"] = details.source.clone().into();
    json["schedules"] = details.schedules.iter().map(schedule).collect();
    json
}

/// A schedule of a deployed script.
pub fn schedule(schedule: &Schedule) -> Value {
    let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    json!({
        "_id": schedule.id.as_str(),
        "script": schedule.script_name,
        "expression": schedule.expression.as_str(),
        "timeZone": schedule.time_zone.as_ref().map(|zone| zone.as_str()),
        "input": parsed(schedule.input.as_deref()),
        "active": schedule.active,
        "nextAt": moment(schedule.next_at),
        "lastAt": moment(schedule.last_at),
        "lastRun": schedule.last_run.as_ref().map(|id| id.as_str()),
        "_createdOn": schedule.created_at.to_string(),
    })
}

/// An event on its way to a script.
pub fn delivery(delivery: &Delivery) -> Value {
    json!({
        "event": delivery.event.id.as_str(),
        "type": delivery.event.kind.as_str(),
        "script": delivery.script.as_str(),
        "status": delivery.status.as_str(),
        "attempts": delivery.attempts,
        "nextAt": delivery.next_at.map(|moment| moment.to_string()),
        "lastRun": delivery.run.as_ref().map(|id| id.as_str()),
        "emittedAt": delivery.event.created_at.to_string(),
    })
}

/// One problem, without its place.
pub fn problem(problem: &Problem) -> Value {
    json!({
        "code": problem.code.as_str(),
        "option": problem.option,
        "message": problem.message,
        "help": problem.help,
    })
}

fn warning(warning: &Warning, file: &str) -> Value {
    let json = json!({
        "code": warning.code.as_str(),
        "option": warning.option,
        "message": warning.message,
        "file": file,
    });
    placed(json, warning.place)
}

fn placed(mut json: Value, place: Option<Place>) -> Value {
    json["line"] = place.map(|place| place.line).into();
    json["column"] = place.map(|place| place.column).into();
    json
}
