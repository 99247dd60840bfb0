//! Attacks on pages: forged requests, sessions of others, addresses that lead away, hosts that lie.

use super::browser::{Browser, PASSWORD, Page, People};
use enlist::directory::{ban_account, unlock_account};
use enlist::domain::{Account, EmailAddress, Error};
use enlist::http::{Audience, served_pages};
use enlist::store::account::Owner;
use enlist::store::{Access, Transaction};
use std::time::{Duration, Instant};

/// What a request says of where it came from.
type Marks = Vec<(&'static str, String)>;

/// What a request with a session says of where it came from, and whether it is let through (attack 14).
#[test]
fn a_forged_request_is_refused_whatever_it_says() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let own = people.server.url.clone();
    let variants: Vec<(&str, Marks, bool)> = vec![
        ("nothing is said", vec![], false),
        ("empty", vec![("sec-fetch-site", String::new()), ("origin", String::new())], false),
        ("same origin", vec![("sec-fetch-site", "same-origin".to_owned())], true),
        ("by hand", vec![("sec-fetch-site", "none".to_owned())], true),
        ("another site", vec![("sec-fetch-site", "cross-site".to_owned())], false),
        ("a host beside", vec![("sec-fetch-site", "same-site".to_owned())], false),
        ("made up", vec![("sec-fetch-site", "Same-Origin".to_owned())], false),
        ("own origin", vec![("origin", own.clone())], true),
        ("another origin", vec![("origin", "https://evil.example".to_owned())], false),
        ("no origin", vec![("origin", "null".to_owned())], false),
        ("another port", vec![("origin", "http://127.0.0.1:1".to_owned())], false),
        ("own origin as a part", vec![("origin", format!("{own}.evil.example"))], false),
        (
            "another site with a name of ours",
            vec![("origin", own), ("x-forwarded-host", "evil.example".to_owned())],
            true,
        ),
    ];
    for (name, marks, is_let) in variants {
        let mut browser = people.browser();
        browser.log_in("ada", PASSWORD);
        browser.marks = marks;
        let answer = browser.post("/profile", &[("name", "Mallory")]);
        let expected = if is_let { 303 } else { 403 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.body);
        // The session is not ended by it either.
        let out = browser.post("/logout", &[]);
        assert_eq!(out.status, expected, "{name}");
    }
}

#[test]
fn to_look_changes_nothing() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    let reset = people.reset_link("ada@example.com");
    let dump = || {
        let app = people.app();
        // The clock of a server does it at any moment.
        app.seal_audit().unwrap();
        enlist::store::dump(&app.begin(Access::Read).unwrap()).unwrap()
    };
    let before = dump();
    for page in served_pages().filter(|page| page.method == "GET") {
        browser.get(&page.path.replace("{link}", "nothing.at-all"));
        let query = format!("{}?note=saved&next=/profile&environment=acme&name=x&password=y", page.path);
        browser.get(&query.replace("{link}", "nothing.at-all"));
        browser.ask("HEAD", &page.path.replace("{link}", "x"), &[], None);
    }
    // A scanner of letters opens links, too.
    for _ in 0..3 {
        browser.get(&reset);
        assert_eq!(browser.get("/reset").status, 200);
    }
    assert_eq!(dump(), before);
}

