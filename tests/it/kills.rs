//! Killed programs. This process is the controller: it starts the real program, kills it with SIGKILL from outside, at random
//! moments and at named points (`src/failpoint.rs`), and keeps what was acknowledged where no kill can reach it.

use super::faults::{Chance, TOGETHER, add, rounds, with_script};
use super::processes::{number, program, said};
use super::world::Shell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The points that every run comes by.
const POINTS: &[&str] = &["run-before-row", "run-after-row", "after-effect", "before-commit", "after-commit"];

/// The points that a run comes by when the log has grown.
const POINTS_WITH_LOG: &[&str] = &["fold-in+", "fold-in", "folded-in"];
const GROWN: u64 = 200_000;

const SLOWEST_START: Duration = Duration::from_secs(2);

fn start(mut command: Command, point: &str) -> Child {
    command.env("ENLIST_FAILPOINT", point);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the program is at the point that it was started with, or has ended without coming by.
fn reaches(child: &mut Child) -> bool {
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while errors.read_line(&mut line).unwrap() > 0 && !line.contains("failpoint ") {}
    child.stderr = Some(errors.into_inner());
    line.contains("failpoint ")
}

fn kill(mut child: Child) -> Output {
    // On Unix this is SIGKILL; the program cannot answer it.
    let _ = child.kill();
    child.wait_with_output().unwrap()
}

/// Starts a command and kills it at a point; a little later if the point ends with `+`. Answers whether it came by.
pub fn killed_at(command: Command, point: &str, later: Duration) -> (bool, Output) {
    let mut child = start(command, point);
    let came = reaches(&mut child);
    if point.ends_with('+') {
        std::thread::sleep(later);
    }
    (came, kill(child))
}

/// The run that the program named as committed: from then on nothing of it may be lost, even if it was killed a moment later.
fn acknowledged(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("committed run ") || line.starts_with("repeated run "));
    let run = line.and_then(|line| line.split([' ', ':']).nth(2)).map(str::to_owned);
    assert!(run.is_some() || !output.status.success(), "no run was named: {text}");
    run
}

/// What the controller knows of the rounds.
#[derive(Default)]
struct Oracle {
    /// The run that each acknowledged job was answered with, or nothing if it was killed before.
    jobs: BTreeMap<u64, Option<String>>,
    starts: Vec<Duration>,
    reached: BTreeMap<&'static str, u64>,
    at_random: u64,
    after_commit: u64,
}

