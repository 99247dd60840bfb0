//! The commands `account` and `sessions`: the operator's break-glass.

use super::people::{PASSWORD, People, hash};
use enlist::cli::Exit;
use enlist::directory;
use enlist::domain::{AccountStatus, Login, SessionStep};
use enlist::store::Access;

fn json(people: &People, words: &[&str]) -> serde_json::Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    let (exit, out) = people.enlist(&words);
    assert_eq!(exit, Exit::Done, "{out}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn an_account_is_shown_as_a_whole() {
    let people = People::enrolled(&["grace"], &["ada"]);
    people.login("grace", None);
    let shown = json(&people, &["account", "show", "grace@example.com"]);
    assert_eq!(shown["status"], "validated");
    assert_eq!(shown["sessions"], 1);
    assert_eq!(shown["hasPassword"], true);
    assert_eq!(shown["memberships"][0]["environment"]["name"], "Acme");
    let (_, out) = people.enlist(&["account", "show", shown["_id"].as_str().unwrap()]);
    assert!(out.contains("member of                 Acme (administrator)"), "{out}");
    assert!(!out.contains("argon2"), "{out}");
    let (exit, out) = people.enlist(&["account", "show", "nobody@example.com"]);
    assert_eq!(exit, Exit::Refused);
    assert!(out.contains("E0203") && out.contains("there is no account \"nobody@example.com\""), "{out}");
}

#[test]
fn an_account_is_unlocked_banned_and_unbanned_and_it_is_recorded() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let (exit, out) = people.enlist(&["account", "unlock", "ada@example.com"]);
    assert_eq!(exit, Exit::Refused);
    assert!(out.contains("E0732") && out.contains("ada@example.com is validated, not denied"), "{out}");
    people.deny("ada");
    assert_eq!(json(&people, &["account", "unlock", "ada@example.com"])["failures"], 0);
    people.login("ada", None);
    assert_eq!(json(&people, &["account", "ban", "ada@example.com"])["sessions"], 0);
    assert_eq!(people.account("ada").status, AccountStatus::Banned);
    assert_eq!(json(&people, &["account", "unban", "ada@example.com"])["status"], "validated");
    people.login("ada", None);
    let audit = json(&people, &["audit", "list", "--installation"]).to_string();
    for recorded in [r#""subject":"account""#, r#""after":"denied""#, r#""after":"banned""#, r#""subject":"session""#] {
        assert!(audit.contains(recorded), "{recorded}: {audit}");
    }
    assert!(audit.contains("job:login") && audit.contains("person:") && audit.contains("operator"), "{audit}");
}

#[test]
fn the_last_administrator_is_not_banned_by_the_operator_either() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let (exit, out) = people.enlist(&["account", "ban", "grace@example.com"]);
    assert_eq!(exit, Exit::Refused);
    assert!(out.contains("E0201") && out.contains("last active administrator of `Acme`"), "{out}");
    assert_eq!(people.account("grace").status, AccountStatus::Validated);
}

#[test]
fn a_link_is_told_once_and_opens_once() {
    let people = People::enrolled(&["grace"], &["ada"]);
    people.deny("ada");
    let words = ["account", "reset-link", "ada@example.com", "--public-url", "https://id.example.com/"];
    let (exit, out) = people.enlist(&words);
    assert_eq!(exit, Exit::Done, "{out}");
    let address = out.lines().last().unwrap();
    let text = address.strip_prefix("https://id.example.com/reset/").unwrap();
    let key = people.world.app.key().unwrap();
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    directory::reset_password(&mut transaction, &key, text, hash("another")).unwrap();
    transaction.commit().unwrap();
    assert!(matches!(people.try_login("ada", "another", None).unwrap(), Login::Refused), "her username is her address");
    assert!(matches!(people.try_login("ada@example.com", "another", None).unwrap(), Login::Entered(_)));
    assert!(matches!(people.try_login("ada@example.com", PASSWORD, None).unwrap(), Login::Refused));
    let (_, audit) = people.enlist(&["audit", "list", "--installation", "--json"]);
    assert!(!audit.contains(text) && audit.contains("link"), "{audit}");
    assert_eq!(people.enlist(&["account", "reset-link", "ada@example.com"]).0, Exit::Done);
}

