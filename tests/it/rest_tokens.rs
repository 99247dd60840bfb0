//! Attacks over REST with tokens (SECURITY 4.6 and 4.8), with headers, paths and words: redirects (4.19), forged lines of the
//! log (4.20), values that would be code (4.21), and the headers of every answer.

use super::rest_attacks::body_of;
use super::server::Server;
use super::world::ACME;
use enlist::app::{App, System};
use enlist::directory::{TokenDraft, add_token};
use enlist::domain::{Lifetime, Moment, Name, Permission, Permissions};
use enlist::http::served_routes;
use enlist::store::Access;
use serde_json::{Value, json};
use std::time::Duration;

/// Another environment of Acme's organization, and one of somebody else.
const BRANCH: &str = "[organization]\nname = \"Acme\"\n[environment]\nname = \"Branch\"\nid = \"branch\"\n";
const GLOBEX: &str = "[environment]\nname = \"Globex\"\nid = \"globex\"\n";

#[test]
fn attack_6_no_token_but_the_very_one_opens() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let token = client.token().to_owned();
    for at in 0..token.len() {
        for other in ["a", "b", "_"] {
            let mut flipped = token.clone();
            flipped.replace_range(at..=at, if &token[at..=at] == other { "0" } else { other });
            let answer = server.client_with(&flipped).get("/users");
            assert!(matches!(answer.refusal().as_str(), "401 E0701" | "429 E0702"), "{at}: {}", answer.body);
        }
    }
    let cut = [token[1..].to_owned(), token[..token.len() - 1].to_owned(), format!("{token}a"), token.to_uppercase()];
    for wrong in cut.iter().map(String::as_str).chain(["*", "null", "%00", "' OR 1=1 --"]) {
        assert!(matches!(server.client_with(wrong).get("/users").status, 401 | 429), "{wrong}");
    }
    client.get("/users").ok();
}

#[test]
fn attack_6_a_token_that_is_revoked_or_expired_opens_nothing() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let short = {
        let app = App::open(&server.database, System::real().unwrap()).unwrap();
        let mut work = app.enter("acme", Access::Write).unwrap();
        let lifetime = Some(Lifetime::Until(Moment(work.now().0 + 3_000_000)));
        let (name, permissions) = (Name::parse("short").unwrap(), Permissions::of(&[Permission::UsersRead]));
        let (_, secret) = add_token(&mut work, TokenDraft { name, permissions, lifetime }).unwrap();
        work.commit().unwrap();
        server.client_with(&secret.to_text())
    };
    let gone = client.post("/tokens", json!({ "name": "gone", "permissions": ["users.read"] })).ok();
    let gone = server.client_with(gone["token"]["secret"].as_str().unwrap());
    gone.get("/users").ok();
    client.delete("/tokens/gone?confirm=true").ok();
    let revoked = gone.get("/users");
    std::thread::sleep(Duration::from_millis(3_100));
    let expired = short.get("/users");
    let unknown = server.client_with("enlist_unknown").get("/users");
    assert_eq!(revoked.refusal(), "401 E0701");
    // Nobody learns why: all are answered with the same words.
    assert_eq!((&expired.body, &unknown.body), (&revoked.body, &revoked.body));
}

#[test]
fn attack_6_a_token_enters_no_environment_that_it_does_not_reach() {
    let server = Server::with(&[ACME, BRANCH, GLOBEX]);
    let own = server.client("acme");
    own.header("environment-id", "acme").get("/users").ok();
    for elsewhere in ["branch", "globex", "Globex", "nowhere"] {
        let answer = own.header("environment-id", elsewhere).get("/users");
        let told = answer.body.to_string().replace(elsewhere, "…");
        let nowhere = own.header("environment-id", "qqqqqqqq").get("/users").body.to_string().replace("qqqqqqqq", "…");
        assert_eq!((answer.status, told), (404, nowhere), "{elsewhere}");
    }
    let organization = server.organization_client("Acme", Permissions::all());
    let asked = organization.get("/users");
    assert_eq!(asked.refusal(), "404 E0405");
    assert!(!asked.body.to_string().contains("lobex"), "{}", asked.body);
    organization.header("environment-id", "branch").get("/users").ok();
    assert_eq!(organization.header("environment-id", "globex").get("/users").refusal(), "404 E0203");
    let twice = organization.header("environment-id", "branch").header("environment-id", "globex").get("/users");
    assert_eq!(twice.refusal(), "400 E0705");
}