impl Oracle {
    /// The point that the fewest runs came by so far, so that none is left out.
    fn least_reached(&self, points: &[&'static str]) -> &'static str {
        points.iter().min_by_key(|point| self.reached.get(**point)).copied().unwrap()
    }

    /// Notes how a job ended. Whoever answers for it later, must name the same run.
    fn note(&mut self, job: u64, output: &Output, context: &str) {
        let known = self.jobs.entry(job).or_default();
        if let Some(run) = acknowledged(output) {
            let first = known.get_or_insert_with(|| run.clone());
            assert_eq!(*first, run, "two answers for one key: {context}, job {job}");
        }
    }

    /// The first command after a kill, timed. Every other time it repeats the job that was killed.
    fn restart(&mut self, shell: &Shell, job: u64, context: &str) {
        let began = Instant::now();
        let mut command = add(shell, job);
        if job.is_multiple_of(2) {
            command = program(shell);
            command.args(["user", "list", "--limit", "1"]);
        }
        let output = command.output().unwrap();
        self.starts.push(began.elapsed());
        assert!(began.elapsed() < SLOWEST_START, "a slow start: {context}");
        assert!(output.status.success(), "{context}: {}", said(&output));
        if job % 2 == 1 {
            self.repeated(job, &output, context);
        }
    }

    /// A job that was asked for again.
    fn repeated(&mut self, job: u64, output: &Output, context: &str) {
        assert!(output.status.success(), "{context}, job {job}: {}", said(output));
        let again = String::from_utf8_lossy(&output.stdout).contains("repeated run ");
        let was_known = self.jobs[&job].is_some();
        assert!(again || !was_known, "an acknowledged run was lost: {context}, job {job}");
        self.after_commit += u64::from(again && !was_known);
        self.note(job, output, context);
    }

    /// Looks at the database with another hand than the program's: all of a job or nothing, and nothing twice.
    fn compare(&self, shell: &Shell, context: &str) {
        let found = rounds(shell);
        assert!(found.values().all(|users| *users == TOGETHER), "half done or doubled, {context}: {found:?}");
        for (job, run) in &self.jobs {
            assert!(run.is_none() || found.contains_key(&format!("Round {job}")), "lost: {context}, job {job}");
        }
        assert!(found.len() <= self.jobs.len(), "nobody asked for that, {context}");
        assert_eq!(shell.json(&["doctor"])["state"], "advice", "nobody administers, and that is all; {context}");
    }
}

#[test]
fn a_killed_program_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    let kills = number("ENLIST_KILLS", 200);
    let mut chance = Chance::new();
    let seed = chance.0;
    let shell = with_script();
    let mut oracle = Oracle::default();
    let began = Instant::now();
    oracle.note(0, &add(&shell, 0).output().unwrap(), "the first");
    // Kills fall everywhere in a run, however fast the machine is.
    let longest = began.elapsed().as_micros() as u64 * 5 / 4;
    for round in 1..=kills {
        let context = format!("seed {seed}, round {round}");
        // Ten jobs are kept for a round. Every fifth round has three processes at once, two of them with the same job.
        let job = round * 10 + round / 2 % 2;
        let jobs: &[u64] = if round % 5 == 0 { &[job, job, job + 2] } else { &[job] };
        let has_grown = std::fs::metadata(shell.path("enlist.db-wal")).is_ok_and(|log| log.len() > GROWN);
        let points = if has_grown { POINTS_WITH_LOG } else { POINTS };
        let point = oracle.least_reached(points);
        let at_random = round % 2 == 0;
        let first = if at_random { "none" } else { point };
        let mut children: Vec<Child> =
            jobs.iter().zip([first, "none", "none"]).map(|(job, point)| start(add(&shell, *job), point)).collect();
        if at_random {
            oracle.at_random += 1;
            std::thread::sleep(Duration::from_micros(chance.below(longest)));
        } else if reaches(&mut children[0]) {
            *oracle.reached.entry(point).or_default() += 1;
            if point.ends_with('+') {
                std::thread::sleep(Duration::from_micros(chance.below(longest / 4)));
            }
        }
        for (number, (job, child)) in jobs.iter().zip(children).enumerate() {
            if at_random || number == 0 {
                oracle.note(*job, &kill(child), &context);
                continue;
            }
            // Whoever waited for the one that was killed comes to its end.
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{context}: {}", said(&output));
            oracle.note(*job, &output, &context);
        }
        oracle.restart(&shell, job, &context);
        if round % 100 == 0 {
            oracle.compare(&shell, &context);
        }
    }
    // With its key, every job is repeated without doing anything twice, and answered as it was the first time.
    let jobs: Vec<u64> = oracle.jobs.keys().copied().collect();
    let answered = oracle.jobs.values().flatten().count();
    for job in jobs {
        let output = add(&shell, job).output().unwrap();
        oracle.repeated(job, &output, &format!("seed {seed}, at the end"));
    }
    oracle.compare(&shell, &format!("seed {seed}, at the end"));
    assert_eq!(rounds(&shell).len(), oracle.jobs.len(), "seed {seed}");
    oracle.starts.sort();
    println!(
        "{kills} rounds, {} at random moments, at points {:?}; {} jobs, {answered} answered before the end, {} committed \
         without an answer; first command after a kill: median {:?}, slowest {:?}",
        oracle.at_random,
        oracle.reached,
        oracle.jobs.len(),
        oracle.after_commit,
        oracle.starts[oracle.starts.len() / 2],
        oracle.starts.last().unwrap(),
    );
    for point in POINTS.iter().chain(POINTS_WITH_LOG) {
        assert!(oracle.reached.contains_key(point), "no run came by {point}, seed {seed}");
    }
}

/// A database with a few users, and a backup of it with fewer.
fn with_backup() -> Shell {
    let shell = with_script();
    shell.out(&["run", "{}/add.rhai", "--input", "{\"round\":1}"]);
    shell.out(&["backup", "{}/old.db"]);
    shell.out(&["run", "{}/add.rhai", "--input", "{\"round\":2}"]);
    shell
}

fn users(shell: &Shell, database: &Path) -> usize {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
    let output = command.env_clear().arg("--database").arg(database).args(["user", "list", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}: {}", database.display(), said(&output));
    let doctor = shell.json(&["--database", &database.display().to_string(), "doctor"]);
    assert_eq!(doctor["state"], "advice", "{}: {doctor}", database.display());
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap().as_array().unwrap().len()
}

fn journal(database: &Path) -> String {
    let connection = super::world::connection(database);
    connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap()
}

#[test]
fn a_killed_backup_is_whole_or_not_there() {
    let mut chance = Chance::new();
    let shell = with_backup();
    let target = shell.path("copy.db");
    for round in 0..number("ENLIST_KILLS", 200) / 10 {
        for point in ["copy", "copy+", "copied", "copied+", "placed"] {
            let _ = std::fs::remove_file(&target);
            let mut command = program(&shell);
            command.arg("backup").arg(&target);
            let (came, output) = killed_at(command, point, Duration::from_micros(chance.below(20_000)));
            assert!(came, "{point}");
            let must_be_there = output.status.success() || point == "placed";
            assert!(target.exists() || !must_be_there, "{point}, round {round}");
            if target.exists() {
                assert_eq!(users(&shell, &target), 8, "{point}, round {round}");
            }
        }
    }
    assert_eq!(users(&shell, &shell.path("enlist.db")), 8);
}

#[test]
fn a_killed_restore_leaves_the_old_database_or_the_new_one() {
    let mut chance = Chance::new();
    let (mut old, mut new) = (0, 0);
    for round in 0..number("ENLIST_KILLS", 200) / 100 {
        for point in [
            "copy+",
            "copied",
            "restore-locked",
            "restore-locked+",
            "restore-kept",
            "restore-without-logs",
            "placed",
            "retire+",
        ] {
            let shell = with_backup();
            let database = shell.path("enlist.db");
            let mut command = program(&shell);
            command.arg("restore").arg(shell.path("old.db")).arg("--yes");
            let (came, output) = killed_at(command, point, Duration::from_micros(chance.below(20_000)));
            assert!(came, "{point}");
            match users(&shell, &database) {
                8 if !output.status.success() => old += 1,
                4 => new += 1,
                other => panic!("{other} users: {point}, round {round}, {}", said(&output)),
            }
            // Whichever it is, it is worked with as before, and the restore can be repeated.
            shell.out(&["run", "{}/add.rhai", "--input", "{\"round\":3}"]);
            assert_eq!(journal(&database), "wal", "{point}");
            let again = shell.json(&["restore", "{}/old.db", "--yes"]);
            assert_eq!(users(&shell, &database), 4, "{again}");
        }
    }
    println!("{old} times the old database, {new} times the new one");
    assert!(old > 0 && new > 0);
}

#[test]
fn a_killed_init_can_be_repeated() {
    let mut chance = Chance::new();
    for round in 0..number("ENLIST_KILLS", 200) / 20 {
        for point in ["create", "create+", "migrate", "migrate+", "migrated", "before-commit", "after-commit"] {
            let shell = Shell::new();
            shell.write("add.rhai", super::faults::ADD);
            let model = "[environment]\nname = \"Acme\"\nid = \"acme\"\n[[groups]]\nname = \"planning\"\n";
            shell.write("model.toml", model);
            let mut command = program(&shell);
            command.arg("run").arg(shell.path("add.rhai")).args(["--input", "{\"round\":1}", "--key", "1"]);
            let (came, _) = killed_at(command, point, Duration::from_micros(chance.below(10_000)));
            assert!(came, "{point}");
            let output = add(&shell, 1).output().unwrap();
            assert!(output.status.success(), "{point}, round {round}: {}", said(&output));
            assert_eq!(users(&shell, &shell.path("enlist.db")), TOGETHER as usize, "{point}, round {round}");
            assert_eq!(journal(&shell.path("enlist.db")), "wal", "{point}, round {round}");
        }
    }
}
