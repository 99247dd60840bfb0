//! From where each change came: the audit and blame show it for REST, pages, scripts, jobs and the command line.

use super::browser::{PASSWORD, People};
use super::rest_routes::deploy;
use serde_json::{Value, json};

/// The origins of the newest entries of Acme and of the installation.
fn origins(people: &People, words: &[&str]) -> Vec<Value> {
    let out = people.enlist(&[&["audit", "list", "--json"], words].concat(), "");
    let entries: Value = serde_json::from_str(&out).unwrap();
    entries.as_array().unwrap().iter().map(|entry| entry["origin"].clone()).collect()
}

#[test]
fn every_entry_point_leaves_its_origin() {
    let people = People::with_ada();
    let client = people.server.client("acme").header("x-request-id", "import-7");
    client.patch("/users/ada@example.com", json!({ "name": "Ada L." })).ok();
    let rest = origins(&people, &["-e", "acme"]).remove(0);
    assert_eq!(
        (&rest["kind"], &rest["address"], &rest["request"]),
        (&json!("rest"), &json!("127.0.0.1"), &json!("import-7"))
    );
    assert_eq!(rest["token"].as_str().map(str::len), Some(17), "{rest}");

    deploy(&client, "rename.rhai", "bizzStream.addUser(#{ globalEmailAddress: \"ada@example.com\", name: \"Ada\" })");
    let run = client.post("/scripts/rename.rhai/run", json!({})).ok();
    let script = origins(&people, &["-e", "acme"]).remove(0);
    assert_eq!((&script["kind"], &script["run"]), (&json!("script"), &run["run"]["run"]), "{run}");
    assert_eq!(script["trigger"]["kind"], "rest");

    people.enlist(&["user", "activate", "ada@example.com", "-e", "acme"], "");
    people.enlist(&["user", "deactivate", "ada@example.com", "-e", "acme"], "");
    assert_eq!(origins(&people, &["-e", "acme"])[0], json!({ "kind": "commandLine" }));
    let blame = people.enlist(&["blame", "ada@example.com", "-e", "acme"], "");
    let line = |property: &str| blame.lines().find(|line| line.starts_with(property)).unwrap_or_default().to_owned();
    assert!(line("name").contains("rename.rhai:1"), "{blame}");
    assert!(line("active").contains("command line"), "{blame}");
    people.enlist(&["user", "activate", "ada@example.com", "-e", "acme"], "");

    people.enrol("ada@example.com", "ada");
    let enrolled = origins(&people, &["--installation"]).remove(0);
    assert_eq!((&enrolled["kind"], &enrolled["session"]), (&json!("page"), &json!(null)), "{enrolled}");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    browser.post("/profile/membership", &[("name", "Countess"), ("email", "ada@example.com")]);
    browser.post("/profile/account", &[("username", "countess")]);
    let page = origins(&people, &["--installation"]).remove(0);
    assert_eq!((&page["kind"], &page["address"]), (&json!("page"), &json!("127.0.0.1")));
    assert!(page["session"].is_string() && page["request"].is_string(), "{page}");
    assert!(people.enlist(&["audit", "verify"], "").contains("intact"));
}
