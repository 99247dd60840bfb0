//! The history: the chain and its verification, the list, the export, blame (SPEC R6.3).

use super::world::{NOW, Shell, World, connection, request};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory::GroupDraft;
use enlist::domain::{ChainBreak, ChainBreakKind, Name, Origin, PublicId, RunStatus, Verdict};
use enlist::script::Mode;
use enlist::store::Access;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A script that adds so many users.
fn adds(count: usize, prefix: &str) -> String {
    format!(
        r#"for i in 0..{count} {{
            bizzStream.addUser(#{{ globalEmailAddress: `{prefix}${{i}}@example.com`, name: "X", administrator: false,
                locale: "en", language: "en" }});
        }}"#
    )
}

/// A shell whose audit has some entries of two environments.
fn with_history() -> Shell {
    let shell = Shell::acme();
    shell.write("add.rhai", &adds(5, "user"));
    shell.out(&["run", "{}/add.rhai"]);
    shell.out(&["env", "add", "Beta"]);
    shell.out(&["user", "activate", "user1@example.com", "-e", "acme"]);
    shell.out(&["user", "deactivate", "user1@example.com", "-e", "acme"]);
    shell
}

/// Does what only somebody with the file can do.
fn tamper(shell: &Shell, statements: &str) {
    let connection = connection(shell.path("enlist.db"));
    let triggers = "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_removed;
        DROP TRIGGER audit_head_is_never_removed; PRAGMA foreign_keys = OFF;";
    connection.execute_batch(&format!("{triggers}{statements}")).unwrap();
}

fn last_entry(shell: &Shell) -> i64 {
    shell.json(&["audit", "verify"])["entries"].as_i64().unwrap()
}

fn verdict(app: &App) -> Verdict {
    app.seal_audit().unwrap();
    enlist::directory::verify_audit(&app.begin(Access::Read).unwrap()).unwrap()
}

#[test]
fn an_untouched_audit_is_intact_over_environments_and_commands() {
    let shell = with_history();
    let found = shell.json(&["audit", "verify"]);
    let (entries, head) = (found["entries"].as_i64().unwrap(), found["head"].as_str().unwrap());
    assert!(found["intact"] == true && entries > 10 && head.len() == 64, "{found}");
    assert_eq!(
        shell.out(&["audit", "verify"]),
        format!("the audit is intact: {entries} entries\nthe last one has the hash {head}\n")
    );
    let empty = Shell::new();
    empty.out(&["init"]);
    assert!(empty.out(&["audit", "verify"]).contains("intact"));
}

#[test]
fn every_column_of_an_entry_is_covered() {
    let columns = [
        "environment_id = ifnull(environment_id, 0) + 1",
        "environment_id = CASE WHEN environment_id IS NULL THEN 1 END",
        "run_id = ifnull(run_id, 0) + 1",
        "caller = 'member:x'",
        "at = at + 1",
        "action = 'removed'",
        "subject = 'letter'",
        "subject_id = subject_id || ' '",
        "label = upper(label) || '!'",
        "changes = changes || ' '",
        "line = ifnull(line, 0) + 1",
        "column_number = ifnull(column_number, 0) + 1",
        "origin = CASE WHEN origin IS NULL THEN '{\"kind\":\"commandLine\"}' END",
        "origin = ifnull(origin, '') || ' '",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
        "hash = ''",
        "label = CAST(x'ff' AS TEXT)",
    ];
    let last = last_entry(&with_history());
    for (at, column) in columns.iter().enumerate() {
        let shell = with_history();
        let id = 1 + at as i64 * 7 % last;
        tamper(&shell, &format!("UPDATE audit SET {column} WHERE id = {id}"));
        let ended = shell.enlist(&["audit", "verify", "--json"]);
        let found: Value = serde_json::from_str(&ended.out).unwrap();
        assert_eq!(ended.exit, Exit::Refused, "{column}: {found}");
        assert_eq!((&found["entry"], &found["kind"]), (&json!(id), &json!("altered")), "{column}: {found}");
    }
}

