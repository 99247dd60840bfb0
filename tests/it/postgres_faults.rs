//! Faults on the way to a server and of the server itself, under load: what was acknowledged is never lost, and what is asked for
//! again with its key is never done twice.

use super::engine;
use super::faults::Chance;
use super::pg_server::PgServer;
use super::pg_wire::{Cut, Wire};
use super::processes::{number, said};
use super::server::{Client, Server};
use super::server_kills::THREE;
use super::world::ACME;
use enlist::domain::RunStatus;
use enlist::script::Mode;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CLIENTS: usize = 6;

/// How long a number may take until it is answered, with all faults on the way.
const LONGEST: Duration = Duration::from_secs(300);

/// What happens to the server, or on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    CutAnywhere,
    CutBeforeCommit,
    CutAfterCommit,
    BackendTerminated,
    Restarted,
    StoppedAtOnce,
}

impl Fault {
    fn of(round: u64) -> Fault {
        match round % 20 {
            7 => Fault::Restarted,
            17 => Fault::StoppedAtOnce,
            other => [Fault::CutAnywhere, Fault::CutBeforeCommit, Fault::CutAfterCommit, Fault::BackendTerminated]
                [other as usize % 4],
        }
    }
}

/// What those who ask share.
#[derive(Default)]
struct Load {
    next: AtomicU64,
    answered: AtomicU64,
    errors: AtomicU64,
    done: AtomicBool,
}

#[test]
fn faults_lose_nothing_acknowledged_and_double_nothing() {
    let Some(server) = PgServer::start() else { return };
    let faults = number("ENLIST_FAULTS", 60);
    let mut chance = Chance::new();
    let context = format!("seed {}", chance.0);
    let direct = server.directory(&[ACME]);
    let wire = Wire::to(server.port);
    let through = wire.address(&direct);
    let enlist = Server::on(&through, &["--writers", "4"]);
    let client = enlist.client("acme");
    client.post("/scripts", json!({ "name": "three.rhai", "source": THREE, "who": ["tokens"] })).ok();
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("three.rhai");
    std::fs::write(&script, THREE).unwrap();
    let load = Load::default();
    let mut happened: BTreeMap<Fault, u64> = BTreeMap::new();
    let began = Instant::now();
    let asked: Vec<(u64, String)> = std::thread::scope(|scope| {
        let _stop = Stop(&load.done);
        let (load, through, script) = (&load, &through, &script);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| client.clone())
            .map(|client| scope.spawn(move || ask(load, |number| over_http(&client, number))))
            .collect();
        let commands = scope.spawn(move || ask(load, |number| by_command(through, script, number)));
        for round in 1..=faults {
            let fault = Fault::of(round);
            std::thread::sleep(Duration::from_micros(chance.below(40_000)));
            if happens(fault, &server, &wire, &direct) {
                *happened.entry(fault).or_default() += 1;
            }
            goes_on(load, &format!("{context}, round {round}, {fault:?}"));
        }
        load.done.store(true, Ordering::Relaxed);
        clients.into_iter().chain([commands]).flat_map(|client| client.join().unwrap()).collect()
    });
    println!(
        "{faults} faults in {:?}, {happened:?}: {} numbers, {} answers that were errors or lost",
        began.elapsed(),
        asked.len(),
        load.errors.load(Ordering::Relaxed)
    );
    assert_eq!(happened.values().sum::<u64>(), faults, "{context}: {happened:?}");
    compare(&server, &direct, &asked, &context);
    drop(enlist);
    let output = enlist_on(&direct).args(["audit", "verify"]).output().unwrap();
    assert!(output.status.success(), "{context}: {}", said(&output));
}

