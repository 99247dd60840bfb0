//! What an environment grants to scripts, and what is refused without it (SPEC R2.9, SECURITY 2.1 and 2.3).

use super::world::{ACME, Shell, World, request};
use enlist::cli::Exit;
use enlist::directory;
use enlist::domain::{Grant, RunStatus};
use enlist::model::Model;
use enlist::script::{Mode, Trigger};
use enlist::store::Access;
use serde_json::json;

/// Ada is active, Grace administers, King is an inactive administrator.
fn with_people() -> World {
    let mut world = World::acme();
    let run = world.run(
        r#"
        for person in [["Ada", true, false], ["Grace", true, true], ["King", false, true]] {
            bizzStream.addUser(#{
                globalEmailAddress: `${person[0]}@example.com`, name: person[0], active: person[1],
                administrator: person[2], locale: "en", language: "en",
            });
        }
        "#,
    );
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    world
}

fn revoke(world: &mut World, grants: &[Grant]) {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    directory::revoke(&mut work, grants).unwrap();
    work.commit().unwrap();
}

fn grant(world: &mut World, grants: &[Grant]) {
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    directory::grant(&mut work, grants).unwrap();
    work.commit().unwrap();
}

/// All rows, but for those of the runs themselves.
fn rows(world: &mut World) -> String {
    let keep = |line: &&str| !line.starts_with("run: ") && !line.starts_with("script_version: ");
    world.rows().lines().filter(keep).collect::<Vec<_>>().join("\n")
}

fn refusal(place: &str, option: &str, grant: Grant) -> String {
    let of = if option.is_empty() { String::new() } else { format!("`{option}`: ") };
    let grant = grant.as_str();
    format!(
        "E0209 {place} {of}the environment does not grant `{grant}` to scripts | `enlist env grant {grant}` grants it"
    )
}

const NEW: &str = r#"bizzStream.addUser(#{ globalEmailAddress: "new@example.com", name: "New", administrator: false,
    locale: "en", language: "en" })"#;

