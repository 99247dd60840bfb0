//! The global address: asked for, confirmed, taken over by nobody (SECURITY, attack 5).

use super::people::{People, refusal};
use enlist::directory::{self, AccountChange};
use enlist::domain::{Account, AuditQuery, EmailAddress, Error, LinkPurpose, Session, UserQuery, login_key};
use enlist::store::account::own_account;
use enlist::store::{Access, account};

fn ask(people: &People, session: &Session, address: &str) -> Result<(), Error> {
    people.write(|transaction| directory::ask_address_change(transaction, session, address))
}

/// What stands in the newest letter to a new address.
fn link(people: &mut People) -> String {
    let rows = people.world.rows();
    let row = rows.lines().rfind(|row| row.starts_with("link: ") && row.contains("'address'")).unwrap().to_owned();
    let id = row.split('\'').nth(1).unwrap().to_owned();
    people.read(|transaction| {
        let id = enlist::domain::PublicId::parse(&id).unwrap();
        let link = enlist::store::letter::link::with_id(transaction, &id).map(Option::unwrap)?;
        Ok::<_, enlist::domain::Fault>(directory::link_text(&people.key, &link))
    })
}

fn confirm(people: &People, text: &str) -> Result<Account, Error> {
    people.write(|transaction| directory::confirm_address_change(transaction, &people.key, text))
}

/// Whether Ada gets in by a name.
fn gets_in(people: &People, name: &str) -> bool {
    let attempt = people.begin(name, None, None).unwrap();
    let owner = people.read(|transaction| account::credentials_of_name(transaction, &login_key(name).unwrap()));
    let called = owner.map(|owner| people.read(|transaction| own_account::names(transaction, owner.account.row)));
    attempt.can_be_right() && called.is_some_and(|names| names.contains(&"Ada".to_owned()))
}

#[test]
fn the_old_address_stays_until_the_new_one_is_confirmed() {
    let mut people = People::new();
    let session = people.in_environment("Ada", "acme");
    let already = people.letters().len();
    ask(&people, &session, " Countess@Lovelace.example ").unwrap();
    assert_eq!(
        people.letters()[already..],
        ["addressConfirm Countess@Lovelace.example", "addressNotice Ada@example.com"]
    );
    assert!(gets_in(&people, "ada@example.com") && !gets_in(&people, "countess@lovelace.example"));
    let profile = directory::show_profile(people.world.app.begin(Access::Read).unwrap(), &session).unwrap();
    let pending = profile.account.unwrap().pending_address.unwrap();
    assert_eq!(pending.as_str(), "Countess@Lovelace.example");

    people.at(3_600);
    let text = link(&mut people);
    // Looking at it changes nothing.
    let before = people.world.rows();
    let (account, address) = people.read(|transaction| directory::show_address_change(transaction, &people.key, &text));
    assert_eq!((account.address.as_str(), address.as_str()), ("Ada@example.com", "Countess@Lovelace.example"));
    assert_eq!(people.world.rows(), before);

    let account = confirm(&people, &text).unwrap();
    // The username was the old address and follows; the environments see both, and that the person did it.
    assert_eq!((account.username.as_str(), account.verified), ("Countess@Lovelace.example", true));
    assert!(!gets_in(&people, "ada@example.com") && gets_in(&people, "COUNTESS@lovelace.example"));
    assert_eq!(people.letters().last().unwrap(), "addressChanged Ada@example.com");
    for environment in ["acme", "globex"] {
        let work = people.world.app.enter(environment, Access::Read).unwrap();
        let user = directory::find_user(&work, "countess@lovelace.example").unwrap();
        assert_eq!(user.membership.modified_by, account.id.as_str());
        assert_eq!(user.membership.modified_at, work.now());
        assert!(directory::find_user(&work, "ada@example.com").is_err());
        let audit = directory::list_audit(&work, None, AuditQuery { limit: 1, ..AuditQuery::default() }).unwrap();
        assert_eq!(audit[0].effect.changes[0].property.as_str(), "globalEmailAddress");
        assert_eq!(audit[0].caller, format!("person:{}", account.id));
    }
    // The address that was given up is free.
    let again = people.world.run(
        r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Another", administrator: false,
           locale: "en", language: "en" })"#,
    );
    assert!(again.error.is_none(), "{:?}", again.error);
    assert!(refusal(confirm(&people, &text)).starts_with("E0710"));
}

