//! Status × page (SECURITY 4.10): what somebody in each standing gets from the pages that nobody has to be logged in for, and
//! that those who get nothing learn nothing.

use super::browser::{ACME, Browser, GLOBEX, PASSWORD, Page, People};
use std::time::{Duration, Instant};

/// What becomes of one standing at each page.
struct Row {
    /// The standing of the account.
    status: &'static str,
    /// Whether a session that was open before goes on.
    stays: bool,
    /// Whether the right password opens a session: to a stranger's browser, and to one that the person has logged in with.
    login: (bool, bool),
    /// Which letter comes after a forgotten password.
    forgot: Option<&'static str>,
    /// Whether a link for a new password is good.
    reset: bool,
    /// Whether a link to enrol is good.
    enrol: bool,
    /// The status after all of that.
    after: &'static str,
}

const MATRIX: [Row; 5] = [
    Row {
        status: "invited",
        stays: false,
        login: (false, false),
        forgot: Some("welcome"),
        reset: false,
        enrol: true,
        after: "validated",
    },
    Row {
        status: "denied",
        stays: true,
        login: (false, true),
        forgot: Some("reset"),
        reset: true,
        enrol: false,
        after: "validated",
    },
    Row {
        status: "banned",
        stays: false,
        login: (false, false),
        forgot: None,
        reset: false,
        enrol: false,
        after: "banned",
    },
    Row {
        status: "obfuscated",
        stays: false,
        login: (false, false),
        forgot: None,
        reset: false,
        enrol: false,
        after: "obfuscated",
    },
    Row {
        status: "validated",
        stays: true,
        login: (true, true),
        forgot: Some("reset"),
        reset: true,
        enrol: false,
        after: "validated",
    },
];

/// Another password that every rule is content with.
const NEXT: &str = "Quite-another-Lantern-77";

fn address(name: &str) -> String {
    format!("{name}@example.com")
}

fn status(people: &People, name: &str) -> String {
    people.outside().texts(&format!("SELECT status FROM account WHERE address = '{}'", address(name))).remove(0)
}

/// The kinds of the letters to somebody, in order.
fn letters(people: &People, name: &str) -> Vec<String> {
    people.outside().texts(&format!("SELECT kind FROM letter WHERE to_address = '{}' ORDER BY id", address(name)))
}

/// Brings somebody who is invited into a standing; answers with the browser of before.
fn bring(people: &People, name: &str) -> Browser {
    let mut browser = people.browser();
    if name == "invited" {
        return browser;
    }
    people.enrol(&address(name), name);
    assert_eq!(browser.log_in(name, PASSWORD).location(), "/");
    match name {
        "denied" => {
            let mut stranger = people.browser();
            for number in 0..10 {
                stranger.log_in(name, &format!("wrong {number}"));
            }
        }
        "banned" => {
            let app = people.app();
            let mut transaction = app.begin(enlist::store::Access::Write).unwrap();
            let account = enlist::directory::find_account(&transaction, &address(name)).unwrap();
            transaction.caller = enlist::domain::Caller::Operator;
            enlist::directory::ban_account(&mut transaction, &account).unwrap();
            transaction.commit().unwrap();
        }
        "obfuscated" => {
            let address = address(name);
            people.outside().execute(&format!("UPDATE account SET status = 'obfuscated' WHERE address = '{address}'"));
        }
        _ => {}
    }
    browser
}

/// What a page says, without the name that was typed.
fn told(page: &Page, name: &str) -> (u16, String) {
    (page.status, page.body.replace(name, "…"))
}

#[test]
fn attack_10_each_standing_gets_its_own_and_the_others_learn_nothing() {
    let people = People::with(&[ACME, GLOBEX]);
    for row in &MATRIX {
        people.add("acme", &address(row.status), "Somebody", false);
    }
    let mut known: Vec<Browser> = MATRIX.iter().map(|row| bring(&people, row.status)).collect();
    let unknown = {
        let mut stranger = people.browser();
        let login = told(&stranger.log_in(&address("nobody"), PASSWORD), &address("nobody"));
        let forgot = told(&stranger.post("/forgot", &[("name", &address("nobody"))]), &address("nobody"));
        (login, forgot)
    };
    assert_eq!((unknown.0.0, unknown.1.0), (422, 200));
    for (row, browser) in MATRIX.iter().zip(&mut known) {
        let name = row.status;
        assert_eq!(status(&people, name), name);
        let before = letters(&people, name).len();

        let is_in = browser.get("/").status == 200;
        assert_eq!(is_in, row.stays, "{name}: a session of before");

        let mut stranger = people.browser();
        let login = stranger.log_in(&address(name), PASSWORD);
        assert_eq!(login.status == 303, row.login.0, "{name}: login of a stranger");
        if !row.login.0 {
            assert_eq!(told(&login, &address(name)), unknown.0, "{name}: refused as nobody is");
        }
        browser.post("/logout", &[]);
        let login = browser.log_in(&address(name), PASSWORD);
        assert_eq!(login.status == 303, row.login.1, "{name}: login from a known browser");
        if !row.login.1 {
            assert_eq!(told(&login, &address(name)), unknown.0, "{name}: refused as nobody is");
        }
        assert_eq!(status(&people, name), name, "no login changes the status");

        let forgot = stranger_asks(&people, name);
        assert_eq!(told(&forgot, &address(name)), unknown.1, "{name}: the same answer for all");
        wait_for_letters(&people);
        let new: Vec<String> = letters(&people, name).split_off(before);
        assert_eq!(new.iter().map(String::as_str).collect::<Vec<_>>(), row.forgot.as_slice(), "{name}: letters");

        for (kind, link, is_good) in [
            ("reset", people.reset_link(&address(name)), row.reset),
            ("enrol", people.enrol_link(&address(name)), row.enrol),
        ] {
            let mut guest = people.browser();
            assert_eq!(guest.get(&link).status, 303, "{name}: to look tells nothing");
            let path = format!("/{kind}");
            assert_eq!(guest.get(&path).status, if is_good { 200 } else { 410 }, "{name}: {path}");
            let username = format!("{name}-again");
            let sent = guest.post(&path, &[("username", &username), ("password", NEXT)]);
            assert_eq!(sent.status, if is_good { 303 } else { 410 }, "{name}: {path}: {}", sent.body);
            let again = guest.post(&path, &[("username", &username), ("password", NEXT)]);
            assert_eq!(again.status, 410, "{name}: {path} twice");
        }
        assert_eq!(status(&people, name), row.after, "{name} afterwards");
        let with_next = people.browser().log_in(&address(name), NEXT).status == 303;
        assert_eq!(with_next, row.after == "validated", "{name}: the new password");
    }
}

fn stranger_asks(people: &People, name: &str) -> Page {
    people.browser().post("/forgot", &[("name", &address(name))])
}

/// Letters are written after the answer, one after the other: once there is one that was asked for last, there are all.
fn wait_for_letters(people: &People) {
    let name = format!("last-{}", people.outside().number("SELECT count(*) FROM account"));
    people.add("globex", &address(&name), "Somebody", false);
    stranger_asks(people, &name);
    let began = Instant::now();
    while letters(people, &name).len() < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "no letter came to {name}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
