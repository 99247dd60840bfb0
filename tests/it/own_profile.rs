//! What people change about themselves, and what nobody else changes: field by field, as data (SECURITY, attack 2). The columns
//! come from the schema: a new one without a line here fails.

use super::people::{People, refusal};
use super::world::request;
use enlist::directory::{self, AccountChange, OpenResult, OwnChange, PolicyChange};
use enlist::domain::{Error, RunStatus, Session};
use enlist::script::Mode;
use enlist::store::Access;
use std::collections::BTreeSet;

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// The person, on the own pages.
    Person,
    /// An administrator who acts as the person, on the same pages.
    Impersonator,
    /// A script of the environment, with every option of `addUser`; an administrator, a program and an import say the same.
    Environment,
}

const NOBODY: &[Who] = &[];
const PERSON: &[Who] = &[Who::Person];
const ENVIRONMENT: &[Who] = &[Who::Environment];
const ALL: &[Who] = &[Who::Person, Who::Impersonator, Who::Environment];

/// Every column of an account, and who changes it. The address is changed by its link alone, the status and what goes with it
/// by logging in.
const ACCOUNT: &[(&str, &[Who])] = &[
    ("id", NOBODY),
    ("public_id", NOBODY),
    ("username", PERSON),
    ("address", NOBODY),
    ("address_key", NOBODY),
    ("verified", NOBODY),
    ("status", NOBODY),
    ("default_environment_id", PERSON),
    ("release_mails", PERSON),
    ("disable_cache", PERSON),
    ("last_login_at", NOBODY),
    ("failures", NOBODY),
    ("created_at", NOBODY),
    ("modified_at", PERSON),
];

/// Every column of a membership, and who changes it. `banned` is changed by ban and lift alone.
const MEMBERSHIP: &[(&str, &[Who])] = &[
    ("id", NOBODY),
    ("environment_id", NOBODY),
    ("account_id", NOBODY),
    ("name", ALL),
    ("name_key", ALL),
    ("email", ALL),
    ("email_key", ALL),
    ("language", ALL),
    ("locale", ALL),
    ("theme", ALL),
    ("active", ENVIRONMENT),
    ("inactive_reason", ENVIRONMENT),
    ("administrator", ENVIRONMENT),
    ("banned", NOBODY),
    ("role_id", ENVIRONMENT),
    ("external_id", ENVIRONMENT),
    ("profile", ENVIRONMENT),
    ("last_opened_at", PERSON),
    ("inactivity_announced_at", NOBODY),
    ("created_at", NOBODY),
    ("created_by", NOBODY),
    ("modified_at", ALL),
    ("modified_by", ALL),
];

/// The columns of a table, in the order of the schema.
fn columns(table: &str) -> Vec<String> {
    let schema =
        std::fs::read_to_string(super::world::root().join("src/store/database/schema/0001_start.sql")).unwrap();
    let start = schema.find(&format!("CREATE TABLE {table} (")).unwrap();
    let body = &schema[start..start + schema[start..].find("\n) STRICT").unwrap()];
    let words = body.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')).map(str::to_owned).collect()
}

/// The values of the row of a table that has a text in it; commas in texts are none of the parting ones.
fn values(rows: &str, table: &str, text: &str) -> Vec<String> {
    let start = format!("{table}: ");
    let row = rows.lines().find(|row| row.starts_with(&start) && row.contains(text)).unwrap();
    let (mut values, mut value, mut quoted) = (Vec::new(), String::new(), false);
    for c in row[start.len()..].chars() {
        match c {
            ',' if !quoted => values.push(std::mem::take(&mut value)),
            ' ' if !quoted => {}
            _ => {
                quoted ^= c == '\'';
                value.push(c);
            }
        }
    }
    values.push(value);
    values
}

/// Tries everything that a person's own pages can say.
fn on_own_pages(people: &People, session: &Session) {
    // What is refused changes nothing; what else is done is seen in the rows.
    let _ = people.write(|transaction| match directory::open_environment(transaction, session, "acme")? {
        OpenResult::Open(_) | OpenResult::SecondFactorFirst(_) => Ok(()),
    });
    let change = AccountChange {
        username: Some("countess".to_owned()),
        default_environment: Some(Some("globex".to_owned())),
        release_mails: Some(true),
        disable_cache: Some(true),
    };
    let _ = people.write(|transaction| directory::change_account_settings(transaction, session, change));
    let _ = people.write(|transaction| directory::ask_address_change(transaction, session, "countess@example.com"));
    let (mut work, _) = people.enter(session).unwrap();
    let text = |text: &str| Some(text.to_owned());
    let change = OwnChange {
        name: text("Countess"),
        email: text("work@example.com"),
        language: text("nl"),
        locale: text("de"),
        theme: text("dark"),
    };
    directory::change_own_membership(&mut work, &change).unwrap();
    work.commit().unwrap();
}

