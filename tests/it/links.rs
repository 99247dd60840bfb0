//! Links in letters (SECURITY 2.6; attack 6): every bit flipped, used twice, used by fifty at once, for another purpose, of
//! another account; and that what is stored opens nothing.

use super::engine;
use super::raw_connection::RawConnection;
use super::world::{ACME, NOW, World};
use enlist::app::{App, System, retry};
use enlist::directory::{issue_link, link_path, link_text, open_link, use_link, write_account_letter};
use enlist::domain::{Account, Code, EmailAddress, Error, Key, LetterKind, LetterStatus, Link, LinkPurpose, Moment};
use enlist::model::Model;
use enlist::store::account::{Owner, owner};
use enlist::store::{Access, Transaction, letter};
use std::path::Path;

const HOUR: i64 = 3_600_000_000;

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn account(transaction: &Transaction, name: &str) -> Account {
    match owner(transaction, &address(&format!("{name}@example.com"))).unwrap() {
        Owner::Account(account) => *account,
        _ => panic!("no account {name}"),
    }
}

/// Ada and Grace, both invited.
fn world() -> World {
    let mut world = World::acme();
    for name in ["ada", "grace"] {
        world.result(&format!(
            "bizzStream.addUser(#{{ globalEmailAddress: \"{name}@example.com\", name: \"{name}\",
             administrator: false, locale: \"nl\", language: \"nl\" }})"
        ));
    }
    world
}

fn issue(transaction: &Transaction, name: &str, purpose: LinkPurpose) -> Link {
    let account = account(transaction, name);
    issue_link(transaction, &account, purpose, &account.address).unwrap()
}

