//! Upgrades: databases of earlier versions are brought up to date, whole or not at all, and everything in them goes on to work.

use super::browser::People;
use super::kills::killed_at;
use super::old_database::{OldDatabase, schema_of};
use super::page_passwords::code_of;
use super::processes::said;
use super::server::Server;
use super::{engine, world};
use enlist::app::{App, System};
use enlist::domain::{LinkPurpose, Moment};
use enlist::http::{served_pages, served_routes};
use enlist::script::{DeployedRequest, Trigger};
use enlist::store::{Access, SCHEMA_VERSION};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;

/// The points at which an upgrade is killed: before and after each thing it does.
const POINTS: &[&str] = &["migrate", "copy", "copied", "placed", "migrated"];

/// A command that opens the database and changes nothing in it.
const LOOK: &[&str] = &["env", "list", "--json"];

/// The backup beside a database is there and whole, with the rows that were there before.
fn check_kept(old: &OldDatabase, before: &Value) {
    let kept = old.kept(SCHEMA_VERSION);
    assert_eq!(schema_of(&kept), old.version);
    let doctor = old.json(&["--database", kept.to_str().unwrap(), "doctor"]);
    assert_eq!(audit_of(&doctor), audit_of(before), "{doctor}");
    assert_ne!(doctor["state"], "broken", "{doctor}");
}

