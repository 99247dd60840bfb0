//! Faults with the real program: a disk that is full, a file that cannot be written. Kills are in `kills.rs`, flipped bytes
//! in `flips.rs`.
//! Acknowledged is what ended with 0. Where chance is used, a failure tells the seed.

use super::processes::{program, said};
use super::world::{Shell, connection};
use enlist::cli::Exit;
use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher};
use std::process::Command;

/// How many users a run adds: all of them or none.
pub const TOGETHER: i64 = 4;

/// Adds the users of a round, each with a group and a letter.
pub const ADD: &str = r#"
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

    /// A number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The environment of the tests, and the script.
pub fn with_script() -> Shell {
    let shell = Shell::acme();
    shell.write("add.rhai", ADD);
    shell
}

/// The program with the script and a key for the round.
pub fn add(shell: &Shell, round: u64) -> Command {
    let mut command = program(shell);
    command.arg("run").arg(shell.path("add.rhai"));
    command.args(["--input", &format!("{{\"round\":{round}}}"), "--key", &round.to_string()]);
    command
}

/// How many users each round has, with their group and their letter. Read by another hand than the program's.
pub fn rounds(shell: &Shell) -> BTreeMap<String, i64> {
    rounds_of(&shell.path("enlist.db"))
}

/// The same of any database.
pub fn rounds_of(database: &std::path::Path) -> BTreeMap<String, i64> {
    let connection = connection(database);
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
