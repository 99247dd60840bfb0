//! Permissions of roles and tokens (SPEC R1.8, R5.1).

use super::right::rights;

rights! {
    /// One permission that a role or a token may have.
    Permission,
    /// A set of permissions.
    Permissions,
    "permission";
    UsersRead = "users.read", "See users and their history.";
    UsersWrite = "users.write", "Add and change users, make them active and inactive, send their invitation again.";
    UsersAdministrators = "users.administrators", "Make users administrators, and take that from them.";
    UsersBan = "users.ban", "Ban users from the environment, and lift a ban.";
    GroupsRead = "groups.read", "See member groups and who is in them.";
    GroupsWrite = "groups.write", "Add, rename, copy and remove member groups, and say who is in them.";
    MenusRead = "menus.read", "See menus.";
    MenusWrite = "menus.write", "Add, rename and remove menus.";
    RolesRead = "roles.read", "See roles and profile fields.";
    RolesWrite = "roles.write", "Add, change and remove roles and profile fields.";
    ScriptsRead = "scripts.read", "See scripts, their source and their schedules.";
    ScriptsWrite = "scripts.write", "Add, change and remove scripts, and say who may trigger them.";
    ScriptsRun = "scripts.run", "Plan and run scripts that everybody may trigger, or that are open to tokens.";
    RunsRead = "runs.read", "See runs with their input, log, result and effects.";
    OutboxRead = "outbox.read", "See letters.";
    OutboxWrite = "outbox.write", "Send letters again that could not be delivered.";
    AuditRead = "audit.read", "See the audit.";
    TokensRead = "tokens.read", "See tokens, never their secrets.";
    TokensWrite = "tokens.write", "Add and revoke tokens that allow no more than the one who adds them.";
    EnvironmentRead = "environment.read", "See the environment and its policy.";
    EnvironmentWrite = "environment.write", "Change the environment's policy.";
    DocumentsRead = "documents.read", "See documents.";
    DocumentsWrite = "documents.write", "Add and change documents.";
}

impl Permissions {
    /// The empty set.
    pub const NONE: Permissions = Permissions(0);

    /// Returns every permission, which an administrator has.
    pub fn all() -> Permissions {
        Permissions::of(Permission::ALL)
    }

    /// Checks whether this set includes every permission of another set.
    pub const fn covers(self, other: Permissions) -> bool {
        other.0 & !self.0 == 0
    }

    /// Reads a list of texts.
    ///
    /// # Errors
    /// Returns the problem of the first unknown permission.
    pub fn parse(texts: &[String]) -> Result<Permissions, super::Problem> {
        texts.iter().try_fold(Permissions::NONE, |set, text| Ok(set.with(Permission::parse(text)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_covers_what_it_holds() {
        let some = Permissions::of(&[Permission::UsersRead, Permission::RunsRead]);
        assert!(Permissions::all().covers(some) && some.covers(Permissions::NONE) && !some.covers(Permissions::all()));
        assert_eq!(some.texts().collect::<Vec<_>>(), ["users.read", "runs.read"]);
        assert!(Permission::ALL.iter().all(|permission| permission.doc().ends_with('.')));
        let problem = Permissions::parse(&["users.red".to_owned()]).unwrap_err();
        assert_eq!(problem.help.as_deref(), Some("did you mean `users.read`?"));
    }
}
