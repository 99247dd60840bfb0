//! The pages of people over HTTP, without a browser: the whole way from a letter to logging out, and what every page keeps to.

use super::browser::{Browser, PASSWORD, People};
use enlist::http::{Audience, served_pages};

#[test]
fn the_whole_way_from_the_letter_to_logging_out() {
    let people = People::with_ada();
    let mut browser = people.browser();

    // The link leads to a clean address, and the username is filled in.
    let link = people.enrol_link("ada@example.com");
    let kept = browser.get(&link);
    assert_eq!((kept.status, kept.location()), (303, "/enrol"));
    let page = browser.get("/enrol");
    assert!(page.body.contains(r#"value="ada@example.com""#), "{}", page.body);
    assert!(page.body.contains("At least 8 characters"));

    // What is not kept of the rules is said once, among the rules, and the field is tied to them.
    let refused = browser.post("/enrol", &[("username", "ada"), ("password", "short")]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(r#"aria-invalid="true" aria-describedby="password-error password-rules""#));
    let unmet = |body: &str, rule: &str| {
        let told = format!("<li class=\"unmet\">{rule} <span class=\"state\">– not met</span></li>");
        body.matches(rule).count() == 1 && body.contains(&told)
    };
    assert!(unmet(&refused.body, "At least 8 characters"), "{}", refused.body);
    let long = browser.post("/enrol", &[("username", "ada"), ("password", &PASSWORD.repeat(10))]);
    assert!(unmet(&long.body, "At most 128 characters"), "{}", long.body);
    assert!(!refused.body.contains("short\""), "a password never stands in a page");
    let done = browser.post("/enrol", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!((done.status, done.location()), (303, "/login?note=enrolled"));
    assert!(browser.get("/login?note=enrolled").body.contains("Your account is ready."));

    // Once only.
    browser.get(&link);
    assert_eq!(browser.get("/enrol").status, 410);

    let wrong = browser.post("/login", &[("name", "ada"), ("password", "no")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Incorrect username, e-mail address or password."));
    let entered = browser.log_in("ada", PASSWORD);
    assert_eq!((entered.status, entered.location()), (303, "/"));
    let home = browser.get("/");
    assert!(home.body.contains("Hello Ada") && home.body.contains("Open orders"), "{}", home.body);

    // The profile in another language and theme.
    let change =
        [("name", "Ada B."), ("email", "ada@work.example"), ("language", "pl"), ("locale", "pl"), ("theme", "dark")];
    assert_eq!(browser.post("/profile", &change).location(), "/profile?note=saved");
    let profile = browser.get("/profile");
    assert!(profile.body.contains(r#"<html lang="pl" dir="ltr" data-theme="dark">"#), "{}", profile.body);
    assert!(profile.body.contains("Twój profil"));
    browser.post("/language", &[("language", "en"), ("back", "/profile")]);
    let refused = browser.post("/profile", &[("email", "nonsense")]);
    assert!(refused.status == 422 && refused.body.contains("Enter a valid e-mail address"), "{}", refused.body);

    // Settings of the account.
    let account = [("username", "ada.b"), ("defaultEnvironment", "acme"), ("releaseMails", "yes")];
    assert_eq!(browser.post("/profile/account", &account).location(), "/profile?note=saved");
    let profile = browser.get("/profile");
    assert!(profile.body.contains(r#"value="ada.b""#), "{}", profile.body);

    let sessions = browser.get("/sessions");
    assert!(sessions.body.contains("Current session"), "{}", sessions.body);

    let out = browser.post("/logout", &[]);
    assert_eq!(out.location(), "/login?note=logged-out");
    assert_eq!(browser.get("/profile").location(), "/login?next=/profile");
}

#[test]
fn whoever_has_several_environments_chooses() {
    let people = People::with(&[super::browser::ACME, super::browser::GLOBEX]);
    people.add("acme", "ada@example.com", "Ada", false);
    people.add("globex", "ada@example.com", "Countess", false);
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    assert_eq!(browser.log_in("ada", PASSWORD).location(), "/");
    assert_eq!(browser.get("/").location(), "/environments");
    let page = browser.get("/environments");
    assert!(page.body.contains("Acme") && page.body.contains("Globex"), "{}", page.body);
    let before = browser.cookie("__Host-enlist");
    assert_eq!(browser.post("/environments", &[("environment", "globex")]).location(), "/");
    assert_ne!(browser.cookie("__Host-enlist"), before, "another environment, another secret");
    assert!(browser.get("/").body.contains("Hello Countess"));
    // One that there is not and one that is another's are the same.
    assert_eq!(browser.post("/environments", &[("environment", "initech")]).status, 404);
}

#[test]
fn an_administrator_acts_as_a_member_and_it_is_seen_on_every_page() {
    let people = People::with(&[&format!("{}\nimpersonation = true\n", super::browser::GLOBEX)]);
    people.add("globex", "root@example.com", "Root", true);
    people.add("globex", "another@example.com", "Another", true);
    people.add("globex", "ada@example.com", "Ada", false);
    people.enrol("root@example.com", "root");
    people.enrol("ada@example.com", "ada");
    people.enrol("another@example.com", "another");
    let mut browser = people.browser();
    browser.log_in("root", PASSWORD);
    // To administer the environment is not enough: no form, and no way past it.
    assert!(!browser.get("/").body.contains("/impersonate"));
    let refused = browser.post("/impersonate", &[("user", "ada@example.com")]);
    assert_eq!(refused.location(), "/?note=impersonation-refused");
    people.enlist(&["org", "appoint", "Globex", "root@example.com"], "");
    assert!(browser.get("/").body.contains("/impersonate"));
    assert_eq!(
        browser.post("/impersonate", &[("user", "root@example.com")]).location(),
        "/?note=impersonation-refused"
    );
    assert_eq!(browser.post("/impersonate", &[("user", "ada@example.com")]).location(), "/");
    for path in ["/", "/profile"] {
        assert!(browser.get(path).body.contains("You are acting as Ada."), "{path}");
    }
    // Nothing of the account.
    assert!(!browser.get("/profile").body.contains("is not confirmed yet"));
    assert!(!browser.get("/profile").body.contains("/profile/password"));
    for (path, form) in [
        ("/profile/account", [("username", "mallory")]),
        ("/profile/address", [("address", "mallory@example.com")]),
        ("/profile/password", [("password", "Quite-another-Lantern-77")]),
        ("/second-factor/begin", [("x", "")]),
        ("/second-factor/renew", [("code", "")]),
        ("/second-factor/remove", [("code", "")]),
        ("/sessions/end-others", [("x", "")]),
    ] {
        let refused = browser.post(path, &form);
        assert!(matches!(refused.status, 403 | 422), "{path}: {} {}", refused.status, refused.body);
    }
    for page in served_pages().filter(|page| page.method == "GET" && !page.path.contains('{')) {
        let status = browser.get(page.path).status;
        assert!(matches!(status, 200 | 303 | 403 | 410), "{}: {status}", page.path);
    }
    assert_eq!(browser.post("/impersonation/end", &[]).location(), "/?note=impersonation-ended");
    assert!(browser.get("/").body.contains("Hello Root"));

    // Once what it stands on is gone it is over at the next request, whatever that is, and nothing revives it.
    let appointed = ["org", "appoint", "Globex", "root@example.com"];
    let dismissed = ["org", "dismiss", "Globex", "root@example.com"];
    for (path, end, mend) in [
        ("/", dismissed.as_slice(), appointed.as_slice()),
        ("/environments", dismissed.as_slice(), appointed.as_slice()),
        ("/profile", &["env", "set", "--impersonation", "false"], &["env", "set", "--impersonation", "true"]),
        ("/", &["user", "deactivate", "ada@example.com"], &["user", "activate", "ada@example.com"]),
        ("/", &["user", "deactivate", "root@example.com"], &["user", "activate", "root@example.com"]),
    ] {
        assert_eq!(browser.post("/impersonate", &[("user", "ada@example.com")]).location(), "/");
        let mut kept = people.browser();
        kept.set_cookie("__Host-enlist", &browser.cookie("__Host-enlist"));
        people.enlist(end, "");
        let next = browser.get(path);
        assert!(next.status == 303 && next.location().starts_with("/login"), "{end:?}: {}", next.location());
        assert_eq!(browser.cookie("__Host-enlist"), "", "{end:?}");
        people.enlist(mend, "");
        assert_eq!(kept.get("/").location(), "/login", "{mend:?}");
        assert_eq!(kept.post("/impersonation/end", &[]).location(), "/login", "{mend:?}");
        assert_eq!(browser.log_in("root", PASSWORD).location(), "/");
    }
}

#[test]
fn a_change_of_address_is_withdrawn_by_the_person_alone() {
    let model = format!("{}\nimpersonation = true\n", super::browser::GLOBEX);
    let people = People::with(&[&model]);
    people.add("globex", "root@example.com", "Root", true);
    people.add("globex", "ada@example.com", "Ada", false);
    people.enrol("ada@example.com", "ada");
    people.enrol("root@example.com", "root");
    people.enlist(&["org", "appoint", "Globex", "root@example.com"], "");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    assert!(!browser.get("/profile").body.contains("/profile/withdraw-address"));
    browser.post("/profile/address", &[("address", "countess@example.com")]);
    let asked = browser.get("/profile").body;
    assert!(asked.contains("The change to countess@example.com is not confirmed yet."), "{asked}");
    assert!(asked.contains("/profile/withdraw-address"), "{asked}");
    let mut root = people.browser();
    root.log_in("root", PASSWORD);
    root.post("/impersonate", &[("user", "ada@example.com")]);
    assert_eq!(root.post("/profile/withdraw-address", &[]).status, 403);
    let link = people.waiting_link("countess@example.com");
    let withdrawn = browser.post("/profile/withdraw-address", &[]);
    assert_eq!(withdrawn.location(), "/profile?note=address-withdrawn");
    let page = browser.get("/profile?note=address-withdrawn").body;
    assert!(page.contains("was cancelled") && !page.contains("countess@example.com"), "{page}");
    // The letter is on its way, and its link opens nothing any more.
    browser.get(&link);
    assert_eq!(browser.post("/address", &[]).status, 410);
    // Twice does no harm.
    assert_eq!(browser.post("/profile/withdraw-address", &[]).status, 303);
}

#[test]
fn every_page_comes_with_the_headers_that_guard_it() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut inside = people.browser();
    inside.log_in("ada", PASSWORD);
    for mut browser in [people.browser(), inside] {
        for page in served_pages().filter(|page| page.method == "GET") {
            let path = page.path.replace("{link}", "nothing.at-all");
            let answer = browser.get(&path);
            assert!(matches!(answer.status, 200 | 303 | 410), "{path}: {}", answer.status);
            check_headers(&path, &answer);
            let is_of_letter = ["/enrol", "/reset", "/address"].iter().any(|start| path.starts_with(start));
            let referrer = if is_of_letter { "no-referrer" } else { "same-origin" };
            assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
        }
        for path in ["/nothing", "/login/nothing", "/logout"] {
            let answer = browser.get_as("text/html", path);
            assert!(matches!(answer.status, 404 | 405), "{path}: {}", answer.status);
            check_headers(path, &answer);
            assert!(answer.body.contains("<h1>"), "{path}");
        }
    }
}

fn check_headers(path: &str, answer: &super::browser::Page) {
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), value, "{path}: {name}");
    }
    for inline in ["<script", "<style", " style=\"", " onclick", "javascript:"] {
        assert!(!answer.body.contains(inline), "{path}: {inline}");
    }
    assert!(answer.body.len() < 50_000, "{path}: {}", answer.body.len());
    if answer.status == 200 {
        assert_eq!(answer.body.matches("<h1").count(), 1, "{path}");
    }
}

#[test]
fn nobody_comes_where_only_others_may() {
    let people = People::with_ada();
    let mut browser = people.browser();
    for page in served_pages().filter(|page| page.audience != Audience::Anyone) {
        let answer = match page.method {
            "GET" => browser.get(page.path),
            _ => browser.post(page.path, &[]),
        };
        assert_eq!(answer.status, 303, "{} {}", page.method, page.path);
        assert!(answer.location().starts_with("/login"), "{} {}: {}", page.method, page.path, answer.location());
    }
}

#[test]
fn the_style_sheet_is_kept_for_long_and_asks_nobody_else() {
    let people = People::with_ada();
    let mut browser = people.browser();
    let page = browser.get("/login");
    let start = page.body.find("/style-").unwrap();
    let path = &page.body[start..start + page.body[start..].find('"').unwrap()];
    let sheet = browser.get(path);
    assert_eq!(sheet.status, 200);
    assert!(sheet.header("cache-control").contains("immutable"));
    assert!(!sheet.body.contains("url(") && !sheet.body.contains("@import"));
}

/// One more thing that a browser does: it says which language it would like.
#[test]
fn pages_speak_the_language_of_the_browser_and_then_the_chosen_one() {
    let people = People::with_ada();
    let mut browser: Browser = people.browser();
    assert!(browser.get_in("nl-BE,nl;q=0.9", "/login").body.contains("<html lang=\"nl\""));
    let switched = browser.post("/language", &[("language", "de"), ("back", "/forgot")]);
    assert_eq!(switched.location(), "/forgot");
    assert!(browser.get_in("nl", "/login").body.contains("Passwort vergessen?"));
    assert_eq!(browser.post("/language", &[("language", "de"), ("back", "//evil.example")]).location(), "/");
}

#[test]
fn another_address_counts_once_it_is_confirmed() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    let refused = browser.post("/profile/address", &[("address", "ada@example.com")]);
    assert!(refused.status == 422 && refused.body.contains("This is already your e-mail address"), "{}", refused.body);
    let asked = browser.post("/profile/address", &[("address", "countess@example.org")]);
    assert_eq!(asked.location(), "/profile?note=address-asked");
    let profile = browser.get("/profile?note=address-asked");
    assert!(profile.body.contains("The change to countess@example.org is not confirmed yet."), "{}", profile.body);
    assert!(profile.body.contains("go to ada@example.com"));
    assert_eq!(people.browser().get("/address").status, 410, "without the link nothing is confirmed");
}

#[test]
fn an_unknown_path_gets_a_page_with_its_style() {
    let people = People::with_ada();
    let page = people.browser().get_as("text/html", "/no-such-page");
    assert_eq!(page.status, 404);
    assert!(page.header("content-security-policy").contains("style-src 'self'"), "{:?}", page.headers);
}
