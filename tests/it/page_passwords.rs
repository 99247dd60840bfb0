//! Passwords and second factors on the pages: chosen, forgotten, changed, given by somebody else; links that are too old.

use super::browser::{PASSWORD, People};

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
        let told = "Without your name, username or e-mail address <span class=\"state\">– not met</span>";
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
    assert!(manage.contains("9 recovery codes are left.") && manage.contains("Create new recovery codes"), "{manage}");
    let wrong = other.post("/second-factor/renew", &[("code", "000000")]);
    assert!(wrong.status == 422 && wrong.body.contains("This code is incorrect"), "{}", wrong.body);
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
