//! Benchmark of durable runs of one `addUser` each on a PostgreSQL server that flushes its disk. 64 connections send runs
//! to one process with 4 writers, and to three such processes. Both are compared with the same rows written by hand over
//! 4 connections.
//!
//! `cargo bench --bench postgres` prints, in this order:
//! - the rate of one process, the rows by hand = 1 (goal: at least 0.6);
//! - the rate of three processes, one process = 1 (goal: at least 1);
//! - the share of retries after conflicts for each.

#[path = "support/client.rs"]
mod client;
#[path = "support/job.rs"]
mod job;
#[path = "support/pg.rs"]
mod pg;
#[path = "support/mod.rs"]
mod support;

use client::{Connection, Server};
use pg::Pg;
use postgres::types::ToSql;
use postgres::{Client, Statement};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const RUNS: usize = 4_000;
/// Number of users that are added as a warm-up, so that the connections have prepared their statements.
const WARM: usize = 1_000;
const CONNECTIONS: usize = 64;
const WRITERS: usize = 4;
const ROUNDS: usize = 5;

#[allow(clippy::disallowed_methods)] // A benchmark has no command line.
fn main() {
    let runs = std::env::var("ENLIST_BENCH_RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let server = Pg::start();
    server.create("template", None);
    let token = job::create_served(Path::new(&server.address("template")), &[("add.rhai", job::ADD_ONE)]);
    let (mut hand, mut one, mut three) = (Vec::new(), Vec::new(), Vec::new());
    let mut again = [0; 3];
    for round in 0..=ROUNDS {
        let database = |kind: &str| {
            let name = format!("{kind}_{round}");
            server.create(&name, Some("template"));
            name
        };
        let (by_hand, hand_again) = by_hand(&server, &database("hand"), runs);
        let (by_one, one_again) = by_processes(&server, &database("one"), &token, 1, runs);
        let (by_three, three_again) = by_processes(&server, &database("three"), &token, 3, runs);
        // The first round is a warm-up and is not counted.
        if round > 0 {
            hand.push(by_hand);
            one.push(by_one);
            three.push(by_three);
            again = [again[0] + hand_again, again[1] + one_again, again[2] + three_again];
        }
    }
    let micros = |times: &[Duration]| median(times).as_secs_f64() * 1e6 / runs as f64;
    let share = |times: usize| 100.0 * times as f64 / (runs * ROUNDS) as f64;
    println!("{runs} durable runs of one addUser each");
    println!("  by hand          {:7.1} µs a run, {:.1} % retried", micros(&hand), share(again[0]));
    println!("  one process      {:7.1} µs a run, {:.1} % retried", micros(&one), share(again[1]));
    println!("  three processes  {:7.1} µs a run, {:.1} % retried", micros(&three), share(again[2]));
    println!("  {}", ratio_line("rate of one process, by hand = 1 (goal: at least 0.6)", &hand, &one));
    println!("  {}", ratio_line("rate of three processes, one process = 1 (goal: at least 1)", &one, &three));
}

/// Measures runs over connections that are shared among the processes. Returns the time and the number of retries.
fn by_processes(server: &Pg, name: &str, token: &str, processes: usize, runs: usize) -> (Duration, usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let key = folder.path().join("key").display().to_string();
    let address = server.address(name);
    let flags = ["--writers", &WRITERS.to_string(), "--key-file", &key];
    let processes: Vec<Server> = (0..processes).map(|_| Server::start_with(Path::new(&address), &flags)).collect();
    let repeated = || processes.iter().map(|process| process.figure("enlist_repeated_total") as usize).sum::<usize>();
    add_by_connections(&processes, token, runs..runs + WARM);
    let (before, began) = (repeated(), Instant::now());
    add_by_connections(&processes, token, 0..runs);
    (began.elapsed(), repeated() - before)
}

/// Adds the users with these numbers over all connections at the same time.
fn add_by_connections(processes: &[Server], token: &str, numbers: Range<usize>) {
    let next = AtomicUsize::new(numbers.start);
    std::thread::scope(|scope| {
        for at in 0..CONNECTIONS {
            let (next, process) = (&next, &processes[at % processes.len()]);
            scope.spawn(move || {
                let mut connection = Connection::open(process, token);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= numbers.end {
                        return;
                    }
                    let input =
                        format!(r#"{{"input":{{"email":"user-{number}@example.com","name":"User {number}"}}}}"#);
                    let (status, body) = connection.post("/api/v1/scripts/add.rhai/run", &input);
                    assert_eq!(status, 200, "{body}");
                }
            });
        }
    });
}

/// Measures the same rows by hand. Returns the time and the number of retries.
fn by_hand(server: &Pg, name: &str, runs: usize) -> (Duration, usize) {
    let mut hands: Vec<Hand> = (0..WRITERS as u64).map(|number| Hand::new(server.client(name), number)).collect();
    add_by_hands(&mut hands, runs..runs + WARM);
    let began = Instant::now();
    let again = add_by_hands(&mut hands, 0..runs);
    (began.elapsed(), again)
}

/// Adds the users with these numbers over all connections at the same time. Returns the number of retries.
fn add_by_hands(hands: &mut [Hand], numbers: Range<usize>) -> usize {
    let next = AtomicUsize::new(numbers.start);
    std::thread::scope(|scope| {
        let next = &next;
        let threads: Vec<_> = hands
            .iter_mut()
            .map(|hand| {
                scope.spawn(move || {
                    let mut again = 0;
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= numbers.end {
                            return again;
                        }
                        while hand.add(number).is_err() {
                            hand.client.batch_execute("ROLLBACK").expect("rolled back");
                            again += 1;
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).sum()
    })
}

/// A connection with the statements that write the rows of a run.
struct Hand {
    client: Client,
    statements: Vec<Statement>,
    chance: u64,
}

const STATEMENTS: &[&str] = &[
    "INSERT INTO run (public_id, environment_id, script, version, status, caller, input, result, log, warnings, operations,
         started_at, duration_us)
     VALUES ($1, 1, 'by hand', $2, 'committed', 'operator', $3, 'null', '[]', '[]', 0, 1, 0) RETURNING id",
    "SELECT account_id FROM login_name WHERE key = $1",
    "INSERT INTO account (public_id, username, address, address_key, verified, status, release_mails, disable_cache,
         created_at, modified_at)
     VALUES ($1, $2, $2, $2, 0, 'invited', 0, 0, $3, $3) RETURNING id",
    "INSERT INTO login_name (key, account_id) VALUES ($1, $2)",
    "INSERT INTO membership (environment_id, account_id, name, name_key, email, email_key, language, locale, theme, active,
         administrator, banned, profile, created_at, created_by, modified_at, modified_by)
     VALUES (1, $1, $2, $2, $3, $3, 'en', 'en', 'systemSettings', 1, 0, 0, '{}', $4, 'system', $4, 'system') RETURNING id",
    "INSERT INTO membership_menu (membership_id, menu_id) VALUES ($1, 1)",
    "INSERT INTO group_member (membership_id, group_id) VALUES ($1, $2)",
    "INSERT INTO audit (environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line, column_number)
     VALUES (1, $1, 'operator', $2, 'added', 'user', $3, $4, $5, 3, 24)",
    "INSERT INTO link (public_id, account_id, purpose, address, address_key, created_at, expires_at)
     VALUES ($1, $2, 'enrol', $3, $3, $4, $4) RETURNING id",
    "INSERT INTO letter (public_id, environment_id, account_id, run_id, kind, language, to_address, to_key, name,
         environment, link_id, status, next_at, created_at)
     VALUES ($1, 1, $2, $3, 'welcome', 'en', $4, $4, $5, 'Bench', $6, 'waiting', $7, $7)",
];

impl Hand {
    fn new(mut client: Client, number: u64) -> Hand {
        client
            .batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; SET jit = off")
            .expect("settings");
        let statements = STATEMENTS.iter().map(|text| client.prepare(text).expect("a statement")).collect();
        Hand { client, statements, chance: 0x9e37_79b9_7f4a_7c15 ^ (number + 1) << 40 }
    }

    /// Adds a user in its own transaction.
    fn add(&mut self, number: usize) -> Result<(), postgres::Error> {
        let now = 1_672_531_200_000_000_i64;
        let (address, name) = (format!("user-{number}@example.com"), format!("User {number}"));
        let input = serde_json::json!({ "email": address, "name": name }).to_string();
        let changes = format!(
            "{{\"name\":[null,\"{name}\"],\"environmentEmail\":[null,\"{address}\"],\"language\":[null,\"en\"],\
             \"locale\":[null,\"en\"],\"active\":[null,true],\"administrator\":[null,false],\"menus\":[null,[\"office\"]],\
             \"groups\":[null,[\"managers\",\"planning\"]]}}"
        );
        let ids: [String; 4] = std::array::from_fn(|_| self.id());
        let version = "0123456789abcdef".repeat(4);
        self.client.batch_execute("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
        let run = self.insert(0, &[&ids[0], &version, &input])?;
        assert!(self.client.query(&self.statements[1], &[&address])?.is_empty());
        let account = self.insert(2, &[&ids[1], &address, &now])?;
        self.execute(3, &[&address, &account])?;
        let member = self.insert(4, &[&account, &name, &address, &now])?;
        self.execute(5, &[&member])?;
        self.execute(6, &[&member, &1_i64])?;
        self.execute(6, &[&member, &2_i64])?;
        self.execute(7, &[&run, &now, &ids[1], &address, &changes])?;
        let link = self.insert(8, &[&ids[2], &account, &address, &now])?;
        self.execute(9, &[&ids[3], &account, &run, &address, &name, &link, &now])?;
        self.client.batch_execute("COMMIT")
    }

    fn insert(&mut self, at: usize, values: &[&(dyn ToSql + Sync)]) -> Result<i64, postgres::Error> {
        self.client.query_one(&self.statements[at], values).map(|row| row.get(0))
    }

    fn execute(&mut self, at: usize, values: &[&(dyn ToSql + Sync)]) -> Result<(), postgres::Error> {
        self.client.execute(&self.statements[at], values).map(drop)
    }

    /// Returns an id from a generator with negligible cost.
    fn id(&mut self) -> String {
        const ALPHABET: &[u8; 55] = b"23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
        let mut next = || {
            self.chance ^= self.chance << 13;
            self.chance ^= self.chance >> 7;
            self.chance ^= self.chance << 17;
            self.chance
        };
        (0..17).map(|_| char::from(ALPHABET[(next() % 55) as usize])).collect()
    }
}
