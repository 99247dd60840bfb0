//! Acting as another user: who may, what is seen of it, and what it never reaches.

use super::people::{People, refusal};
use enlist::directory::{self, AccountChange, OwnChange, PolicyChange, Proof};
use enlist::domain::{Error, Session};
use enlist::store::Access;

/// An environment that allows it. Grace administers its organization; Hal administers the environment and no more.
fn allowed() -> People {
    let people = People::new();
    people.appoint("Acme", "Grace");
    people.policy("acme", PolicyChange { impersonation: Some(true), ..PolicyChange::default() });
    people
}

fn act_as(people: &People, session: &Session, whom: &str) -> Result<Session, Error> {
    let transaction = people.world.app.begin(Access::Write).unwrap();
    let (transaction, new) = directory::impersonate(transaction, session, whom)?;
    transaction.commit().unwrap();
    let known = people.read(|transaction| directory::find_session(transaction, &new.secret)).unwrap();
    assert_eq!(known.impersonator, new.session.impersonator);
    Ok(known)
}

fn end(people: &People, session: &Session) -> Result<Session, Error> {
    let transaction = people.world.app.begin(Access::Write).unwrap();
    let (transaction, new) = directory::end_impersonation(transaction, session)?;
    transaction.commit().unwrap();
    Ok(people.read(|transaction| directory::find_session(transaction, &new.secret)).unwrap())
}

#[test]
fn an_administrator_acts_as_a_member_where_the_policy_allows_it() {
    let mut people = allowed();
    let own = people.in_environment("Grace", "acme");
    people.in_environment("Ada", "acme");
    let ada = people.account("Ada").row;
    let before = people.read(|transaction| directory::choose_environments(transaction, ada));
    let acting = act_as(&people, &own, "ada@example.com").unwrap();
    assert_eq!(acting.account.address.as_str(), "Ada@example.com");
    let (mut work, _) = people.enter(&acting).unwrap();
    let change = OwnChange { theme: Some("dark".to_owned()), ..OwnChange::default() };
    let user = directory::change_own_membership(&mut work, &change).unwrap();
    assert_eq!(user.membership.modified_by, people_id(&own));
    work.commit().unwrap();
    let back = end(&people, &acting).unwrap();
    assert_eq!((back.account.row, back.impersonator.clone(), back.row), (own.account.row, None, own.row));
    assert!(people.enter(&back).is_ok());
    // Recorded: the beginning, what was done by whom as whom, and the end. It counts as no visit of the person.
    assert_eq!(people.audit("\"impersonator\"").len(), 2);
    let as_whom = format!("impersonator:{}:{}", people_id(&own), acting.account.id);
    assert_eq!(people.audit(&as_whom).len(), 2);
    let after = people.read(|transaction| directory::choose_environments(transaction, acting.account.row));
    assert_eq!(before[0].last_opened_at, after[0].last_opened_at);
}

fn people_id(session: &Session) -> String {
    session.account.id.to_string()
}

#[test]
fn nobody_else_acts_as_another_and_nobody_as_an_administrator() {
    let people = allowed();
    let grace = people.in_environment("Grace", "acme");
    let ada = people.in_environment("Ada", "acme");
    let hugo = people.in_environment("Hugo", "globex");
    let refused = |session: &Session, whom: &str| refusal(act_as(&people, session, whom));
    // To administer the environment is not enough, and to administer another organization is nothing here.
    people.appoint("Globex", "Hal");
    let hal = people.in_environment("Hal", "acme");
    assert!(refused(&hal, "ada@example.com").starts_with("E0750 only administrators of the organization"));
    assert!(refused(&ada, "grace@example.com").starts_with("E0750"));
    assert!(refused(&ada, "ivo@example.com").starts_with("E0750"));
    // No policy in Globex allows it.
    assert!(refused(&hugo, "ada@example.com").starts_with("E0750"));
    for whom in ["hal@example.com", "grace@example.com"] {
        assert!(refused(&grace, whom).starts_with("E0750"), "{whom}");
    }
    // Who has not enrolled is nobody to act as; who is elsewhere is not found.
    assert!(refused(&grace, "ivo@example.com").starts_with("E0750"));
    assert!(refused(&grace, "hugo@example.com").starts_with("E0203"));
    assert!(refused(&people.log_in("Grace"), "ada@example.com").starts_with("E0405"));
    let acting = act_as(&people, &grace, "ada@example.com").unwrap();
    assert!(refused(&acting, "ada@example.com").starts_with("E0750"));
    assert!(refusal(end(&people, &ada)).starts_with("E0750"));
}

#[test]
fn who_administers_the_organization_need_not_administer_the_environment_but_belongs_to_it() {
    let people = allowed();
    people.appoint("Acme", "Ada");
    let ada = people.in_environment("Ada", "acme");
    // Ivo has not enrolled, and who administers the organization or the environment is nobody to act as.
    for whom in ["ivo@example.com", "grace@example.com", "hal@example.com"] {
        assert!(refusal(act_as(&people, &ada, whom)).starts_with("E0750"), "{whom}");
    }
    let grace = people.in_environment("Grace", "acme");
    assert!(refusal(act_as(&people, &grace, "ada@example.com")).starts_with("E0750"));
    people.dismiss("Acme", "Ada");
    let acting = act_as(&people, &grace, "ada@example.com").unwrap();
    assert!(people.enter(&acting).is_ok());
    // Once the member administers the organization too, it is over.
    people.appoint("Acme", "Ada");
    assert!(refusal(people.enter(&acting)).starts_with("E0405"));
    // In an environment that one does not belong to, there is nobody to act as.
    people.appoint("Globex", "Grace");
    let own = people.log_in("Grace");
    assert!(refusal(people.write(|t| directory::open_environment(t, &own, "globex"))).starts_with("E0203"));
}

