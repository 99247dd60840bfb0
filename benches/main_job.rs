//! Benchmark of the main job, against the same rows written by hand: one script adds 10,000 users with a menu and two
//! groups each.
//!
//! `cargo bench --bench main_job` prints ratios of rates, paired round by round in one run, and their medians. 1.0 is the
//! rate by hand. `-- --large` repeats it with 1,000,000 existing users; `-- --memory` reports the peak memory of one run.

#[path = "support/by_hand.rs"]
mod by_hand;
#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use by_hand::Hand;
use enlist::script::Mode;
use std::path::Path;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

const USERS: usize = 10_000;
const ROUNDS: usize = 7;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    if words.iter().any(|word| word == "--memory") {
        let path = folder.path().join("memory.db");
        job::create(&path);
        by_script(&path, 0);
        println!("peak memory of the process after one run of {USERS} users: {} MiB", support::peak_memory_mib());
        return;
    }
    let template = folder.path().join("template.db");
    job::create(&template);
    if words.iter().any(|word| word == "--large") {
        Hand::open_to_go_on(&template).add(1_000_000..2_000_000, None);
        compare("10,000 users added to 1,000,000", &template, folder.path(), 5);
    } else {
        compare("10,000 users added to an empty environment", &template, folder.path(), ROUNDS);
    }
}

/// Adds the same users by hand and by script, in turn, each time to a new copy of the template.
fn compare(title: &str, template: &Path, folder: &Path, rounds: usize) {
    let mut hand = Vec::new();
    let mut script = Vec::new();
    for round in 0..=rounds {
        let copy = |name: &str| {
            let path = folder.join(format!("{name}-{round}.db"));
            std::fs::copy(template, &path).expect("a copy");
            path
        };
        let path = copy("hand");
        let began = Instant::now();
        Hand::open(&path).add(0..USERS, None);
        let by_hand_took = began.elapsed();
        std::fs::remove_file(&path).expect("removed");
        let path = copy("script");
        let by_script_took = by_script(&path, round);
        std::fs::remove_file(&path).expect("removed");
        // The first round is a warm-up and is not counted.
        if round > 0 {
            hand.push(by_hand_took);
            script.push(by_script_took);
        }
    }
    let per_user = |took: &[Duration]| median(took).as_secs_f64() * 1e6 / USERS as f64;
    println!("{title}");
    println!("  by hand   {:6.1} µs a user", per_user(&hand));
    println!("  by script {:6.1} µs a user", per_user(&script));
    println!("  {}", ratio_line("rate of the script, by hand = 1", &hand, &script));
}

fn by_script(path: &Path, round: usize) -> Duration {
    let source = job::script("bizzStream.addUser", USERS, round);
    let mut app = job::open(path);
    let began = Instant::now();
    let run = job::run(&mut app, &source, None, Mode::Commit);
    let took = began.elapsed();
    assert_eq!((run.effects.len(), run.letters.len()), (USERS, USERS));
    took
}
