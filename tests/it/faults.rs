//! Faults with the real program: killed at any moment, a disk that is full, a file that cannot be written.
//! Acknowledged is what ended with 0. Where chance is used, a failure tells the seed.

use super::processes::{program, said};
use super::world::{Shell, connection};
use enlist::cli::Exit;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const KILLS: u64 = 200;

/// How many users a run adds: all of them or none.
const TOGETHER: i64 = 4;

const ADD: &str = r#"
for number in 0..4 {
    bizzStream.addUser(#{ globalEmailAddress: `r${input.round}-${number}@example.com`, name: `Round ${input.round}`,
        administrator: false, locale: "en", language: "en", memberGroupNames: ["planning"] });
}
"#;

/// Chance that can be repeated: xorshift, from a seed that a failure prints.
pub struct Chance(pub u64);

impl Chance {
    /// A new seed at every run; to repeat one, put its number here.
    pub fn new() -> Chance {
        Chance(std::hash::RandomState::new().build_hasher().finish() | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

pub fn with_script() -> Shell {
    let shell = Shell::acme();
    shell.write("add.rhai", ADD);
    shell
}

fn add(shell: &Shell, round: u64) -> Command {
    let mut command = program(shell);
    command.arg("run").arg(shell.path("add.rhai"));
    command.args(["--input", &format!("{{\"round\":{round}}}"), "--key", &round.to_string()]);
    command
}

/// How many users each round has, with their group and their letter. Read by another hand than the program's.
fn rounds(shell: &Shell) -> BTreeMap<String, i64> {
    let connection = connection(shell.path("enlist.db"));
    let mut statement = connection
        .prepare(
            "SELECT m.name, count(*), (SELECT count(*) FROM letter l WHERE l.name = m.name),
                    sum((SELECT count(*) FROM group_member g WHERE g.membership_id = m.id))
             FROM membership m GROUP BY m.name",
        )
        .unwrap();
    let read = |row: &rusqlite::Row| {
        let (name, users): (String, i64) = (row.get(0)?, row.get(1)?);
        let with_it: (i64, i64) = (row.get(2)?, row.get(3)?);
        assert_eq!(with_it, (users, users), "{name}: letters and groups go with the users");
        Ok((name, users))
    };
    statement.query_map([], read).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_killed_program_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    let mut chance = Chance::new();
    let seed = chance.0;
    let shell = with_script();
    let began = Instant::now();
    assert!(add(&shell, KILLS).output().unwrap().status.success());
    // Kills fall everywhere in a run, however fast the machine is.
    let longest = began.elapsed().as_micros() as u64 * 5 / 4;
    let (mut acknowledged, mut killed) = (Vec::new(), Vec::new());
    for round in 0..KILLS {
        let mut child = add(&shell, round).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(chance.below(longest)));
        // On Unix this is SIGKILL; the program cannot answer it.
        let _ = child.kill();
        match child.wait().unwrap().success() {
            true => acknowledged.push(round),
            false => killed.push(round),
        }
        if round % 10 == 0 {
            let began = Instant::now();
            shell.out(&["user", "list", "--limit", "1"]);
            assert!(began.elapsed() < Duration::from_secs(2), "slow restart, seed {seed}, round {round}");
        }
    }
    let found = rounds(&shell);
    for round in &acknowledged {
        assert_eq!(found.get(&format!("Round {round}")), Some(&TOGETHER), "lost, seed {seed}, round {round}");
    }
    assert!(found.values().all(|users| *users == TOGETHER), "half done, seed {seed}: {found:?}");
    let unanswered = killed.iter().filter(|round| found.contains_key(&format!("Round {round}"))).count();
    // With its key, a round is repeated without doing anything twice.
    for round in &killed {
        let output = add(&shell, *round).output().unwrap();
        assert!(output.status.success(), "seed {seed}, round {round}: {}", said(&output));
    }
    let found = rounds(&shell);
    assert_eq!(found.len() as u64, KILLS + 1, "seed {seed}");
    assert!(found.values().all(|users| *users == TOGETHER), "doubled, seed {seed}: {found:?}");
    assert_eq!(shell.json(&["doctor"])["state"], "advice", "nobody administers, and that is all; seed {seed}");
    assert!(!killed.is_empty() && !acknowledged.is_empty(), "the kills fell on one side, seed {seed}");
    println!("{} acknowledged, {} killed, {unanswered} of them after the commit", acknowledged.len(), killed.len());
}

#[test]
fn a_full_disk_acknowledges_nothing_and_is_forgotten_when_there_is_room() {
    let shell = with_script();
    assert!(add(&shell, 0).output().unwrap().status.success());
    let size = std::fs::metadata(shell.path("enlist.db")).unwrap().len();
    let mut acknowledged = vec![0];
    // No file may grow beyond the limit: the same for the program as a disk that ends there, and it needs no rights.
    for (round, room) in (1..30).zip((0..).step_by(4_096)) {
        let blocks = (size + room) / 512;
        let mut command = Command::new("sh");
        command.env_clear().arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
        let add = add(&shell, round);
        let output = command.arg(add.get_program()).args(add.get_args()).output().unwrap();
        match output.status.code() {
            Some(0) => acknowledged.push(round),
            Some(3) => {}
            _ => panic!("round {round}: {:?} {}", output.status, said(&output)),
        }
    }
    assert!(acknowledged.len() < 30, "the disk was never full");
    let found = rounds(&shell);
    for round in &acknowledged {
        assert_eq!(found.get(&format!("Round {round}")), Some(&TOGETHER), "round {round} was acknowledged");
    }
    assert!(found.values().all(|users| *users == TOGETHER), "{found:?}");
    for round in 0..30 {
        let output = add(&shell, round).output().unwrap();
        assert!(output.status.success(), "there is room again: {}", said(&output));
    }
    assert_eq!(rounds(&shell).len(), 30);
    assert_eq!(shell.enlist(&["doctor"]).exit, Exit::Done);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_a_clear_error() {
    use std::os::unix::fs::PermissionsExt;
    let shell = with_script();
    let mode = |name: &str, mode| {
        std::fs::set_permissions(shell.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("enlist.db", 0o444);
    mode("", 0o555);
    // The superuser writes where nobody may: without its capabilities it is like anybody else.
    let add = add(&shell, 1);
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"]);
    let plain = std::fs::OpenOptions::new().write(true).open(shell.path("enlist.db")).is_err();
    let output = match plain {
        true => Command::new(add.get_program()).args(add.get_args()).output().unwrap(),
        false => command.arg(add.get_program()).args(add.get_args()).output().unwrap(),
    };
    mode("", 0o755);
    mode("enlist.db", 0o644);
    assert!(matches!(output.status.code(), Some(1 | 3)), "{:?} {}", output.status, said(&output));
    assert!(said(&output).contains("readonly") || said(&output).contains("cannot open"), "{}", said(&output));
    assert!(rounds(&shell).is_empty());
}
