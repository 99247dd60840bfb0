//! A mail server on loopback that fails as it is told (`smtp_server.py`), and the programs of others that tests need, in
//! virtual environments.

use super::processes::said;
use super::world::root;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The library that speaks SMTP, and the one that makes certificates.
const FOREIGN: [&str; 2] = ["aiosmtpd==1.4.6", "trustme==1.2.1"];

/// The mail server; it ends with the value.
pub struct MailServer {
    process: Child,
    answers: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    /// Its port on loopback.
    pub port: u16,
}

impl MailServer {
    /// A server that takes everything in the clear.
    pub fn start() -> MailServer {
        MailServer::with(&[])
    }

    /// A server that wants STARTTLS and a password.
    pub fn with_tls() -> MailServer {
        MailServer::with(&["--tls"])
    }

    fn with(flags: &[&str]) -> MailServer {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(foreign(&FOREIGN, "python"));
        command.arg(root().join("tests/it/smtp_server.py")).arg(folder.path()).args(flags);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        MailServer { process, answers, folder, port: line.trim().parse().expect("a port") }
    }

    /// Tells it how to fail from now on.
    pub fn fail(&mut self, how: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{how}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        assert_eq!(line, "set\n");
    }

    /// Its URL in the clear.
    pub fn url(&self) -> String {
        format!("smtp://localhost:{}", self.port)
    }

    /// A file that it writes.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The lines of a file that it writes.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.file(name)).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A foreign program out of a virtual environment with these packages, which is made once and kept with what cargo builds.
pub fn foreign(packages: &[&str], name: &str) -> PathBuf {
    static MADE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(packages.join("-").replace("==", "-"));
    let done = folder.join("done");
    if !done.exists() {
        let run = |command: &mut Command| {
            let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
            assert!(output.status.success(), "{command:?}: {}", said(&output));
        };
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        run(Command::new(folder.join("bin/pip")).args(["install", "--quiet"]).args(packages));
        std::fs::write(done, "").unwrap();
    }
    folder.join("bin").join(name)
}