fn change(options: &str) -> String {
    format!(r#"bizzStream.addUser(#{{ globalEmailAddress: "ada@example.com", {options} }})"#)
}

#[test]
fn every_grant_that_is_revoked_refuses_its_calls_at_their_option_and_leaves_nothing_behind() {
    let mail = r#"bizzStream.sendMail(#{ to: "ada@example.com", subject: "S", text: "T" })"#;
    let cases = [
        (Grant::UsersAdd, NEW.to_owned(), "1:23", "globalEmailAddress"),
        (Grant::UsersLink, NEW.to_owned(), "1:23", "globalEmailAddress"),
        (Grant::UsersAdd, r#"bizzStream.resendInvitation("ada@example.com")"#.to_owned(), "1:12", ""),
        (Grant::UsersModify, change(r#"name: "A""#), "1:62", "name"),
        (Grant::UsersModify, change(r#"theme: "dark", language: "nl""#), "1:77", "language"),
        (Grant::UsersModify, change(r#"role: "planner""#), "1:62", "role"),
        (Grant::UsersModify, change(r#"profile: #{ jobTitle: "x" }"#), "1:62", "profile"),
        (Grant::UsersModify, change("externalId: \"7\""), "1:62", "externalId"),
        (Grant::UsersDeactivate, change("active: false"), "1:62", "active"),
        (Grant::UsersDeactivate, r#"bizzStream.deactivateUser("ada@example.com")"#.to_owned(), "1:12", ""),
        (Grant::UsersGrantAdministrator, change("administrator: true"), "1:62", "administrator"),
        (
            Grant::UsersGrantAdministrator,
            NEW.replace("administrator: false", "administrator: true"),
            "1:75",
            "administrator",
        ),
        (
            Grant::UsersGrantAdministrator,
            r#"bizzStream.addUser(#{ globalEmailAddress: "king@example.com", active: true })"#.to_owned(),
            "1:63",
            "active",
        ),
        (Grant::GroupsAssign, change("memberGroupNames: []"), "1:62", "memberGroupNames"),
        (Grant::GroupsAssign, change(r#"addMemberGroupIds: ["12345"]"#), "1:62", "addMemberGroupIds"),
        (Grant::GroupsManage, r#"bizzStream.addGroup(#{ name: "drivers" })"#.to_owned(), "1:12", ""),
        (Grant::MenusAssign, change(r#"menuName: "office""#), "1:62", "menuName"),
        (Grant::MenusAssign, change(r#"addMenuIds: ["2345"]"#), "1:62", "addMenuIds"),
        (
            Grant::MenusAssign,
            r#"bizzStream.addGroup(#{ name: "drivers", menuNames: ["office"] })"#.to_owned(),
            "1:41",
            "menuNames",
        ),
        (Grant::MenusManage, r#"bizzStream.addMenu(#{ name: "fleet" })"#.to_owned(), "1:12", ""),
        (Grant::MailSend, mail.to_owned(), "1:12", ""),
        (Grant::EventsEmit, r#"bizzStream.emitEvent("x", 1)"#.to_owned(), "1:12", ""),
    ];
    for (revoked, script, place, option) in cases {
        let mut world = with_people();
        revoke(&mut world, &[revoked]);
        let before = rows(&mut world);
        assert_eq!(world.problems(&script), refusal(place, option, revoked), "{script}");
        assert_eq!(rows(&mut world), before, "{script}");
        let caught =
            world.run(&format!("let code = ();\ntry {{ {script} }} catch (refusal) {{ code = refusal.code; }} code"));
        assert_eq!((caught.status, caught.result.as_deref()), (RunStatus::Committed, Some("\"E0209\"")), "{script}");
        assert_eq!(rows(&mut world), before, "what is refused and caught leaves nothing: {script}");
        grant(&mut world, &[revoked]);
        assert_eq!(world.run(&script).status, RunStatus::Committed, "{script}");
    }
}

#[test]
fn all_that_is_not_granted_is_told_at_once_with_everything_else() {
    let mut world = with_people();
    revoke(&mut world, Grant::ALL);
    let script = r#"bizzStream.addUser(#{ globalEmailAddress: "new@example.com", name: "New", administrator: true,
  locale: "en", menuNames: ["office"], memberGroupNames: ["plannin"], themes: "dark" })"#;
    let problems = world.problems(script);
    let seen: Vec<&str> = problems.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        seen,
        [
            "E0103 1:12 `language`",
            "E0209 1:23 `globalEmailAddress`",
            "E0209 1:23 `globalEmailAddress`",
            "E0209 1:75 `administrator`",
            "E0209 2:17 `menuNames`",
            "E0109 2:40 `memberGroupNames`",
            "E0209 2:40 `memberGroupNames`",
            "E0101 2:71 `themes`",
        ],
        "{problems}"
    );
}

#[test]
fn what_does_not_differ_needs_no_grant() {
    let mut world = with_people();
    revoke(&mut world, Grant::ALL);
    let run = world.run(&change(r#"name: "Ada", active: true, administrator: false"#));
    assert_eq!((run.status, run.effects.len()), (RunStatus::Committed, 0), "{:?}", run.error);
    // Taking rights away is modifying, not granting.
    grant(&mut world, &[Grant::UsersModify]);
    let run = world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "king@example.com", administrator: false })"#);
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

/// A run that somebody triggers, and its problems, one a line.
fn problems_of(world: &mut World, trigger: &str, source: &str) -> Vec<String> {
    let mut request = request(source);
    request.trigger = Trigger::Member(trigger.to_owned());
    let run = world.app.run("acme", &request, Mode::Plan).unwrap();
    let problems = run.error.map(|error| error.problems).unwrap_or_default();
    problems.iter().map(|(problem, _)| format!("{} {problem}", problem.code)).collect()
}

#[test]
fn who_is_no_administrator_makes_none_unless_the_environment_says_so() {
    let scripts = [
        change("administrator: true"),
        NEW.replace("administrator: false", "administrator: true"),
        r#"bizzStream.addUser(#{ globalEmailAddress: "king@example.com", active: true })"#.to_owned(),
    ];
    for (script, option) in scripts.iter().zip(["administrator", "administrator", "active"]) {
        let mut world = with_people();
        let refused = format!(
            "E0209 `{option}`: the environment does not grant `users.grantAdministratorToAll` to scripts, and it was no \
             administrator who triggered this run"
        );
        assert_eq!(problems_of(&mut world, "ada@example.com", script), [refused], "{script}");
        assert!(problems_of(&mut world, "grace@example.com", script).is_empty(), "{script}");
        grant(&mut world, &[Grant::UsersGrantAdministratorToAll]);
        assert!(problems_of(&mut world, "ada@example.com", script).is_empty(), "{script}");
        revoke(&mut world, &[Grant::UsersGrantAdministrator]);
        assert_eq!(problems_of(&mut world, "ada@example.com", script).len(), 1, "both are wanted: {script}");
    }
    // Everything else is as for anybody.
    let mut world = with_people();
    assert!(problems_of(&mut world, "ada@example.com", NEW).is_empty());
    assert!(problems_of(&mut world, "ada@example.com", &change("administrator: false")).is_empty());
    // A script cannot raise its trigger and go on as an administrator's.
    let raised = "bizzStream.addUser(#{ globalEmailAddress: \"king@example.com\", administrator: true });";
    assert_eq!(
        problems_of(&mut world, "ada@example.com", &format!("{raised} {}", change("administrator: true"))).len(),
        1
    );
}

#[test]
fn a_refusal_does_not_tell_who_has_an_account_elsewhere() {
    let beta = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"");
    for revoked in [&[Grant::UsersLink][..], &[Grant::UsersAdd], &[Grant::UsersAdd, Grant::UsersLink]] {
        let mut world = World::acme().with(&beta);
        let there = world.run_in("beta", &NEW.replace("new@", "old@"));
        assert_eq!(there.status, RunStatus::Committed);
        revoke(&mut world, revoked);
        for script in [NEW, r#"bizzStream.addUser(#{ globalEmailAddress: "new@example.com" })"#] {
            let stranger = world.problems(script);
            let linked = world.problems(&script.replace("new@", "old@"));
            assert_eq!(stranger, linked);
            assert_eq!(stranger.matches("E0209").count(), revoked.len(), "{stranger}");
        }
    }
}

#[test]
fn grants_bind_scripts_and_not_people() {
    let shell = Shell::acme();
    let all: Vec<&str> = ["env", "revoke"].into_iter().chain(Grant::TEXTS.iter().copied()).collect();
    shell.out(&all);
    shell.out(&[
        "user",
        "add",
        "ada@example.com",
        "--name",
        "Ada",
        "--administrator",
        "--active",
        "--locale",
        "en",
        "--language",
        "en",
        "--menu-names",
        "office",
        "--member-group-names",
        "planning",
    ]);
    shell.out(&["group", "add", "drivers", "--menu", "office"]);
    shell.out(&["menu", "add", "fleet"]);
    shell.write("x.rhai", r#"bizzStream.addGroup(#{ name: "more" })"#);
    let ended = shell.enlist(&["run", "{}/x.rhai"]);
    assert_eq!(ended.exit, Exit::Refused);
    assert!(ended.err.contains("error[E0209]") && ended.err.contains("groups.manage"), "{}", ended.err);
}

#[test]
fn the_operator_grants_and_revokes() {
    let shell = Shell::acme();
    let start = shell.json(&["env", "show"])["policy"]["grants"].clone();
    assert_eq!(start.as_array().unwrap().len(), Grant::ALL.len() - 2);
    let out = shell.out(&["env", "revoke", "users.link", "mail.send"]);
    assert!(out.contains("-users.link") && out.contains("-mail.send") && out.ends_with("1 changed\n"), "{out}");
    let out = shell.out(&["env", "grant", "users.grantAdministratorToAll", "mail.send"]);
    assert!(out.contains("+users.grantAdministratorToAll"), "{out}");
    let shown = shell.out(&["env", "show"]);
    assert!(
        shown
            .lines()
            .any(|line| line.starts_with("not granted") && line.contains(" users.link, users.grantRolesToAll")),
        "{shown}"
    );
    assert_eq!(shell.out(&["env", "grant", "mail.send"]), "nothing changed\n");
    let ended = shell.enlist(&["env", "grant", "users.ad"]);
    assert_eq!(ended.exit, Exit::Usage);
    assert!(ended.err.contains("users.add"), "{}", ended.err);
}

#[test]
fn a_model_says_what_is_granted() {
    let model = |grants: &str| format!("[environment]\nname = \"Gamma\"\n[policy]\ngrants = [{grants}]\n");
    let mut world = World::acme().with(&model("\"users.add\", \"users.link\""));
    assert_eq!(world.run_in("gamma", NEW).status, RunStatus::Committed);
    let run = world.run_in("gamma", &NEW.replace("\"New\"", "\"Other\""));
    assert_eq!(run.error.map(|error| error.code.as_str()), Some("E0209"));
    let (problem, place) = Model::parse(&model("\"mail.send\",\n  \"users.ad\"")).unwrap_err();
    let place = place.unwrap();
    assert_eq!((place.line, place.column), (5, 3));
    assert_eq!(
        json!([problem.message, problem.help]),
        json!(["there is no grant \"users.ad\"", "did you mean `users.add`?"])
    );
}
