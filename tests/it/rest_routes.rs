//! REST by a real client: roles, fields, tokens, scripts and their runs, schedules, events, bans, the environment, the
//! organization.

use super::raw_connection::RawConnection;
use super::server::{Client, Server};
use super::world::ACME;
use enlist::domain::{Permission, Permissions};
use serde_json::{Value, json};

/// Another environment of Acme's organization.
const BRANCH: &str = "[organization]\nname = \"Acme\"\n[environment]\nname = \"Branch\"\nid = \"branch\"\n";

const GREET: &str =
    "console.log(input.name); if input.name == \"nobody\" { throw \"nobody is there\"; } #{ hello: input.name }";

fn add_ada(client: &Client, administrator: bool) {
    let ada = json!({
        "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": administrator, "active": true,
        "locale": "en", "language": "en",
    });
    client.post("/users", ada).ok();
}

pub fn deploy(client: &Client, name: &str, source: &str) -> Value {
    client.post("/scripts", json!({ "name": name, "source": source, "who": ["tokens"] })).ok()["script"].clone()
}

#[test]
fn roles_and_fields_are_added_changed_and_removed() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let added = client.post("/roles", json!({ "name": "driver", "permissions": ["users.read"] })).ok();
    assert_eq!((&added["role"]["name"], &added["role"]["permissions"]), (&json!("driver"), &json!(["users.read"])));
    let changed = client.patch("/roles/driver", json!({ "name": "pilot" })).ok();
    assert_eq!((&changed["role"]["name"], &changed["role"]["permissions"]), (&json!("pilot"), &json!(["users.read"])));
    assert_eq!(client.post("/roles", json!({ "name": "x", "permissions": ["fly"] })).status, 422);
    let field = json!({ "key": "wing", "type": "choice", "choices": ["left", "right"], "required": ["pilot"] });
    let added = client.post("/fields", field).ok();
    assert_eq!((&added["field"]["type"], &added["field"]["required"]), (&json!("choice"), &json!(["pilot"])));
    assert_eq!(client.delete("/roles/pilot").refusal(), "409 E0208");
    client.delete("/roles/pilot?confirm=true").ok();
    assert_eq!(client.get("/roles/pilot").refusal(), "404 E0203");
    let field = client.patch("/fields/wing", json!({ "label": "Wing", "required": true })).ok();
    assert_eq!((&field["field"]["label"], &field["field"]["required"]), (&json!("Wing"), &json!(true)));
    assert_eq!(field["field"]["choices"], json!(["left", "right"]));
    assert_eq!(client.patch("/fields/wing", json!({ "required": ["pilot", 1] })).refusal(), "422 E0102");
    client.delete("/fields/wing").ok();
    assert_eq!(client.get("/fields").ok()["fields"].as_array().unwrap().len(), 2);
}

#[test]
fn a_token_is_told_once_and_revoked() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let wanted = json!({ "name": "import", "permissions": ["users.read"], "expires": "10d" });
    let added = client.post("/tokens", wanted).ok()["token"].clone();
    let reader = server.client_with(added["secret"].as_str().unwrap());
    reader.get("/users").ok();
    assert_eq!(reader.get("/groups").refusal(), "403 E0211");
    let listed = client.get("/tokens").ok();
    let secret = added["secret"].as_str().unwrap();
    assert!(!listed.to_string().contains(secret) && listed.to_string().contains("import"));
    let audit = client.get("/audit").ok().to_string();
    assert!(audit.contains("import") && !audit.contains(secret));
    assert_eq!(client.delete("/tokens/import").refusal(), "409 E0206");
    assert_eq!(client.delete("/tokens/import?confirm=true").ok()["token"]["status"], "revoked");
    assert_eq!(reader.get("/users").refusal(), "401 E0701");
}

#[test]
fn a_script_from_a_windows_editor_is_stored_with_plain_lines() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let windows = deploy(&client, "greet.rhai", "\u{feff}let a = 1;\r\na + 1\r\n");
    assert_eq!(client.get("/scripts/greet.rhai").ok()["script"]["source"], "let a = 1;\na + 1\n");
    let plain = deploy(&client, "greet.rhai", "let a = 1;\na + 1\n");
    assert_eq!(plain["version"], windows["version"], "the version is that of the stored text");
    let found = client.post("/scripts/check", json!({ "source": "\u{feff}#!/usr/bin/enlist\r\n  prnt(1)\r\n" })).ok();
    let finding = &found["checked"]["findings"][0];
    assert_eq!((&finding["line"], &finding["column"]), (&json!(2), &json!(3)), "{found}");
}

