//! Benchmark of durable runs: 2,000 runs in one process that each add one user and return after the flush to the disk. They
//! are compared with the same rows written by hand, with one commit each.
//!
//! In sequence, each run waits for its own flush. Through the workers, 16 runs are queued at a time and share flushes.
//! `cargo bench --bench durable` prints the ratios of rates, paired round by round in one run. 1.0 is the rate by hand; the
//! goal is at least 0.85.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use by_hand::Hand;
use enlist::app::App;
use enlist::domain::{Error, Run};
use enlist::script::{Mode, on_deep_stack};
use enlist::workers::{Sizes, Workers};
use std::path::Path;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const RUNS: usize = 2_000;
const ROUNDS: usize = 7;

/// Number of runs that are queued at a time.
const AT_ONCE: usize = 16;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let template = folder.path().join("template.db");
    job::create(&template);
    let mut hand = Vec::new();
    let mut runs = Vec::new();
    let mut workers = Vec::new();
    for round in 0..=ROUNDS {
        let by_hand = on_a_copy(&template, folder.path(), by_hand);
        let by_runs = on_a_copy(&template, folder.path(), by_runs);
        let by_workers = on_a_copy(&template, folder.path(), by_workers);
        // The first round is a warm-up and is not counted.
        if round > 0 {
            hand.push(by_hand);
            runs.push(by_runs);
            workers.push(by_workers);
        }
    }
    let per_run = |took: &[Duration]| median(took).as_secs_f64() * 1e6 / RUNS as f64;
    println!("{RUNS} durable runs of one addUser each");
    println!("  by hand              {:6.1} µs a commit", per_run(&hand));
    println!("  in sequence          {:6.1} µs a run", per_run(&runs));
    println!("  {AT_ONCE} at the workers     {:6.1} µs a run", per_run(&workers));
    println!("  {}", ratio_line("rate in sequence, by hand = 1", &hand, &runs));
    println!("  {}", ratio_line("rate of the workers, by hand = 1 (goal: at least 0.85)", &hand, &workers));
}

fn on_a_copy(template: &Path, folder: &Path, work: fn(&Path) -> Duration) -> Duration {
    let path = folder.join("copy.db");
    std::fs::copy(template, &path).expect("a copy");
    let took = work(&path);
    for end in ["", "-wal", "-shm"] {
        // The last connection may or may not have removed the log.
        let _ = std::fs::remove_file(folder.join(format!("copy.db{end}")));
    }
    took
}

fn by_hand(path: &Path) -> Duration {
    let mut hand = Hand::open(path);
    let began = Instant::now();
    for number in 0..RUNS {
        let input = serde_json::json!({ "email": address(number), "name": name(number) }).to_string();
        hand.add(number..number + 1, Some(&input));
    }
    began.elapsed()
}

fn by_runs(path: &Path) -> Duration {
    let mut app = job::open(path);
    let began = Instant::now();
    on_deep_stack(|| {
        for number in 0..RUNS {
            let input = serde_json::json!({ "email": address(number), "name": name(number) });
            let run = job::run(&mut app, job::ADD_ONE, Some(input), Mode::Commit);
            assert_eq!((run.effects.len(), run.letters.len()), (1, 1));
        }
    });
    began.elapsed()
}

/// Queues runs for the workers, like a program with many triggers, and waits for each result.
fn by_workers(path: &Path) -> Duration {
    let database = path.to_owned();
    let workers = Workers::start(Sizes::default(), move || Ok(job::open(&database))).expect("workers");
    let (tell, told) = std::sync::mpsc::channel();
    let hear = || assert_eq!(told.recv().expect("a result"), (1, 1));
    let began = Instant::now();
    for number in 0..RUNS {
        let input = serde_json::json!({ "email": address(number), "name": name(number) });
        let does = move |app: &mut App| Ok(job::run(app, job::ADD_ONE, Some(input.clone()), Mode::Commit));
        let tell = tell.clone();
        let answer = move |run: Result<Run, Error>| {
            let run = run.expect("a committed run");
            tell.send((run.effects.len(), run.letters.len())).expect("a receiver");
        };
        workers.write("bench", does, answer).expect("room in the queue");
        if number >= AT_ONCE {
            hear();
        }
    }
    (0..AT_ONCE).for_each(|_| hear());
    began.elapsed()
}

fn address(number: usize) -> String {
    format!("user-{number}@example.com")
}

fn name(number: usize) -> String {
    format!("User {number}")
}