/// What the doctor says of the audit: how many entries are as they were written.
fn audit_of(doctor: &Value) -> String {
    let checks = doctor["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == "audit").unwrap()["found"].to_string()
}

#[test]
fn an_old_database_is_upgraded_with_every_row() {
    for old in OldDatabase::all() {
        let columns = old.columns();
        for (table, rows) in old.rows() {
            assert_eq!(old.outside().number(&format!("SELECT count(*) FROM {table}")), rows, "{table}");
        }
        let content = old.content(&columns);
        let head = old.outside().texts("SELECT hash FROM audit_head").remove(0);
        // To look at it changes nothing.
        let before = old.json(&["doctor"]);
        assert_ne!(before["state"], "broken", "{before}");
        assert_eq!(old.schema(), old.version);

        let output = old.run(LOOK);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(old.schema(), SCHEMA_VERSION);
        assert_eq!(old.content(&columns), content, "version {}", old.version);
        let after = old.json(&["doctor"]);
        assert_ne!(after["state"], "broken", "{after}");
        assert_eq!(audit_of(&after), audit_of(&before));
        let verdict = old.json(&["audit", "verify"]);
        assert_eq!((&verdict["intact"], verdict["head"].as_str()), (&json!(true), Some(head.as_str())));
        if old.version < SCHEMA_VERSION {
            check_kept(&old, &before);
        }
        // The chain goes on over both kinds of entries.
        old.json(&["group", "add", "after the upgrade", "-e", "acme"]);
        let verdict = old.json(&["audit", "verify"]);
        assert_eq!(verdict["entries"].as_i64(), Some(old.facts["rows"]["audit"].as_integer().unwrap() + 1));
    }
}

#[test]
fn an_upgrade_that_is_killed_leaves_the_old_state_or_goes_on() {
    for point in POINTS {
        for old in OldDatabase::all().into_iter().filter(|old| old.version < SCHEMA_VERSION) {
            let columns = old.columns();
            let content = old.content(&columns);
            let before = old.json(&["doctor"]);
            let (came, _) = killed_at(old.command(LOOK), point, Duration::ZERO);
            assert!(came, "{point}");
            // On a server the last step ends with the commit after which it was killed.
            let expected = if !old.is_file() && *point == "placed" { SCHEMA_VERSION } else { old.version };
            until(point, || old.schema() == expected);
            assert_eq!(old.content(&columns), content, "{point}");
            let output = old.run(LOOK);
            assert!(output.status.success(), "{point}: {}", said(&output));
            assert_eq!(old.schema(), SCHEMA_VERSION, "{point}");
            assert_eq!(old.content(&columns), content, "{point}");
            check_kept(&old, &before);
            assert_ne!(old.json(&["doctor"])["state"], "broken", "{point}");
        }
    }
}

/// Waits until a server has noticed that a program was killed.
fn until(context: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it does not come: {context}");
}

#[test]
fn several_processes_upgrade_at_once() {
    for old in OldDatabase::all() {
        let before = old.json(&["doctor"]);
        let start = |_| {
            let mut command = old.command(&["user", "activate", "user0@example.com", "-e", "acme"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let children: Vec<_> = (0..4).map(start).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", said(&output));
        }
        assert_eq!(old.schema(), SCHEMA_VERSION);
        assert_eq!(old.json(&["audit", "verify"])["intact"], true);
        if old.version < SCHEMA_VERSION {
            check_kept(&old, &before);
        }
        if old.is_file() {
            let names = std::fs::read_dir(old.folder.path()).unwrap().map(|file| file.unwrap().file_name());
            let kept =
                names.filter(|name| name.to_string_lossy().contains("before") && !is_log(&name.to_string_lossy()));
            assert_eq!(kept.count(), usize::from(old.version < SCHEMA_VERSION));
        } else {
            let copies = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%_before_%'";
            assert_eq!(old.outside().number(copies), i64::from(old.version < SCHEMA_VERSION));
        }
    }
}

fn is_log(name: &str) -> bool {
    name.ends_with("-wal") || name.ends_with("-shm")
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let old = OldDatabase::of(1);
    old.json(&["env", "list"]);
    let newer = SCHEMA_VERSION + 1;
    old.outside().execute(&match old.is_file() {
        true => format!("PRAGMA user_version = {newer}"),
        false => format!("UPDATE enlist_schema SET version = {newer}"),
    });
    let found = format!("has schema {newer}, this program knows schema {SCHEMA_VERSION}");
    let commands: [&[&str]; 5] = [
        &["env", "list"],
        &["init"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["user", "activate", "user0@example.com", "-e", "acme"],
        &["audit", "verify"],
    ];
    for words in commands {
        let output = old.run(words);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.starts_with("error[E0406]") && said.contains(&found), "{words:?}: {said}");
        assert!(said.contains("help: "), "{words:?}: {said}");
    }
    // The doctor looks at any file, and says so too.
    let output = old.run(&["doctor"]);
    assert!(!output.status.success() && said(&output).contains(&found), "{}", said(&output));
}

#[test]
fn an_old_copy_is_put_in_place_and_upgraded() {
    for old in OldDatabase::all().into_iter().filter(OldDatabase::is_file) {
        let restored = old.folder.path().join("restored.db");
        let restored = restored.to_str().unwrap();
        old.json(&["--database", restored, "restore", old.path.to_str().unwrap()]);
        assert_eq!(schema_of(restored.as_ref()), old.version);
        assert_eq!(old.json(&["--database", restored, "env", "list"]).as_array().unwrap().len(), 3);
        assert_eq!(schema_of(restored.as_ref()), SCHEMA_VERSION);
    }
}

#[test]
fn a_half_copied_database_of_an_old_version_can_be_begun_again() {
    for old in OldDatabase::all() {
        let source = OldDatabase::of(old.version);
        old.outside().execute(
            "CREATE TABLE enlist_migration (table_name TEXT PRIMARY KEY, source TEXT NOT NULL, written BIGINT NOT NULL,
                 hash TEXT NOT NULL);
             INSERT INTO enlist_migration VALUES ('account', 'elsewhere', 0, '')",
        );
        let refused = old.run(LOOK);
        assert!(said(&refused).contains("E0792"), "{}", said(&refused));
        let [from, to] = [&source, &old].map(|one| one.path.to_str().unwrap());
        old.json(&["migrate", "--from", from, "--to", to, "--anew"]);
        assert_eq!(old.schema(), SCHEMA_VERSION);
        assert_eq!(old.json(&["audit", "verify"])["head"], source.json(&["audit", "verify"])["head"]);
    }
}

#[test]
fn a_copy_on_a_server_is_a_directory_that_the_old_version_can_open() {
    let old = OldDatabase::of(1);
    if old.is_file() {
        return;
    }
    old.json(&["env", "list"]);
    // It is upgraded itself here, which needs everything that the old version has: tables, rules, counters.
    let kept = old.kept(SCHEMA_VERSION);
    let kept = kept.to_str().unwrap();
    assert_eq!(old.json(&["--database", kept, "env", "list"]).as_array().unwrap().len(), 3);
    assert_eq!(schema_of(kept.as_ref()), SCHEMA_VERSION);
    old.json(&["--database", kept, "group", "add", "in the copy", "-e", "acme"]);
    assert_eq!(old.json(&["--database", kept, "audit", "verify"])["intact"], true);
    let outside = super::raw_connection::RawConnection::of(kept);
    for table in ["public.audit", "enlist_before_2.audit"] {
        let removal = "DELETE FROM ".to_owned() + table;
        let refused = engine::connect(kept).batch_execute(&removal).unwrap_err();
        let message = refused.as_db_error().unwrap().message();
        assert_eq!(message, "the audit is append-only: entries are never removed", "{table}");
    }
    assert_eq!(outside.number("SELECT count(*) FROM public.member_group WHERE name = 'in the copy'"), 0);
}

#[test]
fn a_copy_of_something_else_is_not_replaced() {
    let old = OldDatabase::of(1);
    if old.is_file() {
        return;
    }
    let schema = format!("enlist_before_{SCHEMA_VERSION}");
    old.outside().execute(&format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.mine (it INTEGER)"));
    let output = old.run(LOOK);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains(&format!("a schema `{schema}` already")), "{}", said(&output));
    assert_eq!(old.schema(), old.version);
    // An empty one may have been made by an administrator of the server.
    old.outside().execute(&format!("DROP TABLE {schema}.mine"));
    old.json(&["env", "list"]);
    assert_eq!(old.schema(), SCHEMA_VERSION);
}

#[test]
fn old_scripts_members_and_letters_are_worked_with() {
    for old in OldDatabase::all() {
        let mut app = App::open(&old.path, System::real().unwrap()).unwrap().with_key_file(Some(old.key()));
        let request = world::request(
            r#"bizzStream.addUser(#{ globalEmailAddress: "user10@example.com", name: "Ten", profile: #{ desk: 11 } });
               bizzStream.addUser(#{ globalEmailAddress: "user3@example.com", active: true });"#,
        );
        let run = app.run("acme", &request, enlist::script::Mode::Commit).unwrap();
        assert!(run.error.is_none() && run.effects.len() == 2, "{run:?}");
        let request = DeployedRequest {
            script: "count.rhai".to_owned(),
            input: Some(json!({ "number": 7 })),
            key: Some("after".to_owned()),
            trigger: Trigger::Operator,
        };
        let run = app.run_deployed("acme", &request, enlist::script::Mode::Commit).unwrap();
        assert_eq!(run.result.as_deref(), Some(r#"{"number":8}"#), "{run:?}");
        // The key of an old run counts.
        let request = DeployedRequest { key: Some("first".to_owned()), ..request };
        let again = app.run_deployed("acme", &request, enlist::script::Mode::Commit).unwrap();
        assert_eq!(again.status, enlist::domain::RunStatus::Repeated);
        let mut work = app.enter("acme", Access::Write).unwrap();
        let user = enlist::directory::ban_user(&mut work, "user20@example.com").unwrap();
        assert!(user.membership.banned);
        work.commit().unwrap();
        drop(app);
        let dead = old.json(&["outbox", "list", "-e", "acme", "--status", "dead"]);
        let letter = dead[0]["_id"].as_str().unwrap();
        old.json(&["outbox", "resend", letter, "-e", "acme"]);
        assert_eq!(old.json(&["audit", "verify"])["intact"], true);
    }
}

#[test]
fn old_links_open_at_the_time_they_were_good() {
    for old in OldDatabase::all() {
        let made_at = Moment::parse(old.fact("made_at")).unwrap();
        let app = App::open(&old.path, System::counting_from(7_000, made_at)).unwrap().with_key_file(Some(old.key()));
        let key = app.key().unwrap();
        for (fact, purpose) in [
            ("unused_link", LinkPurpose::Enrol),
            ("unused_reset_link", LinkPurpose::Reset),
            ("unused_address_link", LinkPurpose::Address),
        ] {
            let text = old.fact(fact).rsplit('/').next().unwrap();
            let mut transaction = app.begin(Access::Write).unwrap();
            enlist::directory::use_link(&mut transaction, &key, text, purpose)
                .unwrap_or_else(|e| panic!("{fact}: {e}"));
            transaction.commit().unwrap();
            let transaction = app.begin(Access::Read).unwrap();
            assert!(enlist::directory::open_link(&transaction, &key, text, purpose).is_err(), "{fact} twice");
        }
    }
}

#[test]
fn people_log_in_and_every_page_is_shown() {
    for old in OldDatabase::all() {
        old.move_to_now();
        let people = People { server: Server::on(&old.path, &[]) };
        let password = old.fact("password");

        // The sessions that were there.
        let mut ada = people.browser();
        ada.set_cookie("__Host-enlist", old.fact("session"));
        let profile = ada.get("/profile");
        assert!(profile.status == 200 && profile.body.contains("ada@example.com"), "{}", profile.body);
        let mut acting = people.browser();
        acting.set_cookie("__Host-enlist", old.fact("impersonating_session"));
        assert!(acting.get("/").body.contains("Hal the Second"));
        for session in ["session", "administrator_session", "impersonating_session"] {
            for page in served_pages().filter(|page| page.method == "GET") {
                let mut browser = people.browser();
                browser.set_cookie("__Host-enlist", old.fact(session));
                for link in ["unused_link", "unused_reset_link", "unused_address_link"] {
                    let path = page.path.replace("{link}", old.fact(link).rsplit('/').next().unwrap());
                    let status = browser.get(&path).status;
                    assert!(status < 500, "{session}, {path}: {status}");
                }
            }
        }
        assert_eq!(ada.post("/profile", &[("name", "Ada after"), ("theme", "dark")]).location(), "/profile?note=saved");

        // Old passwords, with and without a second factor.
        let mut hal = people.browser();
        assert_eq!(hal.log_in("hal", password).location(), "/");
        let mut max = people.browser();
        assert_eq!(max.log_in("max", old.fact("max_password")).location(), "/");
        let mut former = people.browser();
        assert_eq!(former.log_in("max", password).status, 422, "a former password");
        let mut app = people.browser();
        assert_eq!(app.log_in("ada", password).location(), "/login/second");
        let code = code_of(old.fact("second_factor"));
        assert_eq!(app.post("/login/second", &[("code", &code)]).location(), "/");
        let mut paper = people.browser();
        paper.log_in("ada", password);
        assert_eq!(paper.post("/login/second", &[("code", old.fact("recovery_code"))]).location(), "/");
        for (name, status) in [("ivo", "denied"), ("jan", "banned")] {
            assert_eq!(people.browser().log_in(name, password).status, 422, "{status}");
        }
        assert!(people.server.stop());
        assert_eq!(old.json(&["audit", "verify"])["intact"], true);
    }
}

#[test]
fn programs_use_old_tokens_and_every_route_answers() {
    for old in OldDatabase::all() {
        let server = Server::on(&old.path, &[]);
        let client = server.client_with(old.fact("token"));
        let organization = server.client_with(old.fact("organization_token")).header("environment-id", "acme");
        let known = |list: &str, what: &str, name: &str| {
            client.get(list).ok()[what][0][name].as_str().unwrap_or_else(|| panic!("{list}")).to_owned()
        };
        let places = [
            ("user", "user1@example.com".to_owned()),
            ("group", "planning".to_owned()),
            ("menu", "office".to_owned()),
            ("role", "planner".to_owned()),
            ("field", "jobTitle".to_owned()),
            ("script", "count.rhai".to_owned()),
            ("token", "everything".to_owned()),
            ("run", known("/runs", "runs", "run")),
            ("letter", known("/letters", "letters", "_id")),
            ("schedule", known("/schedules", "schedules", "_id")),
            ("environment", "acme".to_owned()),
        ];
        let mut asked = 0;
        for route in served_routes().filter(|route| route.method == "GET") {
            let mut path = route.path.strip_prefix("/api/v1").unwrap_or(route.path).to_owned();
            for (name, value) in &places {
                path = path.replace(&format!("{{{name}}}"), value);
            }
            assert!(!path.contains('{'), "{path}: which one?");
            let statuses = [client.get(&path).status, organization.get(&path).status];
            assert!(statuses.contains(&200) && statuses.iter().all(|status| *status < 500), "{path}: {statuses:?}");
            asked += 1;
        }
        assert!(asked > 20, "{asked}");
        assert_eq!(server.client_with(old.fact("revoked_token")).get("/users").status, 401);
        let run = client.post("/scripts/count.rhai/run", json!({ "input": { "number": 1 } })).ok();
        assert_eq!(run["run"]["result"]["number"], 2);
        let entries = client.get("/audit?limit=5").ok();
        assert_eq!(entries["entries"].as_array().unwrap().len(), 5, "{entries}");
    }
}
