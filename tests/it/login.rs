//! Enrolling, logging in, sessions, forgotten and changed passwords, as verbs.

use super::people::{DAY, PASSWORD, People, address, code, hash, is_right};
use enlist::directory;
use enlist::domain::{AccountStatus, Caller, LinkPurpose, Login, PasswordPurpose, Session, SessionStep};
use enlist::store::Access;
use enlist::store::account::password;

const HOUR: i64 = DAY / 24;

#[test]
fn somebody_enrols_and_logs_in_by_username_and_address() {
    let people = People::invited(&["grace"], &["ada"]);
    assert!(matches!(people.try_login("ada@example.com", PASSWORD, None).unwrap(), Login::Refused));
    let account = people.enrol("ada", " Ada.L ").unwrap();
    assert_eq!(
        (account.username.as_str(), account.status, account.verified),
        ("Ada.L", AccountStatus::Validated, true)
    );
    for name in ["ada.l", "ADA.L", "ada@example.com", " Ada@EXAMPLE.com "] {
        assert!(matches!(people.try_login(name, PASSWORD, None).unwrap(), Login::Entered(_)), "{name}");
        assert!(matches!(people.try_login(name, "mauve-heron-41-tram", None).unwrap(), Login::Refused), "{name}");
    }
    assert_eq!(people.number("SELECT count(*) FROM session"), 4);
    let (_, audit) = people.enlist(&["audit", "list", "--installation"]);
    assert!(!audit.contains("argon2") && !audit.contains(PASSWORD), "{audit}");
}

#[test]
fn a_username_that_is_taken_is_refused_and_the_link_stays_good() {
    let people = People::invited(&["grace"], &["ada"]);
    people.enrol("grace", "countess").unwrap();
    assert_eq!(code(people.enrol("ada", "COUNTESS")), "E0728");
    assert_eq!(code(people.enrol("ada", "grace@example.com")), "E0729");
    assert_eq!(people.account("ada").status, AccountStatus::Invited);
    people.enrol("ada", "ada").unwrap();
    assert_eq!(code(people.enrol("ada", "lovelace")), "E0710");
}

#[test]
fn sessions_end_by_time_by_their_owner_and_by_a_new_password() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    let first = people.login("ada", None);
    people.later(11 * HOUR);
    assert!(people.is_in(&first.secret));
    let transaction = people.world.app.begin(Access::Write).unwrap();
    let session = directory::find_session(&transaction, &first.secret).unwrap().unwrap();
    assert!(session.is_use_due(transaction.now) && session.step == SessionStep::Open);
    directory::note_session(&transaction, &session).unwrap();
    transaction.commit().unwrap();
    people.later(11 * HOUR);
    assert!(people.is_in(&first.secret));
    people.later(2 * HOUR);
    assert!(!people.is_in(&first.secret), "left alone for 13 hours");

    let (second, third) = (people.login("ada", first.device.as_ref()), people.login("ada", None));
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    let row = second.session.account.row;
    assert_eq!(directory::list_sessions(&transaction, row).unwrap().len(), 2);
    let grace = directory::find_account(&transaction, "grace@example.com").unwrap().row;
    assert_eq!(code(directory::end_session(&mut transaction, grace, second.session.id.as_str())), "E0203");
    let changed =
        directory::change_password(&mut transaction, &second.session, hash("another"), second.device.as_ref());
    let changed = changed.unwrap();
    transaction.commit().unwrap();
    assert!(!people.is_in(&second.secret) && !people.is_in(&third.secret), "a new secret, and the others end");
    assert!(people.is_in(&changed.secret));
    assert!(matches!(people.try_login("ada@example.com", PASSWORD, None).unwrap(), Login::Refused));
    assert_eq!(people.letters().last().unwrap(), "passwordChanged ada@example.com");
    assert_eq!(people.number("SELECT count(*) FROM device"), 1, "the other browser is a stranger again");
}

