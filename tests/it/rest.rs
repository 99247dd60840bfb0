//! REST by a real client: users, groups, menus, what is wrong with a request, tags, pages.

use super::server::Server;
use super::world::ACME;
use enlist::domain::{Permission, Permissions};
use serde_json::{Value, json};

fn ada() -> Value {
    json!({
        "globalEmailAddress": "Ada@Example.com", "name": "Ada Lovelace", "administrator": false, "active": true,
        "locale": "en", "language": "sp", "menuName": "office", "memberGroupNames": ["planning"],
    })
}

#[test]
fn a_user_is_added_read_changed_and_found() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let added = client.post("/users", ada()).ok();
    let user = &added["user"];
    assert_eq!((&user["name"], &user["language"]), (&json!("Ada Lovelace"), &json!("sp")));
    let path = format!("/users/{}", user["_id"].as_str().unwrap());
    assert_eq!(client.get(&path).ok()["user"], *user);
    assert_eq!(client.get("/users/ada@example.com").ok()["user"], *user);
    let changed = client.patch(&path, json!({ "name": "Ada King", "addMemberGroupNames": ["sales"] })).ok();
    assert_eq!(changed["user"]["name"], "Ada King");
    let groups = changed["user"]["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| &group["name"]).collect::<Vec<_>>(), ["planning", "sales"]);
    let found = client.get("/users?text=king&filter=active&limit=1").ok();
    assert_eq!((found["users"].as_array().unwrap().len(), &found["next"]), (1, &Value::Null));
    assert_eq!(client.act(&format!("{path}/deactivate")).ok()["user"]["active"], false);
    assert_eq!(client.act(&format!("{path}/activate")).ok()["user"]["active"], true);
    assert_eq!(client.act(&format!("{path}/resend-invitation")).ok()["sent"], true);
    let history = client.get(&format!("{path}/history")).ok();
    let actions: Vec<&Value> = history["entries"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    assert_eq!(actions.last().unwrap(), &"added");
    assert!(history["entries"][0]["caller"].as_str().unwrap().starts_with("token:"));
}

#[test]
fn all_problems_of_a_request_are_told_at_once_and_nothing_is_applied() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let bad = json!({
        "globalEmailAddress": "ada", "nme": "Ada", "administrator": "yes", "menuName": "ofice", "locale": "en",
    });
    let answer = client.post("/users", bad);
    assert_eq!(answer.refusal(), "422 E0104");
    let problems = answer.body["problems"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        problems.iter().map(|it| (it["option"].as_str().unwrap(), it["code"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [("globalEmailAddress", "E0104"), ("nme", "E0101"), ("administrator", "E0102"), ("menuName", "E0108")]
    );
    assert!(client.get("/users").ok()["users"].as_array().unwrap().is_empty());
}

#[test]
fn requests_that_are_no_requests_are_told_what_is_expected() {
    let server = Server::with_flags(&[ACME], &["--body", "2000"]);
    let client = server.client("acme");
    let ask =
        |method: &str, path: &str, body: Option<&str>| client.ask(method, path, body.map(str::to_owned)).refusal();
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(3_000));
    for (method, path, body, refusal) in [
        ("POST", "/users", Some("{"), "400 E0705"),
        ("POST", "/users", Some("[]"), "422 E0102"),
        ("POST", "/users", None, "415 E0707"),
        ("POST", "/users", Some(&large), "413 E0706"),
        ("GET", "/users?limit=many", None, "422 E0102"),
        ("GET", "/users?nothing=1", None, "422 E0101"),
        ("GET", "/users?limit=1&limit=2", None, "422 E0112"),
        ("GET", "/users?cursor=nobody", None, "404 E0203"),
        ("GET", "/users/%ff", None, "400 E0705"),
        ("GET", "/users/nobody", None, "404 E0203"),
        ("PATCH", "/users", None, "405 E0708"),
        ("GET", "/user", None, "404 E0203"),
        ("POST", "/users/nobody/activate", Some("{}"), "400 E0705"),
        ("PATCH", "/users/nobody", Some("{}"), "404 E0203"),
        ("POST", "/groups", Some("{}"), "422 E0103"),
    ] {
        assert_eq!(ask(method, path, body), refusal, "{method} {path} {body:?}");
    }
    let unknown = client.ask("PUT", "/users", Some("{}".to_owned()));
    assert_eq!((unknown.header("allow"), unknown.header("connection")), ("GET, HEAD, POST", "close"));
}

#[test]
fn a_method_that_a_path_does_not_have_is_refused_with_those_that_it_has() {
    let server = Server::with(&[ACME]);
    let message = |method: &str, path: &str| {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
        let response = server.send(request.as_bytes());
        assert!(response.starts_with("HTTP/1.1 405"), "{response}");
        let allow = response.lines().find_map(|line| line.strip_prefix("allow: ")).unwrap_or_default().to_owned();
        let body: Value = serde_json::from_str(response.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        (body["problems"][0]["message"].as_str().unwrap().to_owned(), allow)
    };
    let pair = |message: &str, allow: &str| (message.to_owned(), allow.to_owned());
    for (method, path, expected, allow) in [
        ("PUT", "/api/v1/users", "PUT is not allowed here; allowed: GET, POST", "GET, HEAD, POST"),
        ("DELETE", "/api/v1/environment", "DELETE is not allowed here; allowed: GET, PATCH", "GET, HEAD, PATCH"),
        ("GET", "/api/v1/users/ada/ban", "GET is not allowed here; allowed: POST", "POST"),
        ("POST", "/health/live", "POST is not allowed here; allowed: GET", "GET, HEAD"),
        ("GET", "/logout", "GET is not allowed here; allowed: POST", "POST"),
        ("DELETE", "/login", "DELETE is not allowed here; allowed: GET, POST", "GET, HEAD, POST"),
    ] {
        assert_eq!(message(method, path), pair(expected, allow), "{method} {path}");
    }
    // Nobody writes a text of any length into the response.
    let (text, _) = message(&"X".repeat(500), "/api/v1/users");
    assert_eq!(text, "the method is not allowed here; allowed: GET, POST");
    let page = "DELETE /login HTTP/1.1\r\nhost: here\r\naccept: text/html\r\nconnection: close\r\n\r\n";
    let page = server.send(page.as_bytes());
    assert!(page.starts_with("HTTP/1.1 405") && page.contains("allow: GET, HEAD, POST") && page.contains("<html"));
}

#[test]
fn a_body_that_would_be_read_as_something_else_is_refused_by_its_place() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let groups = client.get("/groups").ok();
    for (path, body, expected) in [
        ("/groups", r#"{"name": "a", "name": "b"}"#, "the key `name` is given twice"),
        (
            "/scripts/any.rhai/run",
            r#"{"input": {"users": [{"id": 1, "id": 2}]}}"#,
            "the key `input.users[0].id` is given twice",
        ),
        (
            "/scripts/any.rhai/run",
            r#"{"input": {"id": 9223372036854775808}}"#,
            "expected a whole number of `input.id` of at most 64 bits, found 9223372036854775808",
        ),
    ] {
        let response = client.ask("POST", path, Some(body.to_owned()));
        assert_eq!(response.refusal(), "422 E0402");
        assert_eq!(response.body["problems"][0]["message"], expected, "{body}");
    }
    let body = r#"{"input": {"id": 9223372036854775808}}"#;
    let response = client.ask("POST", "/scripts/any.rhai/run", Some(body.to_owned()));
    let help = response.body["problems"][0]["help"].as_str().unwrap().to_owned();
    assert!(help.contains("as text"), "{help}");
    assert_eq!(client.get("/groups").ok(), groups);
}

#[test]
fn a_change_of_what_somebody_else_has_changed_is_refused() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    client.post("/users", ada()).ok();
    let seen = client.get("/users/ada@example.com");
    let tag = seen.header("etag").to_owned();
    assert_eq!(client.header("if-none-match", &tag).get("/users/ada@example.com").status, 304);
    client.patch("/users/ada@example.com", json!({ "name": "Ada King" })).ok();
    let late = client.header("if-match", &tag).patch("/users/ada@example.com", json!({ "name": "Ada Byron" }));
    assert_eq!(late.refusal(), "412 E0704");
    let now = client.get("/users/ada@example.com");
    assert_eq!(now.body["user"]["name"], "Ada King");
    let tag = now.header("etag").to_owned();
    client.header("if-match", tag).patch("/users/ada@example.com", json!({ "name": "Ada Byron" })).ok();
}

#[test]
fn pages_follow_each_other_without_gaps_in_every_order() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    for number in 0..23 {
        let mut user = ada();
        user["globalEmailAddress"] = format!("user-{number}@example.com").into();
        // Several of one name: the order must not depend on it alone.
        user["name"] = format!("User {}", number % 5).into();
        client.post("/users", user).ok();
    }
    for order in ["sort=name", "sort=name&descending=true", "sort=globalEmailAddress", "sort=_createdOn"] {
        let whole = client.get(&format!("/users?{order}&limit=500")).ok();
        let whole: Vec<&Value> = whole["users"].as_array().unwrap().iter().map(|user| &user["_id"]).collect();
        let mut pages: Vec<Value> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = client.get(&format!("/users?{order}&limit=7{cursor}")).ok();
            pages.extend(page["users"].as_array().unwrap().iter().map(|user| user["_id"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(pages.iter().collect::<Vec<_>>(), whole, "{order}");
        assert_eq!(pages.len(), 23);
    }
}

#[test]
fn what_a_token_does_not_allow_is_refused_by_the_name_of_the_permission() {
    let server = Server::with(&[ACME]);
    let reader = server.client_that_may("acme", Permissions::of(&[Permission::UsersRead]));
    reader.get("/users").ok();
    let answer = reader.post("/users", ada());
    assert_eq!(answer.refusal(), "403 E0211");
    assert!(answer.body["description"].as_str().unwrap().contains("`users.write`"));
    // Who may write users may not make administrators.
    let writer = server.client_that_may("acme", Permissions::of(&[Permission::UsersRead, Permission::UsersWrite]));
    let mut grace = ada();
    grace["administrator"] = true.into();
    let answer = writer.post("/users", grace);
    assert_eq!(answer.refusal(), "403 E0211");
    assert!(answer.body["description"].as_str().unwrap().contains("`users.administrators`"));
    writer.post("/users", ada()).ok();
}

#[test]
fn a_server_answers_what_it_has_taken_on_before_it_stops() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    client.get("/users").ok();
    let database = server.database.clone();
    let adding: Vec<_> = (0..20)
        .map(|number| {
            let client = client.clone();
            let mut user = ada();
            user["globalEmailAddress"] = format!("user-{number}@example.com").into();
            std::thread::spawn(move || client.try_ask("POST", "/users", Some(user.to_string())))
        })
        .collect();
    std::thread::sleep(std::time::Duration::from_millis(5));
    std::process::Command::new("kill").arg(server.pid().to_string()).status().unwrap();
    let answers: Vec<_> = adding.into_iter().map(|thread| thread.join().unwrap()).collect();
    let told = answers.iter().filter(|answer| answer.as_ref().is_ok_and(|answer| answer.status == 200)).count();
    let again = Server::on(&database, &[]);
    let there = again.client("acme").get("/users?limit=100").ok()["users"].as_array().unwrap().len();
    assert!(there >= told, "{told} were told that they are there, {there} are");
    // Whoever came before the end was answered: nobody was cut off in the middle of an answer.
    assert!(again.stop());
}
