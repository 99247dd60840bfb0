//! Catalogues of the menus, groups and roles of an environment, which are found by name or id.

use super::{Group, Menu, Name, PublicId, Role, name_key};
use std::collections::HashMap;

/// Items of one kind, ordered by name. They are found by name (ignoring case) or by id (exactly).
#[derive(Debug)]
pub struct Catalogue<T> {
    things: Vec<T>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
}

/// An item with a name and an id that are unique in the environment.
pub trait Named {
    /// Returns the name.
    fn name(&self) -> &Name;

    /// Returns the id.
    fn id(&self) -> &PublicId;
}

impl<T: Named> Catalogue<T> {
    /// Makes a catalogue of these items.
    pub fn new(things: Vec<T>) -> Catalogue<T> {
        let by_name = things.iter().enumerate().map(|(at, thing)| (thing.name().key(), at));
        let by_id = things.iter().enumerate().map(|(at, thing)| (thing.id().to_string(), at));
        Catalogue { by_name: by_name.collect(), by_id: by_id.collect(), things }
    }

    /// Returns all items, ordered by name.
    pub fn all(&self) -> &[T] {
        &self.things
    }

    /// Returns the item of this name, ignoring case and surrounding blanks.
    pub fn named(&self, name: &str) -> Option<&T> {
        // Most names are written as they are stored, so the name is normalised only if it is not found.
        let at = self.by_name.get(name).or_else(|| self.by_name.get(&name_key(name)))?;
        self.things.get(*at)
    }

    /// Returns the item with exactly this id.
    pub fn with_id(&self, id: &str) -> Option<&T> {
        self.things.get(*self.by_id.get(id)?)
    }

    /// Returns the item of this name, otherwise the item with this id. For the command line, where people type either.
    pub fn find(&self, name_or_id: &str) -> Option<&T> {
        self.named(name_or_id).or_else(|| self.with_id(name_or_id))
    }

    /// Returns the names, for the hint of a message.
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
