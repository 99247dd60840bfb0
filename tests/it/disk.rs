//! A disk that is really full, and writes that fail: one program that lives through it, with one connection.
//!
//! The first test starts itself again inside a new namespace, where it may mount a file system of a few MiB that nobody else
//! sees; the second under `strace`, which makes system calls fail. Where the system forbids that, a test says `not run:` on
//! the error stream, which `tests/run` shows; `faults.rs` fills a disk without either.

use super::faults::{ADD, Chance, TOGETHER, rounds_of};
use super::world::{ACME, NOW, not_run, root};
use enlist::app::{App, System};
use enlist::domain::{CheckState, Error, Run, RunStatus, UserQuery};
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the small disk is; it tells the test that it is inside.
const DISK: &str = "ENLIST_TEST_DISK";

#[test]
fn a_program_lives_through_a_full_disk() {
    if let Some(disk) = std::env::var_os(DISK) {
        return lives_through_a_full_disk(&PathBuf::from(disk));
    }
    let folder = tempfile::tempdir().unwrap();
    let inside = |words: &[&str]| {
        let mut command = Command::new("unshare");
        command.args([
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            "mount -t tmpfs -o size=16m enlist \"$0\" && exec \"$@\"",
        ]);
        command.arg(folder.path()).args(words).env(DISK, folder.path()).current_dir(root()).output()
    };
    match inside(&["true"]) {
        Ok(output) if output.status.success() => {}
        other => {
            return not_run("a full disk needs a namespace to mount it in", other);
        }
    }
    let itself = std::env::current_exe().unwrap();
    let name = "disk::a_program_lives_through_a_full_disk";
    let output = inside(&[itself.to_str().unwrap(), "--exact", name, "--nocapture"]).unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    println!("{said}");
    assert!(output.status.success() && said.contains("the disk was full"), "{said}");
}

#[test]
fn a_program_lives_through_writes_that_fail() {
    if let Some(disk) = std::env::var_os(DISK) {
        return lives_through_failing_writes(&PathBuf::from(disk));
    }
    let itself = std::env::current_exe().unwrap();
    let words = [itself.to_str().unwrap(), "--exact", "disk::a_program_lives_through_writes_that_fail", "--nocapture"];
    // Which calls fail: the first, and each so many after it. A commit needs one flush and some forty writes.
    let flushes = ["1+2", "2+3", "5+17"].map(|which| ("fsync,fdatasync", "EIO", which));
    let writes = ["40+97", "60+151", "80+333"];
    let (writes, no_room) =
        (writes.map(|which| ("pwrite64", "EIO", which)), writes.map(|which| ("pwrite64", "ENOSPC", which)));
    for (call, error, which) in flushes.into_iter().chain(writes).chain(no_room) {
        let folder = tempfile::tempdir().unwrap();
        drop(Program::new(folder.path()));
        let trace = folder.path().join("trace");
        let under = |words: &[&str], call: &str| {
            let mut command = Command::new("strace");
            command
                .args(["-f", "-o"])
                .arg(&trace)
                .args(["-e", &format!("trace={call}")])
                .args(["-e", &format!("inject={call}:error={error}:when={which}")]);
            command.args(words).env(DISK, folder.path()).current_dir(root()).output()
        };
        match under(&["true"], call) {
            Ok(output) if output.status.success() => {}
            other => return not_run("writes that fail need `strace` and the right to trace", other),
        }
        let output = under(&words, call).unwrap();
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("acknowledged"), "{call}, {error}, {which}: {said}");
        let failed = std::fs::read_to_string(&trace).unwrap().matches("(INJECTED)").count();
        println!("{call} with {error} at {which}: {failed} failed; {said}");
        assert!(failed > 0, "{call}, {which}");
    }
}

fn lives_through_failing_writes(folder: &Path) {
    let mut program = Program::new(folder);
    let mut failed = BTreeMap::<String, u64>::new();
    for round in 1..=80 {
        if let Some(fault) = program.add(round) {
            *failed.entry(fault).or_default() += 1;
        }
        program.compare();
    }
    println!("{} rounds acknowledged at once, faults: {failed:?}", program.acknowledged.len());
    for round in 1..=80 {
        let tries = (1..100).find(|_| program.add(round).is_none());
        assert!(tries.is_some(), "round {round} never came through");
    }
    program.compare();
}

