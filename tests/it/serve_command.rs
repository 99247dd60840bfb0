//! The command `serve`: its settings, what it refuses to start with, health and figures, and the page that tells of them.

use super::server::Server;
use super::world::{ACME, Shell, root};
use enlist::cli::Exit;
use std::process::Command;

/// The page for those who run a server.
fn page() -> String {
    std::fs::read_to_string(root().join("docs/serve.md")).unwrap()
}

#[test]
fn the_page_names_every_setting_and_what_it_is_at_the_start() {
    let help = Shell::acme().out(&["serve", "--help"]);
    let page = page();
    let mut flags = 0;
    for part in help.split("\n      --").skip(1) {
        let flag = part.split([' ', '\n', '\r']).next().unwrap();
        let Some((_, rest)) = part.split_once("[env: ") else { continue };
        let variable = rest.split(['=', ']']).next().unwrap();
        let default = part.split_once("[default: ").map(|(_, rest)| rest.split(']').next().unwrap());
        let row = page.lines().find(|line| line.starts_with(&format!("| `--{flag}` |")));
        let row = row.unwrap_or_else(|| panic!("docs/serve.md does not name --{flag}"));
        assert!(row.contains(&format!("`{variable}`")), "{row}");
        if let Some(default) = default {
            assert!(
                row.contains(&format!("| {default} |")) || row.contains(&format!("| `{default}` |")),
                "{row}: {default}"
            );
        }
        flags += 1;
    }
    assert!(flags >= 9, "only {flags} settings were found in\n{help}");
    assert_eq!(page.matches("\n| `--").count(), flags, "the page names settings that there are not");
}

#[test]
fn a_flag_counts_more_than_a_variable_and_both_are_shown() {
    let shell = Shell::acme();
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().env("ENLIST_READERS", "7").env("ENLIST_QUEUE", "70").args([
        "serve",
        "--queue",
        "90",
        "--show-config",
    ]);
    let output = command.arg("--database").arg(shell.path("enlist.db")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let shown = |name: &str, value: &str| text.lines().any(|line| line.split_whitespace().eq([name, value]));
    assert!(shown("readers", "7") && shown("queue", "90"), "{text}");
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let server = Server::with(&[ACME]);
    let taken = server.url.trim_start_matches("http://");
    let start = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        let output = command.env_clear().arg("serve").args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let database = server.database.to_str().unwrap();
    let (code, text) = start(&["--database", database, "--listen", taken]);
    assert!(code == Some(1) && text.contains("cannot listen") && text.contains("--listen"), "{text}");
    let (code, text) = start(&["--database", "/nowhere/enlist.db"]);
    assert!(code == Some(1) && text.contains("E0404") && text.contains("enlist init"), "{text}");
    let (code, text) = start(&["--database", database, "--readers", "0"]);
    assert!(code == Some(2) && text.contains("--readers"), "{text}");
}

#[test]
fn all_settings_that_cannot_be_used_are_named_at_once_before_the_start() {
    let shell = Shell::acme();
    shell.write("file", "no key");
    let wrong = [
        ("--public-url", "ftp://x", "`--public-url`: expected a public URL, found \"ftp://x\""),
        ("--proxy", "proxy.example.com", "`--proxy`: expected an IP address, found \"proxy.example.com\""),
        ("--origin", "https://intranet.example.com/", "`--origin`: expected an origin"),
        ("--mail-folder", "{}/file", "`--mail-folder`: expected a folder for letters, found the file {}/file"),
        ("--mail-from", "nobody", "`--mail-from`"),
        ("--key-file", "{}/file", "expected a key of 43 characters in {}/file"),
    ];
    let flags = wrong.iter().flat_map(|(flag, value, _)| [*flag, *value]);
    let words: Vec<&str> = ["serve"].into_iter().chain(flags).collect();
    for more in [&[][..], &["--show-config"]] {
        let ended = shell.enlist(&[&words, more].concat());
        assert_eq!((ended.exit, ended.out.as_str()), (Exit::Refused, ""));
        for (_, _, found) in wrong {
            assert!(ended.err.contains(found), "{found}: {}", ended.err);
        }
    }
    for url in ["javascript:alert(1)", "people.example.com", "https://h/?next=x", "https://", "https://h#top"] {
        let ended = shell.enlist(&["serve", "--show-config", "--public-url", url]);
        assert!(ended.err.starts_with("error[E0714]: `--public-url`"), "{url}: {}", ended.err);
        let ended = shell.enlist(&["account", "reset-link", "ada@example.com", "--public-url", url]);
        assert!(ended.err.starts_with("error[E0714]: `--public-url`"), "{url}: {}", ended.err);
    }
    let shown = shell.out(&[
        "serve",
        "--show-config",
        "--public-url",
        "https://People.example.com/",
        "--proxy",
        "::ffff:10.0.0.5",
    ]);
    assert!(shown.contains("https://people.example.com\n") && shown.contains("  10.0.0.5\n"), "{shown}");
}

#[test]
fn health_and_figures_are_told_without_a_token() {
    let server = Server::with(&[ACME]);
    let client = server.client("acme");
    client.get("/users").ok();
    let ask = |url: String| ureq::get(url).call().unwrap().into_body().read_to_string().unwrap();
    assert_eq!(ask(format!("{}/health/live", server.url)), r#"{"status":"ok"}"#);
    assert_eq!(ask(format!("{}/health/ready", server.url)), r#"{"status":"ok"}"#);
    let figures = ask(format!("{}/metrics", server.figures));
    assert!(
        figures.contains(r#"enlist_http_requests_total{method="GET",path="/api/v1/users",status="200"} 1"#),
        "{figures}"
    );
    // What people's names and addresses could stand in is not among the labels.
    client.get("/users/ada@example.com").refusal();
    let figures = ask(format!("{}/metrics", server.figures));
    assert!(figures.contains(r#"path="/api/v1/users/{user}""#) && !figures.contains("ada"), "{figures}");
    // Methods that somebody makes up are one figure, however many there are.
    for made_up in ["ADA", "GRACE"] {
        let request = format!("{made_up} /api/v1/users HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
        assert!(server.send(request.as_bytes()).starts_with("HTTP/1.1 405"));
    }
    let figures = ask(format!("{}/metrics", server.figures));
    assert!(!figures.contains("ADA") && !server.log().contains("GRACE"), "{figures}");
    assert!(figures.contains(r#"enlist_http_requests_total{method="other",path="/api/v1/users",status="405"} 2"#));
    // Times are rounded to microseconds.
    let log = server.log();
    let times: Vec<&str> = log.split(" ms=").skip(1).filter_map(|rest| rest.split_whitespace().next()).collect();
    let is_rounded = |time: &&str| time.split_once('.').is_none_or(|(_, digits)| digits.len() <= 3);
    assert!(times.len() > 3 && times.iter().all(is_rounded), "{times:?}");
    let page = page();
    let named =
        figures.lines().filter_map(|line| line.strip_prefix("# TYPE ")).map(|line| line.split(' ').next().unwrap());
    for name in named {
        assert!(page.contains(&format!("`{name}`")), "docs/serve.md does not tell of {name}");
    }
}