#[test]
fn a_session_gets_a_new_secret_at_every_step() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let before = people.login("ada", None);
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    let renewed = directory::renew_session(&mut transaction, &before.session, SessionStep::Open, None).unwrap();
    transaction.commit().unwrap();
    assert!(!people.is_in(&before.secret) && people.is_in(&renewed.secret));
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    directory::end_sessions(&mut transaction, before.session.account.row, None).unwrap();
    assert_eq!(code(directory::renew_session(&mut transaction, &renewed.session, SessionStep::Open, None)), "E0730");
}

#[test]
fn who_owes_a_second_factor_or_a_new_password_is_not_in_yet() {
    let mut people = People::enrolled(&["grace"], &["ada"]);
    let account = people.account("ada");
    let transaction = people.world.app.begin(Access::Write).unwrap();
    password::set(&transaction, account.row, &hash(PASSWORD), true, 9).unwrap();
    transaction.commit().unwrap();
    let first = people.login("ada", None);
    assert_eq!(first.session.step, SessionStep::PasswordChange);
    let row = account.row;
    people.outside().execute(&format!("INSERT INTO second_factor VALUES ({row}, 'sealed', 1, 0)"));
    let second = people.login("ada", None);
    assert_eq!(second.session.step, SessionStep::SecondFactor);
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    assert_eq!(directory::step_after_second_factor(&transaction, row).unwrap(), SessionStep::PasswordChange);
    assert_eq!(code(directory::change_password(&mut transaction, &second.session, hash("x"), None)), "E0211");
    let open = directory::change_password(&mut transaction, &first.session, hash("x"), None).unwrap();
    transaction.commit().unwrap();
    assert_eq!(open.session.step, SessionStep::Open);
    assert!(!people.is_in(&second.secret));
    let third = {
        let attempt = people.begin("ada@example.com", None, None).unwrap();
        let Login::Entered(third) = people.end(attempt, true) else { panic!("refused") };
        third
    };
    people.later(Session::LONGEST_STEP);
    assert!(!people.is_in(&third.secret), "the way in is short");
    assert!(people.is_in(&open.secret));
}

#[test]
fn a_forgotten_password_is_chosen_anew_by_a_letter() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let old = people.login("ada", None);
    people.deny("ada");
    let before = people.letters().len();
    for name in ["ada@example.com", "nobody@example.com", "ada＠example.com", "", "\u{202e}"] {
        let mut transaction = people.world.app.begin(Access::Write).unwrap();
        directory::forgot_password(&mut transaction, name).unwrap();
        transaction.commit().unwrap();
    }
    assert_eq!(people.letters()[before..], ["reset ada@example.com"]);
    let link = people.link("ada", LinkPurpose::Reset);
    let key = people.world.app.key().unwrap();
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    let account = directory::reset_password(&mut transaction, &key, &link, hash("another")).unwrap();
    assert_eq!(account.status, AccountStatus::Validated);
    let device = directory::trust_device(&transaction, &account).unwrap();
    transaction.commit().unwrap();
    assert!(!people.is_in(&old.secret), "all sessions end");
    let again = |device| people.begin("ada@example.com", device, None).unwrap().hash;
    assert!(is_right("another", again(old.device.as_ref())), "the browser of before is a stranger, and strangers may");
    assert!(is_right("another", again(Some(&device))));
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    assert_eq!(code(directory::reset_password(&mut transaction, &key, &link, hash("third"))), "E0710");
}

#[test]
fn who_has_not_enrolled_gets_the_welcome_again() {
    let mut people = People::invited(&["grace"], &["ada"]);
    let link = people.link("ada", LinkPurpose::Enrol);
    people.later(15 * DAY);
    let key = people.world.app.key().unwrap();
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    let old = directory::account_of_link(&transaction, &key, &link, LinkPurpose::Enrol);
    assert_eq!(code(old), "E0711");
    assert!(directory::ask_new_link(&mut transaction, &key, &link).unwrap());
    directory::forgot_password(&mut transaction, "ada@example.com").unwrap();
    assert_eq!(code(directory::ask_new_link(&mut transaction, &key, &format!("{link}A"))), "E0710");
    transaction.commit().unwrap();
    let letters = people.letters();
    assert_eq!(letters[2..], ["welcome ada@example.com", "welcome ada@example.com"]);
    people.enrol("ada", "ada").unwrap();
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    assert_eq!(code(directory::ask_new_link(&mut transaction, &key, &link)), "E0710");
}

