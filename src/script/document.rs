//! Users as scripts see them: the result document of seed 002 and SPEC R2.6.

use crate::domain::{Environment, User};
use rhai::{Dynamic, ImmutableString, Map};

/// A user as a map. `profile.environments` has the calling environment as its only key: nothing of another one is shown.
pub fn user_document(user: &User, environment: &Environment) -> Dynamic {
    let membership = &user.membership;
    let created = text(&membership.created_at.to_string());
    let modified = if membership.modified_at == membership.created_at {
        created.clone()
    } else {
        text(&membership.modified_at.to_string())
    };
    let in_environment = map([
        ("language", membership.language.written().into()),
        ("locale", membership.locale.written().into()),
        ("active", membership.active.into()),
        ("administrator", membership.administrator.into()),
        ("name", text(membership.name.as_str())),
        ("environmentEmail", text(membership.email.as_str())),
    ]);
    let global_email =
        map([("address", text(user.account.address.as_str())), ("verified", user.visible_verified().into())]);
    map([
        ("_id", text(user.account.id.as_str())),
        ("createdAt", created.clone()),
        ("username", text(user.visible_username())),
        ("globalEmails", Dynamic::from_array(vec![global_email])),
        ("profile", map([("environments", map([(environment.id.as_str(), in_environment)]))])),
        ("_lastModifiedByUserId", text(&membership.modified_by)),
        ("_lastModifiedOn", modified),
        ("_createdOn", created),
        ("_createdByUserId", text(&membership.created_by)),
    ])
}

fn text(text: &str) -> Dynamic {
    ImmutableString::from(text).into()
}

fn map<const N: usize>(entries: [(&str, Dynamic); N]) -> Dynamic {
    let entries = entries.into_iter().map(|(key, value)| (key.into(), value));
    Dynamic::from_map(entries.collect::<Map>())
}
