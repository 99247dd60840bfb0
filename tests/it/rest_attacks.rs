//! Attacks over REST: what a token sees of other environments (SECURITY 4.1), and what it may do, route by route and field by
//! field (SECURITY 4.2). The routes come from the table that is served: a new one without a line here fails.

use super::server::{Answer, Client, Server};
use super::world::ACME;
use enlist::domain::{Permission, Permissions};
use enlist::http::{ServedRoute, served_routes};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Stands in every text of the second environment, and in none of the first.
const CANARY: &str = "Kanarienvogel";

/// An environment with the canary in every text that a model has.
const OTHER: &str = r#"
[environment]
name = "Kanarienvogel home"
id = "kanarienvogel"
[[menus]]
name = "Kanarienvogel menu"
[[groups]]
name = "Kanarienvogel group"
[[roles]]
name = "Kanarienvogel role"
[[profileFields]]
key = "KanarienvogelField"
"#;

/// What a route takes that has a body: enough to get past the check of its options.
pub fn body_of(route: &ServedRoute) -> Option<Value> {
    let name = json!({ "name": "matrix" });
    route.takes_body.then(|| match route.name {
        "addUser" | "changeUser" | "changeRole" | "changeField" | "changeScript" | "planScript" | "runScript" => {
            json!({})
        }
        "addGroup" | "renameGroup" | "copyGroup" | "addMenu" | "renameMenu" | "addRole" | "addEnvironment" => name,
        "addGroupMembers" | "removeGroupMembers" => json!({ "users": ["nobody@example.com"] }),
        "addField" => json!({ "key": "matrix" }),
        "addScript" => json!({ "name": "matrix.rhai", "source": "1" }),
        "checkScript" => json!({ "source": "1" }),
        "addSchedule" => json!({ "script": "nothing.rhai", "expression": "0 6 * * 1" }),
        "addToken" => json!({ "name": format!("matrix {}", route.name), "permissions": ["tokens.write"] }),
        "changePolicy" => json!({ "runDays": 100 }),
        "addGrants" | "removeGrants" => json!({ "grants": ["users.add"] }),
        other => panic!("the route {other} needs a line here"),
    })
}

/// Asks a route with the same word in all its places.
fn ask(client: &Client, route: &ServedRoute, word: &str) -> Answer {
    let path: Vec<&str> = route.path.split('/').map(|part| if part.starts_with('{') { word } else { part }).collect();
    client.ask(route.method, &path.join("/"), body_of(route).map(|body| body.to_string()))
}

/// Fills an environment by every route that adds something.
fn fill(client: &Client, word: &str) {
    let user = |address: &str, name: &str| {
        json!({
            "globalEmailAddress": address, "name": name, "administrator": false, "active": true, "locale": "en",
            "language": "en", "externalId": format!("{word}-{address}"),
        })
    };
    client.post("/users", user(&format!("{word}@{word}.example"), &format!("{word} Ada"))).ok();
    client.post("/users", user("both@example.com", &format!("{word} Both"))).ok();
    client.post("/groups", json!({ "name": format!("{word} team"), "label": format!("{word} label") })).ok();
    client.post("/menus", json!({ "name": format!("{word} list"), "label": format!("{word} label") })).ok();
    client.post("/roles", json!({ "name": format!("{word} boss") })).ok();
    client.post("/tokens", json!({ "name": format!("{word} key"), "permissions": ["users.read"] })).ok();
    client.post("/environment/grants", json!({ "grants": ["events.emit", "mail.send"] })).ok();
    let source = format!(
        "// {word}\nconsole.log(\"{word}\"); bizzStream.emitEvent(\"told.it\", #{{ text: \"{word}\" }}); \
         if input == \"fail\" {{ throw \"{word}\" }} #{{ said: input, found: bizzStream.findUsers(#{{ text: \"{word}\" }}) }}"
    );
    let script = json!({ "name": format!("{word}.rhai"), "source": source, "who": ["tokens"], "listens": ["told.it"] });
    client.post("/scripts", script).ok();
    let run = format!("/scripts/{word}.rhai/run");
    client.header("idempotency-key", word).post(&run, json!({ "input": word })).ok();
    client.post(&run, json!({ "input": "fail" }));
    let schedule = json!({ "script": format!("{word}.rhai"), "expression": "0 6 * * 1", "input": word });
    client.post("/schedules", schedule).ok();
}

