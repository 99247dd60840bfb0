//! Grants: what an environment lets scripts do (SPEC R2.9).

use super::{Code, Problem, nearest};

macro_rules! grants {
    ($($variant:ident = $text:literal, $doc:literal;)*) => {
        /// One thing that an environment may grant to scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Grant {
            $(#[doc = $doc] $variant,)*
        }

        impl Grant {
            /// Every grant, in the order of the manual.
            pub const ALL: &'static [Grant] = &[$(Grant::$variant),*];

            /// Every text a grant can be.
            pub const TEXTS: &'static [&'static str] = &[$($text),*];

            /// The text, as policies and refusals name it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Grant::$variant => $text,)* }
            }

            /// What it lets scripts do.
            pub const fn doc(self) -> &'static str {
                match self { $(Grant::$variant => $doc,)* }
            }
        }
    };
}

grants! {
    UsersAdd = "users.add", "Add people who are no users of the environment yet, and send their invitation again. Adding wants `users.link` as well, so that a refusal cannot tell whether an account exists.";
    UsersLink = "users.link", "Add people whose account exists already. Adding wants `users.add` as well: whether somebody has an account elsewhere shows neither in what succeeds nor in what is refused.";
    UsersModify = "users.modify", "Change users: their name, address, language, locale, theme, role, profile and external id; make them active; take the administrator's rights away.";
    UsersDeactivate = "users.deactivate", "Make users inactive.";
    UsersGrantAdministrator = "users.grantAdministrator", "Make users administrators, or make inactive administrators active again, in runs that an administrator or the operator triggers.";
    UsersGrantAdministratorToAll = "users.grantAdministratorToAll", "Do so in runs that anybody triggers; `users.grantAdministrator` is wanted as well. Not granted at the start.";
    GroupsAssign = "groups.assign", "Put users into member groups and take them out.";
    GroupsManage = "groups.manage", "Add member groups.";
    MenusAssign = "menus.assign", "Give menus to users and groups and take them away.";
    MenusManage = "menus.manage", "Add menus.";
    DocumentsRead = "documents.read", "Read documents.";
    DocumentsWrite = "documents.write", "Add and change documents.";
    MailSend = "mail.send", "Send letters to users of the environment, at their address there.";
    EventsEmit = "events.emit", "Emit events.";
}

impl Grant {
    /// The grant of a text.
    ///
    /// # Errors
    /// A text that is none, with the nearest one.
    pub fn parse(text: &str) -> Result<Grant, Problem> {
        if let Some(grant) = Grant::ALL.iter().find(|grant| grant.as_str() == text) {
            return Ok(*grant);
        }
        let problem = Problem::new(Code::NotInList, format!("there is no grant {text:?}"));
        Err(match nearest(text, Grant::TEXTS.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("the grants are {}", Grant::TEXTS.join(", "))),
        })
    }
}

/// A set of grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grants(u32);

impl Default for Grants {
    /// What an environment grants at the start: everything, but for administrators made in runs that anybody triggers.
    fn default() -> Self {
        Grants::of(Grant::ALL).without(Grant::UsersGrantAdministratorToAll)
    }
}

impl Grants {
    /// A set of these.
    pub fn of(grants: &[Grant]) -> Grants {
        grants.iter().fold(Grants(0), |set, grant| set.with(*grant))
    }

    /// Whether a grant is among them.
    pub const fn holds(self, grant: Grant) -> bool {
        self.0 & (1 << grant as u32) != 0
    }

    /// The same with one more.
    pub const fn with(self, grant: Grant) -> Grants {
        Grants(self.0 | 1 << grant as u32)
    }

    /// The same with one less.
    pub const fn without(self, grant: Grant) -> Grants {
        Grants(self.0 & !(1 << grant as u32))
    }

    /// The texts of all in the set, in the order of the manual.
    pub fn texts(self) -> impl Iterator<Item = &'static str> {
        Grant::ALL.iter().filter(move |grant| self.holds(**grant)).map(|grant| grant.as_str())
    }

    /// The texts of all that are not in the set, in the order of the manual.
    pub fn missing_texts(self) -> impl Iterator<Item = &'static str> {
        Grant::ALL.iter().filter(move |grant| !self.holds(**grant)).map(|grant| grant.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_a_slip_is_understood() {
        let start = Grants::default();
        assert_eq!(start.missing_texts().collect::<Vec<_>>(), ["users.grantAdministratorToAll"]);
        let grants = Grants::of(&[Grant::MailSend]).with(Grant::UsersAdd).without(Grant::MailSend);
        assert_eq!(grants.texts().collect::<Vec<_>>(), ["users.add"]);
        for grant in Grant::ALL {
            assert_eq!(Grant::parse(grant.as_str()), Ok(*grant));
            assert!(grant.doc().ends_with('.'), "{}", grant.as_str());
        }
        let problem = Grant::parse("users.ad").unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `users.add`?"));
    }
}
