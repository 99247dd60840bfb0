//! REST as it is told: the OpenAPI document, the page, and a foreign program that asks the server everything the document lets
//! it ask.

use super::processes::said;
use super::server::Server;
use super::world::{ACME, Shell, root};
use enlist::domain::Permissions;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use ureq::Agent;
use ureq::http::{Request, Response};

/// The program that asks, and the one that reads the document; a version of each, so that a test does not change by itself.
const FOREIGN: [&str; 2] = ["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"];

/// A server with the environment of [`ACME`] and somebody in it, by the names of the examples; the secret of a token for it.
/// That is a token of the organization: no request to the environment can revoke it.
fn acme() -> (Server, String) {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    let ada = json!({
        "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": false, "locale": "en", "language": "en",
    });
    client.post("/users", ada).ok();
    let token = server.organization_client("Acme", Permissions::all()).token;
    (server, token)
}

/// Asks as somebody who has no token does.
fn ask(server: &Server, method: &str, path: &str, header: Option<(&str, &str)>) -> Response<String> {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let request = Request::builder().method(method).uri(format!("{}{path}", server.url));
    let (name, value) = header.unwrap_or(("accept", "*/*"));
    let (parts, mut body) = agent.run(request.header(name, value).body(()).unwrap()).unwrap().into_parts();
    Response::from_parts(parts, body.read_to_string().unwrap())
}

fn header<'a>(answer: &'a Response<String>, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn document() -> Value {
    Shell::new().json(&["manual", "--format", "openapi"])
}

/// Every operation of the document: method, path, what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for (path, about) in document["paths"].as_object().unwrap() {
        for (method, operation) in about.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            all.push((method.to_ascii_uppercase(), path.clone(), operation.clone()));
        }
    }
    all
}

#[test]
fn the_document_is_as_it_was() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("openapi", format!("{:#}", document())));
}

#[test]
fn the_server_tells_the_same_document_to_everybody() {
    let server = Server::with(&[]);
    let answer = ask(&server, "GET", "/api/v1/openapi.json", None);
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, "application/json"));
    assert_eq!(serde_json::from_str::<Value>(answer.body()).unwrap(), document());
}

#[test]
fn a_foreign_reader_finds_the_document_valid() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.json");
    std::fs::write(&file, document().to_string()).unwrap();
    let output = Command::new(foreign("openapi-spec-validator")).arg("--schema=3.1").arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn every_route_is_in_the_document_and_closed_without_a_token() {
    let source = |file: &std::fs::DirEntry| std::fs::read_to_string(file.path()).unwrap();
    let files = std::fs::read_dir(root().join("src/http/rest")).unwrap();
    let sources: String = files.map(|file| source(&file.unwrap())).collect();
    let named = sources.lines().filter_map(|line| line.trim().strip_prefix("name: \"")?.strip_suffix("\","));
    let mut named: BTreeSet<&str> = named.collect();
    assert!(named.len() > 20, "{named:?}");
    let document = document();
    let server = Server::with(&[ACME]);
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(named.remove(name), "{name}");
        let path = format!("/api/v1{path}").replace(['{', '}'], "");
        for header in [None, Some(("authorization", "Basic YTpi")), Some(("content-type", "application/json"))] {
            let answer = ask(&server, &method, &path, header);
            assert_eq!(answer.status(), 401, "{method} {path}: {}", answer.body());
            assert!(answer.headers().contains_key("www-authenticate"));
        }
    }
    assert!(named.is_empty(), "not in the document: {named:?}");
}

#[test]
fn the_page_shows_every_route_and_needs_nothing_from_elsewhere() {
    let server = Server::with(&[]);
    let answer = ask(&server, "GET", "/api", None);
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (200, "text/html; charset=utf-8"));
    let policy = header(&answer, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{policy}");
    let page = answer.body();
    for (_, path, operation) in operations(&document()) {
        assert!(page.contains(&format!("<code>/api/v1{path}</code>")), "{path}");
        assert!(page.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())));
        assert!(page.contains(&format!("<code>{}</code>", operation["x-permission"].as_str().unwrap())));
    }
    for name in document()["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    // What the policy would forbid is not there, and every link leads somewhere.
    assert!(!page.contains("<script") && !page.contains(" style=") && !page.contains("<style"));
    for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        match link.strip_prefix('#') {
            Some(place) => assert!(page.contains(&format!("id=\"{place}\"")), "{link}"),
            None => assert_eq!(ask(&server, "GET", link, None).status(), 200, "{link}"),
        }
    }
    let style = ask(&server, "GET", "/api/page.css", None);
    assert_eq!(header(&style, "content-type"), "text/css; charset=utf-8");
    assert!(!style.body().contains("url(") && !style.body().contains("@import"));
    let elsewhere = ask(&server, "GET", "/api/", None);
    assert_eq!((elsewhere.status().as_u16(), header(&elsewhere, "location")), (308, "/api"));
}

#[test]
fn the_server_understands_every_example_of_the_page() {
    let (server, token) = acme();
    let page = ask(&server, "GET", "/api", None).into_body();
    let mut asked = 0;
    for part in page.split("<code>curl ").skip(1) {
        let command = unescaped(part.split("</code>").next().unwrap());
        let script = format!("curl --silent --write-out '\\n%{{http_code}}' {command}");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&script).env("SERVER", &server.url).env("TOKEN", &token);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{script}: {}", said(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        // Some ids can only be made up, something may be there already or in use, and an example removed it a moment ago.
        let made_up = body.contains("\"error\":\"E0203\"") && !body.contains("no such path");
        // The example deploys a script as it is usual, which is open to administrators alone; and this token is of one environment.
        let not_open = ["\"error\":\"E0207\"", "this is about an organization"].iter().any(|said| body.contains(said));
        let not_open = status == "403" && not_open;
        assert!(matches!(status, "200" | "409") || (status == "404" && made_up) || not_open, "{command}\n{text}");
        asked += 1;
    }
    assert_eq!(asked, operations(&document()).len());
}

fn unescaped(html: &str) -> String {
    let codes = [("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">")];
    codes.iter().fold(html.to_owned(), |text, (code, character)| text.replace(code, character))
}

/// What the document says is what the server does: every kind of request that it lets one think of, and many that it forbids.
#[test]
fn the_server_does_what_the_document_says() {
    let (server, token) = acme();
    // It leaves files behind where it runs.
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(foreign("schemathesis"))
        .arg("--config-file")
        .arg(root().join("tests/it/schemathesis.toml"))
        .args(["run", "--no-color", &format!("{}/api/v1/openapi.json", server.url)])
        .current_dir(folder.path())
        .env("TOKEN", &token)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    for words in [&["doctor"][..], &["audit", "verify"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        let output = command.env_clear().arg("--database").arg(&server.database).args(words).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// A foreign program that speaks OpenAPI.
fn foreign(name: &str) -> PathBuf {
    super::smtp::foreign(&FOREIGN, name)
}
