//! Field × role over every door that exists (SECURITY 4.2): tokens of programs, pages, scripts and the command line say all that
//! they can about a person, and more than they may. What changed is compared with the matrix, column by column; the columns come
//! from the database: a new one without a line here fails.

use super::browser::{PASSWORD, People};
use super::server::Client;
use enlist::domain::{Permission, Permissions};
use enlist::http::{served_pages, served_routes};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;

const ACME: &str = r#"
[environment]
name = "Acme"
id = "acme"
[policy]
impersonation = true
[[menus]]
name = "office"
[[groups]]
name = "sales"
[[roles]]
name = "planner"
permissions = ["users.ban"]
[[profileFields]]
key = "jobTitle"
"#;

/// Who tries, and by which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Nobody in particular: no token, no session.
    Stranger,
    /// A token that sees everything and changes nothing.
    Reader,
    /// A token with `users.write`.
    Writer,
    /// A token with `users.write` and `users.administrators`.
    Promoter,
    /// A token with `users.ban`.
    Guard,
    /// A token with every permission.
    Everything,
    /// A token of the organization, with every permission.
    Organization,
    /// A token that runs a script, which adds what it is told.
    Runner,
    /// The person, on the own pages.
    Person,
    /// An administrator who acts as the person, on the same pages.
    Impersonator,
    /// An administrator on the own pages, who names the person wherever somebody can be named.
    Administrator,
    /// Another member on the own pages, who does so too.
    Colleague,
    /// The operator at the command line.
    Operator,
}

use Who::*;

const EVERYBODY: [Who; 13] = [
    Stranger,
    Reader,
    Writer,
    Promoter,
    Guard,
    Everything,
    Organization,
    Runner,
    Person,
    Impersonator,
    Administrator,
    Colleague,
    Operator,
];

const NOBODY: &[Who] = &[];
const PERSON: &[Who] = &[Person];
/// Who changes what belongs to the environment.
const ENVIRONMENT: &[Who] = &[Writer, Promoter, Everything, Organization, Runner, Operator];
/// Who makes administrators there.
const PROMOTING: &[Who] = &[Promoter, Everything, Organization, Operator];
/// Who changes what the person may change there too.
const SHARED: &[Who] = &[Writer, Promoter, Everything, Organization, Runner, Operator, Person, Impersonator];
/// Who gives a role that allows to ban: whoever may do that too. Scripts answer to the environment's grants instead.
const ROLES: &[Who] = &[Everything, Organization, Runner, Operator];
const BANS: &[Who] = &[Guard, Everything, Organization, Operator];
/// Whose change leaves its stamp.
const STAMP: &[Who] = &[Writer, Promoter, Guard, Everything, Organization, Runner, Operator, Person, Impersonator];

/// Every column of a person, and who changes it.
const MATRIX: &[(&str, &[Who])] = &[
    ("account.id", NOBODY),
    ("account.public_id", NOBODY),
    ("account.username", PERSON),
    ("account.address", NOBODY),
    ("account.address_key", NOBODY),
    ("account.verified", NOBODY),
    ("account.status", &[Operator]),
    ("account.default_environment_id", PERSON),
    ("account.release_mails", PERSON),
    ("account.disable_cache", PERSON),
    ("account.last_login_at", &[]),
    ("account.failures", NOBODY),
    ("account.created_at", NOBODY),
    ("account.modified_at", &[Person, Operator]),
    ("membership.id", NOBODY),
    ("membership.environment_id", NOBODY),
    ("membership.account_id", NOBODY),
    ("membership.name", SHARED),
    ("membership.name_key", SHARED),
    ("membership.email", SHARED),
    ("membership.email_key", SHARED),
    ("membership.language", SHARED),
    ("membership.locale", SHARED),
    ("membership.theme", SHARED),
    ("membership.active", ENVIRONMENT),
    ("membership.inactive_reason", ENVIRONMENT),
    ("membership.administrator", PROMOTING),
    ("membership.banned", BANS),
    ("membership.role_id", ROLES),
    ("membership.external_id", ENVIRONMENT),
    ("membership.profile", ENVIRONMENT),
    ("membership.last_opened_at", PERSON),
    ("membership.inactivity_announced_at", NOBODY),
    ("membership.created_at", NOBODY),
    ("membership.created_by", NOBODY),
    ("membership.modified_at", STAMP),
    ("membership.modified_by", STAMP),
    ("menus", ENVIRONMENT),
    ("groups", ENVIRONMENT),
];

