//! REST as it is told: the OpenAPI document, the page, and a foreign program that asks the server everything the document lets
//! it ask.

use super::served::Served;
use super::world::{Shell, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program that asks, and the one that reads the document; a version of each, so that a test does not change by itself.
const FOREIGN: [&str; 2] = ["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"];

/// The environment of [`super::world::ACME`] with somebody in it, by the names of the examples.
fn acme() -> Shell {
    let shell = Shell::acme();
    let ada = ["user", "add", "ada@example.com", "--name", "Ada", "--administrator", "false"];
    shell.out(&[&ada[..], &["--locale", "en", "--language", "en"]].concat());
    shell
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
    let served = Served::with(Shell::acme(), &[]);
    let answer = served.ask("GET", "/api/v1/openapi.json", &[], "");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.json(), document());
}

#[test]
fn a_foreign_reader_finds_the_document_valid() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.json");
    std::fs::write(&file, document().to_string()).unwrap();
    let output = Command::new(foreign("openapi-spec-validator")).arg("--schema=3.1").arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", super::processes::said(&output));
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
    let served = Served::with(acme(), &[]);
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(named.remove(name), "{name}");
        let path = format!("/api/v1{path}").replace(['{', '}'], "");
        for headers in [&[][..], &["Authorization: Basic YTpi"], &["Content-Type: application/json"]] {
            let answer = served.ask(&method, &path, headers, "");
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.body);
            assert!(answer.header("www-authenticate").is_some());
        }
    }
    assert!(named.is_empty(), "not in the document: {named:?}");
}

#[test]
fn the_page_shows_every_route_and_needs_nothing_from_elsewhere() {
    let served = Served::with(Shell::acme(), &[]);
    let page = served.ask("GET", "/api", &[], "");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{policy}");
    for (_, path, operation) in operations(&document()) {
        assert!(page.body.contains(&format!("<code>/api/v1{path}</code>")), "{path}");
        assert!(page.body.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())));
        assert!(page.body.contains(&format!("<code>{}</code>", operation["x-permission"].as_str().unwrap())));
    }
    for name in document()["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.body.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    // What the policy would forbid is not there, and every link leads somewhere.
    assert!(!page.body.contains("<script") && !page.body.contains(" style=") && !page.body.contains("<style"));
    for link in page.body.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        match link.strip_prefix('#') {
            Some(place) => assert!(page.body.contains(&format!("id=\"{place}\"")), "{link}"),
            None => assert_eq!(served.ask("GET", link, &[], "").status, 200, "{link}"),
        }
    }
    let style = served.ask("GET", "/api/page.css", &[], "");
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(!style.body.contains("url(") && !style.body.contains("@import"));
    let elsewhere = served.ask("GET", "/api/", &[], "");
    assert_eq!((elsewhere.status, elsewhere.header("location")), (308, Some("/api")));
}

#[test]
fn the_server_understands_every_example_of_the_page() {
    let served = Served::with(acme(), &[]);
    let page = served.ask("GET", "/api", &[], "").body;
    let mut asked = 0;
    for part in page.split("<code>curl ").skip(1) {
        let command = unescaped(part.split("</code>").next().unwrap());
        let script = format!("curl --silent --write-out '\\n%{{http_code}}' {command}");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(&script).env("SERVER", format!("http://{}", served.address)).env("TOKEN", &served.token);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{script}: {}", super::processes::said(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, status) = text.rsplit_once('\n').unwrap();
        // Some ids can only be made up, something may be there already or in use, and an example removed it a moment ago.
        let made_up = body.contains("\"error\":\"E0203\"") && !body.contains("no such path");
        assert!(matches!(status, "200" | "409") || (status == "404" && made_up), "{command}\n{text}");
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
    let served = Served::with(acme(), &["--rate", "0"]);
    let output = Command::new(foreign("schemathesis"))
        .arg("--config-file")
        .arg(root().join("tests/it/schemathesis.toml"))
        .args(["run", "--no-color", &format!("http://{}/api/v1/openapi.json", served.address)])
        // It leaves files behind where it runs.
        .current_dir(served.shell.path(""))
        .env("TOKEN", &served.token)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", super::processes::said(&output));
    let checked = served.shell.enlist(&["doctor"]);
    assert_eq!(checked.exit, enlist::cli::Exit::Done, "{}{}", checked.out, checked.err);
    assert!(served.shell.out(&["audit", "verify"]).contains("intact"));
}

/// A foreign program out of a virtual environment that is made once and kept with what cargo builds.
fn foreign(name: &str) -> PathBuf {
    static MADE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(FOREIGN.join("-").replace("==", "-"));
    let done = folder.join("done");
    if !done.exists() {
        let run = |command: &mut Command| {
            let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
            assert!(output.status.success(), "{command:?}: {}", super::processes::said(&output));
        };
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        run(Command::new(folder.join("bin/pip")).args(["install", "--quiet"]).args(FOREIGN));
        std::fs::write(done, "").unwrap();
    }
    folder.join("bin").join(name)
}
