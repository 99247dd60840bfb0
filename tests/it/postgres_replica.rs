//! Reading from a replica: what was just written is read back, by programs and by people, and what is no replica is refused.

use super::browser::{PASSWORD, People};
use super::pg_server::PgServer;
use super::processes::{number, said};
use super::server::Server;
use super::world::ACME;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};

#[test]
fn what_was_just_written_is_read_back_from_a_replica() {
    let Some(primary) = PgServer::start() else { return };
    let times = number("ENLIST_READS", 1_000);
    let database = primary.directory(&[ACME]);
    let replica = primary.replica();
    let read = replica.address(database.to_str().unwrap().rsplit('/').next().unwrap());
    let server = Server::on(&database, &["--read-database", &read]);
    let client = server.client("acme");
    let ada = json!({ "globalEmailAddress": "ada@example.com", "name": "Ada", "administrator": true, "active": true,
        "locale": "en", "language": "en" });
    client.post("/users", ada).ok();
    for time in 0..times {
        let name = format!("Ada {time}");
        client.patch("/users/ada@example.com", json!({ "name": name })).ok();
        let read = client.get("/users/ada@example.com").ok();
        assert_eq!(read["user"]["name"], name.as_str(), "stale");
    }

    let people = People { server };
    people.enrol("ada@example.com", "ada");
    let mut browser = people.browser();
    assert_eq!(browser.log_in("ada", PASSWORD).status, 303);
    for time in 0..times {
        let name = format!("Countess {time}");
        let form = [
            ("name", name.as_str()),
            ("email", "ada@work.example"),
            ("language", "en"),
            ("locale", "en"),
            ("theme", "dark"),
        ];
        let saved = browser.post("/profile", &form);
        assert_eq!(saved.location(), "/profile?note=saved", "{time}: {}", saved.status);
        let page = browser.get("/profile");
        assert!(page.body.contains(&format!("value=\"{name}\"")), "stale: {name}");
    }
    let seen = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'enlist'";
    let readers: i64 = replica.client("postgres").query_one(seen, &[]).unwrap().get(0);
    assert!(readers > 0, "nobody reads from the replica");
    let ended = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    let on_replica: i64 = replica.client(&read).query_one(ended, &[]).unwrap().get(0);
    println!(
        "{times} reads by a program and {times} by a person: none stale; {on_replica} transactions on the replica"
    );
    assert!(on_replica > times as i64, "{on_replica} transactions on the replica");
}

#[test]
fn what_is_no_replica_is_refused() {
    let Some(primary) = PgServer::start() else { return };
    let database = primary.directory(&[ACME]);
    let name = database.to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let refused = |read: &str, told: &str, exit: i32| {
        let output = serve(&database, read);
        assert_eq!(output.status.code(), Some(exit), "{}", said(&output));
        assert!(said(&output).contains(told), "{}", said(&output));
    };
    refused(database.to_str().unwrap(), "is not a replica", 1);
    refused("people.db", "is not a replica of", 1);
    refused("postgres://enlist@127.0.0.1:1/people", "cannot connect", 1);
    let other = PgServer::start().unwrap();
    let elsewhere = other.directory(&[ACME]);
    refused(elsewhere.to_str().unwrap(), "does not have the data of `--database`", 1);
    let replica = primary.replica();
    primary.set("synchronous_standby_names", "ANY 1 (one, two)");
    refused(&replica.address(&name), "waits for 1 of 2 replicas", 1);
    primary.set("synchronous_standby_names", "");
    refused(&replica.address(&name), "waits for no replica", 1);
    // A directory in a file has none.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("enlist.db");
    let init = Command::new(env!("CARGO_BIN_EXE_enlist")).env_clear().arg("--database").arg(&file).arg("init").output();
    assert!(init.unwrap().status.success());
    let output = serve(&file, &replica.address(&name));
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    // And a replica alone cannot be written to.
    let output = serve(Path::new(&replica.address(&name)), database.to_str().unwrap());
    assert!(!output.status.success(), "{}", said(&output));
}

fn serve(database: &Path, read: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().arg("--database").arg(database).args(["serve", "--listen", "127.0.0.1:0"]);
    command.args(["--read-database", read]).output().unwrap()
}