/// What is said about a person, by the names that some door has for it, and by names that none has.
fn wishes(target: &str) -> Vec<(&'static str, Value)> {
    let key = target.split('@').next().unwrap().to_owned();
    vec![
        ("name", json!("Countess")),
        ("environmentEmail", json!(format!("{key}@work.example"))),
        ("email", json!(format!("{key}@work.example"))),
        ("language", json!("nl")),
        ("locale", json!("de")),
        ("theme", json!("dark")),
        ("active", json!(false)),
        ("administrator", json!(true)),
        ("role", json!("planner")),
        ("externalId", json!(format!("x-{key}"))),
        ("profile", json!({ "jobTitle": "Analyst" })),
        ("menuNames", json!(["office"])),
        ("memberGroupNames", json!(["sales"])),
        ("username", json!(format!("{key}.countess"))),
        ("defaultEnvironment", json!("acme")),
        ("releaseMails", json!(true)),
        ("disableCache", json!(true)),
        ("address", json!(format!("{key}@elsewhere.example"))),
        ("status", json!("banned")),
        ("banned", json!(true)),
        ("verified", json!(false)),
        ("password", json!("Quite-another-Lantern-77")),
        ("current", json!(PASSWORD)),
        ("code", json!("000000")),
        ("inactiveReason", json!("transfer")),
        ("roleId", json!(1)),
        ("createdBy", json!("system")),
        ("failures", json!(9)),
        ("environment", json!("acme")),
    ]
}

/// A person whom somebody tries to change, and what has changed so far.
struct Target<'a> {
    people: &'a People,
    address: String,
    now: Vec<(String, Option<String>)>,
    changed: BTreeSet<String>,
}

impl<'a> Target<'a> {
    fn new(people: &'a People, who: Who) -> Target<'a> {
        let address = format!("{}@example.com", format!("{who:?}").to_lowercase());
        people.add("acme", &address, "Somebody", false);
        people.enrol(&address, address.split('@').next().unwrap());
        // So that it is seen who changes it last, and that it was opened.
        people.outside().execute(
            "UPDATE membership SET last_opened_at = 1, modified_by = 'x', modified_at = 1;
             UPDATE account SET last_login_at = 1, modified_at = 1; DELETE FROM membership_menu",
        );
        let mut target = Target { people, address, now: Vec::new(), changed: BTreeSet::new() };
        target.now = target.read();
        target
    }

    /// Every column as it is now.
    fn read(&self) -> Vec<(String, Option<String>)> {
        let (outside, address) = (self.people.outside(), &self.address);
        let mut all = Vec::new();
        for (table, condition) in [
            ("account", format!("address = '{address}'")),
            ("membership", format!("account_id = (SELECT id FROM account WHERE address = '{address}')")),
        ] {
            let names = outside.columns(table).into_iter().map(|column| format!("{table}.{column}"));
            let row = outside.rows(&format!("SELECT * FROM {table} WHERE {condition}")).pop();
            all.extend(names.zip(row.expect("the person stays")));
        }
        for (name, table) in [("menus", "membership_menu"), ("groups", "group_member")] {
            let statement = format!(
                "SELECT count(*) FROM {table} WHERE membership_id =
                     (SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.address = '{address}')"
            );
            all.push((name.to_owned(), Some(outside.number(&statement).to_string())));
        }
        all
    }

    /// Notes what is not as it was before.
    fn look(&mut self) {
        let now = self.read();
        let changed = now.iter().zip(&self.now).filter(|(now, before)| now.1 != before.1).map(|(now, _)| now.0.clone());
        self.changed.extend(changed);
        self.now = now;
    }
}

/// Says everything by REST: each wish alone, then whatever else a route does with a user.
fn by_rest(target: &mut Target, client: &Client) {
    let path = format!("/users/{}", target.address);
    for (name, value) in wishes(&target.address) {
        // Whoever has no token may be cut off before the body was read.
        let _ = client.try_ask("PATCH", &path, Some(json!({ name: value }).to_string()));
        target.look();
        let body = json!({ "globalEmailAddress": target.address, name: value });
        let _ = client.try_ask("POST", "/users", Some(body.to_string()));
        target.look();
    }
    for route in served_routes().filter(|route| route.method == "POST" && route.path.starts_with("/users/{user}/")) {
        let _ = client.try_ask("POST", &route.path.replace("{user}", &target.address), None);
        target.look();
    }
}

/// Sends everything to everything that a form is sent to. The order is that of the table, in which logging out is last.
fn by_pages(target: &mut Target, browser: &mut super::browser::Browser) {
    let mut form: Vec<(String, String)> = vec![
        ("user".to_owned(), target.address.clone()),
        ("globalEmailAddress".to_owned(), target.address.clone()),
        ("account_id".to_owned(), "1".to_owned()),
    ];
    for (name, value) in wishes(&target.address) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        form.push((name.to_owned(), text));
    }
    for (column, _) in target.now.clone() {
        let column = column.split('.').next_back().unwrap().to_owned();
        if form.iter().all(|(name, _)| *name != column) {
            form.push((column, "1".to_owned()));
        }
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for page in served_pages().filter(|page| page.method == "POST") {
        browser.post(page.path, &form);
        target.look();
    }
}

/// Runs a script that adds what it is told, as a program without any other permission does.
fn by_script(target: &mut Target, all: &Client, client: &Client) {
    let script = json!({ "name": "add.rhai", "source": "bizzStream.addUser(input)", "who": ["tokens"] });
    all.post("/scripts", script).ok();
    for (name, value) in wishes(&target.address) {
        let input = json!({ "globalEmailAddress": target.address, name: value });
        client.post("/scripts/add.rhai/run", json!({ "input": input }));
        target.look();
    }
}

/// Types every option that there is, and bans.
fn by_operator(target: &mut Target) {
    let address = target.address.clone();
    let run = |target: &mut Target, words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.args(words);
        if words[0] == "user" {
            command.args(["--environment", "acme"]);
        }
        command.arg("--database").arg(&target.people.server.database);
        command.output().unwrap();
        target.look();
    };
    for (name, value) in wishes(&address) {
        let text = match &value {
            Value::Array(all) => all[0].as_str().unwrap().to_owned(),
            Value::Object(map) => map.iter().map(|(key, text)| format!("{key}={}", text.as_str().unwrap())).collect(),
            other => other.as_str().map_or_else(|| other.to_string(), str::to_owned),
        };
        run(target, &["user", "add", &address, &format!("--{name}"), &text]);
    }
    run(target, &["user", "ban", &address]);
    run(target, &["account", "ban", &address]);
}

