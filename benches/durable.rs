//! Durable runs: 2,000 runs in one process, each adding one user and each flushed to the disk before the next begins,
//! against the same rows written by hand with one commit each.
//!
//! `cargo bench --bench durable` prints the ratio of rates, paired round by round in one run; 1.0 is the rate by hand, and the
//! goal is at least 0.85.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use by_hand::Hand;
use enlist::script::{Mode, on_deep_stack};
use std::path::Path;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const RUNS: usize = 2_000;
const ROUNDS: usize = 7;

/// One script for all runs: what differs comes as `input`, as it does from a form.
const SCRIPT: &str = r#"
bizzStream.addUser(#{
    globalEmailAddress: input.email,
    name: input.name,
    administrator: false,
    active: true,
    locale: "en",
    language: "en",
    menuName: "office",
    memberGroupNames: ["planning", "managers"],
});
"#;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let template = folder.path().join("template.db");
    job::create(&template);
    let mut hand = Vec::new();
    let mut runs = Vec::new();
    for round in 0..=ROUNDS {
        let by_hand = on_a_copy(&template, folder.path(), by_hand);
        let by_runs = on_a_copy(&template, folder.path(), by_runs);
        // The first round warms up.
        if round > 0 {
            hand.push(by_hand);
            runs.push(by_runs);
        }
    }
    let per_run = |took: &[Duration]| median(took).as_secs_f64() * 1e6 / RUNS as f64;
    println!("{RUNS} durable runs of one addUser each");
    println!("  by hand {:6.1} µs a commit", per_run(&hand));
    println!("  by runs {:6.1} µs a run", per_run(&runs));
    println!("  {}", ratio_line("rate of the runs, by hand = 1 (goal: at least 0.85)", &hand, &runs));
}

fn on_a_copy(template: &Path, folder: &Path, work: fn(&Path) -> Duration) -> Duration {
    let path = folder.join("copy.db");
    std::fs::copy(template, &path).expect("a copy");
    let took = work(&path);
    for end in ["", "-wal", "-shm"] {
        // The log is folded in or left, as the last user of the database sees fit.
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
            let run = job::run(&mut app, SCRIPT, Some(input), Mode::Commit);
            assert_eq!((run.effects.len(), run.letters.len()), (1, 1));
        }
    });
    began.elapsed()
}

fn address(number: usize) -> String {
    format!("user-{number}@example.com")
}

fn name(number: usize) -> String {
    format!("User {number}")
}
