//! What an operator can mistake about a database server is a refusal with a way out, also at the start of `enlist serve`.

use super::engine;
use super::pg_bouncer::PgBouncer;
use super::pg_server::PgServer;
use super::processes::said;
use super::world::ACME;
use enlist::store::Access;
use std::path::Path;
use std::process::{Command, Output};

fn enlist(database: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().arg("--database").arg(database).args(words).output().unwrap()
}

fn refused(address: &str, words: &[&str], told: &[&str]) {
    let output = enlist(Path::new(address), words);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{address} {words:?}: {text}");
    // A way out that is longer than a line is wrapped.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in told {
        assert!(text.contains(told), "{address} {words:?}: {text}");
    }
    assert!(!text.contains("internal error") && !text.contains("se-cret"), "{address} {words:?}: {text}");
}

#[test]
fn a_server_that_cannot_be_used_is_refused_with_the_way_out() {
    let let_in = "host all ada 127.0.0.1/32 scram-sha-256\nhost all eve 127.0.0.1/32 reject";
    let Some(server) = PgServer::with("", let_in) else { return };
    let database = server.directory(&[ACME]).display().to_string();
    server
        .client(&database)
        .batch_execute("CREATE ROLE ada LOGIN PASSWORD 'se-cret-word'; CREATE ROLE eve LOGIN")
        .unwrap();
    server
        .client(&database)
        .batch_execute("CREATE ROLE few LOGIN CONNECTION LIMIT 0; CREATE ROLE guest LOGIN")
        .unwrap();
    let as_user = |user: &str| database.replacen("enlist@", &format!("{user}@"), 1);
    let nowhere = "postgres://enlist@127.0.0.1:1/people".to_owned();
    let unknown_host = "postgres://enlist@nobody.invalid/people?sslmode=disable".to_owned();
    let empty = server.empty();
    let guest = empty.replacen("enlist@", "guest@", 1);
    let cases: &[(&String, &str, &[&str])] = &[
        (
            &nowhere,
            "E0782",
            &["cannot connect to postgres://enlist@127.0.0.1:1/people", "start the server, or correct"],
        ),
        (&unknown_host, "E0782", &["postgres://enlist@nobody.invalid/people", "correct the host in the address"]),
        (&server.address("unknown"), "E0404", &["database \"unknown\" does not exist", "CREATE DATABASE"]),
        (
            &as_user("ada:se-cret-wrong"),
            "E0782",
            &["password authentication failed", "correct the user or the password"],
        ),
        (&as_user("ada"), "E0782", &["password missing", "write the password into the address"]),
        (&as_user("eve"), "E0782", &["pg_hba.conf rejects connection", "pg_hba.conf"]),
        (&as_user("nobody"), "E0782", &["role \"nobody\" does not exist", "correct the user in the address"]),
        (&as_user("few"), "E0782", &["too many connections for role \"few\"", "raise `max_connections`"]),
    ];
    for (address, code, told) in cases {
        for words in [&["user", "list"][..], &["init"], &["serve"]] {
            refused(address, words, told);
            refused(address, words, &[code]);
        }
        let doctor = enlist(Path::new(address), &["doctor"]);
        assert!(doctor.status.code() == Some(1) && said(&doctor).contains(told[0]), "{address}: {}", said(&doctor));
    }
    refused(&guest, &["init"], &["E0782", "permission denied for schema public", "ALTER DATABASE"]);
}

#[test]
fn a_pooler_in_transaction_mode_is_refused_and_one_in_session_mode_is_not() {
    let Some(server) = PgServer::start() else { return };
    let direct = server.directory(&[ACME]);
    let Some(pooler) = PgBouncer::start(&server, "transaction") else { return };
    let address = pooler.address(&direct);
    let told = &["E0782", "a connection pooler in transaction mode", "use session pooling"];
    // The first connection of a pool cannot be told from one to the server itself.
    let first = enlist(&address, &["user", "list", "--environment", "acme"]);
    assert!(first.status.success(), "{}", said(&first));
    for words in [&["user", "list"][..], &["init"], &["serve", "--listen", "127.0.0.1:0"]] {
        refused(address.to_str().unwrap(), words, told);
    }
    let doctor = enlist(&address, &["doctor"]);
    assert!(said(&doctor).contains("use session pooling"), "{}", said(&doctor));

    let Some(pooler) = PgBouncer::start(&server, "session") else { return };
    let address = pooler.address(&direct);
    for name in ["one", "two", "three"] {
        let added = enlist(&address, &["--environment", "acme", "group", "add", name]);
        assert!(added.status.success(), "{}", said(&added));
    }
    let verified = enlist(&address, &["audit", "verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn a_transaction_that_gets_another_session_is_not_begun() {
    let Some(server) = PgServer::start() else { return };
    let direct = server.directory(&[ACME]);
    let Some(pooler) = PgBouncer::start(&server, "transaction") else { return };
    let app = engine::open(&pooler.address(&direct));
    drop(app.begin(Access::Write).unwrap());
    // Somebody else gets the session that was free.
    let mut other = server.client(pooler.address(&direct).to_str().unwrap());
    other.batch_execute("BEGIN").unwrap();
    let Err(fault) = app.begin(Access::Write) else { panic!("it was begun") };
    let help = fault.way_out().and_then(|problem| problem.help.clone());
    assert!(help.is_some_and(|help| help.contains("session pooling")), "{fault}");
}
