//! Benchmark of the migration of a directory with 100,000 users.
//!
//! `cargo bench --bench migrate` prints the rows per second that are written and read back, from a file to a file. If
//! `ENLIST_BENCH_DATABASE` names an empty database on a server, it also migrates from the file to the server and back.

#[path = "support/job.rs"]
mod job;

use enlist::script::Mode;
use enlist::store::{Location, Migration, migrate};
use std::path::{Path, PathBuf};
use std::time::Instant;

const RUNS: usize = 100;
const USERS: usize = 1_000;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    let source = path("source.db");
    job::create(&source);
    let mut app = job::open(&source);
    for round in 0..RUNS {
        job::run(&mut app, &job::script("bizzStream.addUser", USERS, round), None, Mode::Commit);
    }
    drop(app);
    measure("file to file", &source, &path("file.db"));
    if let Some(server) = std::env::var_os("ENLIST_BENCH_DATABASE").map(PathBuf::from) {
        measure("file to server", &source, &server);
        measure("server to file", &server, &path("back.db"));
    }
}

fn measure(title: &str, from: &Path, to: &Path) {
    let (from, to) = (Location::from(from), Location::from(to));
    let migration = Migration { from, to, anew: false, replace_nul: false, batch: 10_000 };
    let (began, mut read_back) = (Instant::now(), None);
    let moved = migrate(&migration, &mut |progress| {
        if progress.verifies && read_back.is_none() {
            read_back = Some(began.elapsed());
        }
    });
    let (all, written) = (began.elapsed().as_secs_f64(), read_back.unwrap_or_default().as_secs_f64());
    let rows: i64 = moved.expect("moved").tables.iter().map(|table| table.rows).sum();
    println!(
        "{title:15} {rows} rows in {all:.1} s: {:.0} rows/s; {written:.1} s of this for writing",
        rows as f64 / all
    );
}
