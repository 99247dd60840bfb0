//! `enlist menu`: the menus of an environment.

use super::Exit;
use super::input::arguments;
use super::input::settings::Context;
use super::output::changes::Changes;
use super::output::table::{pairs, table};
use super::output::terminal::{QUIET, STRONG, visible};
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
    /// Give a menu another name
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

    /// The id; one is made if none is given
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// What people see; the name if none is given
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// The items in order, as an array of `label`, `target` and, on the first of two levels, `items`
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

    /// What people see; a label that is just the name follows the name
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

/// An item of a menu, as it is given in JSON.
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
    pub(super) fn carry_out(self, context: &mut Context) -> Result<Exit, Error> {
        let access = match self {
            MenuCommand::List | MenuCommand::Show(_) => Access::Read,
            _ => Access::Write,
        };
        let mut work = context.work(access)?;
        let answer = match self {
            MenuCommand::List => return list(&mut work, context),
            MenuCommand::Show(named) => return named.show(&mut work, context),
            MenuCommand::Add(add) => add.carry_out(&mut work)?,
            MenuCommand::Rename(rename) => rename.carry_out(&mut work)?,
            MenuCommand::Remove(remove) => remove.carry_out(&mut work)?,
        };
        let changes = Changes::of(&mut work);
        work.commit()?;
        changes.tell(&answer, context);
        Ok(Exit::Done)
    }
}

impl Named {
    fn show(self, work: &mut Work, context: &mut Context) -> Result<Exit, Error> {
        let menu = directory::find_menu(work, &self.menu)?;
        if context.settings.json {
            context.terminal.json(&json::menu(&menu));
        } else {
            show(&menu, menu::uses(work, menu.row)?, context);
        }
        Ok(Exit::Done)
    }
}

impl Add {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        const EXAMPLE: &str = r#"[{"label": "Office", "target": "/office"}]"#;
        let items: Vec<Item> = match &self.items {
            Some(word) => arguments::json("--items", word, EXAMPLE)?,
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
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let name = arguments::name(&self.name)?;
        let menu = directory::find_menu(work, &self.named.menu)?;
        directory::rename_menu(work, &menu, name, self.label)?;
        Ok(json::menu(&directory::find_menu(work, menu.id.as_str())?))
    }
}

impl Remove {
    fn carry_out(self, work: &mut Work) -> Result<Value, Error> {
        let menu = directory::find_menu(work, &self.named.menu)?;
        directory::remove_menu(work, &menu, self.yes)?;
        Ok(json::menu(&menu))
    }
}

impl Item {
    fn item(self) -> MenuItem {
        MenuItem { label: self.label, target: self.target, items: self.items.into_iter().map(Item::item).collect() }
    }
}

fn list(work: &mut Work, context: &mut Context) -> Result<Exit, Error> {
    let menus = work.menus()?;
    if context.settings.json {
        context.terminal.json(&menus.all().iter().map(json::menu).collect());
        return Ok(Exit::Done);
    }
    let mut rows = Vec::new();
    for menu in menus.all() {
        rows.push(vec![
            menu.name.to_string(),
            menu.label.clone(),
            count(&menu.items).to_string(),
            menu::uses(work, menu.row)?.to_string(),
            menu.id.to_string(),
        ]);
    }
    let head = ["NAME", "LABEL", "ITEMS", "ASSIGNED", "ID"];
    let empty = "there is no menu yet; `enlist menu add NAME` adds one";
    table(context.terminal, &head, rows, empty);
    Ok(Exit::Done)
}

fn show(menu: &Menu, uses: i64, context: &mut Context) {
    let assigned = match uses {
        0 => "to nobody".to_owned(),
        1 => "to 1 user or group".to_owned(),
        uses => format!("to {uses} users and groups"),
    };
    pairs(
        context.terminal,
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
    let head = context.terminal.paint(STRONG, "items");
    context.terminal.say(&format!("\n{head}"));
    let mut lines = Vec::new();
    tree(&menu.items, 1, &mut lines);
    let width = lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    for (label, target) in lines {
        if target.is_empty() {
            context.terminal.say(&label);
            continue;
        }
        let padding = " ".repeat(width - label.chars().count());
        let target = context.terminal.paint(QUIET, &target);
        context.terminal.say(&format!("{label}{padding}  {target}"));
    }
}

/// The items as indented labels, each with its target.
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