/// Everything that a client sees by routes without names in their paths.
fn seen(client: &Client) -> String {
    let lists = served_routes().filter(|route| route.method == "GET" && !route.path.contains('{') && !route.is_outside);
    lists.map(|route| client.get(route.path).body.to_string()).collect::<Vec<_>>().join("\n")
}

/// Every id and name in an answer.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(entries) => {
            for (key, value) in entries {
                let is_name = matches!(
                    key.as_str(),
                    "_id" | "id" | "run" | "name" | "key" | "globalEmailAddress" | "event" | "externalId" | "lastRun"
                );
                if let (true, Some(text)) = (is_name, value.as_str()) {
                    found.insert(text.to_owned());
                }
                names(value, found);
            }
        }
        _ => {}
    }
}

/// A word as it stands in a path or query.
fn quoted(word: &str) -> String {
    word.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn attack_1_no_byte_of_another_environment_comes_out_by_any_route() {
    let server = Server::with(&[ACME, OTHER]);
    let (own, other) = (server.client("acme"), server.client("kanarienvogel"));
    fill(&own, "robin");
    fill(&other, CANARY);
    let before = seen(&other);
    assert!(before.matches(CANARY).count() > 20, "the canary does not stand everywhere: {before}");
    let mut words = BTreeSet::new();
    for route in served_routes().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        names(&other.get(route.path).body, &mut words);
    }
    // What both environments have is no secret of the other: the account of a person who is in both.
    let mut shared = BTreeSet::new();
    for route in served_routes().filter(|route| route.method == "GET" && !route.path.contains('{')) {
        names(&own.get(route.path).body, &mut shared);
    }
    assert!(words.len() > 20, "{words:?}");
    assert!(!seen(&own).contains(CANARY));
    for route in served_routes().filter(|route| route.path.contains('{')) {
        for word in words.difference(&shared) {
            // A word that is nowhere, as long and of the same letters, so that the answers can be compared to the letter.
            let nowhere: String = word.chars().rev().map(|c| if c.is_alphanumeric() { 'q' } else { c }).collect();
            let told = |word: &str| {
                let answer = ask(&own, &route, &quoted(word));
                format!("{} {}", answer.status, answer.body.to_string().replace(word, "…"))
            };
            let (found, expected) = (told(word), told(&nowhere));
            assert!(!found.contains(CANARY), "{} {} {word}: {found}", route.method, route.path);
            let (said, hint) = found.split_once("\"help\":").unwrap_or((&found, ""));
            let (expected, expected_hint) = expected.split_once("\"help\":").unwrap_or((&expected, ""));
            assert_eq!(said, expected, "{} {} {word}", route.method, route.path);
            // An id can by chance resemble a name of one's own, which is suggested then.
            let suggests = |name: &String| hint.starts_with(&format!("\"did you mean \\\"{name}\\\"?"));
            let is_own = hint == expected_hint || shared.iter().any(suggests);
            assert!(is_own, "{} {} {word}: {hint}; not {expected_hint}", route.method, route.path);
        }
    }
    for word in words.difference(&shared) {
        for query in ["/users?text=", "/users?group=", "/users?cursor=", "/runs?cursor=", "/audit?run=", "/audit?user="]
        {
            let answer = own.get(&format!("{query}{}", quoted(word))).body.to_string();
            assert!(!answer.replace(word.as_str(), "…").contains(CANARY), "{query}{word}: {answer}");
        }
    }
    // By the script of the first, which looks for what the second has.
    let looking = own.post("/scripts/robin.rhai/run", json!({ "input": CANARY })).ok().to_string();
    assert_eq!(looking.matches(CANARY).count(), 1, "only what was handed over itself: {looking}");
    // And the second is as it was, whatever the first tried.
    let runs = |text: &str| text.lines().filter(|line| !line.contains("waiting")).map(str::len).sum::<usize>();
    assert!(runs(&seen(&other)) >= runs(&before));
    assert_eq!(other.get("/users").body, serde_json::from_str::<Value>(before.lines().next().unwrap()).unwrap());
}

