//! Users as scripts see them: the result document of seed 002 and SPEC R2.6.
//!
//! Most scripts ignore the result of `addUser`, and building its nested maps takes longer than the rest of the script. So a
//! document is a handle that becomes a map at the first read.

use crate::domain::{Environment, PublicId, User};
use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, Position};
use std::cell::OnceCell;
use std::rc::Rc;

/// A user as a script sees it: it reads like a map.
#[derive(Debug, Clone)]
pub struct Document(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    user: User,
    environment: PublicId,
    map: OnceCell<Map>,
}

impl Document {
    /// Returns the document of a user of this environment.
    pub fn of(user: User, environment: &Environment) -> Dynamic {
        let environment = environment.id.clone();
        Dynamic::from(Document(Rc::new(Inner { user, environment, map: OnceCell::new() })))
    }

    /// Returns the document as a map. `profile.environments` has the calling environment as its only key, and no data of other
    /// environments.
    pub fn map(&self) -> &Map {
        self.0.map.get_or_init(|| user_map(&self.0.user, &self.0.environment))
    }
}

/// Registers documents with an engine, so that they read like maps.
pub fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Document>("map")
        .register_indexer_get(|document: &mut Document, key: &str| {
            document.map().get(key).cloned().unwrap_or(Dynamic::UNIT)
        })
        .register_indexer_set(|_: &mut Document, key: &str, _: Dynamic| -> Result<(), Box<EvalAltResult>> {
            let message = format!("`{key}` cannot be set: change a user with `bizzStream.addUser`, not by assignment");
            Err(EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into())
        })
        .register_fn("keys", |document: &mut Document| -> Array {
            document.map().keys().map(|key| key.as_str().into()).collect()
        })
        .register_fn("values", |document: &mut Document| -> Array { document.map().values().cloned().collect() })
        .register_fn("len", |document: &mut Document| document.map().len() as i64)
        .register_fn("contains", |document: &mut Document, key: &str| document.map().contains_key(key))
        .register_fn("to_string", |document: &mut Document| text_of(document))
        .register_fn("to_debug", |document: &mut Document| text_of(document))
        .register_fn("==", |left: Document, right: Document| left.0.user.account.id == right.0.user.account.id)
        .register_fn("!=", |left: Document, right: Document| left.0.user.account.id != right.0.user.account.id);
}

fn text_of(document: &Document) -> String {
    Dynamic::from_map(document.map().clone()).to_string()
}

fn user_map(user: &User, environment: &PublicId) -> Map {
    let membership = &user.membership;
    let created = text(&membership.created_at.to_string());
    let modified = text(&membership.modified_at.to_string());
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
    let environments = map([(environment.as_str(), in_environment.into())]);
    map([
        ("_id", text(user.account.id.as_str())),
        ("createdAt", created.clone()),
        ("username", text(user.visible_username())),
        ("globalEmails", Dynamic::from_array(vec![global_email.into()])),
        ("profile", map([("environments", environments.into())]).into()),
        ("_lastModifiedByUserId", text(&membership.modified_by)),
        ("_lastModifiedOn", modified),
        ("_createdOn", created),
        ("_createdByUserId", text(&membership.created_by)),
    ])
}

fn text(text: &str) -> Dynamic {
    ImmutableString::from(text).into()
}

fn map<const N: usize>(entries: [(&str, Dynamic); N]) -> Map {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}
