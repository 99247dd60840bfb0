//! Finds the audit entry that set each property of a user.

use super::show::show_user;
use crate::directory::find::find_user;
use crate::domain::{Action, AuditEntry, Change, Error, Named, Property, Subject, User, Value};
use crate::store::{Work, audit};

/// The origin of the value of one property.
#[derive(Debug, Clone)]
pub struct Blame {
    /// The property. A profile field is `profile.KEY`.
    pub property: String,
    /// Its present value.
    pub value: Value<'static>,
    /// The entry that set it. `None` if the audit has no such entry.
    pub entry: Option<AuditEntry>,
    /// The name of the member who triggered the change, if a member of this environment did.
    pub member: Option<String>,
    /// The options of scripts that set this property, for finding the line.
    pub options: &'static [&'static str],
}

/// Returns a user by address or id, and the origin of each property.
///
/// # Errors
/// Returns a refusal if there is no such user in this environment; a fault if the database fails.
pub fn blame(work: &mut Work, address_or_id: &str) -> Result<(User, Vec<Blame>), Error> {
    let user = find_user(work, address_or_id)?;
    let address = user.account.address.to_string();
    let mut entries = audit::about_user(work, &user.account.id, &address)?;
    // Earlier entries belong to a previous membership of the user.
    let is_beginning =
        |entry: &AuditEntry| entry.effect.subject == Subject::User && matches!(entry.effect.action, Action::Added);
    if let Some(at) = entries.iter().rposition(is_beginning) {
        entries.drain(..at);
    }
    let mut blames = Vec::new();
    for (property, field, value) in properties(work, &user)? {
        let set = |entry: &&AuditEntry| sets(entry, property, field.as_deref(), &address);
        let beginning = || entries.first().filter(|entry| is_beginning(entry));
        let entry = entries.iter().rev().find(set).or_else(beginning).cloned();
        let member = entry.as_ref().and_then(|entry| person_of(&entry.caller));
        let member = member.and_then(|id| find_user(work, id).ok()).map(|user| user.membership.name.to_string());
        let name = match field {
            Some(key) => format!("{}.{key}", property.as_str()),
            None => property.as_str().to_owned(),
        };
        blames.push(Blame { property: name, value, entry, member, options: options_of(property) });
    }
    Ok((user, blames))
}

/// Returns the account of the person in a recorded caller: a member, or the administrator who acted as one.
fn person_of(caller: &str) -> Option<&str> {
    let acting = || caller.strip_prefix("impersonator:").and_then(|ids| ids.split(':').next());
    caller.strip_prefix("member:").or_else(acting)
}

/// Returns every property of a user with its present value, each profile field separately.
pub fn properties(work: &mut Work, user: &User) -> Result<Vec<(Property, Option<String>, Value<'static>)>, Error> {
    let details = show_user(work, user.clone())?;
    let membership = &user.membership;
    fn names<T: Named>(things: &[T]) -> Value<'static> {
        Value::texts(things.iter().map(|thing| thing.name().to_string()))
    }
    let mut all = vec![
        (Property::Name, None, membership.name.to_string().into()),
        (Property::EnvironmentEmail, None, membership.email.to_string().into()),
        (Property::Active, None, membership.active.into()),
        (Property::Administrator, None, membership.administrator.into()),
        (Property::Role, None, membership.role.as_ref().map(|role| role.name.to_string()).into()),
        (Property::Language, None, membership.language.written().into()),
        (Property::Locale, None, membership.locale.written().into()),
        (Property::Theme, None, membership.theme.as_str().into()),
        (Property::Menus, None, names(&details.direct_menus)),
        (Property::Groups, None, names(&details.groups)),
        (Property::ExternalId, None, membership.external_id.clone().into()),
    ];
    let fields = membership.profile.iter();
    all.extend(fields.map(|(key, value)| (Property::Profile, Some(key.clone()), value.clone())));
    Ok(all)
}

/// Returns whether an entry set the property of the user with this address.
fn sets(entry: &AuditEntry, property: Property, field: Option<&str>, address: &str) -> bool {
    let in_group = entry.effect.subject == Subject::Group;
    entry.effect.changes.iter().any(|change| match (in_group, property) {
        (true, Property::Groups) => change.property == Property::Members && moves(change, address),
        (true, _) => false,
        (false, _) => change.property == property && field.is_none_or(|key| differs(change, key)),
    })
}

/// Returns whether a change of the members of a group adds or removes the address.
fn moves(change: &Change, address: &str) -> bool {
    let names = |value: &Value| match value {
        Value::List(items) => items.contains(&Value::text(address)),
        _ => false,
    };
    names(&change.before) != names(&change.after)
}

fn differs(change: &Change, key: &str) -> bool {
    field_of(&change.before, key) != field_of(&change.after, key)
}

fn field_of<'a>(value: &'a Value<'static>, key: &str) -> Option<&'a Value<'static>> {
    match value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

/// Returns the options of `addUser` that set a property.
pub fn options_of(property: Property) -> &'static [&'static str] {
    match property {
        Property::Name => &["name"],
        Property::EnvironmentEmail => &["environmentEmail"],
        Property::Language => &["language"],
        Property::Locale => &["locale"],
        Property::Theme => &["theme"],
        Property::Active => &["active"],
        Property::Administrator => &["administrator"],
        Property::Role => &["role"],
        Property::ExternalId => &["externalId"],
        Property::Profile => &["profile"],
        Property::Menus => &["menuNames", "menuName", "menuIds", "menuId", "addMenuNames", "addMenuIds"],
        Property::Groups => &["memberGroupNames", "memberGroupIds", "addMemberGroupNames", "addMemberGroupIds"],
        Property::Label
        | Property::Banned
        | Property::Members
        | Property::Items
        | Property::Permissions
        | Property::Kind
        | Property::Choices
        | Property::Required
        | Property::Organization
        | Property::Grants
        | Property::Info
        | Property::ExpiresAt
        | Property::Version
        | Property::Who
        | Property::Listens
        | Property::Expression
        | Property::TimeZone
        | Property::Input
        | Property::InactivityMonths
        | Property::Impersonation
        | Property::MailSender
        | Property::TokenDays
        | Property::RunDays
        | Property::EmptiedRuns
        | Property::EmptiedLetters
        | Property::Status
        | Property::Username
        | Property::Verified
        | Property::Password
        | Property::Step
        | Property::Link
        | Property::GlobalEmailAddress
        | Property::DefaultEnvironment
        | Property::ReleaseMails
        | Property::DisableCache
        | Property::SecondFactor
        | Property::RecoveryCodes
        | Property::Impersonator
        | Property::Administrators => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{USER_OPTIONS, about};

    #[test]
    fn every_option_that_sets_a_property_is_known_and_blamed() {
        let all = about(USER_OPTIONS);
        let mut blamed: Vec<&str> = Property::TEXTS
            .iter()
            .filter_map(|text| Property::from_text(text))
            .flat_map(|property| options_of(property).iter().copied())
            .collect();
        blamed.extend(["globalEmailAddress", "sendInvitation"]);
        blamed.sort_unstable();
        let mut known: Vec<&str> = all.iter().map(|option| option.name).collect();
        known.sort_unstable();
        assert_eq!(blamed, known);
    }
}