/// Which accounts come in, and what becomes of those that are inside (attack 10).
#[test]
fn a_status_opens_what_it_should_and_nothing_else() {
    let people = People::with_ada();
    let mut stranger = people.browser();
    assert_eq!(stranger.log_in("ada@example.com", "").status, 422, "who is invited has no password");
    people.enrol("ada@example.com", "ada");
    let mut inside = people.browser();
    assert_eq!(inside.log_in("ada", PASSWORD).location(), "/");
    // A session of before and the right password, in each status.
    change(&people, |transaction, account| ban_account(transaction, account).map(drop));
    for page in served_pages().filter(|page| page.audience != Audience::Anyone && page.method == "GET") {
        assert!(inside.get(page.path).location().starts_with("/login"), "{}", page.path);
    }
    assert_eq!(people.browser().log_in("ada", PASSWORD).status, 422, "banned");
    let mut browser = people.browser();
    let link = people.reset_link("ada@example.com");
    browser.get(&link);
    assert_eq!(browser.get("/reset").status, 410, "no link opens what is banned");
    change(&people, |transaction, account| enlist::directory::unban_account(transaction, account).map(drop));
    assert_eq!(people.browser().log_in("ada", PASSWORD).location(), "/");

    // Denied: strangers stay out with the right password, sessions and known browsers stay in.
    let mut known = people.browser();
    known.log_in("ada", PASSWORD);
    let mut guessing = people.browser();
    let mut tries = 0;
    while tries < 10 {
        tries += 1;
        let answer = guessing.log_in("ada", "wrong");
        assert!(matches!(answer.status, 422 | 429), "{}", answer.body);
        if answer.status == 429 {
            assert!(answer.header("retry-after").parse::<u64>().is_ok());
            break;
        }
    }
    assert_eq!(known.get("/").status, 200, "nobody is locked out of where they are");
    if tries == 10 {
        assert_ne!(people.browser().log_in("ada", PASSWORD).status, 303, "denied");
        change(&people, |transaction, account| unlock_account(transaction, account).map(drop));
    }
}

fn change(people: &People, does: impl FnOnce(&mut Transaction, &Account) -> Result<(), Error>) {
    let app = people.app();
    let mut transaction = app.begin(Access::Write).unwrap();
    let address = EmailAddress::parse("ada@example.com").unwrap();
    let Owner::Account(account) = enlist::store::account::owner(&transaction, &address).unwrap() else {
        panic!("nobody has it");
    };
    does(&mut transaction, &account).unwrap();
    transaction.commit().unwrap();
}

/// A session that somebody else made up or kept (attack 13).
#[test]
fn a_session_is_nobody_elses() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut victim = people.browser();
    let fixed = format!("enlist_{}", "A".repeat(43));
    victim.set_cookie("__Host-enlist", &fixed);
    assert_eq!(victim.get("/").location(), "/login");
    victim.set_cookie("__Host-enlist", &fixed);
    victim.log_in("ada", PASSWORD);
    let given = victim.cookie("__Host-enlist");
    assert_ne!(given, fixed);
    let mut attacker = people.browser();
    attacker.set_cookie("__Host-enlist", &fixed);
    assert_eq!(attacker.get("/").location(), "/login");

    // What was kept of a session opens nothing after logging out.
    let mut kept = people.browser();
    kept.set_cookie("__Host-enlist", &given);
    assert_eq!(kept.get("/").status, 200);
    victim.post("/logout", &[]);
    assert_eq!(kept.get("/").location(), "/login");

    // Nor after it was ended from elsewhere, or by everything else being ended.
    let (mut first, mut second) = (people.browser(), people.browser());
    first.log_in("ada", PASSWORD);
    second.log_in("ada", PASSWORD);
    assert_eq!(first.post("/sessions/end-others", &[]).location(), "/sessions?note=sessions-ended");
    assert_eq!(second.get("/").location(), "/login");
    assert_eq!(first.get("/").status, 200);

    // A session by its id is ended by its own person alone.
    people.add("acme", "bob@example.com", "Bob", false);
    people.enrol("bob@example.com", "bob");
    let mut bob = people.browser();
    bob.log_in("bob", PASSWORD);
    let mut third = people.browser();
    third.log_in("ada", PASSWORD);
    let list = first.get("/sessions").body;
    let id = list.split("name=\"session\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    bob.post("/sessions/end", &[("session", &id)]);
    assert_eq!(third.get("/").status, 200);
    first.post("/sessions/end", &[("session", &id)]);
    assert_eq!(third.get("/").location(), "/login");
}

