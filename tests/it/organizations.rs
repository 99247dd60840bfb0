//! Administrators of organizations: who appoints and dismisses them, that no script and no program does, and whose passwords
//! they set.

use super::people::{People, refusal};
use super::rest_attacks::body_of;
use super::server::Server;
use super::world::{ACME, Shell, World};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory;
use enlist::domain::{AccountStatus, Caller, Error, Permissions, PublicId};
use enlist::http::served_routes;
use enlist::model::Model;
use enlist::store::{Access, Transaction};

const ADD: &[&str] = &[
    "user",
    "add",
    "ada@example.com",
    "--name",
    "Ada",
    "--administrator",
    "false",
    "--locale",
    "en",
    "--language",
    "en",
];

#[test]
fn the_operator_appoints_and_dismisses_and_twice_is_once() {
    let shell = Shell::acme();
    shell.out(ADD);
    let before = shell.out(&["org", "show", "Acme"]);
    assert_eq!(
        shell.out(&["org", "appoint", "Acme", "ADA@example.com"]),
        "~ organization Acme\n  ~ administrators  +ada@example.com\n1 changed\n"
    );
    assert_eq!(shell.out(&["org", "appoint", "acme", "ada@example.com"]), "nothing changed\n");
    assert!(shell.out(&["org", "show", "Acme"]).contains("administrators  ada@example.com\n"));
    let shown = shell.json(&["org", "show", "Acme"]);
    assert_eq!(shown["environments"][0]["_id"], "acme");
    assert_eq!(
        (&shown["administrators"][0]["address"], &shown["administrators"][0]["status"]),
        (&"ada@example.com".into(), &"invited".into())
    );
    let audit = shell.out(&["audit", "list", "--installation"]);
    assert!(audit.contains("administrators"), "{audit}");
    let dismissed = shell.json(&["org", "dismiss", "Acme", "ada@example.com"]);
    assert_eq!(dismissed["administrators"], serde_json::json!([]));
    assert_eq!(shell.out(&["org", "dismiss", "Acme", "ada@example.com"]), "nothing changed\n");
    assert_eq!(shell.out(&["org", "show", "Acme"]), before);
}

#[test]
fn only_an_account_that_can_log_in_is_appointed() {
    let shell = Shell::acme();
    shell.out(ADD);
    for (words, code) in [
        (["org", "appoint", "Acme", "nobody@example.com"], "E0203"),
        (["org", "appoint", "Globex", "ada@example.com"], "E0203"),
        (["org", "dismiss", "Acme", "nobody@example.com"], "E0203"),
    ] {
        let ended = shell.enlist(&words);
        assert_eq!(ended.exit, Exit::Refused);
        assert!(ended.err.contains(code), "{}", ended.err);
    }
    shell.out(&["account", "ban", "ada@example.com"]);
    let ended = shell.enlist(&["org", "appoint", "Acme", "ada@example.com"]);
    assert!(ended.err.contains("E0732") && ended.err.contains("ada@example.com is banned"), "{}", ended.err);
    // One who is banned afterwards stays one and counts for nothing; dismissed is anybody.
    shell.out(&["account", "unban", "ada@example.com"]);
    shell.out(&["org", "appoint", "Acme", "ada@example.com"]);
    shell.out(&["account", "ban", "ada@example.com"]);
    assert!(shell.out(&["org", "dismiss", "Acme", "ada@example.com"]).contains("1 changed"));
}

/// Does something as somebody.
fn act_as<T>(
    people: &People,
    caller: Caller,
    act: impl FnOnce(&mut Transaction) -> Result<T, Error>,
) -> Result<T, Error> {
    people.write(|transaction| {
        transaction.caller = caller;
        act(transaction)
    })
}

fn appoint_as(people: &People, caller: Caller, organization: &str, name: &str) -> Result<bool, Error> {
    let account = people.account(name);
    act_as(people, caller, |transaction| {
        let organization = directory::find_organization(transaction, organization)?;
        directory::appoint(transaction, &organization, &account)
    })
}