/// The program, with what it was told is done.
struct Program {
    app: App,
    database: PathBuf,
    /// The run that each acknowledged round was answered with.
    acknowledged: BTreeMap<u64, Run>,
}

impl Program {
    /// The program with a database in a folder.
    fn new(folder: &Path) -> Program {
        let database = folder.join("enlist.db");
        let (app, is_new) = App::create(&database, System::fixed(NOW)).unwrap();
        if is_new {
            Model::parse(ACME).unwrap().create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        }
        Program { app, database, acknowledged: BTreeMap::new() }
    }

    /// A round, once; answers what went wrong.
    fn add(&mut self, round: u64) -> Option<String> {
        let request = Request {
            script: Script { name: "add.rhai".to_owned(), source: ADD.to_owned() },
            input: Some(serde_json::json!({ "round": round })),
            key: Some(round.to_string()),
            trigger: Trigger::Operator,
        };
        match self.app.run("acme", &request, Mode::Commit) {
            Ok(run) if run.status == RunStatus::Failed => {
                panic!("a full disk is no fault of the script: {:?}", run.error)
            }
            Ok(run) => {
                let repeated = run.status == RunStatus::Repeated;
                assert_eq!(repeated, self.acknowledged.contains_key(&round), "round {round}");
                self.acknowledged.entry(round).or_insert(run);
                None
            }
            Err(Error::Fault(fault)) => Some(fault.to_string()),
            Err(refused) => panic!("a full disk is a fault, no refusal: {refused}"),
        }
    }

    /// Looks at the database from outside of the program: all of every acknowledged round, and nothing else.
    fn compare(&self) {
        let found = rounds_of(&self.database);
        let expected: BTreeMap<String, i64> =
            self.acknowledged.keys().map(|round| (format!("Round {round}"), TOGETHER)).collect();
        assert_eq!(found, expected);
    }
}

fn lives_through_a_full_disk(disk: &Path) {
    let mut chance = Chance::new();
    println!("seed {}", chance.0);
    let mut program = Program::new(disk);
    let (ballast, mut failed) = (disk.join("ballast"), BTreeMap::<String, u64>::new());
    let mut round = 0;
    for _ in 0..40 {
        // Another program takes what room there is, but for a part of what a round needs.
        let mut file = std::fs::File::create(&ballast).unwrap();
        while file.write_all(&[0; 4_096]).is_ok() {}
        let taken = file.metadata().unwrap().len();
        file.set_len(taken.saturating_sub(chance.below(24) * 4_096)).unwrap();
        drop(file);
        for _ in 0..4 {
            round += 1;
            if let Some(fault) = program.add(round) {
                *failed.entry(fault).or_default() += 1;
                // It can still be read, and a copy that has no room leaves nothing behind.
                let work = program.app.enter("acme", Access::Read).unwrap();
                let users = enlist::store::user::count(&work, &UserQuery::default()).unwrap();
                drop(work);
                assert_eq!(users, program.acknowledged.len() as i64 * TOGETHER);
                assert!(program.app.backup(&disk.join("copy.db"), false).is_err());
                assert!(files(disk).iter().all(|name| !name.contains("copy")), "{:?}", files(disk));
            }
        }
        std::fs::remove_file(&ballast).unwrap();
        // There is room again: the same program, the same connection.
        program.compare();
        for again in [round, 1 + chance.below(round)] {
            assert_eq!(program.add(again), None, "there is room again");
        }
    }
    let count: u64 = failed.values().sum();
    println!("the disk was full {count} times, {} rounds acknowledged: {failed:?}", program.acknowledged.len());
    assert!(count > 0, "the disk was never full");
    program.compare();
    drop(program.app);
    let checks = App::checkup(&program.database, &System::fixed(NOW)).unwrap();
    assert!(checks.iter().all(|check| check.state != CheckState::Broken), "{checks:?}");
}

fn files(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}
