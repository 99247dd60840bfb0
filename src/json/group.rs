//! Member groups and menus.

use super::shape::{Id, value};
use crate::directory::{GroupDetails, GroupSummary};
use crate::domain;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Returns a member group with its members and menus.
pub fn group_details(details: &GroupDetails) -> Value {
    value(GroupWithMembers {
        group: Group::of(&details.group),
        member_count: details.members.len(),
        members: &details.members,
        menus: details.menus.iter().map(MenuInShort::of).collect(),
    })
}

/// Returns a member group for a list.
pub fn group_summary(summary: &GroupSummary) -> Value {
    value(GroupInList {
        group: Group::of(&summary.group),
        member_count: summary.members,
        menus: summary.menus.iter().map(MenuInShort::of).collect(),
    })
}

/// Returns a menu with its items.
pub fn menu(menu: &domain::Menu) -> Value {
    value(Menu { menu: MenuInShort::of(menu), items: MenuItem::all(&menu.items) })
}

/// A member group.
#[derive(Serialize, JsonSchema)]
pub struct Group<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name, unique in the environment.
    name: &'a str,
    /// The label that people see.
    label: &'a str,
}

/// A member group in a list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupInList<'a> {
    #[serde(flatten)]
    group: Group<'a>,
    /// The number of members.
    #[schemars(range(min = 0))]
    member_count: i64,
    /// The menus that its members see.
    menus: Vec<MenuInShort<'a>>,
}

/// A member group with its members and menus.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupWithMembers<'a> {
    #[serde(flatten)]
    group: Group<'a>,
    /// The number of members.
    member_count: usize,
    /// The global e-mail addresses of its members.
    members: &'a [String],
    /// The menus that its members see.
    menus: Vec<MenuInShort<'a>>,
}

/// A menu without its items.
#[derive(Serialize, JsonSchema)]
pub struct MenuInShort<'a> {
    /// The id.
    #[serde(rename = "_id")]
    id: Id<'a>,
    /// The name, unique in the environment.
    name: &'a str,
    /// The label that people see.
    label: &'a str,
}

/// A menu with its items.
#[derive(Serialize, JsonSchema)]
pub struct Menu<'a> {
    #[serde(flatten)]
    menu: MenuInShort<'a>,
    /// Its items.
    items: Vec<MenuItem<'a>>,
}

/// An item of a menu.
#[derive(Serialize, JsonSchema)]
pub struct MenuItem<'a> {
    /// The label that people see.
    label: &'a str,
    /// The page that the item opens.
    target: &'a str,
    /// The items below it.
    items: Vec<MenuItem<'a>>,
}

impl<'a> Group<'a> {
    pub(super) fn of(group: &'a domain::Group) -> Group<'a> {
        Group { id: Id(&group.id), name: group.name.as_str(), label: &group.label }
    }
}

impl<'a> MenuInShort<'a> {
    pub(super) fn of(menu: &'a domain::Menu) -> MenuInShort<'a> {
        MenuInShort { id: Id(&menu.id), name: menu.name.as_str(), label: &menu.label }
    }
}

impl<'a> MenuItem<'a> {
    fn all(items: &'a [domain::MenuItem]) -> Vec<MenuItem<'a>> {
        let one = |item: &'a domain::MenuItem| MenuItem {
            label: &item.label,
            target: &item.target,
            items: MenuItem::all(&item.items),
        };
        items.iter().map(one).collect()
    }
}