fn dismiss_as(people: &People, caller: Caller, organization: &str, name: &str) -> Result<bool, Error> {
    let account = people.account(name);
    act_as(people, caller, |transaction| {
        let organization = directory::find_organization(transaction, organization)?;
        directory::dismiss(transaction, &organization, &account)
    })
}

fn person(people: &People, name: &str) -> Caller {
    Caller::Person(people.account(name).id)
}

/// Everybody who may not act for Acme, though Grace, its administrator, is behind some of them.
fn strangers(people: &People) -> Vec<Caller> {
    let id = |name: &str| people.account(name).id;
    let (permissions, administrator) = (Permissions::all(), true);
    let any = || PublicId::parse("23456789ABCDEFGHJ").unwrap();
    vec![
        Caller::Member { id: id("Hal"), administrator, permissions },
        Caller::Member { id: id("Hugo"), administrator, permissions },
        Caller::Member { id: id("Ada"), administrator: false, permissions },
        Caller::Impersonator { id: id("Grace"), member: id("Ada"), permissions },
        Caller::Impersonator { id: id("Ada"), member: id("Grace"), permissions },
        Caller::Token { id: any(), permissions },
        Caller::Token { id: id("Grace"), permissions },
        Caller::Person(id("Hal")),
        Caller::Schedule(any()),
        Caller::Event(any()),
        Caller::Job("sweep"),
    ]
}

#[test]
fn nobody_else_appoints_and_nobody_appoints_themselves() {
    let mut people = People::new();
    people.appoint("Acme", "Grace");
    people.appoint("Globex", "Hugo");
    let before = people.world.rows();
    for caller in strangers(&people) {
        for name in ["Ada", "Hal", "Grace"] {
            let found = refusal(appoint_as(&people, caller.clone(), "Acme", name));
            assert!(found.starts_with("E0211"), "{caller:?}: {found}");
            assert!(refusal(dismiss_as(&people, caller.clone(), "Acme", name)).starts_with("E0211"), "{caller:?}");
        }
    }
    assert_eq!(people.world.rows(), before);
}

#[test]
fn administrators_appoint_and_dismiss_each_other_among_the_people_of_the_organization() {
    let people = People::new();
    people.appoint("Acme", "Grace");
    let grace = || person(&people, "Grace");
    // Hugo belongs to Globex alone: for Grace there is nobody of that address.
    let elsewhere = refusal(appoint_as(&people, grace(), "Acme", "Hugo"));
    assert!(elsewhere.starts_with("E0203 there is no account"), "{elsewhere}");
    assert!(refusal(appoint_as(&people, grace(), "Globex", "Ada")).starts_with("E0211"));
    assert!(appoint_as(&people, grace(), "Acme", "Ada").unwrap());
    assert!(dismiss_as(&people, person(&people, "Ada"), "Acme", "Grace").unwrap());
    assert!(refusal(appoint_as(&people, grace(), "Acme", "Grace")).starts_with("E0211"));
    // The operator may leave an organization to nobody, for the operator is always there.
    assert!(dismiss_as(&people, Caller::Operator, "Acme", "Ada").unwrap());
    let organization = people.read(|transaction| directory::find_organization(transaction, "Acme"));
    assert!(people.read(|t| directory::list_organization_administrators(t, &organization)).is_empty());
}

#[test]
fn who_may_not_log_in_acts_for_no_organization() {
    let people = People::new();
    people.appoint("Acme", "Grace");
    let grace = people.account("Grace");
    people.write(|transaction| directory::ban_account(transaction, &grace)).unwrap();
    assert!(refusal(appoint_as(&people, person(&people, "Grace"), "Acme", "Ada")).starts_with("E0211"));
}