#[test]
fn attack_8_of_many_guesses_ten_are_counted_and_a_right_token_still_opens() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let guesses: Vec<_> = (0..100)
        .map(|number| {
            let guess = server.client_with(&format!("enlist_guess{number}"));
            std::thread::spawn(move || guess.get("/users").status)
        })
        .collect();
    let answers: Vec<u16> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
    let count = |status: u16| answers.iter().filter(|answer| **answer == status).count();
    assert!(count(401) <= 10 && count(401) + count(429) == 100, "{answers:?}");
    client.get("/users").ok();
    assert!(!server.client_with("enlist_late").get("/users").header("retry-after").is_empty());
}

#[test]
fn attack_6_odd_headers_authenticate_nobody() {
    let server = Server::with(&[ACME]);
    let token = server.client("acme").token().to_owned();
    let with = |headers: &str| {
        let request = format!("GET /api/v1/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");
        let answer = server.send(request.as_bytes());
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(with(&format!("Authorization: Bearer {token}\r\n")), "200");
    assert_eq!(with(&format!("authorization: bearer   {token}  \r\n")), "200");
    for odd in [
        String::new(),
        format!("Authorization: {token}\r\n"),
        format!("Authorization: Basic {token}\r\n"),
        format!("Authorization: Bearer\r\nX-Token: {token}\r\n"),
        format!("Authorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n"),
        format!("Authorization: Basic eDp5\r\nAuthorization: Bearer {token}\r\n"),
        format!("Authorization: Bearer {token} {token}\r\n"),
        format!("Authorization: Bearer \u{fc}{token}\r\n"),
        format!("Cookie: token={token}; session={token}; Authorization=Bearer {token}\r\n"),
        format!("Proxy-Authorization: Bearer {token}\r\n"),
        "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-User: operator\r\n".to_owned(),
    ] {
        assert_eq!(with(&odd), "401", "{odd}");
    }
    assert!(matches!(
        with(&format!("Authorization: Bearer {}\r\n", "x".repeat(10_000))).as_str(),
        "401" | "429" | "431"
    ));
    assert_eq!(with(&format!("Authorization: Bearer {token}\r\nCookie: token=wrong\r\n")), "200");
}

/// What every answer must say to a browser.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

#[test]
fn attack_19_every_answer_has_its_headers_and_none_sends_anybody_elsewhere() {
    let server = Server::with(&[ACME]);
    // Who refuses a request may close the connection without reading its body, so each comes by one of its own.
    let [client, stranger] =
        [server.client("acme"), server.client_with("enlist_nobody")].map(|it| it.header("connection", "close"));
    let mut asked = 0;
    let mut look = |answer: super::server::Answer, what: &str| {
        for (name, value) in HEADERS {
            assert_eq!(answer.header(name), *value, "{name} of {what}");
        }
        assert!(!answer.header("x-request-id").is_empty(), "{what}");
        assert!(!(300..400).contains(&answer.status) && answer.header("location").is_empty(), "{what}");
        assert!(answer.header("set-cookie").is_empty() && answer.status < 500, "{what}: {}", answer.body);
        asked += 1;
    };
    let evil = ["nobody", "%2F%2Fevil.example", "%2e%2e", "https:%2F%2Fevil.example", "%0d%0aLocation:%20evil", "%00"];
    for route in served_routes() {
        let body = body_of(&route).map(|body| body.to_string());
        for place in evil.iter().take(if route.path.contains('{') { evil.len() } else { 1 }) {
            let parts = route.path.split('/').map(|part| if part.starts_with('{') { place } else { part });
            let path = parts.collect::<Vec<_>>().join("/");
            for (method, path) in [
                (route.method, path.clone()),
                (route.method, format!("{path}/")),
                (route.method, format!("{path}?next=https://evil.example&redirect=//evil.example")),
                ("PUT", path.clone()),
                ("OPTIONS", path.clone()),
            ] {
                look(client.ask(method, &path, body.clone()), &format!("{method} {path}"));
            }
        }
        look(stranger.ask(route.method, &route.path.replace(['{', '}'], ""), body), route.path);
    }
    for path in ["//evil.example", "/..//evil.example/", "/users//evil.example", "/%5Cevil.example", "/nothing"] {
        look(client.ask("GET", path, None), path);
    }
    assert!(asked > 500, "{asked}");
}

#[test]
fn attack_20_the_log_stays_one_object_a_line_and_tells_nothing_of_anybody() {
    let server = Server::with_flags(&[ACME], &["--log", "json"]);
    let client = server.client("acme");
    let forged = "x\n{\"status\":200}\r\n\u{1b}[31m\u{202e}\"";
    let user = json!({
        "globalEmailAddress": "secret-ada@example.com", "name": "Hidden Ada", "administrator": false, "active": true,
        "locale": "en", "language": "en",
    });
    client.post("/users", user.clone()).ok();
    let mut bad = user;
    bad["name"] = forged.into();
    client.post("/users", bad);
    client.post("/groups", json!({ "name": forged }));
    for path in [
        "/users/secret-ada@example.com",
        "/users/x%0A%7B%22status%22:200%7D",
        "/secret-path%0Ax",
        "/users?text=Hidden%20Ada",
    ] {
        client.get(path);
    }
    let kept = client.header("x-request-id", "job-17.a_b").get("/users");
    assert_eq!(kept.header("x-request-id"), "job-17.a_b");
    for id in ["\",\"status\":200,\"x\":\"", "secret-ada@example.com", "a b", &"z".repeat(65)] {
        let answer = client.header("x-request-id", id).get("/users").header("x-request-id").to_owned();
        assert!(!answer.is_empty() && answer != id, "{id}: {answer}");
    }
    server.client_with("enlist_secretguess").get("/users");
    let log = server.log();
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line.is_object() && line["level"].is_string(), "{line}");
    }
    assert!(log.lines().filter(|line| line.contains("\"request\"")).count() >= 12, "{log}");
    assert!(log.contains("job-17.a_b"), "{log}");
    for secret in ["secret-ada", "Hidden", "secret-path", "secretguess", "zzzz", "%0A", client.token()] {
        assert!(!log.contains(secret), "{secret} stands in the log: {log}");
    }
}

