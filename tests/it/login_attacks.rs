//! Attacks on logging in, as verbs (SECURITY 4): pre-hijack, enumeration, parallel guesses, locking everybody out, collisions.

use super::people::{DAY, PASSWORD, People, address, code, hash, is_right};
use enlist::app::{App, System};
use enlist::directory::{self, LoginDraft};
use enlist::domain::{
    AccountStatus, Code, EmailAddress, Error, LinkPurpose, Login, Secret, Session, SessionStep, name_key,
};
use enlist::store::account::{device, password};
use enlist::store::session::{self, SessionRow};
use enlist::store::{Access, Work};
use enlist::workers::{Sizes, Workers};
use std::net::IpAddr;
use std::sync::Arc;

/// Somebody who sets something about an account before its person comes, and whether it is still there afterwards.
struct Trap {
    name: &'static str,
    set: fn(&People),
    works: fn(&People) -> bool,
}

const SECRET: Secret = Secret::of([7; 32]);

const TRAPS: [Trap; 5] = [
    Trap {
        name: "a password of the attacker",
        set: |people| {
            let row = people.account("ada").row;
            let transaction = people.world.app.begin(Access::Write).unwrap();
            password::set(&transaction, row, &hash("known to others"), false, 9).unwrap();
            transaction.commit().unwrap();
        },
        works: |people| {
            let attempt = people.begin("ada@example.com", None, None).unwrap();
            let former = people.number("SELECT count(*) FROM former_password");
            is_right("known to others", attempt.hash) || former > 0
        },
    },
    Trap {
        name: "a session that stays open",
        set: |people| {
            let account = people.account("ada");
            let transaction = people.world.app.begin(Access::Write).unwrap();
            let expires_at = Session::end(SessionStep::Open, transaction.now, transaction.now);
            let new = SessionRow {
                account: &account,
                step: SessionStep::Open,
                environment: None,
                impersonator: None,
                browser: "",
                expires_at,
            };
            session::insert(&transaction, new, &SECRET).unwrap();
            transaction.commit().unwrap();
            assert!(!people.is_in(&SECRET), "an account that is invited has no session in force");
        },
        works: |people| people.is_in(&SECRET),
    },
    Trap {
        name: "a username and a browser that lead to the account",
        set: |people| {
            let row = people.account("ada").row;
            people.outside().execute(&format!("INSERT INTO login_name VALUES ('mallory', {row})"));
            let transaction = people.world.app.begin(Access::Write).unwrap();
            device::insert(&transaction, row, &SECRET).unwrap();
            transaction.commit().unwrap();
        },
        works: |people| {
            let by_name = people.begin("mallory", None, None).unwrap().hash.is_some();
            by_name || people.number("SELECT count(*) FROM device") > 0
        },
    },
    Trap {
        name: "a change of address that waits, and links of letters before",
        set: |people| {
            let account = people.account("ada");
            let transaction = people.world.app.begin(Access::Write).unwrap();
            let mallory = EmailAddress::parse("mallory@example.com").unwrap();
            let link = directory::issue_link(&transaction, &account, LinkPurpose::Address, &mallory).unwrap();
            directory::issue_link(&transaction, &account, LinkPurpose::Reset, &account.address).unwrap();
            transaction.commit().unwrap();
            let (account, link) = (account.row, link.row);
            people.outside().execute(&format!("INSERT INTO address_change VALUES ({account}, {link}, 1)"));
        },
        works: |people| {
            let waiting = people.number("SELECT count(*) FROM address_change");
            waiting + people.number("SELECT count(*) FROM link WHERE purpose <> 'enrol' AND used_at IS NULL") > 0
        },
    },
    Trap {
        name: "a second factor and recovery codes of the attacker",
        set: |people| {
            let row = people.account("ada").row;
            people.outside().execute(&format!(
                "INSERT INTO second_factor VALUES ({row}, 'sealed', 1, 0);
                 INSERT INTO recovery_code VALUES ({row}, 'hash', NULL)"
            ));
        },
        works: |people| {
            let codes = people.number("SELECT count(*) FROM recovery_code");
            codes > 0 || people.login("ada", None).session.step != SessionStep::Open
        },
    },
];

#[test]
fn what_others_set_before_dies_at_the_first_verification() {
    for trap in TRAPS {
        let people = People::invited(&["grace"], &["ada"]);
        (trap.set)(&people);
        people.enrol("ada", "ada").unwrap();
        assert!(!(trap.works)(&people), "{}", trap.name);
        assert!(matches!(people.try_login("ada", PASSWORD, None).unwrap(), Login::Entered(_)), "{}", trap.name);
    }
}