/// Says everything that `addUser` takes.
fn in_the_environment(people: &mut People) {
    let script = r#"bizzStream.addUser(#{ globalEmailAddress: "ada@example.com", name: "Countess",
        environmentEmail: "work@example.com", language: "nl", locale: "de", theme: "dark", active: false,
        administrator: true, role: "planner", externalId: "7", profile: #{ jobTitle: "Analyst" } })"#;
    let run = people.world.app.run("acme", &request(script), Mode::Commit).unwrap();
    assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
}

#[test]
fn each_field_is_changed_by_those_who_may_and_by_nobody_else() {
    let mut wrong = Vec::new();
    for who in [Who::Person, Who::Impersonator, Who::Environment] {
        let mut people = People::new();
        people.policy("acme", PolicyChange { impersonation: Some(true), ..PolicyChange::default() });
        people.appoint("Acme", "Grace");
        let session = match who {
            Who::Person => people.in_environment("Ada", "acme"),
            _ => people.in_environment("Grace", "acme"),
        };
        let session = match who {
            Who::Impersonator => {
                let transaction = people.world.app.begin(Access::Write).unwrap();
                let (transaction, new) = directory::impersonate(transaction, &session, "ada@example.com").unwrap();
                transaction.commit().unwrap();
                new.session
            }
            _ => session,
        };
        if who == Who::Environment {
            // So that it is seen who changed it last.
            let session = people.in_environment("Ada", "acme");
            let (mut work, _) = people.enter(&session).unwrap();
            let change = OwnChange { theme: Some("light".to_owned()), ..OwnChange::default() };
            directory::change_own_membership(&mut work, &change).unwrap();
            work.commit().unwrap();
        }
        people.at(3_600);
        let account = people.account("Ada");
        let before = people.world.rows();
        match who {
            Who::Environment => in_the_environment(&mut people),
            Who::Person | Who::Impersonator => on_own_pages(&people, &session),
        }
        let after = people.world.rows();
        let member = format!("membership: {}", member_start(&before, account.row));
        for (table, lines, text) in
            [("account", ACCOUNT, account.id.as_str()), ("membership", MEMBERSHIP, member.as_str())]
        {
            let (before, after) = (values(&before, table, text), values(&after, table, text));
            for (at, (column, may)) in lines.iter().enumerate() {
                if (before[at] != after[at]) != may.contains(&who) {
                    wrong.push(format!("{table}.{column} by {who:?}: {} → {}", before[at], after[at]));
                }
            }
        }
        // Nothing of the membership in the other environment, but for its stamp where the person has another username.
        let elsewhere = |rows: &str| -> BTreeSet<String> {
            rows.lines()
                .filter(|row| row.starts_with("membership: ") && row.contains(", 2, "))
                .map(str::to_owned)
                .collect()
        };
        assert_eq!(elsewhere(&before).len(), elsewhere(&after).len());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// How the row of a membership in the first environment begins: its number, that of the environment, that of the account.
fn member_start(rows: &str, account: i64) -> String {
    let end = format!(", 1, {account}, ");
    let row = rows.lines().find(|row| row.starts_with("membership: ") && row.contains(&end)).unwrap();
    let start = row.strip_prefix("membership: ").unwrap();
    start[..start.find(&end).unwrap() + end.len()].to_owned()
}

#[test]
fn every_column_has_a_line() {
    for (table, lines) in [("account", ACCOUNT), ("membership", MEMBERSHIP)] {
        let listed: Vec<&str> = lines.iter().map(|(column, _)| *column).collect();
        assert_eq!(listed, columns(table), "{table}");
    }
}

#[test]
fn usernames_and_addresses_are_one_namespace() {
    let people = People::new();
    let session = people.log_in("Ada");
    let take = |session: &Session, name: &str| {
        people.write(|transaction| {
            let change = AccountChange { username: Some(name.to_owned()), ..AccountChange::default() };
            directory::change_account_settings(transaction, session, change)
        })
    };
    // Whether somebody has the address or not, the answer is the same.
    let taken = refusal(take(&session, "hugo@example.com"));
    assert_eq!(taken.replace("hugo", "?"), refusal(take(&session, "nobody@example.com")).replace("nobody", "?"));
    assert!(taken.starts_with("E0729 `username`"), "{taken}");
    assert!(refusal(take(&session, "hugo＠example.com")).starts_with("E0729"));
    assert_eq!(take(&session, "Countess").unwrap().username, "Countess");
    assert!(refusal(take(&people.log_in("Hugo"), "ＣＯＵＮＴＥＳＳ")).starts_with("E0728"));
    // The one before is free again, and the own address is always good.
    take(&session, "Lovelace").unwrap();
    take(&people.log_in("Hugo"), "countess").unwrap();
    take(&session, "ADA@example.com").unwrap();
    assert_eq!(take(&session, "ada@example.com").unwrap().username, "ada@example.com");
}

#[test]
fn the_default_environment_is_one_that_the_person_can_open() {
    let people = People::new();
    let session = people.log_in("Ada");
    let choices = || {
        let row = session.account.row;
        let all = people.read(|transaction| directory::choose_environments(transaction, row));
        all.iter()
            .map(|one| format!("{}{}", one.environment.id, if one.is_default { "*" } else { "" }))
            .collect::<Vec<_>>()
    };
    let set =
        |id: Option<&str>| people.write(|transaction| directory::set_default_environment(transaction, &session, id));
    assert_eq!(choices(), ["acme", "globex"]);
    set(Some("globex")).unwrap();
    assert_eq!(choices(), ["globex*", "acme"]);
    let hal = people.log_in("Hal");
    let refused =
        |id: &str| refusal(people.write(|transaction| directory::set_default_environment(transaction, &hal, Some(id))));
    assert_eq!(refused("globex").replace("globex", "?"), refused("nowhere").replace("nowhere", "?"));
    set(None).unwrap();
    assert_eq!(choices(), ["acme", "globex"]);
}

#[test]
fn an_environment_that_one_may_not_open_is_not_there() {
    let people = People::new();
    let session = people.in_environment("Ada", "acme");
    let open = |id: &str| people.write(|transaction| directory::open_environment(transaction, &session, id)).map(drop);
    let hal = people.log_in("Hal");
    let refused = |id: &str| {
        let opened = people.write(|transaction| directory::open_environment(transaction, &hal, id));
        refusal(opened).replace(id, "?")
    };
    assert_eq!(refused("globex"), refused("nowhere"));
    let change = |act: &dyn Fn(&mut enlist::store::Work) -> Result<(), Error>| {
        let mut work = people.world.app.enter("acme", Access::Write).unwrap();
        act(&mut work).unwrap();
        work.commit().unwrap();
    };
    assert!(people.enter(&session).is_ok());
    // Inactive, or banned: out at once, in the session that is open too.
    change(&|work| directory::deactivate_user(work, "ada@example.com").map(drop));
    assert_eq!(refusal(open("acme")).replace("acme", "?"), refused("nowhere"));
    assert!(refusal(people.enter(&session)).starts_with("E0203"));
    change(&|work| directory::activate_user(work, "ada@example.com").map(drop));
    assert!(people.enter(&session).is_ok());
    change(&|work| directory::ban_user(work, "ada@example.com").map(drop));
    assert!(refusal(open("acme")).starts_with("E0203") && refusal(people.enter(&session)).starts_with("E0203"));
    open("globex").unwrap();
}

#[test]
fn what_was_typed_wrong_is_told_at_once_and_changes_nothing() {
    let mut people = People::new();
    let session = people.in_environment("Ada", "acme");
    let before = people.world.rows();
    let (mut work, _) = people.enter(&session).unwrap();
    let text = |text: &str| Some(text.to_owned());
    let change = OwnChange {
        name: text(" "),
        email: text("nobody"),
        language: text("xx"),
        locale: text("yy"),
        theme: text("pink"),
    };
    let found = refusal(directory::change_own_membership(&mut work, &change));
    for option in ["name", "environmentEmail", "language", "locale", "theme"] {
        assert!(found.contains(&format!("`{option}`")), "{option}: {found}");
    }
    drop(work);
    assert_eq!(people.world.rows(), before);
    // Nobody but a member has a membership.
    let mut work = people.world.app.enter("acme", Access::Write).unwrap();
    assert!(refusal(directory::change_own_membership(&mut work, &OwnChange::default())).starts_with("E0211"));
}
