//! `enlist menu`: the menus of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::table::pairs;
use super::output::terminal::{QUIET, STRONG, Terminal, visible};
use crate::directory::{self, MenuDraft};
use crate::domain::{Error, Menu, MenuItem};
use crate::json;
use crate::store::{Access, Work, menu};
use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::Value;

/// List, show, add, rename and remove menus.
#[derive(Debug, Clone, Subcommand)]
pub enum MenuCommand {
    /// List the menus
    List,
    /// Show a menu with its items
    Show(Named),
    /// Add a menu
    Add(Add),
    /// Rename a menu
    Rename(Rename),
    /// Remove a menu
    Remove(Remove),
}

/// One menu.
#[derive(Debug, Clone, Args)]
pub struct Named {
    /// The menu's name or id
    menu: String,
}

/// Add a menu.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The name, unique in the environment
    name: String,

    /// The id [default: a new one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The label that people see [default: the name]
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// The items in order: a JSON array of objects with `label`, `target` and, on the first of two levels, `items`
    #[arg(long, value_name = "JSON|@FILE")]
    items: Option<String>,
}

/// Rename a menu.
#[derive(Debug, Clone, Args)]
pub struct Rename {
    #[command(flatten)]
    named: Named,

    /// The new name
    name: String,

    /// The label that people see; a label that equals the old name is changed with it
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
}

/// Remove a menu.
#[derive(Debug, Clone, Args)]
pub struct Remove {
    #[command(flatten)]
    named: Named,

    /// Remove it even if users or groups have it
    #[arg(long)]
    yes: bool,
}

/// An item of a menu in the JSON of `--items`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    label: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    items: Vec<Item>,
}

impl MenuCommand {
    pub(super) fn execute(self, context: &mut Context) -> Result<Exit, Error> {
        match self {
            MenuCommand::List => list(context),
            MenuCommand::Show(named) => named.show(context),
            MenuCommand::Add(add) => context.change(|work| add.change(work)),
            MenuCommand::Rename(rename) => context.change(|work| rename.change(work)),
            MenuCommand::Remove(remove) => context.change(|work| remove.change(work)),
        }
    }
}

fn list(context: &mut Context) -> Result<Exit, Error> {
    let mut work = context.work(Access::Read)?;
    let mut all = Vec::new();
    for menu in work.menus()?.all() {
        all.push((menu.clone(), menu::uses(&work, menu.row)?));
    }
    let row = |(menu, uses): &(Menu, i64)| {
        vec![
            menu.name.to_string(),
            menu.label.clone(),
            count(&menu.items).to_string(),
            uses.to_string(),
            menu.id.to_string(),
        ]
    };
    let head = ["NAME", "LABEL", "ITEMS", "ASSIGNED", "ID"];
    let if_empty = "there is no menu yet; `enlist menu add NAME` adds one";
    Ok(context.print_list(&all, |(menu, _)| json::menu(menu), &head, row, if_empty))
}

impl Named {
    fn show(self, context: &mut Context) -> Result<Exit, Error> {
        let mut work = context.work(Access::Read)?;
        let menu = self.find(&mut work)?;
        let uses = menu::uses(&work, menu.row)?;
        Ok(context.print_object(|| json::menu(&menu), |terminal| show(&menu, uses, terminal)))
    }

    fn find(&self, work: &mut Work) -> Result<Menu, Error> {
        directory::find_menu(work, &self.menu)
    }
}

impl Add {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        const EXAMPLE: &str = r#"[{"label": "Office", "target": "/office"}]"#;
        let items: Vec<Item> = match &self.items {
            Some(text) => arguments::json("--items", text, EXAMPLE)?,
            None => Vec::new(),
        };
        let draft = MenuDraft {
            name: arguments::name(&self.name)?,
            id: arguments::id(self.id.as_deref())?,
            label: self.label,
            items: items.into_iter().map(Item::item).collect(),
        };
        Ok(json::menu(&directory::add_menu(work, draft)?))
    }
}

impl Rename {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let name = arguments::name(&self.name)?;
        let menu = self.named.find(work)?;
        directory::rename_menu(work, &menu, name, self.label)?;
        Ok(json::menu(&directory::find_menu(work, menu.id.as_str())?))
    }
}

impl Remove {
    fn change(self, work: &mut Work) -> Result<Value, Error> {
        let menu = self.named.find(work)?;
        directory::remove_menu(work, &menu, self.yes)?;
        Ok(json::menu(&menu))
    }
}

impl Item {
    fn item(self) -> MenuItem {
        MenuItem { label: self.label, target: self.target, items: self.items.into_iter().map(Item::item).collect() }
    }
}

fn show(menu: &Menu, uses: i64, terminal: &mut Terminal) {
    let assigned = match uses {
        0 => "to nobody".to_owned(),
        1 => "to 1 user or group".to_owned(),
        uses => format!("to {uses} users and groups"),
    };
    pairs(
        terminal,
        &[
            ("name", menu.name.to_string()),
            ("id", menu.id.to_string()),
            ("label", menu.label.clone()),
            ("assigned", assigned),
            ("items", count(&menu.items).to_string()),
        ],
    );
    if menu.items.is_empty() {
        return;
    }
    let head = terminal.paint(STRONG, "items");
    terminal.print(&format!("\n{head}"));
    let mut lines = Vec::new();
    tree(&menu.items, 1, &mut lines);
    let width = lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, target) in lines {
        if target.is_empty() {
            terminal.print(&label);
            continue;
        }
        let padding = " ".repeat(width - label.chars().count());
        let target = terminal.paint(QUIET, &target);
        terminal.print(&format!("{label}{padding}  {target}"));
    }
}

/// Collects the items as indented labels, each with its target.
fn tree(items: &[MenuItem], level: usize, lines: &mut Vec<(String, String)>) {
    for item in items {
        let label = format!("{}{}", "  ".repeat(level), visible(&item.label));
        lines.push((label, item.target.clone()));
        tree(&item.items, level + 1, lines);
    }
}

fn count(items: &[MenuItem]) -> usize {
    items.iter().map(|item| 1 + count(&item.items)).sum()
}
