//! Bans: who bans whom, what a ban keeps from happening, and what nobody may do.

use super::world::{Shell, World};
use enlist::cli::Exit;
use enlist::directory::{self, find_user};
use enlist::domain::{Caller, Error, Permission, Permissions, RunStatus};
use enlist::store::Access;

/// Grace administers, Alan and Ada do not.
const PEOPLE: &str = r#"
    for person in [["Grace", true], ["Alan", false], ["Ada", false]] {
        bizzStream.addUser(#{
            globalEmailAddress: `${person[0]}@example.com`, name: person[0], active: true, administrator: person[1],
            locale: "en", language: "en",
        });
    }
"#;

fn world() -> World {
    let mut world = World::acme();
    assert_eq!(world.run(PEOPLE).status, RunStatus::Committed);
    world
}

/// Bans somebody as somebody with these permissions; answers the refusal, or nothing.
fn ban_as(world: &World, who: &str, permissions: &[Permission], whom: &str) -> String {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let id = find_user(&work, who).unwrap().account.id;
    let permissions = Permissions::of(permissions);
    work.transaction.caller = Caller::Member { id, administrator: false, permissions };
    match directory::ban_user(&mut work, whom) {
        Ok(_) => work.commit().map(|()| String::new()).unwrap(),
        Err(Error::Refused(refusal)) => format!("{} {}", refusal.code(), refusal.message()),
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_ban_stays_until_it_is_lifted_and_is_an_effect() {
    let shell = Shell::acme();
    shell.write("people.rhai", PEOPLE);
    shell.out(&["run", "{}/people.rhai"]);
    let out = shell.out(&["user", "ban", "ada@example.com"]);
    assert!(out.contains("~ user Ada@example.com") && out.contains("banned"), "{out}");
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["banned"], true);
    // Whoever makes the person active again does not lift the ban.
    shell.out(&["user", "activate", "ada@example.com"]);
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["banned"], true);
    let found = shell.json(&["user", "list", "--filter", "banned"]);
    assert_eq!(found.as_array().unwrap().len(), 1);
    shell.out(&["user", "lift", "ada@example.com"]);
    assert_eq!(shell.json(&["user", "show", "ada@example.com"])["banned"], false);
    let audit = shell.json(&["audit", "list", "--user", "ada@example.com"]);
    let text = audit.to_string();
    assert_eq!(text.matches(r#""property":"banned""#).count(), 2, "{text}");
}

#[test]
fn the_last_administrator_is_not_banned() {
    let shell = Shell::acme();
    shell.write("people.rhai", PEOPLE);
    shell.out(&["run", "{}/people.rhai"]);
    let ended = shell.enlist(&["user", "ban", "grace@example.com"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(
        ended.err.contains("E0201") && ended.err.contains("Grace is the last active administrator"),
        "{}",
        ended.err
    );
}

#[test]
fn who_may_not_ban_is_refused_and_nobody_bans_themselves() {
    let world = world();
    let ban = [Permission::UsersBan];
    let all = [Permission::UsersBan, Permission::UsersAdministrators];
    assert_eq!(
        ban_as(&world, "alan@example.com", &[Permission::UsersWrite], "ada@example.com"),
        "E0211 the permission `users.ban` is missing"
    );
    assert_eq!(
        ban_as(&world, "alan@example.com", &ban, "alan@example.com"),
        "E0211 nobody bans themselves, or lifts their own ban"
    );
    assert_eq!(
        ban_as(&world, "alan@example.com", &ban, "grace@example.com"),
        "E0211 the permission `users.administrators` is missing"
    );
    assert!(ban_as(&world, "alan@example.com", &all, "grace@example.com").starts_with("E0201"));
    assert!(ban_as(&world, "alan@example.com", &ban, "nobody@example.com").starts_with("E0203"));
    assert_eq!(ban_as(&world, "alan@example.com", &ban, "ada@example.com"), "");
}
