//! A directory on a PostgreSQL server: many who write the same, many processes of which one does what is due, whom it refuses,
//! and that its audit is the database's own affair.

use super::engine;
use super::pg_server::PgServer;
use super::processes::{number, said};
use super::server::Server;
use super::world::ACME;
use enlist::store::Access;
use postgres::Client as Sql;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

const GLOBEX: &str = "[environment]\nname = \"Globex\"\nid = \"globex\"\n[[groups]]\nname = \"planning\"\n";

const ADD: &str = r#"
bizzStream.addUser(#{ globalEmailAddress: input, name: "Somebody", administrator: false, active: true, locale: "en",
    language: "en", memberGroupNames: ["planning"] });
"#;

/// A command on a database.
fn enlist(database: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().arg("--database").arg(database).args(words).output().unwrap()
}

fn count(sql: &mut Sql, statement: &str) -> i64 {
    sql.query_one(statement, &[]).unwrap().get(0)
}

#[test]
fn many_who_add_the_same_from_two_environments_make_one_account_each_and_see_no_error() {
    const PROCESSES: usize = 2;
    const THREADS: usize = 8;
    let Some(server) = PgServer::start() else { return };
    let addresses = if std::env::var_os("ENLIST_LONG").is_some() { 1_000 } else { number("ENLIST_ADDRESSES", 100) };
    let database = server.directory(&[ACME, GLOBEX]);
    let processes: Vec<Server> =
        (0..PROCESSES).map(|_| Server::on(&database, &["--writers", &THREADS.to_string()])).collect();
    let clients = ["acme", "globex"].map(|environment| {
        let client = processes[0].client(environment);
        client.post("/scripts", json!({ "name": "add.rhai", "source": ADD, "who": ["tokens"] })).ok();
        client
    });
    let began = Instant::now();
    std::thread::scope(|scope| {
        for (at, process) in processes.iter().enumerate() {
            for thread in 0..THREADS {
                let client = clients[(at + thread) % 2].at(&process.url);
                scope.spawn(move || {
                    for number in 0..addresses {
                        let body = json!({ "input": format!("somebody-{number}@example.com") });
                        let answer = client.post("/scripts/add.rhai/run", body).ok();
                        assert_eq!(answer["run"]["status"], "committed", "{answer}");
                    }
                });
            }
        }
    });
    let repeated: u64 = processes.iter().map(|process| figure(process, "enlist_repeated_total")).sum();
    let runs = PROCESSES as u64 * THREADS as u64 * addresses;
    println!("{addresses} addresses, {runs} runs in {:?}, done again {repeated} times", began.elapsed());
    let mut sql = server.client(database.to_str().unwrap());
    let addresses = addresses as i64;
    assert_eq!(count(&mut sql, "SELECT count(*) FROM account"), addresses);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM membership"), 2 * addresses);
    assert_eq!(count(&mut sql, "SELECT count(DISTINCT (environment_id, account_id)) FROM membership"), 2 * addresses);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM run WHERE status = 'committed'"), runs as i64);
    drop(processes);
    let verified = enlist(&database, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let entries = count(&mut sql, "SELECT count(*) FROM audit");
    assert!(entries >= 2 * addresses);
    assert_eq!(count(&mut sql, "SELECT count(position) FROM audit"), entries, "every entry has a place");
    assert_eq!(count(&mut sql, "SELECT max(position) FROM audit"), entries, "places without a hole");
    assert_eq!(count(&mut sql, "SELECT last_id FROM audit_head"), entries);
}

/// A figure of a server; 0 if it has not counted any.
fn figure(server: &Server, name: &str) -> u64 {
    let text = ureq::get(format!("{}/metrics", server.figures)).call().unwrap().body_mut().read_to_string().unwrap();
    let line = text.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0)
}

