//! Grants: the permissions of an environment's scripts (SPEC R2.9).

use super::right::rights;

rights! {
    /// One permission that an environment may grant to scripts.
    Grant,
    /// A set of grants.
    Grants,
    "grant";
    UsersAdd = "users.add", "Add people who are no users of the environment yet, and send their invitation again. Adding wants `users.link` as well, so that a refusal cannot tell whether an account exists.";
    UsersLink = "users.link", "Add people whose account exists already. Adding wants `users.add` as well: whether somebody has an account elsewhere shows neither in what succeeds nor in what is refused.";
    UsersModify = "users.modify", "Change users: their name, address, language, locale, theme, role, profile and external id; make them active; take the administrator's rights away.";
    UsersDeactivate = "users.deactivate", "Make users inactive.";
    UsersGrantAdministrator = "users.grantAdministrator", "Make users administrators, or make inactive administrators active again, in runs that an administrator or the operator triggers.";
    UsersGrantAdministratorToAll = "users.grantAdministratorToAll", "Do so in runs that anybody triggers; `users.grantAdministrator` is wanted as well. Not granted at the start.";
    UsersGrantRolesToAll = "users.grantRolesToAll", "Give users a role that allows more than the trigger of the run may do. Without it a run gives only roles whose permissions its trigger has. Not granted by default.";
    GroupsAssign = "groups.assign", "Put users into member groups and take them out.";
    GroupsManage = "groups.manage", "Add member groups.";
    MenusAssign = "menus.assign", "Give menus to users and groups and take them away.";
    MenusManage = "menus.manage", "Add menus.";
    DocumentsRead = "documents.read", "Read documents.";
    DocumentsWrite = "documents.write", "Add and change documents.";
    MailSend = "mail.send", "Send letters to users of the environment, at their address there.";
    EventsEmit = "events.emit", "Emit events.";

}

impl Default for Grants {
    /// Returns the default: all grants except those to raise people in runs that anybody triggers.
    fn default() -> Self {
        Grants::of(Grant::ALL).without(Grant::UsersGrantAdministratorToAll).without(Grant::UsersGrantRolesToAll)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_a_slip_is_understood() {
        let start = Grants::default();
        assert_eq!(
            start.missing_texts().collect::<Vec<_>>(),
            ["users.grantAdministratorToAll", "users.grantRolesToAll"]
        );
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