#[test]
fn a_script_is_deployed_changed_and_removed() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let bad =
        client.post("/scripts", json!({ "name": "bad.rhai", "source": "let a = 1;\n bizzStream.addUsr(a);\nprnt(a)" }));
    assert_eq!(bad.status, 422, "{}", bad.body);
    let places: Vec<(&Value, &Value)> =
        bad.body["problems"].as_array().unwrap().iter().map(|it| (&it["line"], &it["column"])).collect();
    assert_eq!(places, [(&json!(2), &json!(13)), (&json!(3), &json!(1))]);
    assert_eq!(client.get("/scripts/bad.rhai").refusal(), "404 E0203");
    let first = deploy(&client, "greet.rhai", GREET);
    assert_eq!(first["who"], json!(["administrators", "tokens"]));
    let second = client.post("/scripts", json!({ "name": "greet.rhai", "source": "1 + 1" })).ok();
    assert_eq!((&second["script"]["_id"], &second["script"]["who"]), (&first["_id"], &first["who"]));
    assert_ne!(second["script"]["version"], first["version"]);
    let changed = client.patch("/scripts/greet.rhai", json!({ "who": ["group:sales"], "listens": ["user.left"] })).ok();
    assert_eq!(changed["script"]["who"], json!(["administrators", "group:sales"]));
    let shown = client.get("/scripts/greet.rhai").ok();
    assert_eq!((&shown["script"]["source"], &shown["script"]["listens"]), (&json!("1 + 1"), &json!(["user.left"])));
    let refused = client.post("/scripts/greet.rhai/run", json!({}));
    assert_eq!(refused.refusal(), "403 E0207");
    assert_eq!(client.delete("/scripts/greet.rhai").refusal(), "409 E0206");
    client.delete("/scripts/greet.rhai?confirm=true").ok();
    assert_eq!(client.get("/scripts").ok()["scripts"], json!([]));
}

#[test]
fn a_source_is_checked_without_being_kept() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let source = "let unused = 1;\nbizzStream.deactivateUser(\"ada@example.com\")";
    let checked = client.post("/scripts/check", json!({ "source": source })).ok()["checked"].clone();
    assert_eq!((&checked["findings"][0]["line"], &checked["findings"][0]["severity"]), (&json!(1), &json!("warning")));
    let can = checked["can"].as_object().unwrap();
    let able: Vec<&String> = can.iter().filter(|(_, because)| **because != json!([])).map(|(name, _)| name).collect();
    assert!(able.len() < can.len() && able.iter().any(|name| name.to_lowercase().contains("deactivate")), "{can:?}");
    let broken = client.post("/scripts/check", json!({ "source": "let = ;" })).ok()["checked"].clone();
    assert_eq!((&broken["can"], &broken["findings"][0]["code"]), (&Value::Null, &json!("E0301")));
    assert_eq!(client.get("/scripts").ok()["scripts"], json!([]));
}