#[test]
fn whatever_was_done_to_the_rows_is_named() {
    let last = last_entry(&with_history());
    let (before, after, beyond) = (last - 1, last + 1, last + 2);
    let swap = |a: i64, b: i64| {
        format!(
            "UPDATE audit SET id = -1 WHERE id = {a}; UPDATE audit SET id = {a} WHERE id = {b};
             UPDATE audit SET id = {b} WHERE id = -1"
        )
    };
    let put = |id: i64| {
        format!(
            "INSERT INTO audit SELECT {id}, environment_id, run_id, caller, at, action, subject, subject_id, label,
                changes, line, column_number, hash, origin FROM audit WHERE id = 3"
        )
    };
    let head = format!("the note of the last entry is gone; entry {last} is the last that is there");
    let cases = [
        ("DELETE FROM audit WHERE id = 4".to_owned(), "entry 4 was removed".to_owned()),
        ("DELETE FROM audit WHERE id = 1".to_owned(), "entry 1 was removed".to_owned()),
        ("DELETE FROM audit WHERE id IN (4, 5, 8)".to_owned(), "entry 4 was removed".to_owned()),
        (format!("DELETE FROM audit WHERE id = {last}"), format!("entry {last}, the last one, was removed")),
        (
            format!("DELETE FROM audit WHERE id >= {before}"),
            format!("entries {before} to {last}, the last ones, were removed"),
        ),
        ("DELETE FROM audit".to_owned(), format!("entries 1 to {last}, the last ones, were removed")),
        (swap(3, 6), "entry 3 is not the one that was written there: that one stands at 6 now".to_owned()),
        (swap(3, 4), "entry 3 is not the one that was written there: that one stands at 4 now".to_owned()),
        (
            format!("UPDATE audit SET id = -id - 1 WHERE id >= 5; UPDATE audit SET id = -id WHERE id < 0; {}", put(5)),
            "entry 5 is not the one that was written there: that one stands at 6 now".to_owned(),
        ),
        (
            "DELETE FROM audit WHERE id = 5; UPDATE audit SET id = -id + 1 WHERE id > 5;
             UPDATE audit SET id = -id WHERE id < 0"
                .to_owned(),
            "entry 5 was altered: it does not fit its hash and the entry before it".to_owned(),
        ),
        (put(0), "entry 0 was inserted: it stands outside of the chain".to_owned()),
        (put(after), format!("entry {after} was inserted: it stands outside of the chain")),
        (put(beyond), format!("entry {beyond} was inserted: it stands outside of the chain")),
        ("DELETE FROM audit_head".to_owned(), head.clone()),
        ("UPDATE audit_head SET hash = ''".to_owned(), head),
        (
            format!("UPDATE audit_head SET hash = '{}'", "0".repeat(64)),
            format!("entry {last}, the last one, is not the one that was noted as the last"),
        ),
        (
            "UPDATE audit_head SET last_id = last_id + 2".to_owned(),
            format!("entries {after} to {beyond}, the last ones, were removed"),
        ),
    ];
    for (statements, expected) in cases {
        let shell = with_history();
        tamper(&shell, &statements);
        let ended = shell.enlist(&["audit", "verify"]);
        let expected = format!("error[E0501]: the audit is not intact: {expected}\n");
        assert_eq!(ended.exit, Exit::Refused, "{statements}");
        assert!(ended.err.starts_with(&expected), "{statements}\nexpected {expected}found {}", ended.err);
    }
}

#[test]
fn the_database_itself_refuses_to_change_the_past() {
    let shell = with_history();
    let connection = connection(shell.path("enlist.db"));
    for (statement, expected) in [
        ("UPDATE audit SET label = '' WHERE id = 1", "the audit is append-only: entries are never changed"),
        ("DELETE FROM audit", "the audit is append-only: entries are never removed"),
        ("DELETE FROM audit_head", "the audit is append-only: its head is never removed"),
    ] {
        assert_eq!(connection.execute_batch(statement).unwrap_err().to_string(), expected, "{statement}");
    }
    assert_eq!(shell.json(&["audit", "verify"])["intact"], true);
}

