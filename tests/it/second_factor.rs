//! Second factors: set up, asked for, lost; codes that are used twice, guessed, or taken from a stolen database.

use super::people::{People, refusal};
use enlist::directory::{self, LoginDraft, OpenResult, PolicyChange, Proof, SecondFactorResult};
use enlist::domain::{AccountStatus, Error, Login, Moment, Secret, Session, SessionStep, Totp};
use enlist::store::Access;

fn proof(code: &str) -> Proof {
    Proof { code: code.to_owned(), device: None, from: None }
}

/// Sets a second factor up; answers with the recovery codes and the secret as the app has it.
fn set_up(people: &People, session: &Session) -> (Vec<String>, String) {
    let enrolling = people
        .write(|transaction| directory::begin_second_factor(transaction, &people.key, session, "example.com"))
        .unwrap();
    let code = code_of(&enrolling.text, people.world.app.begin(Access::Read).unwrap().now);
    let codes =
        people.write(|transaction| directory::confirm_second_factor(transaction, &people.key, session, &code)).unwrap();
    (codes, enrolling.text)
}

/// What an app shows that was given the secret by hand.
fn code_of(text: &str, now: Moment) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = text.chars().filter(|c| *c != ' ').map(|c| format!("{:05b}", DIGITS.find(c).unwrap())).collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks(8)
        .map(|bits| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap())
        .collect();
    let mut chance = [0; 32];
    chance[..20].copy_from_slice(&bytes);
    Totp::of(&Secret::of(chance)).code_at(now)
}

fn check(people: &People, session: &Session, code: &str) -> Result<bool, Error> {
    people.write(|transaction| {
        directory::check_second_factor(transaction, &people.key, session, proof(code))
            .map(|proven| proven == SecondFactorResult::Right(()))
    })
}

const NOW: Moment = super::world::NOW;

fn later(seconds: i64) -> Moment {
    Moment(NOW.0 + seconds * 1_000_000)
}

#[test]
fn a_second_factor_is_set_up_asked_for_and_removed() {
    let mut people = People::new();
    let other = people.log_in("Ada");
    let session = people.log_in("Ada");
    let (codes, text) = set_up(&people, &session);
    assert_eq!(codes.len(), 10);
    assert_eq!(people.letters().last().unwrap(), "secondFactorOn Ada@example.com");
    // The sessions that were opened without it are over.
    let sessions = people.read(|transaction| directory::list_sessions(transaction, session.account.row));
    assert_eq!(sessions.iter().map(|one| one.row).collect::<Vec<_>>(), [session.row]);
    assert_ne!(other.row, session.row);

    people.at(60);
    let waiting = people.log_in("Ada");
    assert_eq!(waiting.step, SessionStep::SecondFactor);
    // Nothing is open as long as it waits.
    let refused = people.write(|transaction| directory::open_environment(transaction, &waiting, "acme"));
    assert_eq!(refusal(refused), "E0211 the session is not open");
    assert!(!check(&people, &waiting, "000000").unwrap());
    let code = code_of(&text, later(60));
    assert!(check(&people, &waiting, &code).unwrap());
    // The same code is good once, also in another session.
    let again = people.log_in("Ada");
    assert!(!check(&people, &again, &code).unwrap());

    people.at(120);
    let code = code_of(&text, later(120));
    let removed = people
        .write(|transaction| directory::remove_second_factor(transaction, &people.key, &session, proof(&code)))
        .unwrap();
    assert_eq!(removed, SecondFactorResult::Right(()));
    assert_eq!(people.letters().last().unwrap(), "secondFactorOff Ada@example.com");
    assert_eq!(people.log_in("Ada").step, SessionStep::Open);
    let audit = people.audit("\"secondFactor\":[");
    assert_eq!(audit.len(), 2, "{audit:#?}");
}

#[test]
fn codes_beside_this_step_are_good_and_older_ones_after_newer_ones_are_not() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    let (_, text) = set_up(&people, &session);
    people.at(300);
    let waiting = people.log_in("Ada");
    for (seconds, is_good) in
        [(240, false), (360, false), (270, true), (300, true), (330, true), (300, false), (270, false)]
    {
        assert_eq!(check(&people, &waiting, &code_of(&text, later(seconds))).unwrap(), is_good, "{seconds}");
    }
}

#[test]
fn recovery_codes_are_good_once_each_however_they_are_typed() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    let (codes, _) = set_up(&people, &session);
    people.at(60);
    let waiting = people.log_in("Ada");
    assert!(check(&people, &waiting, &codes[0]).unwrap());
    assert!(!check(&people, &waiting, &codes[0]).unwrap());
    assert!(check(&people, &waiting, &codes[1].to_uppercase().replace('-', " ")).unwrap());
    assert!(!check(&people, &waiting, "0000-0000-0000-0000").unwrap());
    let letters = people.letters();
    assert_eq!(letters.iter().filter(|letter| *letter == "recoveryUsed Ada@example.com").count(), 2);
    // The codes of one account are nothing in another.
    let hal = people.log_in("Hal");
    set_up(&people, &hal);
    assert!(!check(&people, &people.log_in("Hal"), &codes[2]).unwrap());
    // New ones take the place of those that are left.
    let new = people
        .write(|transaction| directory::renew_recovery_codes(transaction, &people.key, &session, proof(&codes[3])))
        .unwrap();
    let SecondFactorResult::Right(new) = new else { panic!("it was not right") };
    assert!(!check(&people, &waiting, &codes[4]).unwrap());
    assert!(check(&people, &waiting, &new[9]).unwrap());
}