/// After a crash the server gives numbers of transactions out again that it had not written down.
#[test]
fn a_transaction_that_a_crash_undid_is_not_taken_for_another_one() {
    let Some(server) = PgServer::with("wal_writer_delay = 10s", "") else { return };
    let direct = server.directory(&[ACME]);
    let wire = Wire::to(server.port);
    let through = wire.address(&direct);
    let mut request = super::world::request(r#"bizzStream.addGroup(#{ name: "lost" })"#);
    request.key = Some("once".to_owned());
    let mut others = server.client(direct.to_str().unwrap());
    others.batch_execute("CREATE TABLE others (number INT)").unwrap();
    let runs = || -> i64 {
        let mut client = server.client(direct.to_str().unwrap());
        client.query_one("SELECT count(*) FROM run WHERE run_key = 'once'", &[]).unwrap().get(0)
    };
    let answered = std::thread::scope(|scope| {
        let (request, through) = (&request, &through);
        // All that the opening writes is on the disk before.
        let mut app = engine::open(&direct);
        assert!(app.run("acme", &super::world::request("1"), Mode::Commit).unwrap().error.is_none());
        wire.arm(Cut::ForGood);
        let asks = scope.spawn(move || {
            let mut app = engine::open(through);
            let run = app.run("acme", request, Mode::Commit);
            run.map(|run| run.status)
        });
        while wire.is_armed() {
            assert!(!asks.is_finished(), "no COMMIT came: {:?}", asks.join());
            std::thread::sleep(Duration::from_millis(1));
        }
        server.stop_at_once();
        server.go_on();
        let mut others = server.client(direct.to_str().unwrap());
        for _ in 0..50 {
            others.batch_execute("INSERT INTO others VALUES (1)").unwrap();
        }
        wire.mend();
        asks.join().unwrap()
    });
    assert!(answered.is_err() || runs() == 1, "{answered:?}, and nothing of it stands");
    let mut app = engine::open(&direct);
    assert_eq!(app.run("acme", &request, Mode::Commit).unwrap().status, RunStatus::Committed);
    assert_eq!(runs(), 1);
}

/// Asks for one run after the other, each until it is answered.
fn ask(load: &Load, once: impl Fn(u64) -> Option<String>) -> Vec<(u64, String)> {
    let mut all = Vec::new();
    while !load.done.load(Ordering::Relaxed) {
        let number = load.next.fetch_add(1, Ordering::Relaxed);
        let began = Instant::now();
        let run = loop {
            if let Some(run) = once(number) {
                break run;
            }
            load.errors.fetch_add(1, Ordering::Relaxed);
            assert!(began.elapsed() < LONGEST, "number {number} is never answered");
            std::thread::sleep(Duration::from_millis(20));
        };
        load.answered.fetch_add(1, Ordering::Relaxed);
        all.push((number, run));
    }
    all
}

fn over_http(client: &Client, number: u64) -> Option<String> {
    let client = client.header("idempotency-key", format!("number-{number}"));
    let answer = client.try_ask("POST", "/scripts/three.rhai/run", Some(json!({ "input": number }).to_string()));
    let answer = answer.ok().filter(|answer| answer.status != 500 && answer.status != 503)?;
    assert_eq!(answer.status, 200, "number {number}: {}", answer.body);
    Some(answer.body["run"]["run"].as_str().unwrap().to_owned())
}

fn by_command(database: &Path, script: &Path, number: u64) -> Option<String> {
    let mut command = enlist_on(database);
    command.args(["run", "--environment", "acme", "--json"]).arg(script);
    command.args(["--input", &number.to_string(), "--key", &format!("number-{number}")]);
    let output = command.output().unwrap();
    if !output.status.success() {
        // A fault, or contended; the script itself never fails.
        assert!(!said(&output).contains("panicked") && output.status.code().is_some(), "{}", said(&output));
        return None;
    }
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    Some(told["run"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned())
}

fn enlist_on(database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    command.env_clear().arg("--database").arg(database);
    command
}

/// Lets a fault happen; tells whether it did.
fn happens(fault: Fault, server: &PgServer, wire: &Wire, direct: &Path) -> bool {
    match fault {
        Fault::CutAnywhere => wire.cut(),
        Fault::CutBeforeCommit => return comes_by(wire, Cut::BeforeCommit),
        Fault::CutAfterCommit => return comes_by(wire, Cut::AfterCommit),
        Fault::BackendTerminated => {
            let all = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'enlist'";
            server.client(direct.to_str().unwrap()).execute(all, &[]).unwrap();
        }
        Fault::Restarted => {
            server.stop();
            server.go_on();
        }
        Fault::StoppedAtOnce => {
            server.stop_at_once();
            server.go_on();
        }
    }
    true
}

/// Waits until a COMMIT has come by and was cut off.
fn comes_by(wire: &Wire, cut: Cut) -> bool {
    wire.arm(cut);
    let began = Instant::now();
    while wire.is_armed() && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let came = !wire.is_armed();
    wire.disarm();
    came
}

/// Waits until answers come again.
fn goes_on(load: &Load, context: &str) {
    let (before, began) = (load.answered.load(Ordering::Relaxed), Instant::now());
    while load.answered.load(Ordering::Relaxed) < before + 3 {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is answered any more: {context}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Looks at what stands by another hand than the program's: each number once and whole, by the run that was answered.
fn compare(server: &PgServer, direct: &Path, asked: &[(u64, String)], context: &str) {
    let mut client = server.client(direct.to_str().unwrap());
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let runs = "SELECT run_key, public_id FROM run WHERE status = 'committed' AND run_key IS NOT NULL";
    for row in client.query(runs, &[]).unwrap() {
        found.entry(row.get(0)).or_default().push(row.get(1));
    }
    for (number, run) in asked {
        let stands = found.remove(&format!("number-{number}"));
        assert_eq!(stands.as_deref(), Some(&[run.clone()][..]), "number {number}, {context}");
    }
    assert!(found.is_empty(), "nobody asked for that, {context}: {found:?}");
    let users =
        "SELECT m.name, count(*), sum((SELECT count(*) FROM group_member g WHERE g.membership_id = m.id))::bigint,
        (SELECT count(*) FROM letter l WHERE l.name = m.name) FROM membership m GROUP BY m.name";
    let rows = client.query(users, &[]).unwrap();
    assert_eq!(rows.len(), asked.len(), "{context}");
    for row in rows {
        let (name, counts): (String, [i64; 3]) = (row.get(0), [row.get(1), row.get(2), row.get(3)]);
        assert_eq!(counts, [3; 3], "half done or doubled: {name}, {context}");
    }
}

/// Stops those who ask when it goes, also when a check has failed.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