#[test]
fn the_chain_goes_on_over_undone_runs_and_plans() {
    let mut world = World::acme();
    let entries = |world: &World| match verdict(&world.app) {
        Verdict::Intact { entries, .. } => entries,
        Verdict::Broken(found) => panic!("{found:?}"),
    };
    let before = entries(&world);
    let failed = world.run(&format!("{} throw 1;", adds(3, "a")));
    assert_eq!((failed.status, entries(&world)), (RunStatus::Failed, before));
    let planned = world.app.run("acme", &request(&adds(3, "a")), Mode::Plan).unwrap();
    assert_eq!((planned.status, entries(&world)), (RunStatus::Planned, before));
    world.run(&adds(3, "a"));
    assert_eq!(entries(&world), before + 3);
    // Something before the mark, something undone, something after it, in one transaction.
    let activate = |work: &mut _, user: &str| drop(enlist::directory::activate_user(work, user).unwrap());
    let mut work = world.app.enter("acme", Access::Write).unwrap();
    activate(&mut work, "a0@example.com");
    work.mark().unwrap();
    activate(&mut work, "a1@example.com");
    activate(&mut work, "a2@example.com");
    work.undo().unwrap();
    activate(&mut work, "a2@example.com");
    work.commit().unwrap();
    assert_eq!(entries(&world), before + 5);
    let mut dropped = world.app.enter("acme", Access::Write).unwrap();
    activate(&mut dropped, "a1@example.com");
    drop(dropped);
    assert_eq!(entries(&world), before + 5);
}

#[test]
fn two_programs_write_one_chain() {
    let shell = Shell::acme();
    let open = || App::open(&shell.path("enlist.db"), System::real().unwrap()).unwrap();
    let (mut first, mut second) = (open(), open());
    for round in 0..5 {
        for (app, prefix) in [(&mut first, "a"), (&mut second, "b")] {
            let run = app.run("acme", &request(&adds(2, &format!("{prefix}{round}x"))), Mode::Commit).unwrap();
            assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
        }
    }
    let found = verdict(&first);
    assert!(matches!(found, Verdict::Intact { entries, .. } if entries >= 20), "{found:?}");
}

#[test]
fn what_is_written_after_a_removal_does_not_heal_it() {
    let shell = with_history();
    let last = last_entry(&shell);
    tamper(&shell, &format!("DELETE FROM audit WHERE id = {last}"));
    shell.out(&["user", "activate", "user2@example.com", "-e", "acme"]);
    let app = App::open(&shell.path("enlist.db"), System::fixed(NOW)).unwrap();
    assert_eq!(verdict(&app), Verdict::Broken(ChainBreak { entry: last, kind: ChainBreakKind::Removed }));
}

