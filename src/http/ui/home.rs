//! `/`: the home page of an environment: the menus, and the person's own membership.

use super::context::PageContext;
use super::frame::Frame;
use super::response::PageResponse;
use super::table::{Audience, UiRoute};
use crate::directory::{enter_as_member, may_impersonate, show_user};
use crate::domain::{Menu, MenuItem};
use crate::http::rest::Failure;
use askama::Template;

pub const ROUTES: &[UiRoute] = &[UiRoute::get("/", Audience::Member, |context| Box::pin(show(context)))];

#[derive(Template)]
#[template(path = "http/ui/home.html")]
struct Page {
    frame: Frame,
    name: String,
    environment: String,
    email: String,
    role: Option<String>,
    is_administrator: bool,
    groups: Vec<String>,
    since: String,
    menus: Vec<ShownMenu>,
    may_impersonate: bool,
}

/// A menu on the page.
struct ShownMenu {
    label: String,
    items: Vec<Item>,
}

/// An item of a menu on the page.
struct Item {
    label: String,
    target: String,
    items: Vec<Item>,
}

impl Item {
    fn of(item: &MenuItem) -> Item {
        let items = item.items.iter().map(Item::of).collect();
        Item { label: item.label.clone(), target: item.target.clone(), items }
    }

    /// Returns whether the target becomes a link: a path of this site, or an address with `http` or `https`. Anything else,
    /// such as a script, is shown as text.
    fn is_way(&self) -> bool {
        let is_path = self.target.starts_with('/') && !self.target.starts_with("//") && !self.target.contains('\\');
        is_path || ["https://", "http://"].iter().any(|scheme| self.target.starts_with(scheme))
    }
}

async fn show(context: PageContext) -> Result<PageResponse, Failure> {
    let (session, current) = (context.session()?, context.current()?);
    let details = context.read(move |transaction, _| {
        let (mut work, user) = enter_as_member(transaction, &session)?;
        let may_impersonate = may_impersonate(&work, &user)?;
        Ok((show_user(&mut work, user)?, may_impersonate))
    });
    let (details, may_impersonate) = details.await?;
    let membership = &details.user.membership;
    let shown = |menu: &Menu| ShownMenu { label: menu.label.clone(), items: menu.items.iter().map(Item::of).collect() };
    PageResponse::page(&Page {
        name: membership.name.to_string(),
        environment: current.environment.name.to_string(),
        email: membership.email.to_string(),
        role: membership.role.as_ref().map(|role| role.name.to_string()),
        is_administrator: membership.administrator,
        groups: details.groups.iter().map(|group| group.label.clone()).collect(),
        since: context.frame.words.day(membership.created_at),
        menus: details.menus.iter().map(shown).collect(),
        may_impersonate,
        frame: context.frame,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_and_web_addresses_become_links() {
        let is_way =
            |target: &str| Item { label: String::new(), target: target.to_owned(), items: Vec::new() }.is_way();
        for good in ["/orders", "/", "https://example.com/a?b", "http://intranet/"] {
            assert!(is_way(good), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", "orders"] {
            assert!(!is_way(bad), "{bad}");
        }
    }
}