#[test]
fn a_name_that_nobody_has_is_answered_alike_with_as_many_statements_and_one_hash() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    people.add("acme", "hedy", false);
    people.deny("grace");
    let names = ["ada@example.com", "nobody@example.com", "nobody", "hedy@example.com", "grace@example.com"];
    let from: IpAddr = "203.0.113.7".parse().unwrap();
    let mut counts = Vec::new();
    for name in names {
        let before = people.world.app.statements();
        let attempt = people.begin(name, None, Some(from)).unwrap();
        let between = people.world.app.statements();
        // One hash in each case: with nothing to compare with, it is made for nothing.
        assert!(!is_right("wrong", attempt.hash.clone()));
        assert!(matches!(people.end(attempt, false), Login::Refused));
        counts.push((between - before, people.world.app.statements() - between));
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
}

#[test]
fn throttles_are_the_same_for_names_that_nobody_has() {
    let people = People::enrolled(&["grace"], &["ada"]);
    for name in ["ada@example.com", "nobody@example.com", "nobody"] {
        let mut refused = None;
        for number in 1..=30 {
            match people.begin(name, None, None) {
                Ok(attempt) => assert!(matches!(people.end(attempt, false), Login::Refused)),
                Err(Error::Refused(refusal)) => {
                    refused = Some((number, refusal.code(), refusal.retry_after(), refusal.message()));
                    break;
                }
                Err(fault) => panic!("{fault}"),
            }
        }
        let expected = (21, Code::TryLater, Some(900), "too much was tried of late".to_owned());
        assert_eq!(refused, Some(expected), "{name}");
    }
}

#[test]
fn a_network_address_is_throttled_over_all_names_and_right_ones_do_not_count() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    let from = |host: u16| -> IpAddr { format!("2001:db8:1:2::{host:x}").parse().unwrap() };
    for number in 0..50 {
        let attempt = people.begin("ada@example.com", None, Some(from(number))).unwrap();
        assert!(matches!(people.end(attempt, true), Login::Entered(_)));
    }
    for number in 0..100 {
        people.begin(&format!("nobody-{number}"), None, Some(from(number))).unwrap();
    }
    assert_eq!(code(people.begin("ada@example.com", None, Some(from(200)))), "E0720");
    let elsewhere = "2001:db8:1:3::1".parse().unwrap();
    assert!(people.begin("ada@example.com", None, Some(elsewhere)).is_ok());
    people.later(15 * 60 * 1_000_000);
    assert!(people.begin("ada@example.com", None, Some(from(200))).is_ok());
}

#[test]
fn of_a_hundred_parallel_guesses_ten_count() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let path = people.path.clone();
    let workers = Workers::start(Sizes::default(), move || App::open(&path, System::real()?)).unwrap();
    let workers = Arc::new(workers);
    let guess = |number: u64| {
        let workers = Arc::clone(&workers);
        std::thread::spawn(move || {
            let draft = LoginDraft { name: "ada@example.com".to_owned(), device: None, from: None };
            let attempt = workers.write_and_wait(&format!("{}", number % 7), move |app| {
                let mut transaction = app.begin(Access::Write)?;
                let attempt = directory::begin_login(&mut transaction, draft.clone())?;
                transaction.commit()?;
                Ok(attempt)
            });
            let attempt = match attempt {
                Ok(attempt) => attempt,
                Err(Error::Refused(refusal)) => {
                    assert_eq!(refusal.code(), Code::TryLater);
                    return false;
                }
                Err(fault) => panic!("{fault}"),
            };
            let counts = attempt.can_be_right();
            let ended = workers.write_and_wait("end", move |app| {
                let mut transaction = app.begin(Access::Write)?;
                let login = directory::end_login(&mut transaction, attempt.clone(), false, "", None)?;
                transaction.commit()?;
                Ok(login)
            });
            assert!(matches!(ended.unwrap(), Login::Refused));
            counts
        })
    };
    let threads: Vec<_> = (0..100).map(guess).collect();
    let counted = threads.into_iter().map(|thread| thread.join().unwrap()).filter(|counts| *counts);
    assert_eq!(counted.count(), 10);
    assert_eq!(people.account("ada").status, AccountStatus::Denied);
    assert_eq!(people.number("SELECT failures FROM account WHERE address = 'ada@example.com'"), 10);
    let locked = people.letters().iter().filter(|letter| letter.as_str() == "locked ada@example.com").count();
    assert_eq!(locked, 1, "told once");
}