#[test]
fn the_list_is_of_one_environment_and_narrowed_by_what_is_asked() {
    let shell = with_history();
    let list = |words: &[&str]| {
        let words: Vec<&str> = ["audit", "list"].iter().chain(words).copied().collect();
        let found = shell.json(&words);
        found.as_array().unwrap().iter().map(|entry| entry["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list(&["-e", "acme", "--limit", "1"]), ["user1@example.com"]);
    assert!(list(&["-e", "beta"]).is_empty());
    assert_eq!(list(&["-e", "acme", "--user", "user3@example.com"]), ["user3@example.com"]);
    assert!(list(&["-e", "acme", "--subject", "group"]).contains(&"planning".to_owned()));
    assert!(list(&["--installation"]).contains(&"Beta".to_owned()));
    let runs = shell.json(&["runs", "list", "-e", "acme"]);
    let run = runs[0]["run"].as_str().unwrap();
    assert_eq!(list(&["-e", "acme", "--run", run]).len(), 5);
    let out = shell.out(&["audit", "list", "-e", "acme", "--user", "user1@example.com"]);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("ENTRY  TIME") && lines.len() == 4, "{out}");
    assert!(lines[1].contains("active true → false") && lines[1].ends_with("command line"), "{out}");
    assert!(lines[3].contains("add.rhai:2") && lines[3].ends_with(run), "{out}");
    let ended = shell.enlist(&["audit", "list", "-e", "acme", "--user", "nobody@example.com"]);
    assert!(ended.err.contains("error[E0203]"), "{}", ended.err);
    let ended = shell.enlist(&["audit", "list", "-e", "beta", "--run", run]);
    assert!(ended.err.contains("error[E0203]"), "another environment's run: {}", ended.err);
}

#[test]
fn the_export_has_every_column_and_hash() {
    let shell = with_history();
    let last = last_entry(&shell);
    let told = shell.out(&["audit", "export", "--all", "--to", "{}/audit.jsonl"]);
    assert_eq!(told, format!("{last} entries written to {{}}/audit.jsonl\n"));
    let text = std::fs::read_to_string(shell.path("audit.jsonl")).unwrap();
    let all: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(all.len() as i64, last);
    assert_eq!(all.last().unwrap()["hash"], shell.json(&["audit", "verify"])["head"]);
    for key in
        ["id", "at", "caller", "environment", "run", "action", "subject", "subjectId", "label", "changes", "line"]
    {
        assert!(all.iter().all(|entry| entry.get(key).is_some()), "{key}");
    }
    let count = |words: &[&str]| shell.out(words).lines().count();
    let (acme, none) = (count(&["audit", "export", "-e", "acme"]), count(&["audit", "export", "--installation"]));
    assert_eq!(acme + none, all.len(), "beta has no entry of its own");
}

#[test]
fn what_programs_are_shown_has_its_hash_at_once() {
    let shell = Shell::acme();
    shell.out(&["group", "add", "night shift"]);
    let listed = shell.json(&["audit", "list"]);
    let all = listed.as_array().unwrap();
    assert!(all.iter().all(|entry| entry["hash"].as_str().unwrap().len() == 64), "{listed}");
    shell.out(&["group", "add", "day shift"]);
    let exported = shell.out(&["audit", "export"]);
    assert_eq!(exported.lines().count(), all.len() + 1, "{exported}");
}

#[test]
fn the_export_can_be_checked_without_enlist() {
    let shell = with_history();
    with_origins(&shell);
    let out = shell.out(&["audit", "export", "--all"]);
    let mut last = vec![0; 32];
    for line in out.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let pair = |change: &Value| (change["property"].clone(), json!([change["before"], change["after"]]));
        let changes = entry["changes"].as_array().unwrap().iter().map(pair);
        let changes: serde_json::Map<_, _> =
            changes.map(|(property, pair)| (property.as_str().unwrap().to_owned(), pair)).collect();
        let changes = json!(Value::from(changes).to_string());
        let mut bytes = last;
        for column in [
            &entry["place"],
            &entry["environmentRow"],
            &entry["runRow"],
            &entry["caller"],
            &entry["atMicroseconds"],
            &entry["action"],
            &entry["subject"],
            &entry["subjectId"],
            &entry["label"],
            &changes,
            &entry["line"],
            &entry["column"],
        ] {
            match column {
                Value::Number(number) => {
                    bytes.push(1);
                    bytes.extend(number.as_i64().unwrap().to_le_bytes());
                }
                Value::String(text) => {
                    bytes.push(2);
                    bytes.extend((text.len() as u64).to_le_bytes());
                    bytes.extend(text.bytes());
                }
                _ => bytes.push(0),
            }
        }
        // Entries of schema version 1 have no origin, and their hashes know nothing of one.
        for text in entry.get("originText").into_iter().flat_map(|origin| ["origin", origin.as_str().unwrap()]) {
            bytes.push(2);
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.bytes());
        }
        last = Sha256::digest(&bytes).to_vec();
        let hex: String = last.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["hash"], hex, "{line}");
    }
}