/// A thousand addresses that would lead away (attack 19).
#[test]
fn nobody_is_led_to_another_site() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let pieces = [
        "/",
        "//",
        "\\",
        "/\\",
        "https:",
        "http:",
        "javascript:",
        "data:",
        "evil.example",
        "@",
        "127.0.0.1",
        "%2f%2f",
        "%0d%0a",
        "\t",
        ".",
        "..",
        "/profile",
        "?",
        "#",
        "/login",
        " ",
        "\u{2028}",
        "/environments",
    ];
    let mut browser = people.browser();
    let mut state = 7_u64;
    let mut chance = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    for _ in 0..1_000 {
        let count = 1 + chance(4);
        let next: String = (0..count).map(|_| pieces[chance(pieces.len())]).collect();
        // The same rule leads back after the choice of a language, which takes no hashing.
        let answer = browser.post("/language", &[("language", "en"), ("back", &next)]);
        let to = answer.location();
        let is_ours = served_pages().any(|page| page.method == "GET" && page.path == to && !to.contains('{'));
        assert!(answer.status == 303 && is_ours, "{next:?} leads to {to:?}");
    }
    let ours: Page = browser.post("/login", &[("name", "ada"), ("password", PASSWORD), ("next", "/profile")]);
    assert_eq!(ours.location(), "/profile");
    for next in ["//evil.example", "https://evil.example/profile", "/\\evil.example", "/logout", "/enrol/{link}"] {
        let mut browser: Browser = people.browser();
        let answer = browser.post("/login", &[("name", "ada"), ("password", PASSWORD), ("next", next)]);
        assert_eq!(answer.location(), "/", "{next}");
    }
}

/// Letters have the address that the settings say, whatever a request claims (attack 4).
#[test]
fn a_host_that_lies_gets_into_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    let flags =
        ["--public-url", "https://people.example", "--mail-folder", &path, "--mail-from", "no-reply@people.example"];
    let people = People::with_flags(&[super::browser::ACME], &flags);
    people.add("acme", "ada@example.com", "Ada", false);
    people.enrol("ada@example.com", "ada");
    let lies = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-original-url", "http://evil.example/"),
        ("x-forwarded-prefix", "/evil.example"),
    ];
    for lie in lies {
        let mut browser = people.browser();
        let answer = browser.ask("POST", "/forgot", &[lie], Some("name=ada%40example.com".to_owned()));
        assert!(matches!(answer.status, 200 | 429), "{lie:?}: {}", answer.status);
        assert!(!answer.body.contains("evil.example"), "{lie:?}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    }
    let until = Instant::now() + Duration::from_secs(20);
    let letters = loop {
        let files = std::fs::read_dir(folder.path()).unwrap().filter_map(Result::ok);
        let letters: Vec<String> = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
        if letters.iter().any(|letter| letter.contains("/reset/")) || Instant::now() > until {
            break letters;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(letters.iter().any(|letter| letter.contains("https://people.example/reset/")), "{letters:#?}");
    assert!(letters.iter().all(|letter| !letter.contains("evil.example")));
}

/// Who guesses from one address holds nobody else up, and nobody gets away by claiming to come from elsewhere.
#[test]
fn a_request_comes_from_where_known_proxies_say() {
    let hundred_and_one_times = |people: &People, from: &dyn Fn(usize) -> String| {
        let mut browser = people.browser();
        let mut ask = |number: usize| {
            let form = format!("name=nobody-{number}%40example.com");
            browser.ask("POST", "/forgot", &[("x-forwarded-for", &from(number))], Some(form)).status
        };
        (0..100).for_each(|number| assert_eq!(ask(number), 200, "{number}"));
        ask(100)
    };
    let behind = People::with_flags(&[super::browser::ACME], &["--proxy", "127.0.0.1"]);
    assert_eq!(hundred_and_one_times(&behind, &|_| "203.0.113.9".to_owned()), 429);
    let (mut other, form) = (behind.browser(), Some("name=nobody".to_owned()));
    let answer = other.ask("POST", "/forgot", &[("x-forwarded-for", "203.0.113.9, 203.0.113.10")], form.clone());
    assert_eq!(answer.status, 200, "somebody else comes by the same proxy");
    let answer = other.ask("POST", "/forgot", &[("x-forwarded-for", "203.0.113.10, 203.0.113.9")], form);
    assert_eq!(answer.status, 429, "what stands before the last address was made up");

    let open = People::with(&[super::browser::ACME]);
    assert_eq!(hundred_and_one_times(&open, &|number| format!("203.0.113.{number}")), 429, "nobody is a proxy");
}