#[test]
fn what_is_due_is_done_once_by_three_processes() {
    const EACH: i64 = 30;
    let Some(server) = PgServer::start() else { return };
    let database = server.directory(&[ACME]);
    let letters = tempfile::tempdir().unwrap();
    let folder = letters.path().display().to_string();
    let flags = ["--mail-folder", &folder, "--public-url", "http://people.example.com"];
    let processes: Vec<Server> = (0..3).map(|_| Server::on(&database, &flags)).collect();
    let client = processes[0].client("acme");
    let deploy = |name: &str, source: &str, listens: &[&str]| {
        let script = json!({ "name": name, "source": source, "who": ["tokens"], "listens": listens });
        client.post("/scripts", script).ok();
    };
    deploy("tick.rhai", "actionInfo.type", &[]);
    deploy("hear.rhai", r#"bizzStream.addGroup(#{ name: `of ${input}` })"#, &["call"]);
    deploy(
        "call.rhai",
        r#"for number in 0..input { bizzStream.emitEvent("call", number); bizzStream.addUser(#{
            globalEmailAddress: `user-${number}@example.com`, name: `User ${number}`, administrator: number == 0,
            active: true, locale: "en", language: "en" }); }"#,
        &[],
    );
    for minute in 0..EACH {
        let schedule = json!({ "script": "tick.rhai", "expression": format!("{minute} 0 1 1 *") });
        client.post("/schedules", schedule).ok();
    }
    client.post("/scripts/call.rhai/run", json!({ "input": EACH })).ok();
    let mut sql = server.client(database.to_str().unwrap());
    for round in 1..=3 {
        // A long time ago, and nobody but the first user has come since.
        sql.batch_execute(&format!("UPDATE schedule SET next_at = {round}000000000")).unwrap();
        until("schedules", || count(&mut sql, "SELECT count(*) FROM schedule WHERE next_at < 1000000000000") == 0);
    }
    until("events", || count(&mut sql, "SELECT count(*) FROM delivery WHERE status <> 'done'") == 0);
    until("letters", || count(&mut sql, "SELECT count(*) FROM letter WHERE next_at IS NOT NULL") == 0);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM run WHERE script = 'tick.rhai'"), 3 * EACH);
    assert_eq!(count(&mut sql, "SELECT count(DISTINCT run_key) FROM run WHERE script = 'tick.rhai'"), 3 * EACH);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM run WHERE script = 'hear.rhai'"), EACH);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM delivery WHERE attempts = 1"), EACH);
    assert_eq!(count(&mut sql, "SELECT count(*) FROM letter WHERE status = 'sent' AND attempts = 1"), EACH);
    assert_eq!(files(letters.path()), EACH as usize, "each letter is one file");

    let months_ago = "(extract(epoch FROM now() - interval '80 days') * 1000000)::bigint";
    sql.batch_execute(&format!(
        "UPDATE membership SET created_at = {months_ago} WHERE name <> 'User 0';
         UPDATE membership SET last_opened_at = {months_ago} WHERE name BETWEEN 'User 1' AND 'User 19';
         UPDATE upkeep SET next_at = 1, since = 1 WHERE job = 'sweep'"
    ))
    .unwrap();
    until("sweep", || count(&mut sql, "SELECT count(*) FROM upkeep WHERE next_at < 1000") == 0);
    let told: Option<String> = sql.query_one("SELECT report FROM upkeep WHERE job = 'sweep'", &[]).unwrap().get(0);
    let announced = count(&mut sql, "SELECT count(*) FROM letter WHERE kind = 'inactivity'");
    let people = count(&mut sql, "SELECT count(DISTINCT account_id) FROM letter WHERE kind = 'inactivity'");
    assert!(announced > 0 && announced == people, "{announced} letters to {people}, {told:?}");
    until("letters", || count(&mut sql, "SELECT count(*) FROM letter WHERE next_at IS NOT NULL") == 0);
    assert_eq!(files(letters.path()), (EACH + announced) as usize);
    for process in processes {
        let log = process.log();
        assert!(!log.contains("ERROR"), "{log}");
        assert!(process.stop());
    }
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "not done: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_file()).count()
}

