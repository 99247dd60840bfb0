//! Flipped bytes: a disk that changes a byte of the database or of its log. What is read is right, or it is refused; a write
//! that a crash cut off is no damage. Where chance is used, a failure tells the seed.

use super::faults::{Chance, with_script};
use super::world::{NOW, Shell, connection};
use enlist::app::{App, System};
use enlist::domain::{CheckState, Code, Error};
use enlist::store::Access;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const FLIPS: u64 = 1_000;

/// The layout of the log: a header, then frames of a header and a page.
const LOG_HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

/// Files that are written anew for every round.
struct Copy {
    path: PathBuf,
    database: Vec<u8>,
}

impl Copy {
    fn of(shell: &Shell) -> Copy {
        Copy { path: shell.path("copy.db"), database: std::fs::read(shell.path("enlist.db")).unwrap() }
    }

    /// What a program finds: every row of the database, or why it was refused, and whether the doctor finds it broken.
    fn found(&self, database: &[u8], log: &[u8]) -> std::thread::Result<(Result<String, Error>, bool)> {
        self.write(database, log);
        catch_unwind(AssertUnwindSafe(|| {
            let sick = match App::checkup(&self.path, &System::fixed(NOW)) {
                Ok(checks) => checks.iter().any(|check| check.state == CheckState::Broken),
                Err(_) => true,
            };
            (rows(&self.path), sick)
        }))
    }

    fn write(&self, database: &[u8], log: &[u8]) {
        let log_path = self.path.with_extension("db-wal");
        for path in [&log_path, &self.path.with_extension("db-shm")] {
            let _ = std::fs::remove_file(path);
        }
        std::fs::write(&self.path, database).unwrap();
        if !log.is_empty() {
            std::fs::write(log_path, log).unwrap();
        }
    }
}

fn rows(path: &Path) -> Result<String, Error> {
    let app = App::open(path, System::fixed(NOW))?;
    Ok(enlist::store::dump(&app.begin(Access::Read)?)?)
}

/// A database with users, whose log is folded in.
fn with_users() -> Shell {
    let shell = with_script();
    for round in 0..5 {
        shell.out(&["run", "{}/add.rhai", "--input", &format!("{{\"round\":{round}}}")]);
    }
    connection(shell.path("enlist.db")).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    shell
}

fn log_of(shell: &Shell) -> Vec<u8> {
    std::fs::read(shell.path("enlist.db-wal")).unwrap_or_default()
}

/// A database and a log with some transactions: the log and the rows after each of them.
fn with_log() -> (Shell, Copy, Vec<(Vec<u8>, String)>) {
    let shell = with_users();
    let copy = Copy::of(&shell);
    let mut states = Vec::new();
    for number in 0..4 {
        shell.out(&["group", "add", &format!("Group {number}")]);
        let log = log_of(&shell);
        copy.write(&copy.database, &log);
        states.push((log, rows(&copy.path).unwrap()));
    }
    assert!(states.is_sorted_by(|(one, _), (other, _)| one.len() < other.len()), "the log was folded in");
    (shell, copy, states)
}

fn flip(bytes: &[u8], at: usize, chance: &mut Chance) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[at] ^= chance.below(255) as u8 + 1;
    flipped
}

#[test]
fn flipped_bytes_of_the_database_are_never_read() {
    let mut chance = Chance::new();
    let seed = chance.0;
    let shell = with_users();
    let copy = Copy::of(&shell);
    let right = copy.found(&copy.database, &[]).unwrap().0.unwrap();
    let (mut refused, mut seen, mut unread) = (0, 0, 0);
    for round in 0..FLIPS {
        let at = chance.below(copy.database.len() as u64) as usize;
        let Ok((found, sick)) = copy.found(&flip(&copy.database, at, &mut chance), &[]) else {
            panic!("a panic: seed {seed}, round {round}, byte {at}")
        };
        match found {
            Ok(found) => {
                assert_eq!(found, right, "wrong rows: seed {seed}, round {round}, byte {at}");
                *(if sick { &mut seen } else { &mut unread }) += 1;
            }
            Err(_) => {
                assert!(sick, "the doctor saw nothing: seed {seed}, round {round}, byte {at}");
                refused += 1;
            }
        }
    }
    println!("{refused} refused, {seen} right and seen by the doctor, {unread} in what nobody reads");
    // The doctor reads every page that is in use.
    assert!(refused > 0 && unread < FLIPS / 100, "{refused} refused, {seen} seen, {unread} unread, seed {seed}");
}

