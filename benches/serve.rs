//! Benchmark of a server under load: runs of one `addUser` each over HTTP, from one connection and from 64. Each response
//! comes after the flush. They are compared with the same rows written by hand, in groups of the size that the server
//! used.
//!
//! `cargo bench --bench serve` prints, in this order:
//! - the rate from 64 connections, one connection = 1 (goal: at least 3);
//! - the rate from 64 connections, the bare groups by hand = 1 (goal: at least 0.4);
//! - the 99th percentile of 64 connections, their median = 1 (goal: below 20);
//! - the waiting time of an environment beside one whose scripts use all their time, the time limit = 1 (goal: at most
//!   1);
//! - the memory of the server when idle (goal: below 40 MiB).

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/client.rs"]
mod client;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use by_hand::Hand;
use client::{Connection, Server, percentile};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{median, ratio_line};

/// Number of runs per round over 64 connections. Over one connection there are fewer, because they take longer.
const RUNS: usize = 8_000;
const RUNS_OF_ONE: usize = 1_000;
const CONNECTIONS: usize = 64;
const ROUNDS: usize = 5;

/// The time limit of a script.
const LIMIT: Duration = Duration::from_secs(5);

/// A script that uses all its time.
const SLOW: &str =
    "let text = \"x\"; text.pad(100_000, \"y\"); loop { let upper = text.to_upper(); upper.replace(\"Y\", \"yy\"); }";

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let template = folder.path().join("template.db");
    let token = job::create_served(&template, &[("add.rhai", job::ADD_ONE), ("slow.rhai", SLOW)]);
    let mut one = Vec::new();
    let mut many = Vec::new();
    let mut hand = Vec::new();
    let mut tails = Vec::new();
    let mut sizes = Vec::new();
    for round in 0..=ROUNDS {
        let path = folder.path().join(format!("round-{round}.db"));
        job::copy(&template, &path);
        let server = Server::start(&path);
        let from_one = load(&server, &token, 1, RUNS_OF_ONE, "one");
        let before = server.groups();
        let from_many = load(&server, &token, CONNECTIONS, RUNS, "many");
        let after = server.groups();
        drop(server);
        let size = (after.1 - before.1) / (after.0 - before.0).max(1.0);
        let by_hand = by_hand(&template, folder.path(), size.round() as usize);
        let _ = std::fs::remove_file(&path);
        // The first round is a warm-up and is not counted.
        if round > 0 {
            one.push(from_one.took / RUNS_OF_ONE as u32);
            many.push(from_many.took / RUNS as u32);
            hand.push(by_hand / RUNS as u32);
            tails.push(from_many.tail());
            sizes.push(size);
        }
    }
    let micros = |times: &[Duration]| median(times).as_secs_f64() * 1e6;
    sizes.sort_by(f64::total_cmp);
    tails.sort_by(f64::total_cmp);
    println!("runs of one addUser each over HTTP");
    println!("  1 connection    {:7.1} µs a run", micros(&one));
    println!("  {CONNECTIONS} connections  {:7.1} µs a run, in groups of {:.0}", micros(&many), sizes[sizes.len() / 2]);
    println!("  by hand         {:7.1} µs a run, in groups of the same size", micros(&hand));
    println!("  {}", ratio_line("rate of 64 connections, one connection = 1 (goal: at least 3)", &one, &many));
    println!("  {}", ratio_line("rate of 64 connections, groups by hand = 1 (goal: at least 0.4)", &hand, &many));
    println!("  99th percentile, the median = 1 (goal: below 20): {:.1}", tails[tails.len() / 2]);
    beside_a_slow_one(&template, &token);
}

/// The duration of requests: in total, and of each.
struct Load {
    took: Duration,
    each: Vec<Duration>,
}

impl Load {
    /// Returns the 99th percentile divided by the median.
    fn tail(&self) -> f64 {
        percentile(&self.each, 99).as_secs_f64() / percentile(&self.each, 50).as_secs_f64()
    }
}

/// Sends `runs` runs over `connections` connections. Each connection sends the next run after the response.
fn load(server: &Server, token: &str, connections: usize, runs: usize, kind: &str) -> Load {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    let each = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(server, token);
                    let mut times = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= runs {
                            return times;
                        }
                        let input =
                            format!(r#"{{"input":{{"email":"{kind}-{number}@example.com","name":"User {number}"}}}}"#);
                        let sent = Instant::now();
                        let (status, body) = connection.post("/api/v1/scripts/add.rhai/run", &input);
                        assert_eq!(status, 200, "{body}");
                        times.push(sent.elapsed());
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a client")).collect()
    });
    Load { took: began.elapsed(), each }
}

/// Writes the same rows in groups by hand.
fn by_hand(template: &Path, folder: &Path, size: usize) -> Duration {
    let path = folder.join("hand.db");
    job::copy(template, &path);
    let mut hand = Hand::open(&path);
    let began = Instant::now();
    for first in (0..RUNS).step_by(size.max(1)) {
        let input = serde_json::json!({ "email": "user@example.com", "name": "User" }).to_string();
        hand.add_each(first..(first + size.max(1)).min(RUNS), Some(&input));
    }
    let took = began.elapsed();
    drop(hand);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("hand.db{end}")));
    }
    took
}

/// Measures the waiting time of runs in one environment while the scripts of another one use all their time.
fn beside_a_slow_one(template: &Path, token: &str) {
    let other = job::token_of(template, "other");
    let server = Server::start(template);
    println!("  memory when idle: {} MiB (goal: below 40)", server.memory_mib());
    let waits = std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| Connection::open(&server, &other).post("/api/v1/scripts/slow.rhai/run", "{}"));
        }
        std::thread::sleep(Duration::from_millis(200));
        let mut connection = Connection::open(&server, token);
        let mut waits = Vec::new();
        for number in 0..4 {
            let input = format!(r#"{{"input":{{"email":"beside-{number}@example.com","name":"Beside"}}}}"#);
            let sent = Instant::now();
            assert_eq!(connection.post("/api/v1/scripts/add.rhai/run", &input).0, 200);
            waits.push(sent.elapsed());
        }
        waits
    });
    let longest = waits.into_iter().max().unwrap_or_default();
    let ratio = longest.as_secs_f64() / LIMIT.as_secs_f64();
    println!(
        "  longest wait beside an environment that uses all its time, the limit = 1 (goal: at most 1): {ratio:.2}"
    );
}