fn browser_of(people: &People, name: &str) -> super::browser::Browser {
    let mut browser = people.browser();
    assert_eq!(browser.log_in(name, PASSWORD).location(), "/", "{name}");
    browser
}

/// What somebody changes of a person.
fn changes(people: &People, who: Who) -> BTreeSet<String> {
    let mut target = Target::new(people, who);
    let server = &people.server;
    let with = |permissions: &[Permission]| server.client_that_may("acme", Permissions::of(permissions));
    let everything = server.client("acme");
    match who {
        Stranger => {
            by_rest(&mut target, &server.client_with("nothing"));
            by_pages(&mut target, &mut people.browser());
        }
        Reader => {
            let reads = Permission::ALL.iter().copied().filter(|one| one.as_str().ends_with(".read"));
            by_rest(&mut target, &with(&reads.collect::<Vec<_>>()));
        }
        Writer => by_rest(&mut target, &with(&[Permission::UsersWrite])),
        Promoter => by_rest(&mut target, &with(&[Permission::UsersWrite, Permission::UsersAdministrators])),
        Guard => by_rest(&mut target, &with(&[Permission::UsersBan])),
        Everything => by_rest(&mut target, &everything),
        Organization => {
            let client = server.organization_client("Acme", Permissions::all());
            by_rest(&mut target, &client.header("environment-id", "acme"));
        }
        Runner => by_script(&mut target, &everything, &with(&[Permission::ScriptsRun])),
        Person => {
            let mut browser = browser_of(people, "person");
            target.now = target.read();
            by_pages(&mut target, &mut browser);
        }
        Impersonator => {
            let mut browser = browser_of(people, "root");
            assert_eq!(browser.post("/impersonate", &[("user", &target.address)]).location(), "/");
            target.look();
            by_pages(&mut target, &mut browser);
        }
        Administrator => by_pages(&mut target, &mut browser_of(people, "root")),
        Colleague => by_pages(&mut target, &mut browser_of(people, "colleague.of.all")),
        Operator => by_operator(&mut target),
    }
    target.changed
}

#[test]
fn attack_2_each_column_is_changed_by_those_who_may_over_every_door() {
    let people = People::with(&[ACME]);
    for (address, name, administrator) in
        [("root@example.com", "Root", true), ("second@example.com", "Second", true), ("c@example.com", "C", false)]
    {
        people.add("acme", address, name, administrator);
    }
    people.enrol("root@example.com", "root");
    people.enlist(&["org", "appoint", "Acme", "root@example.com"], "");
    people.enrol("second@example.com", "second");
    people.enrol("c@example.com", "colleague.of.all");
    people.enlist(&["env", "grant", "users.grantRolesToAll", "--environment", "acme"], "");
    let mut wrong = Vec::new();
    for who in EVERYBODY {
        let changed = changes(&people, who);
        for (column, may) in MATRIX {
            match (changed.contains(*column), may.contains(&who)) {
                (true, false) => wrong.push(format!("{who:?} changed {column}")),
                (false, true) => wrong.push(format!("{who:?} could not change {column}")),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn attack_2_every_column_has_a_line() {
    let people = People::with(&[ACME]);
    let target = Target::new(&people, Stranger);
    let columns: Vec<&str> = target.now.iter().map(|(column, _)| column.as_str()).collect();
    let listed: Vec<&str> = MATRIX.iter().map(|(column, _)| *column).collect();
    assert_eq!(columns, listed);
}