#[test]
fn a_script_is_planned_and_run_once_for_each_key() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    deploy(&client, "greet.rhai", GREET);
    let input = json!({ "input": { "name": "Ada" } });
    let planned = client.post("/scripts/greet.rhai/plan", input.clone()).ok();
    assert_eq!((&planned["run"]["status"], &planned["run"]["run"]), (&json!("planned"), &Value::Null));
    let keyed = client.header("idempotency-key", "k-1");
    let first = keyed.post("/scripts/greet.rhai/run", input.clone()).ok();
    assert_eq!((&first["run"]["status"], &first["repeated"]), (&json!("committed"), &json!(false)));
    assert_eq!((&first["run"]["result"], &first["run"]["log"]), (&json!({ "hello": "Ada" }), &json!(["Ada"])));
    let again = keyed.post("/scripts/greet.rhai/run", input).ok();
    assert_eq!((&again["run"]["run"], &again["repeated"]), (&first["run"]["run"], &json!(true)));
    let failed = client.post("/scripts/greet.rhai/run", json!({ "input": { "name": "nobody" } }));
    assert_eq!(failed.refusal(), "422 E0302");
    let problem = &failed.body["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&json!(1), &json!(54)), "{problem}");
    let run = failed.body["run"].as_str().unwrap();
    assert_eq!(client.get(&format!("/runs/{run}")).ok()["run"]["status"], "failed");
    assert_eq!(client.get("/runs").ok()["runs"].as_array().unwrap().len(), 2);
    assert_eq!(client.header("if-match", "*").post("/scripts/greet.rhai/run", json!({})).refusal(), "400 E0705");
    let figures = ureq::get(format!("{}/metrics", server.figures)).call().unwrap().body_mut().read_to_string().unwrap();
    for (status, count) in [("committed", 1), ("failed", 1), ("repeated", 1)] {
        let line = format!("enlist_runs_total{{status=\"{status}\"}} {count}");
        assert!(figures.contains(&line), "{line}\n{figures}");
    }
    assert!(figures.contains("enlist_run_seconds_count{status=\"committed\"} 1"), "{figures}");
}

#[test]
fn schedules_come_due_pause_and_go() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    deploy(&client, "greet.rhai", GREET);
    let wanted = json!({
        "script": "greet.rhai", "expression": "0 6 * * 1", "timeZone": "Europe/Amsterdam", "input": { "name": "Ada" },
    });
    let added = client.post("/schedules", wanted).ok()["schedule"].clone();
    let path = format!("/schedules/{}", added["_id"].as_str().unwrap());
    assert_eq!((&added["active"], &added["input"]), (&json!(true), &json!({ "name": "Ada" })));
    assert_eq!(client.get(&path).ok()["schedule"], added);
    assert_eq!(client.get("/schedules").ok()["schedules"], json!([added]));
    let jobs = client.get("/jobs").ok();
    assert_eq!(jobs["jobs"][0]["waiting"], 1, "{jobs}");
    assert_eq!(client.act(&format!("{path}/pause")).ok()["schedule"]["active"], false);
    assert_eq!(client.get("/jobs").ok()["jobs"][0]["waiting"], 0);
    assert_eq!(client.act(&format!("{path}/resume")).ok()["schedule"]["active"], true);
    client.delete(&path).ok();
    assert_eq!(client.get(&path).refusal(), "404 E0203");
    let never = json!({ "script": "greet.rhai", "expression": "0 6 30 2 *" });
    assert_eq!(client.post("/schedules", never).refusal(), "422 E0221");
}

#[test]
fn events_are_listed_with_what_came_of_them() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    deploy(&client, "emit.rhai", "bizzStream.emitEvent(\"stock.low\", #{ item: \"bolts\" })");
    let listener = json!({ "name": "hear.rhai", "source": "console.log(input)", "listens": ["stock.low"] });
    client.post("/scripts", listener).ok();
    client.post("/environment/grants", json!({ "grants": ["events.emit"] })).ok();
    client.post("/scripts/emit.rhai/run", json!({})).ok();
    let heard = || client.get("/events?status=done").ok()["events"].as_array().unwrap().len() == 1;
    let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !heard() {
        assert!(std::time::Instant::now() < until, "{}", client.get("/events").body);
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(client.get("/events?status=givenUp").ok()["events"], json!([]));
    assert_eq!(client.get("/events?status=lost").refusal(), "422 E0105");
}

#[test]
fn users_are_banned_and_the_ban_is_lifted() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    add_ada(&client, false);
    assert_eq!(client.act("/users/ada@example.com/ban").ok()["user"]["banned"], true);
    assert_eq!(client.act("/users/ada@example.com/lift-ban").ok()["user"]["banned"], false);
    add_ada(&client, true);
    let guard = server.client_that_may("acme", Permissions::of(&[Permission::UsersBan]));
    assert_eq!(guard.act("/users/ada@example.com/ban").refusal(), "403 E0211");
    assert_eq!(client.act("/users/ada@example.com/ban").refusal(), "409 E0201");
}

