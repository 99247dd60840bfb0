//! What an environment has several of under names: menus, groups and roles, found by name or id.

use super::{Group, Menu, Name, PublicId, Role, name_key};
use std::collections::HashMap;

/// Things of one kind, in the order of their names, found by name (ignoring case) or by id (exactly).
#[derive(Debug)]
pub struct Catalogue<T> {
    things: Vec<T>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
}

/// A thing with a name and an id that are unique in the environment.
pub trait Named {
    /// The name.
    fn name(&self) -> &Name;

    /// The id.
    fn id(&self) -> &PublicId;
}

impl<T: Named> Catalogue<T> {
    /// A catalogue of these things.
    pub fn new(things: Vec<T>) -> Catalogue<T> {
        let by_name = things.iter().enumerate().map(|(at, thing)| (thing.name().key(), at));
        let by_id = things.iter().enumerate().map(|(at, thing)| (thing.id().to_string(), at));
        Catalogue { by_name: by_name.collect(), by_id: by_id.collect(), things }
    }

    /// All things, in the order of their names.
    pub fn all(&self) -> &[T] {
        &self.things
    }

    /// The thing of this name, ignoring case and surrounding blanks.
    pub fn named(&self, name: &str) -> Option<&T> {
        // Most names are written as they are stored; only the others need to be normalised.
        let at = self.by_name.get(name).or_else(|| self.by_name.get(&name_key(name)))?;
        self.things.get(*at)
    }

    /// The thing with this id, exactly.
    pub fn with_id(&self, id: &str) -> Option<&T> {
        self.things.get(*self.by_id.get(id)?)
    }

    /// The thing of this name, or else with this id: what people type at the command line.
    pub fn find(&self, name_or_id: &str) -> Option<&T> {
        self.named(name_or_id).or_else(|| self.with_id(name_or_id))
    }

    /// The names, for the help of a message.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.things.iter().map(|thing| thing.name().as_str())
    }
}

impl Named for Menu {
    fn name(&self) -> &Name {
        &self.name
    }

    fn id(&self) -> &PublicId {
        &self.id
    }
}

impl Named for Group {
    fn name(&self) -> &Name {
        &self.name
    }

    fn id(&self) -> &PublicId {
        &self.id
    }
}

impl Named for Role {
    fn name(&self) -> &Name {
        &self.name
    }

    fn id(&self) -> &PublicId {
        &self.id
    }
}