const SECRET: &str = "se-cret-word";

/// A server with a directory whose user needs a password, and the address with that password.
fn with_password() -> Option<(PgServer, String)> {
    let server = PgServer::with("", "host all ada 127.0.0.1/32 scram-sha-256")?;
    let database = server.directory(&[ACME]).display().to_string();
    let role = format!(
        "CREATE ROLE ada LOGIN PASSWORD '{SECRET}'; GRANT ALL ON ALL TABLES IN SCHEMA public TO ada;
         GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ada"
    );
    server.client(&database).batch_execute(&role).unwrap();
    let right = database.replacen("enlist@", &format!("ada:{SECRET}@"), 1);
    Some((server, right))
}

#[test]
fn a_password_is_never_shown() {
    let Some((_server, right)) = with_password() else { return };
    let shown = |output: &Output| {
        let text = said(output);
        assert!(!text.contains("cret"), "{text}");
        text
    };
    for words in [
        &["user", "list"][..],
        &["doctor", "--json"],
        &["doctor"],
        &["serve", "--show-config", "--read-database", &right],
        &["serve", "--show-config", "--json", "--read-database", &right],
        &["backup", "never.db"],
        &["restore", "never.db", "--yes"],
    ] {
        let good = shown(&enlist(Path::new(&right), &[&["--environment", "acme"], words].concat()));
        assert!(words[0] != "serve" || good.contains("postgres://ada@127.0.0.1"), "{good}");
    }
    // Wrong, nobody there, no such database, and what is no address at all.
    let wrong = right.replacen(SECRET, "not-my-se-cret", 1);
    let nowhere = format!("postgres://ada:{SECRET}@127.0.0.1:1/people");
    let unknown = format!("{right}_unknown");
    let odd = format!("postgres://ada:{SECRET}@127.0.0.1:no/people");
    let option = format!("{right}?nonsense=1");
    for address in [&wrong, &nowhere, &unknown, &odd, &option] {
        for words in [&["user", "list"][..], &["doctor", "--json"], &["init"], &["serve"]] {
            let output = enlist(Path::new(address), words);
            assert!(!output.status.success(), "{}", said(&output));
            let text = shown(&output);
            assert!(text.contains("postgres://ada@127.0.0.1"), "{address} {words:?}: {text}");
        }
    }
}

#[test]
fn what_is_no_directory_is_refused_with_a_way_out() {
    let Some(server) = PgServer::start() else { return };
    let newer = server.directory(&[ACME]);
    server.client(newer.to_str().unwrap()).batch_execute("UPDATE enlist_schema SET version = 99").unwrap();
    let empty = server.empty();
    let others = server.empty();
    server
        .client(&others)
        .batch_execute("CREATE TABLE account (number INT); CREATE TABLE orders (number INT)")
        .unwrap();
    let latin = server.address("latin");
    let encoding = "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'";
    server.client("postgres").batch_execute(encoding).unwrap();
    let nowhere = "postgres://enlist@127.0.0.1:1/people";
    let unknown = server.address("unknown");
    let cases: &[(&str, &[&str], i32, &str)] = &[
        (newer.to_str().unwrap(), &["user", "list"], 1, "has schema 99"),
        (newer.to_str().unwrap(), &["init"], 1, "has schema 99"),
        (newer.to_str().unwrap(), &["serve"], 1, "has schema 99"),
        (&empty, &["user", "list"], 1, "has no tables of enlist"),
        (&empty, &["serve"], 1, "has no tables of enlist"),
        (&others, &["user", "list"], 1, "has no tables of enlist"),
        (&others, &["init"], 1, "that enlist did not create"),
        (&latin, &["init"], 1, "LATIN1, which lacks characters"),
        (nowhere, &["user", "list"], 1, "cannot connect to postgres://enlist@127.0.0.1:1/people"),
        (nowhere, &["serve"], 1, "cannot connect to postgres://enlist@127.0.0.1:1/people"),
        (&unknown, &["init"], 1, "database \"unknown\" does not exist"),
    ];
    for (address, words, exit, told) in cases {
        let output = enlist(Path::new(address), words);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(*exit), "{address} {words:?}: {text}");
        assert!(text.contains(told), "{address} {words:?}: {text}");
    }
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'";
    assert_eq!(count(&mut server.client(&others), tables), 2, "nothing was made among the tables of others");
    assert_eq!(count(&mut server.client(&empty), tables), 0);
}