#[test]
fn a_username_that_was_chosen_stays_and_lists_find_the_new_address() {
    let mut people = People::new();
    let session = people.in_environment("Ada", "acme");
    people
        .write(|transaction| {
            enlist::store::user::search::rebuild(transaction)?;
            let change = AccountChange { username: Some("Countess".to_owned()), ..AccountChange::default() };
            directory::change_account_settings(transaction, &session, change)
        })
        .unwrap();
    ask(&people, &session, "lovelace@analytical.example").unwrap();
    let text = link(&mut people);
    assert_eq!(confirm(&people, &text).unwrap().username, "Countess");
    assert!(gets_in(&people, "countess") && gets_in(&people, "lovelace@analytical.example"));
    for environment in ["acme", "globex"] {
        let mut work = people.world.app.enter(environment, Access::Read).unwrap();
        let mut found = |text: &str| {
            let query = UserQuery { text: Some(text.to_owned()), limit: 10, ..UserQuery::default() };
            directory::find_users_by(&mut work, &query).unwrap().len()
        };
        assert_eq!(found("analytical"), 1, "{environment}");
    }
}

#[test]
fn an_address_that_somebody_has_waits_like_one_that_is_free() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    let already = people.letters().len();
    ask(&people, &session, "hugo@example.com").unwrap();
    ask(&people, &session, "free@example.com").unwrap();
    // The person sees the same of both: a notice, and an address that waits. Hugo hears nothing.
    assert_eq!(
        people.letters()[already..],
        ["addressNotice Ada@example.com", "addressConfirm free@example.com", "addressNotice Ada@example.com"]
    );
    ask(&people, &session, "HUGO@example.com").unwrap();
    let profile = directory::show_profile(people.world.app.begin(Access::Read).unwrap(), &session).unwrap();
    assert_eq!(profile.account.unwrap().pending_address.unwrap().key(), "hugo@example.com");
    // Were the link to be had, it would still take nobody's address.
    let text = link(&mut people);
    assert!(refusal(confirm(&people, &text)).starts_with("E0205"));
    assert_eq!(people.account("Hugo").address.as_str(), "Hugo@example.com");
    assert_eq!(people.account("Ada").address.as_str(), "Ada@example.com");
}

#[test]
fn no_change_is_taken_over() {
    let mut people = People::new();
    let session = people.log_in("Ada");
    // Replaced by a newer one, taken back, too old.
    ask(&people, &session, "first@example.com").unwrap();
    let first = link(&mut people);
    ask(&people, &session, "second@example.com").unwrap();
    let second = link(&mut people);
    assert!(refusal(confirm(&people, &first)).starts_with("E0710"));
    people.write(|transaction| directory::forget_address_change(transaction, &session)).unwrap();
    assert!(refusal(confirm(&people, &second)).starts_with("E0710"));
    ask(&people, &session, "third@example.com").unwrap();
    let third = link(&mut people);
    people.at(24 * 3_600);
    assert!(refusal(confirm(&people, &third)).starts_with("E0711"));
    // A link for something else changes no address.
    let account = people.account("Ada");
    let reset = people
        .write(|transaction| {
            let to = EmailAddress::parse("evil@example.com")?;
            let link = directory::issue_link(transaction, &account, LinkPurpose::Reset, &to)?;
            Ok(directory::link_text(&people.key, &link))
        })
        .unwrap();
    assert!(refusal(confirm(&people, &reset)).starts_with("E0710"));
    // A link that went to the old address opens nothing once it was replaced.
    let session = people.log_in("Ada");
    people.write(|transaction| directory::forgot_password(transaction, "ada@example.com")).unwrap();
    let reset = {
        let account = people.account("Ada");
        people
            .write(|transaction| {
                let link = directory::issue_link(transaction, &account, LinkPurpose::Reset, &account.address)?;
                Ok(directory::link_text(&people.key, &link))
            })
            .unwrap()
    };
    ask(&people, &session, "fourth@example.com").unwrap();
    let fourth = link(&mut people);
    confirm(&people, &fourth).unwrap();
    let opened = people.write(|transaction| directory::open_link(transaction, &people.key, &reset, LinkPurpose::Reset));
    assert!(refusal(opened).starts_with("E0710"));
}

#[test]
fn what_is_no_other_address_is_refused_and_nobody_writes_to_the_world() {
    let people = People::new();
    let session = people.log_in("Ada");
    assert!(refusal(ask(&people, &session, "nobody")).starts_with("E0104 `globalEmailAddress`"));
    assert!(refusal(ask(&people, &session, "ADA@example.com")).starts_with("E0751"));
    let asked = (0..100).take_while(|at| ask(&people, &session, &format!("victim{at}@example.com")).is_ok()).count();
    assert_eq!(asked, 20);
}
