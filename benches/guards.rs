//! Benchmark of the guards of the script host: the memory limit and the deadline, which are checked in every operation,
//! the limits of sizes and depths, and the replaced functions of the engine.
//!
//! `cargo bench --bench guards` runs the same scripts in the program's host and in a bare engine with the same packages,
//! in turn, and prints paired ratios. 1.0 is the bare engine. The guards cannot be switched off, so the scripts call only
//! the engine. One script calculates, and one calls replaced functions. The third is the loop of the main job, with `len`
//! instead of `addUser`. Its extra time is also lost in the main job; the benchmark prints this time as a share of the
//! main job's time. The goal for this share is at most 10 %. Both engines count their memory.

#[path = "support/job.rs"]
mod job;
#[path = "support/mod.rs"]
mod support;

use enlist::app::App;
use enlist::memory::Counting;
use enlist::script::Mode;
use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, BasicStringPackage,
    LanguageCorePackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Dynamic, Engine, OptimizationLevel};
use std::path::Path;
use std::time::{Duration, Instant};
use support::{median, ratio_line};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const USERS: usize = 10_000;
const ROUNDS: usize = 15;

const CALCULATION: &str = r#"
let sum = 0;
for i in 0..50000 {
    if i % 3 == 0 { sum += i * 7 % 11; } else { sum -= 1; }
}
sum
"#;

const REPLACED: &str = r#"
let length = 0;
for i in 0..10000 {
    let text = "one-two-three";
    text.replace("-", ", ");
    text.pad(20, "_");
    length += text.len() + [i, text].to_string().len();
}
length
"#;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("guards.db");
    job::create(&path);
    let mut app = job::open(&path);
    let bare = bare_engine();
    compare("a calculation", CALCULATION, &mut app, &bare);
    compare("replaced functions", REPLACED, &mut app, &bare);
    let (guarded, free) = compare("the loop of the main job", &job::script("len", USERS, 0), &mut app, &bare);
    let main_job = main_job(&folder.path().join("main_job.db"));
    let shares = guarded.iter().zip(&free).zip(&main_job);
    let mut shares: Vec<f64> = shares
        .map(|((guarded, free), main_job)| (guarded.as_secs_f64() - free.as_secs_f64()) / main_job.as_secs_f64())
        .collect();
    shares.sort_by(f64::total_cmp);
    let per_user = |took: &[Duration]| median(took).as_secs_f64() * 1e6 / USERS as f64;
    println!("the main job: {:.1} µs a user", per_user(&main_job));
    println!("  share of the guards: {:.1} % (goal: at most 10 %)", shares[shares.len() / 2] * 100.0);
}

/// Runs a script in both engines, in turn. Returns the times with and without guards.
fn compare(title: &str, source: &str, app: &mut App, bare: &Engine) -> (Vec<Duration>, Vec<Duration>) {
    let tree = bare.compile(source).expect("a script");
    let mut guarded = Vec::new();
    let mut free = Vec::new();
    for round in 0..=ROUNDS {
        let began = Instant::now();
        let value = bare.eval_ast::<Dynamic>(&tree).expect("a value");
        let without = began.elapsed();
        let began = Instant::now();
        let run = job::run(app, source, None, Mode::Plan);
        let with = began.elapsed();
        // The JSON of a unit is `null`.
        assert_eq!(run.result.as_deref().unwrap_or_default().replace("null", ""), value.to_string(), "the same value");
        if round > 0 {
            guarded.push(with);
            free.push(without);
        }
    }
    println!("{}: {}", title, ratio_line("rate with guards, bare engine = 1", &free, &guarded));
    (guarded, free)
}

/// Measures the main job, with a new file for each round.
fn main_job(path: &Path) -> Vec<Duration> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        job::create(path);
        let mut app = job::open(path);
        let source = job::script("bizzStream.addUser", USERS, round);
        let began = Instant::now();
        job::run(&mut app, &source, None, Mode::Commit);
        times.push(began.elapsed());
        drop(app);
        for end in ["", "-wal", "-shm"] {
            // The log may already be removed.
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }
    times
}

/// Creates an engine with the packages of the host but without its guards.
fn bare_engine() -> Engine {
    let mut engine = Engine::new_raw();
    LanguageCorePackage::new().register_into_engine(&mut engine);
    ArithmeticPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    engine.set_optimization_level(OptimizationLevel::Simple);
    engine.set_strict_variables(true);
    engine.set_max_expr_depths(0, 0);
    engine
}