#[test]
fn the_right_password_before_the_tenth_wrong_one_counts_from_the_beginning() {
    let people = People::enrolled(&["grace"], &["ada"]);
    for _ in 0..3 {
        for _ in 0..9 {
            let attempt = people.begin("ada@example.com", None, None);
            // The throttle of the name comes first, in the third round.
            let Ok(attempt) = attempt else { return assert_eq!(code(attempt), "E0720") };
            people.end(attempt, false);
        }
        assert_eq!(people.account("ada").status, AccountStatus::Validated);
        let Ok(Login::Entered(_)) = people.try_login("ada@example.com", PASSWORD, None) else { return };
    }
}

#[test]
fn nobody_locks_all_administrators_out() {
    let mut people = People::enrolled(&["ada", "grace", "hedy"], &[]);
    let sessions: Vec<_> = ["ada", "grace", "hedy"].map(|name| people.login(name, None)).into();
    for name in ["ada", "grace", "hedy"] {
        people.deny(name);
        assert_eq!(people.account(name).status, AccountStatus::Denied);
        // The answer does not show it, the right password neither.
        assert!(matches!(people.try_login(&address(name), PASSWORD, None).unwrap(), Login::Refused));
        // Strangers go on; the name is throttled for them alone.
        while people.begin(&address(name), None, None).is_ok() {}
    }
    for (name, before) in ["ada", "grace", "hedy"].into_iter().zip(&sessions) {
        assert!(people.is_in(&before.secret), "{name}: sessions stay while others guess");
        let again = people.login(name, before.device.as_ref());
        assert!(people.is_in(&again.secret), "{name}: a known browser gets in");
        assert_eq!(people.account(name).status, AccountStatus::Denied, "{name}: for strangers it stays denied");
    }
    // Of somebody else's account a browser is a stranger's.
    people.later(DAY);
    let stolen = people.begin("grace@example.com", sessions[0].device.as_ref(), None).unwrap();
    assert!(!stolen.can_be_right());
    // The operator's break-glass.
    let (_, out) = people.enlist(&["account", "unlock", "grace@example.com"]);
    assert!(out.contains("status  denied → validated"), "{out}");
    people.login("grace", None);
}

#[test]
fn a_known_browser_has_ten_tries_of_its_own() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let known = people.login("ada", None).device.unwrap();
    for _ in 0..10 {
        let attempt = people.begin("ada@example.com", Some(&known), None).unwrap();
        assert!(attempt.can_be_right());
        people.end(attempt, false);
    }
    assert_eq!(people.account("ada").status, AccountStatus::Denied);
    assert!(matches!(people.try_login("ada@example.com", PASSWORD, Some(&known)).unwrap(), Login::Refused));
    assert_eq!(people.number("SELECT count(*) FROM device"), 0, "it is a stranger's from now on");
}

#[test]
fn who_is_banned_is_out_at_once_and_does_not_come_back() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let session = people.login("ada", None);
    let (_, out) = people.enlist(&["account", "ban", "ada@example.com"]);
    assert!(out.contains("status  validated → banned"), "{out}");
    assert!(!people.is_in(&session.secret));
    for device in [None, session.device.as_ref()] {
        assert!(matches!(people.try_login("ada@example.com", PASSWORD, device).unwrap(), Login::Refused));
    }
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    directory::forgot_password(&mut transaction, "ada@example.com").unwrap();
    transaction.commit().unwrap();
    assert!(!people.letters().iter().any(|letter| letter.starts_with("reset")));
}

/// Every character that some other becomes when two names are compared.
fn collisions() -> Vec<(char, char)> {
    let mut found = Vec::new();
    for c in '\u{80}'..=char::MAX {
        let key = name_key(&format!("a{c}a"));
        let mut inner = key.chars().skip(1);
        if let (3, Some(ascii)) = (key.len(), inner.next()) {
            found.push((c, ascii));
        }
    }
    assert!(found.len() > 1_000, "{}", found.len());
    found
}

