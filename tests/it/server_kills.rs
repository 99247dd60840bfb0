//! Killed servers, under load from several clients. This process is the controller and the oracle: it knows which runs were
//! answered, and no kill can reach that.

use super::faults::Chance;
use super::processes::number;
use super::server::{Client, Server};
use super::world::ACME;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Adds three people at once: all of them, or something was half done.
pub const THREE: &str = r#"
for name in ["a", "b", "c"] {
    bizzStream.addUser(#{
        globalEmailAddress: `${name}-${input}@example.com`, name: `Round ${input}`,
        administrator: false, active: true, locale: "en", language: "en", memberGroupNames: ["planning"],
    });
}
"#;

const CLIENTS: u64 = 6;

/// The points at which a server is killed besides random moments; those of a group come by under load.
const POINTS: &[&str] = &["before-group-commit", "after-group-commit", "before-group-commit+", "after-effect+"];

#[test]
fn a_killed_server_loses_nothing_it_answered_and_leaves_nothing_half_done() {
    let kills = number("ENLIST_SERVER_KILLS", 100);
    let first = Server::with(&[ACME]);
    let client = first.client("acme");
    let script = json!({ "name": "three.rhai", "source": THREE, "who": ["tokens"] });
    client.post("/scripts", script).ok();
    let database = first.database.clone();
    let mut chance = Chance::new();
    let seed = chance.0;
    let numbers = AtomicU64::new(0);
    // The run that each number was answered with; nothing if the server was killed before.
    let mut asked: BTreeMap<u64, Option<String>> = BTreeMap::new();
    let mut slowest_start = Duration::ZERO;
    let mut cut_off = 0;
    for round in 1..=kills {
        let context = format!("seed {seed}, round {round}");
        let point = POINTS[round as usize % POINTS.len()];
        let variables: &[(&str, &str)] = if round % 2 == 0 { &[("ENLIST_FAILPOINT", point)] } else { &[] };
        let began = Instant::now();
        let mut server = Server::try_on(&database, &[], variables).unwrap_or_else(|| panic!("no start: {context}"));
        slowest_start = slowest_start.max(began.elapsed());
        let client = client.at(&server.url);
        let again = asked.iter().rev().find(|(_, run)| run.is_none()).map(|(number, _)| *number);
        let life = Duration::from_micros(chance.below(60_000));
        let answers: Vec<(u64, Option<Value>)> = std::thread::scope(|scope| {
            let numbers = &numbers;
            let clients: Vec<_> = (0..CLIENTS)
                .map(|at| {
                    let client = client.clone();
                    // One of them repeats what was cut off before.
                    let again = again.filter(|_| at == 0);
                    scope.spawn(move || load(&client, numbers, again))
                })
                .collect();
            std::thread::sleep(life);
            server.kill();
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        });
        for (number, answer) in answers {
            let run = answer.map(|answer| answer["run"]["run"].as_str().unwrap().to_owned());
            cut_off += u64::from(run.is_none());
            let known = asked.entry(number).or_default();
            if let (Some(known), Some(run)) = (&known, &run) {
                assert_eq!(known, run, "two runs for one key: {context}");
            }
            *known = known.take().or(run);
        }
    }
    compare(&database, &client, &asked, &format!("seed {seed}"));
    let answered = asked.values().flatten().count();
    println!("{kills} kills: {answered} runs answered, {cut_off} cut off, slowest start {slowest_start:?}");
    assert!(slowest_start < Duration::from_secs(2), "{slowest_start:?}");
    assert!(answered as u64 > kills / 2 && cut_off > kills / 2, "the kills fell beside the load");
    drop(first);
}

/// Asks for one run after the other until the server is gone.
fn load(client: &Client, numbers: &AtomicU64, again: Option<u64>) -> Vec<(u64, Option<Value>)> {
    let mut answers = Vec::new();
    let mut next = again;
    loop {
        let number = next.take().unwrap_or_else(|| numbers.fetch_add(1, Ordering::Relaxed));
        let client = client.header("idempotency-key", format!("number-{number}"));
        let body = json!({ "input": number }).to_string();
        match client.try_ask("POST", "/scripts/three.rhai/run", Some(body)) {
            Ok(answer) if answer.status == 200 => answers.push((number, Some(answer.body))),
            // An answer that was cut off is none.
            Ok(answer) if answer.body["status"] == "error" => panic!("number {number}: {}", answer.body),
            _ => {
                answers.push((number, None));
                return answers;
            }
        }
    }
}

/// Looks at what stands by another server: all of a run or nothing, nothing twice, and everything that was answered.
fn compare(database: &Path, client: &Client, asked: &BTreeMap<u64, Option<String>>, context: &str) {
    let server = Server::on(database, &[]);
    let client = client.at(&server.url);
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("/users?limit=500{cursor}")).ok();
        for user in page["users"].as_array().unwrap() {
            *found.entry(user["name"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(found.values().all(|users| *users == 3), "half done or doubled, {context}: {found:?}");
    for (number, run) in asked {
        let is_there = found.contains_key(&format!("Round {number}"));
        assert!(is_there || run.is_none(), "run {run:?} of number {number} was lost, {context}");
    }
    assert!(found.len() <= asked.len(), "nobody asked for that, {context}");
    for run in asked.values().flatten().rev().take(20) {
        assert_eq!(client.get(&format!("/runs/{run}")).ok()["run"]["effects"].as_array().unwrap().len(), 3);
    }
    assert!(server.stop());
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_enlist"))
        .args(["audit", "verify", "--database"])
        .arg(database)
        .output()
        .unwrap();
    assert!(output.status.success(), "{context}: {}", super::processes::said(&output));
}

#[test]
fn several_servers_on_one_file_never_tell_a_client_that_it_is_busy() {
    const COUNT: &str = r#"
        let user = bizzStream.getUser(#{ globalEmailAddress: "counter@example.com" });
        let count = parse_int(user.profile.environments.acme.name);
        bizzStream.addUser(#{ globalEmailAddress: "counter@example.com", name: `${count + 1}` });
    "#;
    let seconds = number("ENLIST_SECONDS", 5);
    let first = Server::with(&[ACME]);
    let client = first.client("acme");
    let counter = json!({
        "globalEmailAddress": "counter@example.com", "name": "0", "administrator": false, "locale": "en", "language": "en",
    });
    client.post("/users", counter).ok();
    client.post("/scripts", json!({ "name": "count.rhai", "source": COUNT, "who": ["tokens"] })).ok();
    let others: Vec<Server> = (0..3).map(|_| Server::on(&first.database, &[])).collect();
    let urls: Vec<String> = others.iter().map(|server| server.url.clone()).chain([first.url.clone()]).collect();
    let began = Instant::now();
    let runs: u64 = std::thread::scope(|scope| {
        let clients: Vec<_> = urls
            .iter()
            .flat_map(|url| [client.at(url), client.at(url)])
            .map(|client| {
                scope.spawn(move || {
                    let mut runs = 0;
                    while began.elapsed() < Duration::from_secs(seconds) {
                        client.post("/scripts/count.rhai/run", json!({})).ok();
                        runs += 1;
                    }
                    runs
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    let user = client.get("/users/counter@example.com").ok();
    assert_eq!(user["user"]["name"], runs.to_string(), "an update was lost");
    println!("{runs} runs through 4 servers in {seconds} s");
}