#[test]
fn the_last_ten_passwords_are_kept_as_hashes() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let account = people.account("ada");
    let transaction = people.world.app.begin(Access::Write).unwrap();
    for number in 0..12 {
        password::set(&transaction, account.row, &format!("hash {number}"), false, 9).unwrap();
    }
    let forbidden = directory::forbidden_passwords(&transaction, &account, PasswordPurpose::Change).unwrap();
    assert_eq!(forbidden.former, (2..12).rev().map(|number| format!("hash {number}")).collect::<Vec<_>>());
}

#[test]
fn a_hash_of_old_parameters_is_replaced_at_login() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let attempt = people.begin("ada@example.com", None, None).unwrap();
    let mut transaction = people.world.app.begin(Access::Write).unwrap();
    let login = directory::end_login(&mut transaction, attempt, true, "", Some("newer".to_owned())).unwrap();
    assert!(matches!(login, Login::Entered(_)));
    let row = people.number("SELECT id FROM account WHERE address = 'ada@example.com'");
    assert_eq!(password::of_account(&transaction, row).unwrap().as_deref(), Some("newer"));
}

#[test]
fn a_password_that_was_changed_meanwhile_is_wrong() {
    let people = People::enrolled(&["grace"], &["ada"]);
    let attempt = people.begin("ada@example.com", None, None).unwrap();
    let row = people.account("ada").row;
    let transaction = people.world.app.begin(Access::Write).unwrap();
    password::set(&transaction, row, &hash("another"), false, 9).unwrap();
    transaction.commit().unwrap();
    assert!(matches!(people.end(attempt, true), Login::Refused));
}

#[test]
fn an_administrator_helps_members_and_nobody_else() {
    let mut people = People::enrolled(&["grace"], &["ada", "alan"]);
    people.deny("ada");
    let as_member = |people: &People, who: &str, whom: &str| {
        let mut work = people.world.app.enter("acme", Access::Write).unwrap();
        let user = directory::find_user(&work, &address(who)).unwrap();
        let permissions = directory::member_permissions(&user);
        work.transaction.caller =
            Caller::Member { id: user.account.id, administrator: user.membership.administrator, permissions };
        let unlocked = directory::unlock_user(&mut work, whom).map(|user| user.account.status);
        work.commit().unwrap();
        unlocked
    };
    assert_eq!(code(as_member(&people, "alan", "ada@example.com")), "E0211");
    assert_eq!(code(as_member(&people, "grace", "grace@example.com")), "E0211");
    assert_eq!(code(as_member(&people, "grace", "alan@example.com")), "E0732");
    assert_eq!(code(as_member(&people, "grace", "nobody@example.com")), "E0203");
    assert_eq!(as_member(&people, "grace", "ada@example.com").unwrap(), AccountStatus::Validated);
    assert!(people.begin("ada@example.com", None, None).unwrap().can_be_right());

    // Somebody of another organization, whom this environment has merely added.
    for words in [vec!["org", "add", "Globex"], vec!["env", "add", "Globex", "--organization", "Globex"]] {
        let (exit, out) = people.enlist(&words);
        assert_eq!(exit, enlist::cli::Exit::Done, "{out}");
    }
    people.add("Globex", "ada", false);
    people.later(HOUR);
    people.deny("ada");
    assert_eq!(code(as_member(&people, "grace", "ada@example.com")), "E0211");
    people.outside().execute("UPDATE membership SET last_opened_at = 1");
    assert!(as_member(&people, "grace", "ada@example.com").is_ok());
    let mut work = people.world.app.enter("acme", Access::Write).unwrap();
    assert!(directory::reset_user(&mut work, "ada@example.com").unwrap());
    work.commit().unwrap();
    assert_eq!(people.letters().last().unwrap(), "reset ada@example.com");
}
