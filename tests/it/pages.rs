//! The pages of people over HTTP, without a browser: the whole way from a letter to logging out, and what every page keeps to.

use super::browser::{Browser, PASSWORD, People};
use enlist::http::{Who, served_pages};

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
    assert!(wrong.body.contains("do not go together"));
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
    assert!(refused.status == 422 && refused.body.contains("not an e-mail address"), "{}", refused.body);

    // Settings of the account.
    let account = [("username", "ada.b"), ("defaultEnvironment", "acme"), ("releaseMails", "yes")];
    assert_eq!(browser.post("/profile/account", &account).location(), "/profile?note=saved");
    let profile = browser.get("/profile");
    assert!(profile.body.contains(r#"value="ada.b""#), "{}", profile.body);

    let sessions = browser.get("/sessions");
    assert!(sessions.body.contains("This one"), "{}", sessions.body);

    let out = browser.post("/logout", &[]);
    assert_eq!(out.location(), "/login?note=logged-out");
    assert_eq!(browser.get("/profile").location(), "/login?next=/profile");
}

#[test]
fn a_password_is_without_what_others_call_the_person() {
    let people = People::with(&[super::browser::ACME, super::browser::GLOBEX]);
    people.add("acme", "ada@example.com", "Augusta King", false);
    people.add("globex", "ada@example.com", "Countess", false);
    let mut browser = people.browser();
    browser.get(&people.enrol_link("ada@example.com"));
    for part in ["Augusta", "countess", "Lovelace"] {
        let password = format!("{part}-7-quiet-Boats-sail");
        let refused = browser.post("/enrol", &[("username", "lovelace"), ("password", &password)]);
        let told = "Without your name, username or address <span class=\"state\">– not met</span>";
        assert!(refused.status == 422 && refused.body.contains(told), "{part}: {}", refused.body);
        assert!(refused.body.contains(r#"value="lovelace""#), "what was typed stays, but for the password");
    }
}

#[test]
fn a_forgotten_password_is_reset_and_every_session_ends() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut elsewhere = people.browser();
    elsewhere.log_in("ada", PASSWORD);
    assert_eq!(elsewhere.get("/").status, 200);

    let mut browser = people.browser();
    let known = browser.post("/forgot", &[("name", "ada@example.com")]);
    let unknown = browser.post("/forgot", &[("name", "eve@example.com")]);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    let link = people.reset_link("ada@example.com");
    assert_eq!(browser.get(&link).location(), "/reset");
    assert_eq!(browser.get("/reset").status, 200);
    let former = browser.post("/reset", &[("password", PASSWORD)]);
    let told = "None of your last 10 passwords <span class=\"state\">– not met</span>";
    assert!(former.status == 422 && former.body.contains(told), "{}", former.body);
    let short = browser.post("/reset", &[("password", "short")]);
    assert!(short.body.contains("None of your last 10 passwords</li>"), "it was not looked at: {}", short.body);
    let done = browser.post("/reset", &[("password", "Quite-another-Lantern-77")]);
    assert_eq!(done.location(), "/login?note=reset");
    assert_eq!(elsewhere.get("/").location(), "/login");
    assert_eq!(browser.log_in("ada", "Quite-another-Lantern-77").location(), "/");
}

#[test]
fn the_password_is_changed_with_the_present_one() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let (mut browser, mut elsewhere) = (people.browser(), people.browser());
    browser.log_in("ada", PASSWORD);
    elsewhere.log_in("ada", PASSWORD);
    let new = "Quite-another-Lantern-77";
    let wrong = browser.post("/profile/password", &[("current", "no"), ("password", new)]);
    assert!(wrong.status == 422 && wrong.body.contains("not your current password"), "{}", wrong.body);
    let before = browser.cookie("__Host-enlist");
    let changed = browser.post("/profile/password", &[("current", PASSWORD), ("password", new)]);
    assert_eq!(changed.location(), "/profile?note=password-changed");
    assert_ne!(browser.cookie("__Host-enlist"), before);
    assert_eq!(browser.get("/").status, 200);
    assert_eq!(elsewhere.get("/").location(), "/login");
}

#[test]
fn a_link_that_is_too_old_is_told_from_one_that_is_none() {
    let people = People::with_ada();
    let mut browser = people.browser();
    let good = people.enrol_link("ada@example.com");
    let flipped = format!("{}x", &good[..good.len() - 1]);
    assert_eq!(browser.get(&flipped).location(), "/enrol");
    let bad = browser.get("/enrol");
    assert!(bad.status == 410 && bad.body.contains("This link does not work"), "{}", bad.body);
    assert_eq!(browser.get("/enrol/nothing-of-this%0d%0aSet-Cookie:x").location(), "/enrol");
    assert_eq!(people.browser().get("/reset").status, 410);
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
    assert!(!browser.get("/profile").body.contains("ada@example.com waits"));
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
fn whoever_has_a_password_of_somebody_else_chooses_another_before_anything() {
    const SET: &str = "Nine-Copper-Kettles-4";
    const CHOSEN: &str = "Two-Quiet-Harbours-8";
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    assert_eq!(browser.get("/").status, 200);
    let told = people.enlist(&["account", "set-password", "ada"], &format!("{SET}\n"));
    assert!(told.contains("password") && !told.contains(SET), "{told}");
    assert_eq!(browser.get("/").location(), "/login", "the sessions have ended");
    let outbox = people.enlist(&["outbox", "list", "--installation"], "");
    assert!(outbox.contains("passwordChanged"), "{outbox}");

    assert_eq!(browser.log_in("ada", PASSWORD).status, 422, "the one before is good no more");
    assert_eq!(browser.log_in("ada", SET).location(), "/login/password");
    for path in ["/", "/profile", "/environments", "/sessions", "/second-factor"] {
        assert_eq!(browser.get(path).location(), "/login/password", "{path}");
    }
    let moved = browser.post("/environments", &[("environment", "acme")]);
    assert_eq!(moved.location(), "/login/password");
    let page = browser.get("/login/password");
    assert!(page.status == 200 && page.body.contains("At least 8 characters"), "{}", page.body);
    for (bad, why) in
        [(SET, "the one that was set"), (PASSWORD, "the one before"), ("short", "the rules"), ("", "nothing")]
    {
        let refused = browser.post("/login/password", &[("password", bad)]);
        assert_eq!(refused.status, 422, "{why}");
        assert!(refused.body.contains(r#"aria-invalid="true""#), "{why}");
        assert!(bad.is_empty() || !refused.body.contains(&format!("\"{bad}\"")), "{why}");
        assert_eq!(browser.get("/").location(), "/login/password", "{why}");
    }
    let before = browser.cookie("__Host-enlist");
    assert_eq!(browser.post("/login/password", &[("password", CHOSEN)]).location(), "/");
    assert_ne!(browser.cookie("__Host-enlist"), before, "another step, another secret");
    assert!(browser.get("/").body.contains("Hello Ada"));
    assert_eq!(browser.get("/login/password").location(), "/", "it is asked for once");

    let mut elsewhere = people.browser();
    elsewhere.set_cookie("__Host-enlist", &before);
    assert_eq!(elsewhere.get("/").location(), "/login");
    assert_eq!(elsewhere.log_in("ada", SET).status, 422);
    assert_eq!(elsewhere.log_in("ada", CHOSEN).location(), "/");
    assert_eq!(elsewhere.get("/").status, 200);
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
    assert!(asked.contains("countess@example.com waits") && asked.contains("/profile/withdraw-address"), "{asked}");
    let mut root = people.browser();
    root.log_in("root", PASSWORD);
    root.post("/impersonate", &[("user", "ada@example.com")]);
    assert_eq!(root.post("/profile/withdraw-address", &[]).status, 403);
    let link = people.waiting_link("countess@example.com");
    let withdrawn = browser.post("/profile/withdraw-address", &[]);
    assert_eq!(withdrawn.location(), "/profile?note=address-withdrawn");
    let page = browser.get("/profile?note=address-withdrawn").body;
    assert!(page.contains("was withdrawn") && !page.contains("countess@example.com"), "{page}");
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
    for page in served_pages().filter(|page| page.who != Who::Anyone) {
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
fn a_second_factor_is_set_up_asked_for_and_removed() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    let begun = browser.post("/second-factor/begin", &[]);
    assert!(begun.body.contains("<svg ") && begun.body.contains("role=\"img\""), "{}", begun.body);
    let secret = between(&begun.body, "class=\"secret\">", "<").to_owned();
    let wrong = browser.post("/second-factor/confirm", &[("code", "000000")]);
    assert!(wrong.status == 422 && wrong.body.contains(&secret), "the same secret is shown again");
    let before = browser.cookie("__Host-enlist");
    let done = browser.post("/second-factor/confirm", &[("code", &code_of(&secret))]);
    assert_eq!(done.status, 200, "{}", done.body);
    assert_ne!(browser.cookie("__Host-enlist"), before, "a step up, another secret");
    let codes = recovery_codes(&done.body);
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    assert!(codes.len() >= 8, "{codes:?}");
    assert_eq!(browser.get("/").status, 200);

    let mut other = people.browser();
    assert_eq!(other.log_in("ada", PASSWORD).location(), "/login/second");
    for path in ["/", "/profile", "/sessions", "/second-factor", "/environments"] {
        assert_eq!(other.get(path).location(), "/login/second", "{path}");
    }
    assert_eq!(other.post("/profile/password", &[("password", "x")]).location(), "/login/second");
    assert_eq!(other.post("/login/second", &[("code", "000000")]).status, 422);
    assert_eq!(other.post("/login/second", &[("code", codes[0])]).location(), "/");
    assert_eq!(other.get("/").status, 200);
    let mut again = people.browser();
    again.log_in("ada", PASSWORD);
    assert_eq!(again.post("/login/second", &[("code", codes[0])]).status, 422, "each is good once");

    // New recovery codes, shown once, and those before are good no more.
    let manage = other.get("/second-factor").body;
    assert!(manage.contains("9 recovery codes are left.") && manage.contains("Make new recovery codes"), "{manage}");
    let wrong = other.post("/second-factor/renew", &[("code", "000000")]);
    assert!(wrong.status == 422 && wrong.body.contains("This code is not right"), "{}", wrong.body);
    let renewed = other.post("/second-factor/renew", &[("code", codes[1])]);
    let new: Vec<String> = recovery_codes(&renewed.body);
    assert!(renewed.status == 200 && new.len() == codes.len() && new != codes, "{}", renewed.body);
    assert!(!other.get("/second-factor").body.contains(&new[0]), "they are shown once");
    assert!(other.get("/profile").body.contains("10 recovery codes are left."));
    assert_eq!(other.post("/second-factor/renew", &[("code", codes[2])]).status, 422);

    assert_eq!(other.post("/second-factor/remove", &[("code", "000000")]).status, 422);
    let gone = other.post("/second-factor/remove", &[("code", &new[1])]);
    assert_eq!(gone.location(), "/profile?note=second-factor-off", "{}", gone.body);
}

/// The recovery codes that a page shows.
fn recovery_codes(body: &str) -> Vec<String> {
    body.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

/// What an app shows at this moment for a secret as people type it.
pub fn code_of(secret: &str) -> String {
    let digits = secret.bytes().filter_map(|byte| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|d| *d == byte));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        bits = bits << 5 | digit as u32;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    let totp = totp_rs::Builder::new().with_algorithm(totp_rs::Algorithm::SHA1).with_secret(bytes).build_noncompliant();
    let now = enlist::app::System::real().unwrap().clock.now().0 / 1_000_000;
    totp.generate(u64::try_from(now).unwrap()).to_string()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split(start).nth(1).unwrap().split(end).next().unwrap()
}

#[test]
fn another_address_counts_once_it_is_confirmed() {
    let people = People::with_ada();
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    browser.log_in("ada", PASSWORD);
    let refused = browser.post("/profile/address", &[("address", "ada@example.com")]);
    assert!(refused.status == 422 && refused.body.contains("the address that you have already"), "{}", refused.body);
    let asked = browser.post("/profile/address", &[("address", "countess@example.org")]);
    assert_eq!(asked.location(), "/profile?note=address-asked");
    let profile = browser.get("/profile?note=address-asked");
    assert!(profile.body.contains("countess@example.org waits to be confirmed"), "{}", profile.body);
    assert!(profile.body.contains("go to ada@example.com"));
    assert_eq!(people.browser().get("/address").status, 410, "without the link nothing is confirmed");
}