#[test]
fn guesses_are_counted_like_passwords_and_lock_the_account() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    let (_, text) = set_up(&people, &session);
    people.at(60);
    let waiting = people.log_in("Ada");
    for guess in 0..10 {
        assert!(!check(&people, &waiting, &format!("{guess:06}")).unwrap(), "{guess}");
    }
    assert_eq!(people.account("Ada").status, AccountStatus::Denied);
    // Now the right one is good no more, and neither is the right password.
    assert!(!check(&people, &waiting, &code_of(&text, later(60))).unwrap());
    let login = people.write(|transaction| {
        let draft = LoginDraft { name: "ada@example.com".to_owned(), device: None, from: None };
        let attempt = directory::begin_login(transaction, draft)?;
        directory::end_login(transaction, attempt, true, "Browser", None)
    });
    assert!(matches!(login.unwrap(), Login::Refused));
    for _ in 0..40 {
        if let Err(refused) = check(&people, &waiting, "123456") {
            assert!(refused.to_string().contains("too much was tried"), "{refused}");
            return;
        }
    }
    panic!("nothing stopped the guesses");
}

#[test]
fn the_secret_stands_nowhere_in_the_database() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    let (codes, text) = set_up(&people, &session);
    let rows = people.world.rows().to_lowercase();
    let base32 = text.replace(' ', "").to_lowercase();
    for secret in codes.iter().chain([&base32]) {
        assert!(!rows.contains(secret) && !rows.contains(&secret.replace('-', "")), "{secret}");
    }
    // Whoever has the database and another key makes no code, and learns of it.
    let other = enlist::domain::Key::of([7; 32]);
    let result =
        people.write(|transaction| directory::check_second_factor(transaction, &other, &session, proof("123456")));
    assert!(matches!(result, Err(Error::Fault(_))));
}

#[test]
fn what_is_confirmed_is_not_replaced_and_what_is_begun_can_be_begun_again() {
    let people = People::new();
    let session = people.log_in("Ada");
    let begin = || people.write(|transaction| directory::begin_second_factor(transaction, &people.key, &session, "x"));
    let confirm = |code: &str| {
        people.write(|transaction| directory::confirm_second_factor(transaction, &people.key, &session, code))
    };
    assert!(refusal(confirm("123456")).starts_with("E0748"));
    let first = begin().unwrap();
    let second = begin().unwrap();
    assert_ne!(first.text, second.text);
    let shown =
        people.write(|transaction| directory::show_second_factor(transaction, &people.key, &session, "x")).unwrap();
    assert_eq!(shown.uri, second.uri);
    assert!(refusal(confirm(&code_of(&first.text, NOW))).starts_with("E0746"));
    // As long as it is not confirmed, nobody is asked for it.
    assert_eq!(people.log_in("Ada").step, SessionStep::Open);
    confirm(&code_of(&second.text, NOW)).unwrap();
    assert!(refusal(begin()).starts_with("E0748"));
    assert!(refusal(confirm(&code_of(&second.text, NOW))).starts_with("E0748"));
}

#[test]
fn an_environment_can_require_it() {
    let people = People::new();
    let open = people.in_environment("Ada", "acme");
    people.policy("acme", PolicyChange { second_factor: Some(true), ..PolicyChange::default() });
    // Who is inside already is out until there is one, and is told why.
    assert!(refusal(people.enter(&open)).starts_with("E0747"));
    let session = people.log_in("Ada");
    let opened = people.write(|transaction| directory::open_environment(transaction, &session, "acme")).unwrap();
    assert!(matches!(opened, OpenResult::SecondFactorFirst(environment) if environment.id.as_str() == "acme"));
    people.open(&session, "globex");
    let (codes, _) = set_up(&people, &session);
    let inside = people.open(&session, "acme");
    assert!(people.enter(&inside).is_ok());
    // It stays as long as an environment wants it; the operator helps who has lost it.
    let removed = people
        .write(|transaction| directory::remove_second_factor(transaction, &people.key, &session, proof(&codes[0])));
    assert!(refusal(removed).starts_with("E0747"));
    let account = people.account("Ada");
    people.write(|transaction| directory::remove_lost_second_factor(transaction, &account)).unwrap();
    assert!(people.read(|transaction| directory::list_sessions(transaction, account.row)).is_empty());
    assert_eq!(people.letters().last().unwrap(), "secondFactorOff Ada@example.com");
    let session = people.log_in("Ada");
    let opened = people.write(|transaction| directory::open_environment(transaction, &session, "acme")).unwrap();
    assert!(matches!(opened, OpenResult::SecondFactorFirst(_)));
}
