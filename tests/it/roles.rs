//! Roles: their commands, their rules, and what they let people do.

use super::world::{Shell, with_people};
use enlist::cli::Exit;
use enlist::directory::{
    RoleChange, RoleDraft, add_role, add_user, change_role, find_role, find_user, member_permissions,
};
use enlist::domain::{Caller, Name, Permission, Permissions, PublicId, Value};
use enlist::store::{Access, Work};
use serde_json::json;

/// The words that add Ada by hand, with some more.
pub fn add_ada<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let words = ["user", "add", "ada@example.com", "--name", "Ada", "--administrator=false", "--active"];
    words.into_iter().chain(["--locale", "en", "--language", "en"]).chain(more.iter().copied()).collect()
}

/// What a command says that is refused; nothing of it is applied.
pub fn refused(shell: &Shell, words: &[&str]) -> String {
    let audit = shell.out(&["audit", "list"]);
    let ended = shell.enlist(words);
    assert_eq!(ended.exit, Exit::Refused, "{words:?}: {}{}", ended.out, ended.err);
    assert_eq!(shell.out(&["audit", "list"]), audit, "{words:?}");
    ended.err
}

#[test]
fn a_role_is_added_shown_changed_and_removed() {
    let shell = Shell::acme();
    let role =
        shell.json(&["role", "add", "Reader", "--id", "reader-1", "--allow", "users.read", "--allow", "runs.read"]);
    assert_eq!(
        role,
        json!({
            "_id": "reader-1", "name": "Reader", "permissions": ["users.read", "runs.read"],
            "userCount": 0, "users": [], "requiredFields": [],
        })
    );
    shell.out(&add_ada(&["--role", "reader"]));
    assert_eq!(shell.json(&["role", "show", "READER"])["users"], json!(["ada@example.com"]));
    let out =
        shell.out(&["role", "change", "reader-1", "--name", "Auditor", "--allow", "audit.read", "--deny", "runs.read"]);
    assert_eq!(
        out,
        "~ role Reader\n  ~ name         Reader → Auditor\n  ~ permissions  users.read, +audit.read, -runs.read\n1 changed\n"
    );
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["role"], "Auditor", "who has a role keeps it");
    assert_eq!(shell.out(&["role", "change", "auditor", "--allow", "audit.read"]), "nothing changed\n");
    let list = shell.json(&["role", "list"]);
    assert_eq!(list[0]["name"], "Auditor");
    assert_eq!((&list[0]["userCount"], &list[1]["userCount"]), (&json!(1), &json!(0)));
    assert_eq!(list[0]["permissions"], json!(["users.read", "audit.read"]));
    assert!(shell.out(&["role", "list"]).contains("users.read, audit.read"));
    assert!(shell.out(&["role", "show", "auditor"]).contains("  ada@example.com"));
    shell.out(&["role", "remove", "planner"]);
    assert_eq!(shell.json(&["role", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn names_and_ids_of_roles_are_unique_and_unknown_ones_are_told() {
    let shell = Shell::acme();
    shell.out(&["role", "add", "reader", "--id", "reader-1"]);
    let said = refused(&shell, &["role", "add", " PLANNER ", "--id", "reader-1"]);
    assert!(said.contains("there is a role \"PLANNER\" already"), "{said}");
    assert!(said.contains("there is a role with the id reader-1 already"), "{said}");
    assert!(refused(&shell, &["role", "change", "reader", "--name", "Planner"]).contains("E0204"));
    let said = refused(&shell, &["role", "show", "plannr"]);
    assert!(said.contains("E0203") && said.contains("did you mean \"planner\"?"), "{said}");
    for words in
        [&["role", "add", "x", "--allow", "users.red"][..], &["role", "change", "planner", "--deny", "users.red"]]
    {
        let ended = shell.enlist(words);
        assert_eq!(ended.exit, Exit::Usage);
        assert!(ended.err.contains("users.read"), "{}", ended.err);
    }
    assert_eq!(shell.enlist(&["role", "change", "planner"]).exit, Exit::Usage, "nothing to change");
    shell.out(&["role", "change", "planner", "--name", "PLANNER"]);
    let completions = shell.out(&["completions", "bash"]);
    assert!(Permission::TEXTS.iter().all(|text| completions.contains(text)));
}

#[test]
fn a_role_in_use_is_removed_only_when_confirmed_and_every_user_is_noted() {
    let shell = Shell::acme();
    shell.out(&add_ada(&["--role", "planner"]));
    shell.out(&["role", "add", "other"]);
    shell.out(&["field", "change", "site", "--required-for", "planner"]);
    shell.out(&["field", "change", "jobTitle", "--required-for", "planner", "--required-for", "other"]);
    let said = refused(&shell, &["role", "remove", "planner"]);
    assert!(said.contains("E0208") && said.contains("1 user has the role \"planner\""), "{said}");
    assert!(said.contains("the profile field `site` is required for \"planner\""), "{said}");
    let out = shell.out(&["role", "remove", "planner", "--yes"]);
    assert_eq!(
        out,
        "~ user ada@example.com\n  ~ role  planner → none\n\
         ~ profile field jobTitle\n  ~ required  other, -planner\n\
         ~ profile field site\n  ~ required  planner → false\n\
         - role planner\n3 changed, 1 removed\n"
    );
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["role"], json!(null));
    assert_eq!(shell.json(&["field", "show", "site"])["required"], json!(false));
    assert_eq!(shell.json(&["field", "show", "jobTitle"])["required"], json!(["other"]));
    let blame = shell.json(&["blame", "ada@example.com"]);
    assert!(blame.to_string().contains("\"role\""), "{blame}");
    assert!(shell.out(&["audit", "verify"]).contains("intact"));
}

#[test]
fn a_role_gives_its_permissions_to_those_who_can_open_the_environment() {
    let mut world = with_people();
    world.run(r#"for one in ["ada", "king"] { bizzStream.addUser(#{ globalEmailAddress: `${one}@example.com`, role: "planner" }) }"#);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let role = find_role(&work, "planner").unwrap();
    let some = Permissions::of(&[Permission::UsersRead, Permission::GroupsWrite]);
    change_role(&mut work, &role, RoleChange { permissions: Some(some), ..RoleChange::default() }).unwrap();
    let of = |address: &str| member_permissions(&find_user(&work, address).unwrap());
    assert_eq!(of("ada@example.com"), some);
    assert_eq!(of("grace@example.com"), Permissions::all());
    assert_eq!(of("king@example.com"), Permissions::NONE, "inactive");
    let mut banned = find_user(&work, "grace@example.com").unwrap();
    banned.membership.banned = true;
    assert_eq!(member_permissions(&banned), Permissions::NONE);
    let mut plain = find_user(&work, "ada@example.com").unwrap();
    plain.membership.role = None;
    assert_eq!(member_permissions(&plain), Permissions::NONE);
}

#[test]
fn nobody_hands_on_more_than_they_may_do() {
    let mut world = with_people();
    world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", role: "planner" })"#);
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let planner = find_role(&work, "planner").unwrap();
    let own = Permissions::of(&[Permission::RolesWrite, Permission::UsersWrite, Permission::UsersRead]);
    let permissions = |permissions| RoleChange { permissions: Some(permissions), ..RoleChange::default() };
    let planner = change_role(&mut work, &planner, permissions(own)).unwrap();
    let draft = |name: &str, permissions| RoleDraft { name: Name::parse(name).unwrap(), id: None, permissions };
    let strong = add_role(&mut work, draft("strong", own.with(Permission::UsersBan))).unwrap();
    let weak = add_role(&mut work, draft("weak", Permissions::of(&[Permission::UsersRead]))).unwrap();
    let give = |work: &mut Work, address: &'static str, role: &'static str| {
        let options = [("globalEmailAddress".into(), Value::text(address)), ("role".into(), Value::text(role))];
        add_user(work, &options).map(drop)
    };
    let (ada, grace) = ("ada@example.com", "grace@example.com");
    let id_of = |address: &str| find_user(&work, address).unwrap().account.id;
    let member = |id: PublicId, permissions| Caller::Member { id, administrator: false, permissions };
    let (ada_id, grace_id) = (id_of(ada), id_of(grace));
    let callers = [member(ada_id.clone(), own), Caller::Token { id: ada_id, permissions: own }];
    let stranger = PublicId::parse("nobody").unwrap();
    for caller in callers {
        work.transaction.caller = caller;
        let beyond = own.with(Permission::UsersBan);
        // Oneself and others, by a new role, by a changed one, by one that is there.
        let attacks = [
            add_role(&mut work, draft("new", beyond)).map(drop),
            change_role(&mut work, &planner, permissions(beyond)).map(drop),
            change_role(&mut work, &weak, permissions(Permissions::all())).map(drop),
            give(&mut work, ada, "strong"),
            give(&mut work, "king@example.com", "strong"),
        ];
        for (at, attack) in attacks.into_iter().enumerate() {
            let error = attack.unwrap_err().to_string();
            assert!(error.contains("what you may not do yourself: `users.ban`") || at == 2, "{at}: {error}");
        }
        // Everything within is allowed, and so is what hands on nothing.
        let renamed = RoleChange { name: Some(Name::parse("stronger").unwrap()), ..RoleChange::default() };
        let strong = change_role(&mut work, &strong, renamed).unwrap();
        let back = RoleChange { name: Some(Name::parse("strong").unwrap()), ..RoleChange::default() };
        change_role(&mut work, &strong, back).unwrap();
        give(&mut work, "king@example.com", "weak").unwrap();
        give(&mut work, "king@example.com", "").unwrap();
    }
    for (caller, may) in [
        (member(stranger, Permissions::NONE), false),
        (member(grace_id, Permissions::all()), true),
        (Caller::Operator, true),
    ] {
        work.transaction.caller = caller;
        assert_eq!(give(&mut work, ada, "strong").is_ok(), may);
    }
}
