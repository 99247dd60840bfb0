//! Benchmark of the verification of the audit. The lower bound is to read the same rows and hash their bytes by hand. Both
//! are measured in turn in one run.
//!
//! `cargo bench --bench audit` adds 1,000,000 entries through the store, and prints both times in seconds and their ratio.
//! The goal is at most 10 s.

#[path = "support/mod.rs"]
mod support;

use enlist::app::{App, System};
use enlist::domain::{Action, Change, Effect, Place, Property, PublicId, Subject, Verdict};
use enlist::model::Model;
use enlist::store::Access;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::time::{Duration, Instant};

const ENTRIES: usize = 1_000_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("audit.db");
    let filling = fill(&path);
    println!("{ENTRIES} entries written in {:.2} s, one transaction", filling.as_secs_f64());
    let app = App::open(&path, System::real().expect("a system")).expect("the database");
    let mut ours = Vec::new();
    let mut floor = Vec::new();
    for _ in 0..ROUNDS {
        floor.push(by_hand(&path));
        let began = Instant::now();
        let transaction = app.begin(Access::Read).expect("a transaction");
        let verdict = enlist::directory::verify_audit(&transaction).expect("a verdict");
        ours.push(began.elapsed());
        assert!(matches!(verdict, Verdict::Intact { entries, .. } if entries as usize >= ENTRIES), "{verdict:?}");
    }
    println!("verify: {:.2} s (goal: at most 10 s)", support::median(&ours).as_secs_f64());
    println!("by hand: {:.2} s", support::median(&floor).as_secs_f64());
    println!("{}", support::ratio_line("rate of verify against by hand", &floor, &ours));
}

fn fill(path: &Path) -> Duration {
    let (app, _) = App::create(path, System::real().expect("a system")).expect("a database");
    let model = Model::parse("[environment]\nname = \"Bench\"\nid = \"bench\"\n").expect("a model");
    let transaction = app.begin(Access::Write).expect("a transaction");
    model.create(transaction).expect("an environment").commit().expect("a commit");
    let mut work = app.enter("bench", Access::Write).expect("the environment");
    let began = Instant::now();
    for number in 0..ENTRIES {
        let effect = Effect {
            action: Action::Added,
            subject: Subject::User,
            id: PublicId::from_digits(std::array::from_fn(|at| (number >> at) as u8)),
            label: format!("user{number}@example.com"),
            changes: vec![
                Change::added(Property::Name, format!("User {number}")),
                Change::added(Property::EnvironmentEmail, format!("user{number}@example.com")),
                Change::added(Property::Language, "en".to_owned()),
                Change::added(Property::Locale, "en".to_owned()),
                Change::added(Property::Administrator, false),
            ],
            place: Some(Place { line: 3, column: 14 }),
        };
        work.record(effect).expect("an entry");
        // The list of a million effects is not needed here.
        work.transaction.effects.clear();
    }
    work.commit().expect("a commit");
    began.elapsed()
}

/// Measures the lower bound: reads every row and hashes its bytes once, without a comparison.
fn by_hand(path: &Path) -> Duration {
    let connection = rusqlite::Connection::open(path).expect("the database");
    let began = Instant::now();
    let mut statement = connection
        .prepare(
            "SELECT id, environment_id, run_id, caller, at, action, subject, subject_id, label, changes, line,
                 column_number, hash FROM audit ORDER BY id",
        )
        .expect("a statement");
    let mut rows = statement.query([]).expect("rows");
    let mut last = [0; 32];
    while let Some(row) = rows.next().expect("a row") {
        let mut hasher = Sha256::new();
        hasher.update(last);
        for column in 0..12 {
            match row.get_ref(column).expect("a column") {
                ValueRef::Integer(number) => hasher.update(number.to_le_bytes()),
                ValueRef::Text(text) => hasher.update(text),
                _ => {}
            }
        }
        last = hasher.finalize().into();
    }
    std::hint::black_box(last);
    began.elapsed()
}