/// Adds a group for each kind of origin; answers the origins in order, as JSON shows them.
fn with_origins(shell: &Shell) -> Vec<Value> {
    let id = |text: &str| PublicId::parse(text).unwrap();
    let address = "203.0.113.7".parse().unwrap();
    let rest = Origin::Rest { token: id("token-1"), address, request: "request-1".to_owned() };
    let page = Origin::Page { session: Some(id("session-1")), address, request: "request-2".to_owned() };
    let shown = json!({ "kind": "rest", "token": "token-1", "address": "203.0.113.7", "request": "request-1" });
    let all = [
        (Origin::CommandLine, json!({ "kind": "commandLine" })),
        (rest.clone(), shown.clone()),
        (page, json!({ "kind": "page", "session": "session-1", "address": "203.0.113.7", "request": "request-2" })),
        (Origin::of_run(id("run-1"), Some(rest)), json!({ "kind": "script", "run": "run-1", "trigger": shown })),
        (Origin::Job { name: "sweep".to_owned() }, json!({ "kind": "job", "name": "sweep" })),
        (Origin::Unknown("{\"kind\":\"telegram\"}".to_owned()), json!({ "kind": "unknown" })),
    ];
    let app = App::open(&shell.path("enlist.db"), System::counting_from(5_000, NOW)).unwrap();
    let add = |(at, (origin, shown)): (usize, (Origin, Value))| {
        let mut work = app.enter("acme", Access::Write).unwrap();
        work.transaction.origin = Some(origin);
        let draft = GroupDraft::named(Name::parse(&format!("group {at}")).unwrap());
        enlist::directory::add_group(&mut work, draft).unwrap();
        work.commit().unwrap();
        shown
    };
    all.into_iter().enumerate().map(add).collect()
}

#[test]
fn an_entry_tells_where_it_came_from() {
    let shell = with_history();
    let expected = with_origins(&shell);
    let listed = shell.json(&["audit", "list", "-e", "acme", "--limit", "6"]);
    let origins: Vec<Value> = listed.as_array().unwrap().iter().rev().map(|entry| entry["origin"].clone()).collect();
    assert_eq!(origins, expected);
    let out = shell.out(&["audit", "list", "-e", "acme", "--limit", "6"]);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].ends_with("FROM"), "{out}");
    for (line, end) in lines[1..].iter().zip([
        "unknown to this version",
        "job sweep",
        "REST, token token-1, 203.0.113.7, request request-1, run run-1",
        "page, 203.0.113.7",
        "REST, token token-1, 203.0.113.7, request request-1",
        "command line",
    ]) {
        assert!(line.ends_with(end), "{end}: {line}");
    }
    let verdict = shell.json(&["audit", "verify"]);
    assert_eq!(verdict["intact"], true);
    // A directory that is moved takes them along.
    let database = shell.path("enlist.db");
    shell.out(&["migrate", "--from", database.to_str().unwrap(), "--to", "{}/moved.db"]);
    assert_eq!(shell.json(&["audit", "verify", "--database", "{}/moved.db"]), verdict);
    let moved = shell.json(&["audit", "list", "-e", "acme", "--limit", "6", "--database", "{}/moved.db"]);
    let moved: Vec<&Value> = moved.as_array().unwrap().iter().rev().map(|entry| &entry["origin"]).collect();
    assert_eq!(moved, expected.iter().collect::<Vec<_>>());
}

#[test]
fn an_origin_that_is_added_altered_or_removed_is_found() {
    for (condition, origin) in [
        ("origin IS NULL", "'{\"kind\":\"commandLine\"}'"),
        ("origin IS NOT NULL", "NULL"),
        ("origin IS NOT NULL", "''"),
        ("origin LIKE '%session-1%'", "replace(origin, 'session-1', 'session-2')"),
    ] {
        let shell = with_history();
        with_origins(&shell);
        let first = format!("SELECT min(id) FROM audit WHERE {condition}");
        tamper(&shell, &format!("UPDATE audit SET origin = {origin} WHERE id = ({first})"));
        let found: Value = serde_json::from_str(&shell.enlist(&["audit", "verify", "--json"]).out).unwrap();
        assert_eq!((&found["intact"], &found["kind"]), (&json!(false), &json!("altered")), "{condition}: {found}");
    }
}