#[test]
fn attack_no_script_and_no_model_makes_an_administrator_of_an_organization() {
    let mut world = World::acme();
    let add = |options: &str| {
        format!(
            "bizzStream.addUser(#{{ globalEmailAddress: \"ada@example.com\", name: \"Ada\", administrator: true,
                 active: true, locale: \"en\", language: \"en\"{options} }})"
        )
    };
    world.result(&add(""));
    for source in [
        add(", organizationAdministrator: true"),
        add(", administrators: [\"Acme\"]"),
        add(", organization: \"Acme\""),
        add(", profile: #{ organizationAdministrator: \"true\" }"),
        "bizzStream.appoint(\"Acme\", \"ada@example.com\")".to_owned(),
        "bizzStream.setPassword(\"ada@example.com\", \"Nine-Copper-Kettles-4\")".to_owned(),
        "bizzStream.emitEvent(\"org.appoint\", #{ address: \"ada@example.com\" }); throw \"end\"".to_owned(),
        "persistent.saveDocument(\"organization_administrator\", #{ account_id: 1 })".to_owned(),
    ] {
        assert!(world.run(&source).error.is_some(), "{source}");
    }
    let rows = world.rows();
    assert!(!rows.contains("\norganization_administrator: "), "{rows}");
    for model in
        ["administrators = [\"ada@example.com\"]", "[[organization.administrators]]\naddress = \"a@b.example\""]
    {
        let text = format!("[organization]\nname = \"Acme\"\n{model}\n[environment]\nname = \"Branch\"\n");
        assert!(Model::parse(&text).is_err(), "{text}");
    }
}