#[test]
fn a_password_is_set_by_the_operator_and_changed_by_its_person() {
    const SET: &str = "aMber-otter-52-ferry";
    let people = People::enrolled(&["grace"], &["ada"]);
    let session = people.login("ada", None);
    people.deny("ada");
    let words = ["account", "set-password", "ada@example.com"];
    let (exit, out) = people.enlist_with(&words, &format!("{SET}\r\nwhat follows is not looked at\n"));
    assert_eq!(exit, Exit::Done, "{out}");
    assert!(!out.contains(SET) && !out.contains("argon2"), "{out}");
    assert!(out.contains("status    denied → validated") && out.contains("password"), "{out}");
    assert!(!people.is_in(&session.secret));
    assert!(people.letters().contains(&"passwordChanged ada@example.com".to_owned()), "{:?}", people.letters());
    assert!(matches!(people.try_login("ada@example.com", PASSWORD, None).unwrap(), Login::Refused));
    let Login::Entered(new) = people.try_login("ada@example.com", SET, None).unwrap() else { panic!("refused") };
    assert_eq!(new.session.step, SessionStep::PasswordChange);
    let (_, audit) = people.enlist(&["audit", "list", "--installation", "--json"]);
    assert!(!audit.contains(SET) && !audit.contains("argon2"), "{audit}");
    assert!(audit.contains(r#"{"property":"password","before":null,"after":"set"}"#), "{audit}");
}

#[test]
fn a_password_that_breaks_the_rules_is_not_set() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let hash = || people.number("SELECT count(*) FROM password WHERE must_change = 1");
    for (password, code) in [
        ("", "E0721"),
        ("\nsecond-Line-17-otter", "E0721"),
        ("a-B3", "E0721"),
        ("Password123!", "E0725"),
        ("an-Otter-of-Grace-52-ferries", "E0726"),
        (PASSWORD, "E0727"),
    ] {
        let (exit, out) = people.enlist_with(&["account", "set-password", "grace@example.com"], password);
        assert_eq!(exit, Exit::Refused, "{password}: {out}");
        assert!(out.contains(code), "{password}: {out}");
        assert!(password.len() < 8 || !out.contains(password), "{out}");
        assert_eq!(hash(), 0);
    }
    let modern = ["account", "set-password", "ada@example.com", "--passwords", "modern"];
    assert!(people.enlist_with(&modern, "aMber-otter-52").1.contains("E0721"));
    assert_eq!(people.enlist_with(&modern, "amber otter with a ferry").0, Exit::Done);
}

#[test]
fn no_password_is_set_for_who_has_none_or_comes_from_outside() {
    let mut people = People::enrolled(&["grace"], &["ada", "eve"]);
    people.add("acme", "ivo", false);
    let set = |name: &str| {
        let address = super::people::address(name);
        let (exit, out) = people.enlist_with(&["account", "set-password", &address], "aMber-otter-52-ferry");
        assert_eq!(exit, Exit::Refused, "{out}");
        out
    };
    let invited = set("ivo");
    assert!(invited.contains("E0732") && invited.contains("reset-link"), "{invited}");
    people.enlist(&["account", "ban", "ada@example.com"]);
    assert!(set("ada").contains("E0732"));
    assert_eq!(people.enlist(&["user", "add", "eve@example.com", "--external-id", "7"]).0, Exit::Done);
    let external = set("eve");
    assert!(external.contains("E0760") && external.contains("external directory"), "{external}");
    assert!(set("nobody").contains("E0203"));
}

#[test]
fn sessions_are_listed_and_ended() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let (_, out) = people.enlist(&["sessions", "list", "ada@example.com"]);
    assert_eq!(out, "nobody is logged in to this account\n");
    let (first, second) = (people.login("ada", None), people.login("ada", None));
    let all = json(&people, &["sessions", "list", "ada@example.com"]);
    assert_eq!(all.as_array().unwrap().len(), 2);
    assert_eq!(all[0]["browser"], "Firefox");
    assert_eq!(people.enlist(&["sessions", "end", "ada@example.com"]).0, Exit::Refused);
    let id = first.session.id.as_str();
    assert_eq!(json(&people, &["sessions", "end", "ada@example.com", id]).as_array().unwrap().len(), 1);
    assert!(!people.is_in(&first.secret) && people.is_in(&second.secret));
    assert_eq!(people.enlist(&["sessions", "end", "grace@example.com", second.session.id.as_str()]).0, Exit::Refused);
    let (_, out) = people.enlist(&["sessions", "end", "ada@example.com", "--all"]);
    assert!(out.contains("- session ada@example.com") && out.contains("1 removed"), "{out}");
    assert!(!people.is_in(&second.secret));
}