#[test]
fn what_belongs_to_the_person_alone_is_out_of_reach() {
    let mut people = allowed();
    let grace = people.in_environment("Grace", "acme");
    let acting = act_as(&people, &grace, "ada@example.com").unwrap();
    let before = people.world.rows();
    let key = people.key.clone();
    let proof = || Proof { code: "123456".to_owned(), device: None, from: None };
    type Act<'a> = (&'a str, Box<dyn Fn(&mut enlist::store::Transaction) -> Result<(), Error> + 'a>);
    let (session, key) = (&acting, &key);
    let acts: Vec<Act> = vec![
        (
            "username",
            Box::new(move |t| {
                directory::change_account_settings(
                    t,
                    session,
                    AccountChange { username: Some("mallory".to_owned()), ..AccountChange::default() },
                )
                .map(drop)
            }),
        ),
        (
            "release mails",
            Box::new(move |t| {
                directory::change_account_settings(
                    t,
                    session,
                    AccountChange { release_mails: Some(false), ..AccountChange::default() },
                )
                .map(drop)
            }),
        ),
        (
            "default environment",
            Box::new(move |t| directory::set_default_environment(t, session, Some("globex")).map(drop)),
        ),
        ("address", Box::new(move |t| directory::ask_address_change(t, session, "mallory@example.com"))),
        ("no address", Box::new(move |t| directory::forget_address_change(t, session))),
        ("environment", Box::new(move |t| directory::open_environment(t, session, "globex").map(drop))),
        ("the same environment", Box::new(move |t| directory::open_environment(t, session, "acme").map(drop))),
        ("second factor", Box::new(move |t| directory::begin_second_factor(t, key, session, "x").map(drop))),
        ("its secret", Box::new(move |t| directory::show_second_factor(t, key, session, "x").map(drop))),
        ("its code", Box::new(move |t| directory::confirm_second_factor(t, key, session, "123456").map(drop))),
        ("no second factor", Box::new(move |t| directory::remove_second_factor(t, key, session, proof()).map(drop))),
        ("recovery codes", Box::new(move |t| directory::renew_recovery_codes(t, key, session, proof()).map(drop))),
        ("a check", Box::new(move |t| directory::check_second_factor(t, key, session, proof()).map(drop))),
    ];
    for (what, act) in &acts {
        let found = refusal(people.write(|transaction| act(transaction)));
        assert!(found.starts_with("E0745") || found.starts_with("E0748"), "{what}: {found}");
    }
    drop(acts);
    let profile = directory::show_profile(people.world.app.begin(Access::Read).unwrap(), &acting).unwrap();
    assert!(profile.account.is_none() && profile.membership.is_some());
    assert_eq!(people.world.rows(), before);
}

#[test]
fn it_ends_with_what_it_stands_on() {
    // The policy, the administrator's standing, the member's standing: each is looked at every time.
    let people = allowed();
    let start = || {
        let own = people.in_environment("Grace", "acme");
        act_as(&people, &own, "ada@example.com").unwrap()
    };
    let acting = start();
    people.policy("acme", PolicyChange { impersonation: Some(false), ..PolicyChange::default() });
    assert!(refusal(people.enter(&acting)).starts_with("E0405"));
    people.policy("acme", PolicyChange { impersonation: Some(true), ..PolicyChange::default() });
    assert!(people.enter(&acting).is_ok());
    for (whom, act) in [("ada@example.com", true), ("grace@example.com", true)] {
        let acting = start();
        let mut work = people.world.app.enter("acme", Access::Write).unwrap();
        directory::deactivate_user(&mut work, whom).unwrap();
        work.commit().unwrap();
        assert!(refusal(people.enter(&acting)).starts_with("E0203"), "{whom}");
        let mut work = people.world.app.enter("acme", Access::Write).unwrap();
        directory::activate_user(&mut work, whom).unwrap();
        work.commit().unwrap();
        assert_eq!(people.enter(&acting).is_ok(), act);
    }
    // A dismissed administrator acts no more, though still one of the environment.
    let acting = start();
    people.dismiss("Acme", "Grace");
    assert!(refusal(people.enter(&acting)).starts_with("E0405"));
    people.appoint("Acme", "Grace");
    // Whatever ends the administrator's sessions ends this one.
    let acting = start();
    let grace = people.account("Grace").row;
    let listed = people.read(|transaction| directory::list_sessions(transaction, grace));
    assert!(listed.iter().any(|session| session.row == acting.row));
    people.write(|transaction| directory::end_sessions(transaction, grace, None).map_err(Error::from)).unwrap();
    assert!(refusal(end(&people, &acting)).starts_with("E0730"));
}

#[test]
fn a_session_that_fell_ends_once_and_is_recorded() {
    let mut people = allowed();
    let own = people.in_environment("Grace", "acme");
    let acting = act_as(&people, &own, "ada@example.com").unwrap();
    people.dismiss("Acme", "Grace");
    for _ in 0..2 {
        people.write(|transaction| directory::end_fallen_impersonation(transaction, &acting)).unwrap();
    }
    let grace = people.account("Grace").row;
    assert!(people.read(|transaction| directory::list_sessions(transaction, grace)).is_empty());
    let ended = people.audit("job:impersonation");
    assert_eq!(ended.len(), 2, "the session, and that nobody acts as Ada any more: {ended:#?}");
    // A session of one's own is never ended by this.
    let own = people.in_environment("Grace", "acme");
    people.write(|transaction| directory::end_fallen_impersonation(transaction, &own)).unwrap();
    assert_eq!(people.read(|transaction| directory::list_sessions(transaction, grace)).len(), 1);
}