#[test]
fn attack_2_every_route_wants_its_permission_and_no_other() {
    let server = Server::with(&[ACME]);
    let client = |route: &ServedRoute, permissions: Permissions| match route.is_outside {
        true => server.organization_client("Acme", permissions),
        false => server.client_that_may("acme", permissions),
    };
    let mut pairs: Vec<(Permission, bool, Client, Client)> = Vec::new();
    for route in served_routes() {
        if !pairs
            .iter()
            .any(|(permission, outside, ..)| (*permission, *outside) == (route.permission, route.is_outside))
        {
            let without = client(&route, Permissions::all().without(route.permission));
            let alone = client(&route, Permissions::of(&[route.permission]));
            pairs.push((route.permission, route.is_outside, without, alone));
        }
        let (.., without, alone) = pairs
            .iter()
            .find(|(permission, outside, ..)| (*permission, *outside) == (route.permission, route.is_outside))
            .unwrap();
        let refused = ask(without, &route, "nobody");
        let description = refused.body["description"].as_str().unwrap_or_default().to_owned();
        assert_eq!(refused.refusal(), "403 E0211", "{} {}", route.method, route.path);
        assert!(description.contains(&format!("`{}`", route.permission.as_str())), "{}: {description}", route.name);
        let allowed = ask(alone, &route, "nobody");
        assert!(!matches!(allowed.status, 401 | 403), "{} {}: {}", route.method, route.path, allowed.body);
        assert!(allowed.status < 500, "{}", allowed.body);
    }
}

/// What a token with `users.write` alone makes of each property of a user.
const FIELDS: &[(&str, &str, bool)] = &[
    ("name", r#""Mallory""#, true),
    ("active", "false", true),
    ("locale", r#""nl""#, true),
    ("language", r#""nl""#, true),
    ("environmentEmail", r#""mallory@example.com""#, true),
    ("theme", r#""dark""#, true),
    ("menuName", r#""office""#, true),
    ("memberGroupNames", r#"["sales"]"#, true),
    ("profile", r#"{ "jobTitle": "Thief" }"#, true),
    ("externalId", r#""m-1""#, true),
    ("administrator", "true", false),
    ("role", r#""planner""#, false),
    ("banned", "true", false),
    ("globalEmailAddress", r#""mallory@example.com""#, false),
    ("username", r#""mallory""#, false),
    ("globalEmailAddressVerified", "true", false),
    ("verified", "true", false),
    ("status", r#""validated""#, false),
    ("inactiveReason", r#""transfer""#, false),
    ("_id", r#""12345678901234567""#, false),
    ("id", r#""12345678901234567""#, false),
    ("password", r#""Secret-123""#, false),
    ("_createdOn", r#""2020-01-01T00:00:00.000Z""#, false),
    ("_createdByUserId", r#""system""#, false),
    ("environment", r#""other""#, false),
    ("permissions", r#"["users.ban"]"#, false),
];

#[test]
fn attack_2_a_token_that_writes_users_changes_what_the_environment_owns_and_nothing_else() {
    let server = Server::with(&[ACME]);
    let all = server.client("acme");
    let writer = server.client_that_may("acme", Permissions::of(&[Permission::UsersWrite]));
    let ada = json!({
        "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": false, "active": true, "locale": "en",
        "language": "en",
    });
    all.post("/users", ada).ok();
    let path = "/users/ada@example.com";
    for (field, value, is_changed) in FIELDS {
        let before = all.get(path).ok();
        let body = format!("{{\"{field}\": {value}}}");
        let answer = writer.ask("PATCH", path, Some(body));
        assert_eq!(answer.status == 200, *is_changed, "{field}: {}", answer.body);
        assert!(matches!(answer.status, 200 | 403 | 422), "{field}: {}", answer.body);
        assert_eq!(all.get(path).ok() != before, *is_changed, "{field}");
    }
    // What a user is shown with has a line above, or is told nowhere as an option.
    for option in enlist::directory::USER_OPTIONS {
        let alike = |field: &str| option.about.name.to_lowercase().contains(&field.to_lowercase());
        let is_of_list = option.about.name.contains("enu") || option.about.name.contains("Group");
        let has_line = is_of_list || FIELDS.iter().any(|(field, ..)| alike(field));
        assert!(has_line || option.about.name == "sendInvitation", "{} has no line in the matrix", option.about.name);
    }
}
