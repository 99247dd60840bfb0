//! The functions besides addUser and the queries: what they change, whom they write to, what they refuse (SPEC R2.7).

use super::raw_connection::RawConnection;
use super::world::{ACME, Shell, World};
use enlist::cli::Exit;
use enlist::domain::{Action, Letter, LetterKind, Run, RunStatus, Subject};
use enlist::store::{Access, to_json};
use enlist::words::{self, Link};
use serde_json::json;

/// Ada is active and reads Dutch, Grace administers.
fn with_people() -> World {
    let mut world = World::acme();
    let run = world.run(
        r#"
        bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Ada", active: true, administrator: false,
            locale: "nl", language: "nl", environmentEmail: "ada@office.example" });
        bizzStream.addUser(#{ globalEmailAddress: "grace@example.com", name: "Grace", active: true, administrator: true,
            locale: "en", language: "en" });
        "#,
    );
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    world
}

fn committed(world: &mut World, script: &str) -> Run {
    let run = world.run(script);
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    run
}

/// Effects in a few words: `added group drivers: name=…`.
fn told(run: &Run) -> Vec<String> {
    let one = |effect: &enlist::domain::Effect| {
        let changes =
            effect.changes.iter().map(|change| format!("{}={}", change.property.as_str(), to_json(&change.after)));
        format!("{} {} {}: {}", effect.action, effect.subject, effect.label, changes.collect::<Vec<_>>().join(" "))
    };
    run.effects.iter().map(one).collect()
}

/// All rows, but for those of the runs themselves.
fn rows(world: &mut World) -> String {
    let keep = |line: &&str| !line.starts_with("run: ") && !line.starts_with("script_version: ");
    world.rows().lines().filter(keep).collect::<Vec<_>>().join("\n")
}

/// A refused call, caught or not, changes nothing.
fn refused(world: &mut World, script: &str, expected: &str) {
    let before = rows(world);
    assert_eq!(world.problems(script), expected, "{script}");
    committed(world, &format!("try {{ {script} }} catch {{}}"));
    assert_eq!(rows(world), before, "{script}");
}