/// The code of a refusal.
fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> Code {
    match result.expect_err("it was opened") {
        Error::Refused(refusal) => refusal.code(),
        Error::Fault(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_link_opens_for_its_purpose_until_it_is_used() {
    let world = world();
    let key = world.app.key().unwrap();
    let mut transaction = world.app.begin(Access::Write).unwrap();
    let link = issue(&transaction, "ada", LinkPurpose::Reset);
    let text = link_text(&key, &link);
    assert_eq!(text.len(), 17 + 1 + 43);
    assert_eq!(link_path(&key, &link), format!("/reset/{text}"));
    assert_eq!(open_link(&transaction, &key, &text, LinkPurpose::Reset).unwrap(), link);
    for other in [LinkPurpose::Enrol, LinkPurpose::Address] {
        assert_eq!(code(open_link(&transaction, &key, &text, other)), Code::BadLink);
    }
    let used = use_link(&mut transaction, &key, &text, LinkPurpose::Reset).unwrap();
    assert_eq!(used.used_at, Some(NOW));
    assert_eq!(code(open_link(&transaction, &key, &text, LinkPurpose::Reset)), Code::BadLink);
    assert_eq!(code(use_link(&mut transaction, &key, &text, LinkPurpose::Reset)), Code::BadLink);
}

#[test]
fn a_link_that_is_altered_anywhere_opens_nothing() {
    let world = world();
    let key = world.app.key().unwrap();
    let transaction = world.app.begin(Access::Write).unwrap();
    let text = link_text(&key, &issue(&transaction, "ada", LinkPurpose::Enrol));
    let mut tried = 0;
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(altered) = String::from_utf8(bytes) {
                assert_eq!(
                    code(open_link(&transaction, &key, &altered, LinkPurpose::Enrol)),
                    Code::BadLink,
                    "{altered}"
                );
                tried += 1;
            }
        }
    }
    assert_eq!(tried, text.len() * 7);
    let cut =
        [&text[1..], &text[..60], &text[..18], &text[..17], "", ".", &format!("{text}="), &format!("{text}.{text}")];
    for altered in cut {
        assert_eq!(code(open_link(&transaction, &key, altered, LinkPurpose::Enrol)), Code::BadLink, "{altered}");
    }
    let strange = Key::of([7; 32]);
    assert_eq!(code(open_link(&transaction, &strange, &text, LinkPurpose::Enrol)), Code::BadLink);
}

#[test]
fn the_seal_of_one_link_opens_no_other() {
    let world = world();
    let key = world.app.key().unwrap();
    let transaction = world.app.begin(Access::Write).unwrap();
    let mut texts = Vec::new();
    for name in ["ada", "grace"] {
        for purpose in [LinkPurpose::Enrol, LinkPurpose::Reset, LinkPurpose::Address] {
            texts.push((purpose, link_text(&key, &issue(&transaction, name, purpose))));
        }
    }
    for (at, (purpose, text)) in texts.iter().enumerate() {
        for (other, (_, strange)) in texts.iter().enumerate() {
            let mixed = format!("{}.{}", &text[..17], &strange[18..]);
            assert_eq!(open_link(&transaction, &key, &mixed, *purpose).is_ok(), at == other);
        }
    }
}

#[test]
fn a_newer_link_takes_the_place_of_the_older() {
    let world = world();
    let key = world.app.key().unwrap();
    let transaction = world.app.begin(Access::Write).unwrap();
    let open = |link: &Link| open_link(&transaction, &key, &link_text(&key, link), link.purpose);
    let first = issue(&transaction, "ada", LinkPurpose::Reset);
    let of_grace = issue(&transaction, "grace", LinkPurpose::Reset);
    let to_enrol = issue(&transaction, "ada", LinkPurpose::Enrol);
    let second = issue(&transaction, "ada", LinkPurpose::Reset);
    assert_eq!(code(open(&first)), Code::BadLink);
    for good in [&of_grace, &to_enrol, &second] {
        assert!(open(good).is_ok());
    }
}

#[test]
fn a_link_that_is_too_old_is_told_from_one_that_is_not_good() {
    let world = world();
    let key = world.app.key().unwrap();
    for (purpose, hours) in [(LinkPurpose::Enrol, 336), (LinkPurpose::Reset, 1), (LinkPurpose::Address, 24)] {
        let mut transaction = world.app.begin(Access::Write).unwrap();
        let text = link_text(&key, &issue(&transaction, "ada", purpose));
        transaction.now = Moment(NOW.0 + hours * HOUR - 1);
        assert!(open_link(&transaction, &key, &text, purpose).is_ok());
        transaction.now = Moment(NOW.0 + hours * HOUR);
        assert_eq!(code(open_link(&transaction, &key, &text, purpose)), Code::LinkExpired);
        assert_eq!(code(use_link(&mut transaction, &key, &text, purpose)), Code::LinkExpired);
        // Who has not got the seal right is told nothing of it.
        assert_eq!(code(open_link(&transaction, &key, &format!("{}A", &text[..60]), purpose)), Code::BadLink);
    }
}

#[test]
fn a_row_that_somebody_has_altered_opens_nothing_and_neither_does_an_account_that_is_banned() {
    let folder = tempfile::tempdir().unwrap();
    let path = engine::new_database(folder.path());
    let key_file = folder.path().join("enlist.db.key");
    let text = link_on_disk(&path, &key_file);
    let app = || App::open(&path, System::fixed(NOW)).unwrap().with_key_file(Some(key_file.clone()));
    let open = || {
        let app = app();
        let key = app.key().unwrap();
        code(open_link(&app.begin(Access::Read).unwrap(), &key, &text, LinkPurpose::Enrol))
    };
    let alter = |statement: &str| RawConnection::of(&path).execute(statement);
    for (forth, back) in [
        ("UPDATE link SET expires_at = expires_at + 1", "UPDATE link SET expires_at = expires_at - 1"),
        ("UPDATE link SET address_key = 'eve@example.com'", "UPDATE link SET address_key = 'ada@example.com'"),
        ("UPDATE link SET purpose = 'reset'", "UPDATE link SET purpose = 'enrol'"),
        ("UPDATE account SET public_id = 'eve'||public_id", "UPDATE account SET public_id = substr(public_id, 4)"),
        ("UPDATE account SET status = 'banned'", "UPDATE account SET status = 'obfuscated'"),
    ] {
        alter(forth);
        assert_eq!(open(), Code::BadLink, "{forth}");
        alter(back);
    }
    alter("UPDATE account SET status = 'invited'");
    let app = app();
    let key = app.key().unwrap();
    assert!(open_link(&app.begin(Access::Read).unwrap(), &key, &text, LinkPurpose::Enrol).is_ok());
}

/// Makes a database with Ada; answers the text of a link that invites her.
fn link_on_disk(path: &Path, key_file: &Path) -> String {
    let (app, _) = App::create(path, System::real().unwrap()).unwrap();
    let mut world = World { app: app.with_key_file(Some(key_file.to_owned())) };
    Model::parse(ACME).unwrap().create(world.app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
    world.app.set_system(System::counting_from(77, NOW));
    world.result(
        "bizzStream.addUser(#{ globalEmailAddress: \"ada@example.com\", name: \"Ada\", administrator: false, locale: \"en\",
         language: \"en\" })",
    );
    let transaction = world.app.begin(Access::Write).unwrap();
    let text = link_text(&world.app.key().unwrap(), &issue(&transaction, "ada", LinkPurpose::Enrol));
    transaction.commit().unwrap();
    text
}

#[test]
fn of_fifty_who_come_at_once_one_gets_the_link() {
    let folder = tempfile::tempdir().unwrap();
    let path = engine::new_database(folder.path());
    let key_file = folder.path().join("enlist.db.key");
    let text = link_on_disk(&path, &key_file);
    let won: usize = std::thread::scope(|scope| {
        let come = || {
            let app = App::open(&path, System::fixed(NOW)).unwrap().with_key_file(Some(key_file.clone()));
            let key = app.key().unwrap();
            let used = retry(|| {
                let mut transaction = app.begin(Access::Write)?;
                use_link(&mut transaction, &key, &text, LinkPurpose::Enrol)?;
                Ok(transaction.commit()?)
            });
            if let Err(error) = &used {
                assert!(matches!(error, Error::Refused(refusal) if refusal.code() == Code::BadLink), "{error}");
            }
            usize::from(used.is_ok())
        };
        let all: Vec<_> = (0..50).map(|_| scope.spawn(come)).collect();
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
}

#[test]
fn a_use_that_is_rolled_back_leaves_the_link_good() {
    let world = world();
    let key = world.app.key().unwrap();
    let transaction = world.app.begin(Access::Write).unwrap();
    let text = link_text(&key, &issue(&transaction, "ada", LinkPurpose::Reset));
    transaction.commit().unwrap();
    for _ in 0..2 {
        let mut transaction = world.app.begin(Access::Write).unwrap();
        use_link(&mut transaction, &key, &text, LinkPurpose::Reset).unwrap();
    }
}

/// A database, its log and a backup hold neither the key nor what a link is made of.
#[test]
fn what_is_stored_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("enlist.db");
    let key_file = folder.path().join("enlist.db.key");
    let text = link_on_disk(&path, &key_file);
    let app = App::open(&path, System::real().unwrap()).unwrap();
    let key = app.key().unwrap().to_text();
    let backup = folder.path().join("backup.db");
    app.backup(&backup, false).unwrap();
    assert_eq!(std::fs::read_to_string(&key_file).unwrap().trim(), key);
    let seal = &text[18..];
    let mut looked = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap().path();
        if file == key_file {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        for secret in [&key, seal] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{} holds a secret", file.display());
        }
        looked += 1;
    }
    assert!(looked >= 2, "database and backup");
}

#[test]
fn the_key_is_made_once_and_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("enlist.db");
    App::create(&path, System::real().unwrap()).unwrap();
    let keys: Vec<String> = std::thread::scope(|scope| {
        let read = || App::open(&path, System::real().unwrap()).unwrap().key().unwrap().to_text();
        let all: Vec<_> = (0..8).map(|_| scope.spawn(read)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|key| *key == keys[0]));
    let file = folder.path().join("enlist.db.key");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let left = std::fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("enlist.db.key"));
    assert_eq!(left.count(), 1, "no part is left behind");

    let elsewhere = folder.path().join("other.key");
    let app = App::open(&path, System::real().unwrap()).unwrap().with_key_file(Some(elsewhere.clone()));
    assert_ne!(app.key().unwrap().to_text(), keys[0]);
    std::fs::write(&file, "not a key\n").unwrap();
    let app = App::open(&path, System::real().unwrap()).unwrap();
    assert_eq!(code(app.key()), Code::BadKey);
}

#[test]
fn a_letter_about_an_account_is_in_its_language_and_at_most_ten_go_to_an_address_a_day() {
    let world = world();
    let mut transaction = world.app.begin(Access::Write).unwrap();
    let ada = account(&transaction, "ada");
    // The welcome was the first of today.
    let link = issue_link(&transaction, &ada, LinkPurpose::Reset, &ada.address).unwrap();
    let write = |transaction: &Transaction, to: &EmailAddress| {
        write_account_letter(transaction, &ada, LetterKind::Reset, to, Some(&link)).unwrap()
    };
    let written = (0..12).filter(|_| write(&transaction, &ada.address)).count();
    assert_eq!(written, 9);
    let letters = letter::list_of_installation(&transaction, None, 50).unwrap();
    assert_eq!(letters.len(), 9);
    let first = &letters[0];
    assert_eq!(
        (first.kind, first.language.written(), first.name.as_str()),
        (LetterKind::Reset, "nl", "ada@example.com")
    );
    assert_eq!((first.status, first.link, first.next_at), (LetterStatus::Waiting, Some(link.row), Some(NOW)));
    // An address that is nobody's yet is spared too.
    let stranger = address("stranger@example.org");
    assert_eq!((0..12).filter(|_| write(&transaction, &stranger)).count(), 10);
    transaction.now = transaction.now.plus_days(1);
    assert!(write(&transaction, &stranger) && write(&transaction, &ada.address));
}