#[test]
fn blame_names_the_line_that_set_each_property() {
    let shell = Shell::acme();
    let first = r#"bizzStream.addUser(#{
  globalEmailAddress: "ada@example.com",
  name: "Ada",
  administrator: false,
  locale: "en", language: "nl",
  memberGroupNames: ["planning"],
})"#;
    let second = r#"
let change = #{
  globalEmailAddress: "ada@example.com",
  language: "de", theme: "dark",
  profile: #{ jobTitle: "Analyst" } };
bizzStream.addUser(change);"#;
    let third = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com",

   addMemberGroupNames: ["managers"] })"#;
    for (name, source) in [("first.rhai", first), ("second.rhai", second), ("third.rhai", third)] {
        shell.write(name, source);
        shell.out(&["run", &format!("{{}}/{name}")]);
    }
    let blame = shell.json(&["blame", "ada@example.com"]);
    for (property, script, line, column) in [
        ("name", "first.rhai", 3, 3),
        ("locale", "first.rhai", 5, 3),
        ("language", "second.rhai", 4, 3),
        ("theme", "second.rhai", 4, 19),
        ("profile.jobTitle", "second.rhai", 5, 3),
        ("groups", "third.rhai", 3, 4),
        // Set by no option: the call that added the user.
        ("active", "first.rhai", 1, 12),
    ] {
        let all = blame["properties"].as_array().unwrap();
        let found = all.iter().find(|found| found["property"] == property).unwrap();
        assert_eq!(
            (&found["script"], &found["line"], &found["column"]),
            (&json!(script), &json!(line), &json!(column)),
            "{property}"
        );
        assert_eq!(found["given"], json!(property != "active"), "{property}");
    }
}

#[test]
fn blame_is_a_table_that_names_people_and_the_command_line() {
    let shell = Shell::acme();
    for (file, address, name) in
        [("grace.rhai", "grace@example.com", "Grace Hopper"), ("ada.rhai", "ada@example.com", "Ada Lovelace")]
    {
        let source = format!(
            "bizzStream.addUser(#{{\n  globalEmailAddress: \"{address}\",\n  name: \"{name}\",\n  administrator: true,\n  \
             active: true,\n  locale: \"en\",\n  language: \"en\",\n}})"
        );
        shell.write(file, &source);
    }
    shell.out(&["run", "{}/grace.rhai"]);
    shell.out(&["run", "{}/ada.rhai", "--as", "grace@example.com"]);
    shell.out(&["group", "join", "planning", "ada@example.com"]);
    shell.out(&["group", "join", "planning", "grace@example.com"]);
    let blame = shell.json(&["blame", "ada@example.com"]);
    let of = |property: &str| {
        let all = blame["properties"].as_array().unwrap();
        all.iter().find(|blame| blame["property"] == property).unwrap()
    };
    let name = of("name");
    assert_eq!((&name["value"], &name["callerName"]), (&json!("Ada Lovelace"), &json!("Grace Hopper")));
    assert_eq!(name["text"], "name: \"Ada Lovelace\",");
    let groups = of("groups");
    assert_eq!(
        (&groups["value"], &groups["caller"], &groups["run"], &groups["line"]),
        (&json!(["planning"]), &json!("operator"), &json!(null), &json!(null))
    );
    // That grace joined later is nothing about ada.
    let list = shell.json(&["audit", "list", "--subject", "group", "--limit", "2"]);
    assert_eq!(groups["entry"], list[1]["id"]);
    let out = shell.out(&["blame", "ada@example.com"]);
    assert!(out.starts_with("Ada Lovelace  ada@example.com, "), "{out}");
    let line = |property: &str| out.lines().find(|line| line.starts_with(property)).unwrap().to_owned();
    assert!(line("groups").ends_with("command line"), "{out}");
    assert!(line("active").contains("Grace Hopper") && line("active").contains("ada.rhai:5:3"), "{out}");
    assert!(line("active").ends_with("active: true,"), "{out}");
    assert_eq!(shell.enlist(&["blame", "nobody@example.com"]).exit, Exit::Refused);
}