#[test]
fn deactivate_user_makes_inactive_and_keeps_the_last_administrator() {
    let mut world = with_people();
    let run = committed(&mut world, r#"bizzStream.deactivateUser("ADA@example.com").profile.environments.acme.active"#);
    assert_eq!(run.result.as_deref(), Some("false"));
    assert_eq!(told(&run), ["changed user ada@example.com: active=false"]);
    let again =
        committed(&mut world, r#"let a = bizzStream.getUser(#{ name: "ada" }); bizzStream.deactivateUser(a._id)"#);
    assert!(again.effects.is_empty(), "by id, and it is so already");
    refused(
        &mut world,
        r#"bizzStream.deactivateUser("grace@example.com")"#,
        "E0201 1:12 Grace is the last active administrator of this environment | make somebody else an administrator first",
    );
    refused(
        &mut world,
        r#"bizzStream.deactivateUser("nobody@example.com")"#,
        "E0203 1:12 there is no user \"nobody@example.com\" | users are found by global e-mail address or id; `enlist user \
         list --search TEXT` looks for names",
    );
    refused(&mut world, "bizzStream.deactivateUser(7)", "E0102 1:12 `user`: expected a string, found the integer `7`");
}

#[test]
fn the_last_administrator_stays_at_the_command_line() {
    let shell = Shell::acme();
    let person = ["--name", "X", "--active", "--locale", "en", "--language", "en", "--administrator"];
    let add = |address| shell.out(&["user", "add", address].into_iter().chain(person).collect::<Vec<_>>());
    add("ada@example.com");
    for words in [
        &["user", "deactivate", "ada@example.com"][..],
        &["user", "add", "ada@example.com", "--active=false"],
        &["user", "add", "ada@example.com", "--administrator=false"],
    ] {
        let ended = shell.enlist(words);
        assert_eq!(ended.exit, Exit::Refused, "{words:?}");
        assert!(ended.err.contains("error[E0201]"), "{words:?}: {}", ended.err);
    }
    add("grace@example.com");
    shell.out(&["user", "deactivate", "ada@example.com"]);
    assert_eq!(
        shell.enlist(&["user", "deactivate", "grace@example.com"]).exit,
        Exit::Refused,
        "an inactive one is none"
    );
}

#[test]
fn an_invitation_is_sent_again_within_the_limits() {
    let mut world = with_people();
    let script = r#"bizzStream.resendInvitation("ada@example.com")"#;
    for _ in 0..2 {
        let run = committed(&mut world, script);
        assert_eq!((run.result.as_deref(), run.effects.len()), (Some("true"), 0));
        let [letter] = run.letters.as_slice() else { panic!("{:?}", run.letters) };
        assert_eq!((letter.kind, letter.to.as_str()), (LetterKind::Welcome, "ada@example.com"));
    }
    let run = committed(&mut world, script);
    assert_eq!((run.result.as_deref(), run.letters.len()), (Some("false"), 0), "three a day");
    assert_eq!(run.warnings.first().map(|warning| warning.code.as_str()), Some("W0003"));
}

#[test]
fn who_enrolled_elsewhere_is_reminded_and_who_came_is_not() {
    let shell = Shell::acme();
    shell.out(&[
        "user",
        "add",
        "ada@example.com",
        "--name",
        "Ada",
        "--administrator=false",
        "--active",
        "--locale=en",
        "--language=en",
    ]);
    shell.write("again.rhai", r#"bizzStream.resendInvitation("ada@example.com")"#);
    let change = |statement: &str| RawConnection::of(shell.path("enlist.db")).execute(statement);
    change("UPDATE account SET status = 'validated'");
    let run = shell.json(&["run", "{}/again.rhai"]);
    assert_eq!((&run["result"], &run["letters"][0]["kind"]), (&json!(true), &json!("notice")));
    change("UPDATE membership SET last_opened_at = 1");
    let ended = shell.enlist(&["run", "{}/again.rhai"]);
    assert!(ended.err.contains("error[E0210]: ada@example.com has accepted the invitation already"), "{}", ended.err);
}

#[test]
fn groups_and_menus_are_added() {
    let mut world = with_people();
    let run = committed(
        &mut world,
        r#"let menu = bizzStream.addMenu(#{ name: "fleet", id: "f1", label: "Our fleet", items: [
               #{ label: "Cars", target: "/cars", items: [#{ label: "New", target: "/new" }] }, #{ label: "Vans" }] });
           let group = bizzStream.addGroup(#{ name: "drivers", menuNames: ["fleet", "office", "f1"] });
           bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", addMemberGroupNames: ["drivers"], menuIds: ["f1"] });
           [menu, group]"#,
    );
    let result: serde_json::Value = serde_json::from_str(run.result.as_deref().unwrap()).unwrap();
    assert_eq!(result[0], json!({ "_id": "f1", "name": "fleet", "label": "Our fleet" }));
    assert_eq!((&result[1]["name"], result[1]["_id"].as_str().map(str::len)), (&json!("drivers"), Some(17)));
    assert_eq!(
        told(&run),
        [
            "added menu fleet: name=\"fleet\" label=\"Our fleet\" items=[\"Cars\",\"Vans\"]",
            "added group drivers: name=\"drivers\"",
            "changed group drivers: menus=[\"fleet\",\"office\"]",
            "changed user ada@example.com: menus=[\"fleet\"] groups=[\"drivers\"]",
        ]
    );
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    let menu = enlist::directory::find_menu(&mut work, "fleet").unwrap();
    assert_eq!(menu.items[0].items[0].target, "/new");
}

#[test]
fn a_group_or_menu_that_is_refused_leaves_nothing_behind() {
    let mut world = with_people();
    let cases = [
        (
            r#"bizzStream.addGroup(#{ name: " PLANNING", id: "6789", menuNames: ["ofice"], lable: "x" })"#,
            "E0204 1:24 `name`: there is a member group \"PLANNING\" already\n\
             E0204 1:43 `id`: there is a member group with the id 6789 already\n\
             E0203 1:55 `menuNames`: there is no menu \"ofice\" | did you mean \"office\"?\n\
             E0101 1:77 `lable`: there is no option of this name | did you mean `label`?",
        ),
        ("bizzStream.addGroup(#{})", "E0103 1:12 `name`: missing: a member group has a name | add `name: \"drivers\"`"),
        (
            r#"bizzStream.addMenu(#{ name: "office", id: "2345", label: "a\nb" })"#,
            "E0204 1:23 `name`: there is a menu \"office\" already\n\
             E0204 1:39 `id`: there is a menu with the id 2345 already\n\
             E0114 1:51 `label`: expected a name on one line, found the control character U+000A | leave out line breaks, \
             tabs and invisible direction marks",
        ),
        (
            r#"bizzStream.addMenu(#{ name: "x", items: [#{ label: "a" }, 7] })"#,
            "E0102 1:34 `items`: expected an array of maps, found the integer `7` as item 2",
        ),
        (
            r#"bizzStream.addMenu(#{ name: "x", items: [#{ label: "a", traget: "/" }] })"#,
            "E0101 1:34 `items`: a menu item has no `traget` | did you mean `target`?",
        ),
        (
            r#"bizzStream.addMenu(#{ name: "x", items: [#{ label: "a", target: 1 }] })"#,
            "E0102 1:34 `items`: `target` of a menu item: expected a string, found the integer `1`",
        ),
    ];
    for (script, expected) in cases {
        refused(&mut world, script, expected);
    }
}

fn text_of(letter: &Letter) -> words::LetterText {
    words::letter(letter, Link::AtDelivery).unwrap()
}

#[test]
fn mail_goes_to_the_members_addresses_here_in_their_language() {
    let mut world = with_people();
    let run = committed(
        &mut world,
        r#"let ada = bizzStream.getUser(#{ name: "ada" });
           bizzStream.sendMail(#{ to: ["ada@example.com", ada._id, "GRACE@example.com"], subject: "Plan <b>",
                                  text: "Hi,\r\nsee <i>this</i>.\n\nBye" })"#,
    );
    assert_eq!((run.result.as_deref(), run.effects.len()), (Some("2"), 0));
    let [ada, grace] = run.letters.as_slice() else { panic!("{:?}", run.letters) };
    assert_eq!(
        (ada.kind, ada.to.as_str(), grace.to.as_str()),
        (LetterKind::Message, "ada@office.example", "grace@example.com")
    );
    let (dutch, english) = (text_of(ada), text_of(grace));
    assert_eq!(english.subject, "Plan <b>");
    assert_eq!(
        english.text,
        "Hi,\nsee <i>this</i>.\n\nBye\n\nThis e-mail was sent by a workflow in Acme. Please do not reply to it."
    );
    assert!(dutch.text.ends_with("door een workflow in Acme. U kunt er niet op antwoorden."), "{}", dutch.text);
    assert!(english.html.contains("Hi,<br>\nsee &#60;i&#62;this&#60;/i&#62;.</p>"), "{}", english.html);
    // The outbox keeps what was written.
    let stored = enlist::store::letter::list(&world.app.enter("acme", Access::Read).unwrap(), None, 1).unwrap();
    assert_eq!(text_of(&stored[0]), english);
}

#[test]
fn mail_is_shown_and_exported() {
    let shell = Shell::acme();
    shell.out(&[
        "user",
        "add",
        "ada@example.com",
        "--name",
        "Ada",
        "--administrator=false",
        "--active",
        "--locale=en",
        "--language=en",
    ]);
    shell.write("mail.rhai", r#"bizzStream.sendMail(#{ to: "ada@example.com", subject: "Plän", text: "Look." })"#);
    let run = shell.json(&["run", "{}/mail.rhai"]);
    let id = run["letters"][0]["_id"].as_str().unwrap_or_else(|| panic!("{run}")).to_owned();
    assert!(shell.out(&["outbox", "list"]).contains("Plän"));
    assert!(shell.out(&["outbox", "show", &id]).contains("\nLook.\n"));
    let eml = shell.out(&["outbox", "show", &id, "--eml"]);
    assert!(eml.contains("To: Ada <ada@example.com>") && eml.contains("Look."), "{eml}");
    shell.out(&["outbox", "export", &id, "--to", "{}/letters"]);
    assert!(shell.path(&format!("letters/{id}.eml")).exists());
}

#[test]
fn mail_reaches_inactive_members_only_on_request_and_banned_ones_never() {
    let mut world = with_people();
    committed(&mut world, r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", active: false })"#);
    let mail = |more: &str| {
        format!(r#"bizzStream.sendMail(#{{ to: ["ada@example.com"], subject: "Hi", text: "Hello."{more} }})"#)
    };
    let refused = world.problems(&mail(""));
    assert!(refused.contains("`to`: ada@example.com is inactive | add `includeInactive: true`"), "{refused}");
    committed(&mut world, &mail(", includeInactive: true"));
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    enlist::directory::ban_user(&mut work, "ada@example.com").unwrap();
    work.commit().unwrap();
    let refused = world.problems(&mail(", includeInactive: true"));
    assert!(refused.contains("`to`: ada@example.com is banned"), "{refused}");
}

#[test]
fn an_address_gets_so_much_mail_a_day_whoever_has_it() {
    let mut world = with_people();
    // Two members with the same address here: it is the address that is spared.
    committed(
        &mut world,
        r#"bizzStream.addUser(#{ globalEmailAddress: "grace@example.com", environmentEmail: "ada@office.example" })"#,
    );
    let run = committed(
        &mut world,
        r#"let sent = 0;
           for n in 0..2 {
               sent += bizzStream.sendMail(#{ to: ["ada@example.com", "grace@example.com"], subject: "S", text: "T" });
           }
           sent"#,
    );
    assert_eq!((run.result.as_deref(), run.letters.len()), (Some("3"), 3));
    let [warning] = run.warnings.as_slice() else { panic!("{:?}", run.warnings) };
    assert_eq!(warning.message, "ada@office.example has had enough letters today; none was written");
    assert_eq!(warning.place.map(|place| (place.line, place.column)), Some((3, 47)));
    // A welcome and two messages to one address make three.
    let mut world = with_people();
    let script = r#"bizzStream.sendMail(#{ to: "grace@example.com", subject: "S", text: "T" })"#;
    let sent = [(); 3].map(|()| world.run(script).letters.len());
    assert_eq!(sent, [1, 1, 0]);
}

#[test]
fn mail_that_cannot_be_is_refused_whole() {
    let beta = ACME.replace("\"Acme\"", "\"Beta\"").replace("\"acme\"", "\"beta\"");
    let mut world = with_people().with(&beta);
    let there = world.run_in(
        "beta",
        r#"bizzStream.addUser(#{ globalEmailAddress: "bob@example.com", name: "Bob", administrator: false, locale: "en",
            language: "en" })"#,
    );
    assert_eq!(there.status, RunStatus::Committed);
    let find = "users are found by global e-mail address or id; `enlist user list --search TEXT` looks for names";
    let cases = [
        (
            r#"bizzStream.sendMail(#{ to: ["ada@example.com", "bob@example.com"], subject: "a\nb", text: "\u0007" })"#,
            format!(
                "E0203 1:24 `to`: there is no user \"bob@example.com\" | {find}\n\
                 E0114 1:68 `subject`: expected a subject on one line, found the control character U+000A | leave out line \
                 breaks, tabs and invisible direction marks\n\
                 E0114 1:85 `text`: expected text, found the control character U+0007 | line breaks and tabs are the only \
                 ones allowed"
            ),
        ),
        (
            r#"bizzStream.sendMail(#{ to: [], subject: "", text: "  " })"#,
            "E0107 1:24 `to`: expected a recipient, found an empty array\n\
             E0107 1:32 `subject`: expected a subject, found an empty string\n\
             E0107 1:45 `text`: expected a text, found an empty string"
                .to_owned(),
        ),
        (
            r#"let to = []; for n in 0..101 { to += "ada@example.com"; } let text = "x"; text.pad(20001, "x");
bizzStream.sendMail(#{ to: to, subject: "S", text: text })"#,
            "E0106 2:24 `to`: expected at most 100 recipients, found 101\n\
             E0106 2:46 `text`: expected at most 20000 characters, found 20001"
                .to_owned(),
        ),
        (
            "bizzStream.sendMail(#{ to: 7 })",
            "E0103 1:12 `subject`: missing: a letter has a subject | add `subject: \"Your plan is ready\"`\n\
             E0103 1:12 `text`: missing: a letter says something | add `text: \"Dear Ada,\\n\\nplease look at it today.\"`\n\
             E0102 1:24 `to`: expected a string or an array of strings, found the integer `7` | for example `to: \
             \"ada@example.com\"`"
                .to_owned(),
        ),
    ];
    for (script, expected) in cases {
        refused(&mut world, script, &expected);
    }
}

#[test]
fn an_event_is_written_down_with_its_run() {
    let mut world = with_people();
    let run = committed(&mut world, r#"bizzStream.emitEvent("plan.ready", #{ plan: 7, by: ["ada", true] })"#);
    let [effect] = run.effects.as_slice() else { panic!("{:?}", run.effects) };
    assert_eq!((effect.action, effect.subject, effect.label.as_str()), (Action::Added, Subject::Event, "plan.ready"));
    assert_eq!(to_json(&effect.changes[0].after), json!({ "by": ["ada", true], "plan": 7 }));
    assert_eq!(run.result, Some(format!("\"{}\"", effect.id)));
    let rows = world.rows();
    assert!(rows.contains(r#"'plan.ready', '{"by":["ada",true],"plan":7}'"#), "{rows}");
    committed(&mut world, r#"bizzStream.emitEvent("x")"#);
    // An event of a run that fails is none.
    world.problems(r#"bizzStream.emitEvent("never"); throw "no""#);
    assert!(!world.rows().lines().any(|line| line.starts_with("event: ") && line.contains("never")));
}

#[test]
fn an_event_that_cannot_be_is_refused() {
    let mut world = with_people();
    let help = "an event type has 1 to 100 letters, digits, `.`, `_` or `-`, such as `order.placed`";
    let cases = [
        (
            r#"bizzStream.emitEvent("")"#,
            format!("E0107 1:12 `type`: expected an event type, found an empty string | {help}"),
        ),
        (
            r#"bizzStream.emitEvent("a b", |x| x)"#,
            format!(
                "E0114 1:12 `type`: expected an event type, found the character ' ' | {help}\n\
                 E0102 1:12 `info`: expected plain data, found a function | give text, numbers, booleans, arrays or maps"
            ),
        ),
        (
            r#"let text = "x"; text.pad(64000, "x"); bizzStream.emitEvent("x", text)"#,
            "E0106 1:50 `info`: expected at most 64000 bytes as JSON, found 64002".to_owned(),
        ),
        ("bizzStream.emitEvent(7)", "E0102 1:12 `type`: expected a string, found the integer `7`".to_owned()),
    ];
    for (script, expected) in cases {
        refused(&mut world, script, &expected);
    }
}