#[test]
fn users_who_cannot_log_in_are_helped() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    add_ada(&client, false);
    assert_eq!(client.act("/users/ada@example.com/unlock").refusal(), "409 E0732");
    assert_eq!(client.act("/users/nobody@example.com/unlock").refusal(), "404 E0203");
    let database = RawConnection::of(&server.database);
    database.execute("UPDATE account SET status = 'denied', failures = 10");
    let reader = server.client_that_may("acme", Permissions::of(&[Permission::UsersRead]));
    for verb in ["unlock", "reset"] {
        assert_eq!(reader.act(&format!("/users/ada@example.com/{verb}")).refusal(), "403 E0211");
    }
    assert_eq!(client.act("/users/ada@example.com/reset").ok()["sent"], true);
    assert_eq!(client.act("/users/ada@example.com/unlock").ok()["user"]["name"], "Ada");
    assert_eq!(database.number("SELECT failures FROM account"), 0);
    let history = client.get("/users/ada@example.com/history").ok().to_string();
    assert!(history.contains("denied") && history.contains("validated"), "{history}");
}

#[test]
fn the_environment_tells_its_policy_and_grants() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let shown = client.get("/environment").ok()["environment"].clone();
    assert_eq!((&shown["_id"], &shown["groupCount"]), (&json!("acme"), &json!(3)));
    let granted = client.post("/environment/grants", json!({ "grants": ["mail.send"] })).ok();
    assert!(granted["environment"]["policy"]["grants"].as_array().unwrap().contains(&json!("mail.send")));
    let revoked = client.post("/environment/grants/remove", json!({ "grants": ["mail.send"] })).ok();
    assert!(!revoked["environment"]["policy"]["grants"].as_array().unwrap().contains(&json!("mail.send")));
    assert_eq!(client.post("/environment/grants", json!({ "grants": ["everything"] })).status, 422);
    let tag = client.get("/environment").header("etag").to_owned();
    let change = json!({ "language": "nl", "tokenDays": 30, "timeZone": "Europe/Amsterdam", "mailSender": "Acme" });
    let changed = client.header("if-match", &tag).patch("/environment", change.clone()).ok();
    let policy = &changed["environment"]["policy"];
    assert_eq!((&policy["language"], &policy["tokenDays"]), (&json!("nl"), &json!(30)));
    assert_eq!((&policy["timeZone"], &policy["mailSender"]), (&json!("Europe/Amsterdam"), &json!("Acme")));
    assert_eq!(client.header("if-match", &tag).patch("/environment", change).refusal(), "412 E0704");
    let bad = client.patch("/environment", json!({ "timeZone": "Mars", "runDays": -1, "grants": [] }));
    assert_eq!(bad.body["problems"].as_array().unwrap().len(), 3, "{}", bad.body);
    assert_eq!(client.patch("/environment", json!({ "tokenDays": 0 })).refusal(), "422 E0106");
}

#[test]
fn a_token_of_an_organization_sees_and_adds_its_environments_alone() {
    let server = Server::with(&[ACME, BRANCH, "[environment]\nname = \"Globex\"\nid = \"globex\"\n"]);
    let organization = server.organization_client("Acme", Permissions::all());
    let ids = || -> Vec<String> {
        let all = organization.get("/environments").ok()["environments"].clone();
        all.as_array().unwrap().iter().map(|it| it["_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(), ["acme", "branch"]);
    let added = organization.post("/environments", json!({ "name": "Depot", "timeZone": "Europe/Berlin" })).ok();
    assert_eq!(added["environment"]["organization"]["name"], "Acme");
    assert_eq!(added["environment"]["policy"]["timeZone"], "Europe/Berlin");
    assert_eq!(ids(), ["acme", "branch", "depot"]);
    let shown = organization.get("/organization").ok()["organization"].clone();
    assert_eq!((&shown["name"], shown["environments"].as_array().unwrap().len()), (&json!("Acme"), 3));
    // One of one environment sees that one, and adds none.
    let own = server.client("acme");
    assert_eq!(own.get("/environments").ok()["environments"].as_array().unwrap().len(), 1);
    assert_eq!(own.get("/organization").refusal(), "403 E0211");
    assert_eq!(own.post("/environments", json!({ "name": "Mine" })).refusal(), "403 E0211");
    assert_eq!(ids().len(), 3);
    let reader = server.organization_client("Acme", Permissions::of(&[Permission::EnvironmentRead]));
    assert_eq!(reader.post("/environments", json!({ "name": "Mine" })).refusal(), "403 E0211");
}
