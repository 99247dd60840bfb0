//! Flipped bytes in the write-ahead log, where the newest commits stand. SQLite keeps a checksum of each page there, and looks
//! at it when it opens a log that nobody has open.

use super::faults::{Chance, with_script};
use super::processes::number;
use super::world::{NOW, Shell};
use enlist::app::{App, System};
use enlist::domain::{CheckState, Error, UserQuery};
use enlist::store::{Access, membership};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What is beside the database when its log is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    /// Only the log.
    Log,
    /// The log and its index, as a killed program leaves them.
    LogAndIndex,
    /// Another program, which has the database open.
    Program,
}

fn users(app: &App) -> Result<String, Error> {
    let work = app.enter("acme", Access::Read)?;
    Ok(format!("{:?}", membership::list(&work, &UserQuery { limit: 1_000, ..UserQuery::default() })?))
}

fn open(path: &Path) -> Result<App, Error> {
    App::open(path, System::fixed(NOW))
}

fn put(shell: &Shell, files: &[(&str, Vec<u8>)], with_index: bool) {
    for (ending, bytes) in files {
        let path = shell.path(&format!("flipped.db{ending}"));
        match *ending == "-shm" && !with_index {
            true => drop(std::fs::remove_file(path)),
            false => std::fs::write(path, bytes).unwrap(),
        }
    }
}

#[test]
fn flipped_bytes_in_the_log_never_crash_the_program_nor_make_data_up() {
    let flips = number("ENLIST_FLIPS", 100);
    let mut chance = Chance::new();
    let seed = chance.0;
    let shell = with_script();
    let (database, flipped) = (shell.path("enlist.db"), shell.path("flipped.db"));
    rusqlite::Connection::open(&database).unwrap().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut states = vec![users(&open(&database).unwrap()).unwrap()];
    for round in 0..3 {
        shell.out(&["run", "{}/add.rhai", "--input", &format!("{{\"round\":{round}}}")]);
        states.push(users(&open(&database).unwrap()).unwrap());
    }
    let files = ["", "-wal", "-shm"].map(|end| (end, std::fs::read(shell.path(&format!("enlist.db{end}"))).unwrap()));
    let log = files[1].1.len() as u64;
    assert!(log > 100_000, "three commits stand in the log");
    let mut found = BTreeMap::<(Beside, &str), u64>::new();
    for round in 0..flips * 3 {
        let beside = [Beside::Log, Beside::LogAndIndex, Beside::Program][(round % 3) as usize];
        let at = chance.below(log) as usize;
        let mut bytes = files[1].1.clone();
        bytes[at] ^= chance.below(255) as u8 + 1;
        put(&shell, &files, beside == Beside::LogAndIndex);
        let other = (beside == Beside::Program).then(|| {
            let app = open(&flipped).unwrap();
            assert_eq!(users(&app).unwrap(), states[3]);
            app
        });
        std::fs::write(shell.path("flipped.db-wal"), &bytes).unwrap();
        let examined = catch_unwind(AssertUnwindSafe(|| {
            let sick = match App::checkup(&flipped, &System::fixed(NOW)) {
                Ok(checks) => checks.iter().any(|check| check.state == CheckState::Broken),
                Err(_) => true,
            };
            (sick, open(&flipped).and_then(|app| users(&app)))
        }));
        drop(other);
        let Ok((sick, answer)) = examined else { panic!("a panic: seed {seed}, {beside:?}, byte {at}") };
        let class = match answer {
            Err(_) => "refused",
            Ok(answer) if answer == states[3] && sick => "right, and the doctor sees the damage",
            Ok(answer) if answer == states[3] => "right",
            Ok(_) if sick => "other data, and the doctor sees the damage",
            Ok(answer) if states.contains(&answer) => "an older commit, unseen",
            Ok(_) => "other data, unseen",
        };
        *found.entry((beside, class)).or_default() += 1;
    }
    println!("{flips} flips each: {found:#?}");
    let made_up = |beside| found.get(&(beside, "other data, unseen")).copied().unwrap_or_default();
    assert_eq!(made_up(Beside::Log) + made_up(Beside::LogAndIndex), 0, "seed {seed}: {found:#?}");
}
