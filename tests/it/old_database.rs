//! Builders: the databases of earlier versions in `tests/upgrade`, each in a place of its own, with what tests know of them.

use super::engine;
use super::raw_connection::RawConnection;
use enlist::app::System;
use enlist::store::{Examination, Location};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A database of an earlier version, in a folder or on the server of the tests. It goes with the value.
pub struct OldDatabase {
    /// The version of its schema.
    pub version: i64,
    /// Where it is.
    pub path: PathBuf,
    /// What is known of it: `version-N.toml`.
    pub facts: toml::Table,
    /// A folder that goes with it.
    pub folder: tempfile::TempDir,
}

impl OldDatabase {
    /// One of each version that has files.
    pub fn all() -> Vec<OldDatabase> {
        let version = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().unwrap();
            name.strip_prefix("version-")?.strip_suffix(".toml")?.parse().ok()
        };
        let mut versions: Vec<i64> =
            std::fs::read_dir(files()).unwrap().filter_map(|entry| version(entry.unwrap())).collect();
        versions.sort_unstable();
        assert!(versions.starts_with(&[1]), "{versions:?}");
        versions.into_iter().map(OldDatabase::of).collect()
    }

    /// One of this version.
    pub fn of(version: i64) -> OldDatabase {
        let file = |ending: &str| files().join(format!("version-{version}.{ending}"));
        let folder = tempfile::tempdir().unwrap();
        let path = match engine::server() {
            None => folder.path().join("enlist.db"),
            Some(server) => load(&server, &file("sql")),
        };
        let facts = std::fs::read_to_string(file("toml")).unwrap().parse().unwrap();
        let old = OldDatabase { version, path, facts, folder };
        if old.is_file() {
            std::fs::copy(file("db"), &old.path).unwrap();
        }
        std::fs::copy(file("key"), old.key()).unwrap();
        // Whoever looks past the program needs that the program has opened a database before.
        Examination::open(&Location::from(&old.path)).unwrap();
        old
    }

    /// Whether it is a file.
    pub fn is_file(&self) -> bool {
        !engine::is_on_server(&self.path)
    }

    /// The file of its key.
    pub fn key(&self) -> PathBuf {
        match self.is_file() {
            true => self.folder.path().join("enlist.db.key"),
            false => engine::beside(&self.path, "key"),
        }
    }

    /// Where the backup is that an upgrade to a version makes.
    pub fn kept(&self, version: i64) -> PathBuf {
        match self.is_file() {
            true => self.folder.path().join(format!("enlist.db.before-schema-{version}")),
            false => {
                let options = format!("?options=-csearch_path%3Denlist_before_{version}%2Cpublic");
                format!("{}{options}", self.path.display()).into()
            }
        }
    }

    /// A fact, as text.
    pub fn fact(&self, name: &str) -> &str {
        self.facts[name].as_str().unwrap()
    }

    /// The tables, and how many rows each had when it was made.
    pub fn rows(&self) -> impl Iterator<Item = (&str, i64)> {
        self.facts["rows"].as_table().unwrap().iter().map(|(table, rows)| (table.as_str(), rows.as_integer().unwrap()))
    }

    /// A connection past the program's rules.
    pub fn outside(&self) -> RawConnection {
        RawConnection::of(&self.path)
    }

    /// The version of its schema now.
    pub fn schema(&self) -> i64 {
        schema_of(&self.path)
    }

    /// Every row of every table it had when it was made, by the columns it had then.
    pub fn content(&self, columns: &[(String, Vec<String>)]) -> Vec<String> {
        let outside = self.outside();
        let mut lines = Vec::new();
        for (table, columns) in columns {
            let order = (1..=columns.len()).map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
            let rows = outside.rows(&format!("SELECT {} FROM {table} ORDER BY {order}", columns.join(", ")));
            lines.extend(rows.into_iter().map(|row| format!("{table}: {row:?}")));
        }
        lines
    }

    /// The columns of its tables.
    pub fn columns(&self) -> Vec<(String, Vec<String>)> {
        let outside = self.outside();
        self.rows().map(|(table, _)| (table.to_owned(), outside.columns(table))).collect()
    }

    /// Lets its sessions go on as if it had been made a moment ago, and its codes as if it had been made long ago: a test comes
    /// later than sessions last, and may come in the same half minute in which a code was used.
    pub fn move_to_now(&self) {
        let now = System::real().unwrap().clock.now();
        let (now, end) = (now.0, now.plus_days(1).0);
        self.outside().execute(&format!(
            "UPDATE session SET created_at = {now}, seen_at = {now}, expires_at = {end};
             UPDATE second_factor SET last_step = 0"
        ));
    }

    /// The program on it, with a command.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.env_clear().arg("--database").arg(&self.path).arg("--key-file").arg(self.key()).args(words);
        command
    }

    /// Carries a command out, as a process of its own.
    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// The same with `--json`; it must succeed.
    pub fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let output = self.run(&words);
        assert!(output.status.success(), "{words:?}: {}", super::processes::said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// The version of the schema of a database.
pub fn schema_of(path: &Path) -> i64 {
    Examination::open(&Location::from(path)).unwrap().schema
}

fn files() -> PathBuf {
    super::world::root().join("tests/upgrade")
}

/// A new database on a server with the tables and rows of a dump.
fn load(server: &str, dump: &Path) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("old_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    engine::connect(server).batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let address = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    engine::connect(&address).batch_execute(&std::fs::read_to_string(dump).unwrap()).unwrap();
    address.into()
}

impl Drop for OldDatabase {
    fn drop(&mut self) {
        let Some(server) = engine::server() else { return };
        let name = self.path.to_str().unwrap().rsplit_once('/').unwrap().1.to_owned();
        let _ = engine::connect(&server).batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        for ending in ["key", "log"] {
            let _ = std::fs::remove_file(engine::beside(&self.path, ending));
        }
    }
}