#[test]
fn attack_no_token_makes_an_administrator_of_an_organization() {
    let server = Server::with(&[ACME]);
    let clients = [server.client("acme"), server.organization_client("Acme", Permissions::all())];
    let ada = serde_json::json!({
        "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": true, "active": true, "locale": "en",
        "language": "en",
    });
    clients[0].post("/users", ada).ok();
    for client in clients.map(|client| client.header("environment-id", "acme")) {
        for route in served_routes() {
            let path = route.path.split('/').map(|part| if part.starts_with('{') { "ada@example.com" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let body = body_of(&route).map(|mut body| {
                body["organizationAdministrator"] = true.into();
                body["administrators"] = serde_json::json!(["ada@example.com"]);
                body.to_string()
            });
            if body.is_some() {
                let answer = client.ask(route.method, &path, body);
                assert!(matches!(answer.status, 404 | 422), "{} {path}: {}", route.method, answer.body);
            }
        }
        for path in [
            "/organization",
            "/organization/administrators",
            "/organization/appoint",
            "/organizations/Acme/administrators",
            "/users/ada@example.com/appoint",
            "/users/ada@example.com/password",
            "/users/ada@example.com/set-password",
        ] {
            for method in ["POST", "PUT", "PATCH"] {
                // A path that is not served may end its connection: each is asked by another.
                let answer = server.client_with(client.token()).ask(method, path, None);
                assert!(matches!(answer.status, 404 | 405), "{method} {path}: {}", answer.body);
            }
        }
    }
    // Who administers it is not told by tokens either.
    let told = server.organization_client("Acme", Permissions::all()).get("/organization").ok();
    assert_eq!(told["organization"]["administrators"], serde_json::Value::Null);
    let app = App::open(&server.database, System::real().unwrap()).unwrap();
    let transaction = app.begin(Access::Read).unwrap();
    let organization = directory::find_organization(&transaction, "Acme").unwrap();
    assert!(directory::list_organization_administrators(&transaction, &organization).unwrap().is_empty());
}

fn set_password_as(people: &People, caller: Caller, name: &str) -> Result<(), Error> {
    let account = people.account(name);
    act_as(people, caller, |transaction| directory::set_password(transaction, &account, "another hash").map(drop))
}

#[test]
fn a_password_is_set_for_those_alone_who_belong_to_nothing_beyond() {
    let people = People::new();
    people.appoint("Acme", "Grace");
    let grace = || person(&people, "Grace");
    let same =
        "E0760 only administrators of the one organization that somebody belongs to set the password of that person";
    // Hal is a member of Acme alone, an administrator of its environment though.
    set_password_as(&people, grace(), "Hal").unwrap();
    let session = people.in_environment("Grace", "acme");
    let (work, _) = people.enter(&session).unwrap();
    let as_member = work.transaction.caller.clone();
    drop(work);
    set_password_as(&people, as_member.clone(), "Hal").unwrap();
    // Ada belongs to Globex too, and Hugo to nothing else: the answer is the same, so that it tells nothing.
    assert_eq!(refusal(set_password_as(&people, grace(), "Ada")), same);
    assert_eq!(refusal(set_password_as(&people, as_member.clone(), "Ada")), same);
    assert_eq!(refusal(set_password_as(&people, grace(), "Hugo")), same);
    // Never oneself.
    for caller in [grace(), as_member] {
        assert_eq!(refusal(set_password_as(&people, caller, "Grace")), "E0760 nobody does this for themselves");
    }
    // Who has been made inactive elsewhere belongs there nevertheless; who administers both organizations may.
    let mut work = people.world.app.enter("globex", Access::Write).unwrap();
    directory::deactivate_user(&mut work, "ada@example.com").unwrap();
    work.commit().unwrap();
    assert_eq!(refusal(set_password_as(&people, grace(), "Ada")), same);
    people.appoint("Globex", "Grace");
    set_password_as(&people, grace(), "Ada").unwrap();
    people.dismiss("Globex", "Grace");
    // Somebody of Acme alone who administers Globex is more than Acme's.
    people.appoint("Globex", "Hal");
    assert_eq!(refusal(set_password_as(&people, grace(), "Hal")), same);
    people.dismiss("Globex", "Hal");
    set_password_as(&people, grace(), "Hal").unwrap();
    // Who was never enrolled has no password to replace.
    assert!(refusal(set_password_as(&people, grace(), "Ivo")).starts_with("E0732"));
    people.dismiss("Acme", "Grace");
    assert_eq!(refusal(set_password_as(&people, grace(), "Hal")), same);
}

#[test]
fn nobody_else_sets_a_password() {
    let mut people = People::new();
    people.appoint("Acme", "Grace");
    people.appoint("Globex", "Hugo");
    let before = people.world.rows();
    for caller in strangers(&people) {
        for name in ["Hal", "Ada", "Hugo"] {
            let is_own =
                matches!(&caller, Caller::Member { id, .. } | Caller::Person(id) if *id == people.account(name).id);
            let found = refusal(set_password_as(&people, caller.clone(), name));
            assert!(found.starts_with("E0760") && found.contains("themselves") == is_own, "{caller:?} {name}: {found}");
        }
    }
    assert_eq!(people.world.rows(), before);
}

#[test]
fn a_password_of_an_external_person_is_set_by_nobody() {
    let mut people = People::new();
    people.appoint("Acme", "Grace");
    let run = people.world.run(r#"bizzStream.addUser(#{ globalEmailAddress: "hal@example.com", externalId: "7" })"#);
    assert!(run.error.is_none(), "{:?}", run.error);
    assert!(refusal(set_password_as(&people, person(&people, "Grace"), "Hal")).starts_with("E0760 only"));
    assert!(refusal(set_password_as(&people, Caller::Operator, "Hal")).starts_with("E0760 Hal@example.com is fed"));
}

#[test]
fn what_was_open_before_a_password_was_set_is_closed() {
    let mut people = People::new();
    people.appoint("Acme", "Grace");
    let hal = people.in_environment("Hal", "acme");
    people.write(|transaction| directory::ask_address_change(transaction, &hal, "mallory@example.com")).unwrap();
    set_password_as(&people, person(&people, "Grace"), "Hal").unwrap();
    assert!(people.read(|transaction| directory::list_sessions(transaction, hal.account.row)).is_empty());
    assert_eq!(people.account("Hal").status, AccountStatus::Validated);
    assert!(people.letters().contains(&"passwordChanged Hal@example.com".to_owned()));
    let rows = people.world.rows();
    assert!(!rows.contains("\naddress_change: ") && !rows.contains("\ndevice: '"), "{rows}");
    let recorded = people.audit(&format!("person:{}", people.account("Grace").id));
    assert!(recorded.iter().any(|line| line.contains("password")), "{recorded:#?}");
    assert!(!recorded.iter().any(|line| line.contains("another hash")), "{recorded:#?}");
}