#[test]
fn no_collision_of_unicode_leads_to_somebody_else() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    people.add("acme", "mallory", false);
    let victim = "ada@example.com";
    let ada = EmailAddress::parse(victim).unwrap();
    let (mut refused, mut same) = (0, 0);
    for (c, ascii) in collisions() {
        let Some(at) = victim.find(ascii) else { continue };
        let forged = format!("{}{c}{}", &victim[..at], &victim[at + 1..]);
        // As a username it is refused, or it is that of the very address.
        let username = enlist::domain::Username::parse(&forged, &EmailAddress::parse("mallory@example.com").unwrap());
        assert_eq!(username.unwrap_err().code, Code::UsernameIsAddress, "{forged}");
        // As an address it is refused, or its domain is the same to every mail server.
        match EmailAddress::parse(&forged) {
            Ok(address) => {
                assert!(address == ada && !forged.starts_with(|c: char| !c.is_ascii()), "{forged}");
                same += 1;
            }
            Err(_) => {
                assert_eq!(enlist::domain::login_key(&forged), None, "{forged}");
                refused += 1;
            }
        }
    }
    assert!(refused > 50 && same > 50, "{refused} {same}");
    // Of usernames, one that only looks different is taken.
    people.enrol("mallory", "mallory").unwrap();
    people.add("acme", "eve", false);
    for forged in ["ｍallory", "MALLORY", "ⓜallory", "mallor\u{1d4ce}", " mallory\u{a0}"] {
        assert_eq!(code(people.enrol("eve", forged)), "E0728", "{forged}");
    }
    for forged in ["mall\u{200d}ory", "mall\u{ad}ory", "mallory\u{fe0f}", "mallory\u{34f}"] {
        assert_eq!(code(people.enrol("eve", forged)), "E0114", "{forged}");
    }
}

#[test]
fn a_letter_goes_to_the_address_that_is_stored() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let before = people.letters().len();
    for typed in ["ADA@EXAMPLE.COM", "ada@ｅxample.com", "ada@EXAMPLE.com\u{a0}"] {
        let mut transaction = people.world.app.begin(Access::Write).unwrap();
        directory::forgot_password(&mut transaction, typed).unwrap();
        transaction.commit().unwrap();
    }
    let letters = people.letters();
    assert!(
        letters.len() > before && letters[before..].iter().all(|letter| letter == "reset ada@example.com"),
        "{letters:?}"
    );
}

/// Whoever knows an address asks for letters to it until it gets none any more (SECURITY 2.1).
#[test]
fn strangers_do_not_use_up_the_letters_of_an_address() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    people.add("acme", "ivo", false);
    people.later(DAY);
    let count = |people: &People, letter: &str| people.letters().iter().filter(|one| *one == letter).count();
    let ask = |people: &People, name: &str| {
        for _ in 0..20 {
            people.write(|transaction| directory::forgot_password(transaction, &address(name))).unwrap();
        }
    };
    let in_acme = |people: &People, act: &dyn Fn(&mut Work) -> Result<bool, Error>| {
        let mut work = people.world.app.enter("acme", Access::Write).unwrap();
        let done = act(&mut work).unwrap();
        work.commit().unwrap();
        done
    };
    ask(&people, "ada");
    assert_eq!(count(&people, "reset ada@example.com"), 3);
    // What an administrator causes, and what the person must be told, is written all the same.
    assert!(in_acme(&people, &|work| directory::reset_user(work, "ada@example.com")));
    assert_eq!(count(&people, "reset ada@example.com"), 4);
    people.deny("ada");
    assert_eq!(count(&people, "locked ada@example.com"), 1);

    // Of an environment's three letters one is left for an invitation that is sent again.
    let before = count(&people, "welcome ivo@example.com");
    ask(&people, "ivo");
    assert_eq!(count(&people, "welcome ivo@example.com"), before + 2);
    assert!(in_acme(&people, &|work| directory::resend_invitation(work, "ivo@example.com")));
    assert!(!in_acme(&people, &|work| directory::resend_invitation(work, "ivo@example.com")));

    // Who wants the address of somebody who has no account yet is a stranger to it.
    let session = people.log_in("grace");
    for _ in 0..10 {
        people.write(|transaction| directory::ask_address_change(transaction, &session, "eve@example.com")).unwrap();
    }
    assert_eq!(count(&people, "addressConfirm eve@example.com"), 3);
    people.add("acme", "eve", false);
    assert!(in_acme(&people, &|work| directory::resend_invitation(work, "eve@example.com")));

    // Tomorrow they may again.
    people.later(DAY);
    ask(&people, "ivo");
    assert_eq!(count(&people, "welcome ivo@example.com"), before + 5);
}