#[test]
fn the_database_itself_keeps_the_audit() {
    let Some(server) = PgServer::start() else { return };
    let database = server.directory(&[ACME]);
    let verify = || enlist(&database, &["audit", "verify"]);
    let user = ["ada@example.com", "--name", "Ada", "--administrator", "false", "--locale", "en", "--language", "en"];
    let added = enlist(&database, &[&["--environment", "acme", "user", "add"][..], &user].concat());
    assert!(added.status.success(), "{}", said(&added));
    assert!(verify().status.success());
    let mut sql = server.client(database.to_str().unwrap());
    let entries = count(&mut sql, "SELECT count(*) FROM audit WHERE position IS NOT NULL");
    assert!(entries > 1);
    for statement in [
        "UPDATE audit SET label = 'eve'",
        "UPDATE audit SET hash = ''",
        "UPDATE audit SET position = position + 1000",
        "UPDATE audit SET position = NULL",
        "DELETE FROM audit",
        "TRUNCATE audit CASCADE",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ] {
        let refused = sql.batch_execute(statement).expect_err(statement);
        let told = refused.as_db_error().unwrap().message();
        assert!(told.contains("append-only"), "{statement}: {told}");
    }
    assert!(verify().status.success());
    // Who may do everything gets past the database, but not past the chain.
    sql.batch_execute(
        "SET session_replication_role = replica; UPDATE audit SET label = 'eve' WHERE position = 2;
         SET session_replication_role = origin",
    )
    .unwrap();
    let output = verify();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("entry 2"), "{}", said(&output));
}

#[test]
fn while_the_database_is_away_requests_are_told_to_come_again() {
    let Some((postgres, address)) = with_password() else { return };
    let server = Server::on(Path::new(&address), &["--log", "json"]);
    let client = server.client("acme");
    client.get("/users").ok();
    postgres.stop();
    let ready = || server.send(b"GET /health/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    assert!(ready().starts_with("HTTP/1.1 503"), "{}", ready());
    let away = client.get("/users");
    assert_eq!((away.refusal().as_str(), away.header("retry-after")), ("503 E0781", "5"));
    assert!(server.log().contains("the database does not come back"), "{}", server.log());
    assert!(!server.log().contains("cret"), "{}", server.log());
    postgres.go_on();
    until("it works again", || ready().starts_with("HTTP/1.1 200"));
    client.post("/groups", json!({ "name": "Night shift" })).ok();
    assert!(client.get("/groups").ok().to_string().contains("Night shift"));
}

#[test]
fn a_server_that_comes_back_is_worked_with_as_before() {
    let Some(server) = PgServer::start() else { return };
    let database = server.directory(&[ACME]);
    let (mut app, sealing) = (engine::open(&database), engine::open(&database));
    for round in 0..3 {
        let request = super::world::request(&format!("bizzStream.addGroup(#{{ name: \"{round}\" }})"));
        assert!(app.run("acme", &request, enlist::script::Mode::Commit).unwrap().error.is_none());
        server.stop();
        server.go_on();
        assert_ne!(sealing.seal_audit().unwrap(), 0, "whoever does nothing else gets a new connection too");
        assert_eq!(app.enter("acme", Access::Read).unwrap().environment.name.as_str(), "Acme");
    }
    assert!(!server.log().contains("WARNING:"), "{}", server.log());
}
