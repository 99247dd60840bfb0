//! A PostgreSQL server for a benchmark. Its data is in a temporary folder, and it flushes its disk. It ends when the
//! value is dropped.

use postgres::{Client, NoTls};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server.
pub struct Pg {
    _folder: tempfile::TempDir,
    port: u16,
    process: Child,
}

impl Pg {
    /// Starts a server with default settings but without Unix sockets.
    pub fn start() -> Pg {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let run = |command: &mut Command| assert!(command.status().expect("a program").success());
        run(Command::new("chown").arg("postgres:").arg(folder.path()));
        let data = folder.path().join("data").display().to_string();
        let words = ["-U", "enlist", "-A", "trust", "-E", "UTF8", "--locale=C", "-D", &data];
        run(program("initdb").args(words).stdout(Stdio::null()));
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let mut server = program("postgres");
        server.args(["-D", &data, "-p", &port.to_string(), "-c", "unix_socket_directories="]);
        let process = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a server");
        let server = Pg { _folder: folder, port, process };
        while Client::connect(&server.address("postgres"), NoTls).is_err() {
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Returns the address of a database.
    pub fn address(&self, name: &str) -> String {
        format!("postgres://enlist@127.0.0.1:{}/{name}", self.port)
    }

    /// Opens a connection.
    pub fn client(&self, name: &str) -> Client {
        Client::connect(&self.address(name), NoTls).expect("a connection")
    }

    /// Creates a database, as a copy of `like` if it is given.
    pub fn create(&self, name: &str, like: Option<&str>) {
        let like = like.map(|like| format!(" TEMPLATE {like}")).unwrap_or_default();
        self.client("postgres").batch_execute(&format!("CREATE DATABASE {name}{like}")).expect("a database");
    }
}

impl Drop for Pg {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg("-QUIT").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// Returns a command for a program of the newest version installed on Debian. It runs as the user `postgres`, because
/// PostgreSQL refuses to run as root.
fn program(name: &str) -> Command {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL").flatten();
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| path.to_string_lossy().len());
    let path: PathBuf = newest.as_deref().unwrap_or(Path::new("/usr")).join("bin").join(name);
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(path).current_dir("/");
    command
}