#[test]
fn attack_21_values_that_look_like_code_stay_values() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let source = r#"
        bizzStream.addUser(#{
            globalEmailAddress: input.email, name: input.name, administrator: false, active: true,
            locale: "en", language: "en",
        });
        console.log(`hello ${input.name}`);
        input
    "#;
    client.post("/scripts", json!({ "name": "hire.rhai", "source": source, "who": ["tokens"] })).ok();
    let hostile = [
        r#""); bizzStream.addUser(#{ administrator: true }); (""#,
        "${bizzStream.deactivateUser(\"ada@example.com\")}",
        "`${1 + 1}`",
        "*/ throw 1; /*",
        "// \\\" \\u0041 \\",
        "#{ administrator: true }",
        "'; DROP TABLE account; --",
        "eval(\"1\")",
        "{{name}} {0} %s %n",
    ];
    for (number, text) in hostile.iter().enumerate() {
        let input = json!({ "email": format!("user-{number}@example.com"), "name": text, "more": { *text: [text] } });
        let ran = client.post("/scripts/hire.rhai/run", json!({ "input": input })).ok();
        assert_eq!(ran["run"]["result"], input);
        assert_eq!(ran["run"]["log"], json!([format!("hello {text}")]));
        let user = client.get(&format!("/users/user-{number}@example.com")).ok()["user"].clone();
        assert_eq!((&user["name"], &user["administrator"]), (&json!(text), &json!(false)));
    }
    let lines = json!({ "email": "lines@example.com", "name": "a\nb\u{2028}c" });
    assert_eq!(client.post("/scripts/hire.rhai/run", json!({ "input": lines })).refusal(), "422 E0114");
    assert_eq!(client.get("/users?limit=100").ok()["users"].as_array().unwrap().len(), hostile.len());
}