#[test]
fn flipped_bytes_of_the_log_lose_no_transaction_but_the_last() {
    let mut chance = Chance::new();
    let seed = chance.0;
    let (_shell, copy, states) = with_log();
    let [.., (shorter, before), (log, right)] = states.as_slice() else { panic!("no log") };
    let (mut refused, mut last_refused, mut last_right, mut last_gone) = (0, 0, 0, 0);
    for round in 0..FLIPS {
        let at = chance.below(log.len() as u64) as usize;
        let place = format!("seed {seed}, round {round}, byte {at}");
        let Ok((found, sick)) = copy.found(&copy.database, &flip(log, at, &mut chance)) else {
            panic!("a panic: {place}")
        };
        match found {
            Err(Error::Refused(refusal)) if refusal.problems[0].code == Code::Damaged => {
                assert!(sick, "the doctor saw nothing: {place}");
                *(if at < shorter.len() { &mut refused } else { &mut last_refused }) += 1;
            }
            Err(error) => panic!("{error}: {place}"),
            Ok(found) => {
                assert!(at >= shorter.len(), "nothing was said: {place}");
                // Half a transaction is never there.
                assert!(found == *right || found == *before, "wrong rows: {place}");
                *(if found == *right { &mut last_right } else { &mut last_gone }) += 1;
            }
        }
    }
    println!(
        "{refused} refused; of {} in the last transaction {last_gone} taken for a cut-off write, {last_refused} refused",
        last_gone + last_refused + last_right
    );
    // Refused is there what made a frame in the middle look like the end of a transaction.
    assert!(refused > 0 && last_right == 0 && last_refused < FLIPS / 50, "{last_right}, {last_refused}, seed {seed}");
}

#[test]
fn a_log_that_a_crash_cut_off_is_no_damage() {
    let mut chance = Chance::new();
    let seed = chance.0;
    let (_shell, copy, states) = with_log();
    let right = copy.found(&copy.database, &[]).unwrap().0.unwrap();
    let [.., (shorter, before), (log, whole)] = states.as_slice() else { panic!("no log") };
    for round in 0..100 {
        // The end is missing: all transactions are there that are there as a whole.
        let length = chance.below(log.len() as u64) as usize;
        let place = format!("seed {seed}, round {round}, length {length}");
        let expected = states.iter().rfind(|(log, _)| log.len() <= length).map_or(&right, |(_, rows)| rows);
        assert_eq!(&copy.found(&copy.database, &log[..length]).unwrap().0.unwrap(), expected, "{place}");
        // A power cut: of the last transaction some sectors are not there, its end perhaps is.
        let mut torn = log.clone();
        for sector in torn[shorter.len()..].chunks_mut(512).filter(|_| chance.below(4) == 0) {
            sector.fill(0);
        }
        let found = copy.found(&copy.database, &torn).unwrap().0.unwrap();
        assert!(found == *before || (found == *whole && torn == *log), "{place}");
    }
}

#[test]
fn what_an_earlier_log_left_in_the_file_is_no_damage() {
    let shell = with_users();
    let other = connection(shell.path("enlist.db"));
    for number in 0..4 {
        shell.out(&["group", "add", &format!("Group {number}")]);
    }
    let long = log_of(&shell).len();
    other.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
    assert_eq!(log_of(&shell).len(), long, "the file stays as it is until somebody writes");
    assert!(shell.out(&["user", "list"]).contains("Round 1"));
    shell.out(&["group", "add", "The last"]);
    assert_eq!(log_of(&shell).len(), long);
    shell.out(&["group", "show", "The last"]);
    // Without the others' memory, from the files alone.
    let copy = Copy::of(&shell);
    let expected = rows(&shell.path("enlist.db")).unwrap();
    let log = log_of(&shell);
    assert_eq!(copy.found(&copy.database, &log).unwrap().0.unwrap(), expected);
    // A frame of the present log that is damaged is found all the same, where something stands behind it.
    shell.out(&["group", "add", "The very last"]);
    let mut log = log_of(&shell);
    log[LOG_HEADER + FRAME / 2] ^= 1;
    assert!(copy.found(&copy.database, &log).unwrap().0.is_err());
}
