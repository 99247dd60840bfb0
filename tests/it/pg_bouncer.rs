//! A PgBouncer before a PostgreSQL server: a pooler, as operators put one there.

use super::pg_server::PgServer;
use super::world::not_run;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A pooler; it ends with the value.
pub struct PgBouncer {
    port: u16,
    process: Child,
}

impl PgBouncer {
    /// A pooler of a mode (`session`, `transaction`); nothing, said so, where PgBouncer is not installed.
    pub fn start(server: &PgServer, mode: &str) -> Option<PgBouncer> {
        let places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];
        let Some(program) = places.into_iter().find(|place| Path::new(place).exists()) else {
            let found = Command::new("pgbouncer").arg("--version").output();
            not_run("PgBouncer is not installed; on Debian: apt-get install pgbouncer", found);
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=enlist\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\n",
            server.port
        );
        let file = server.file(&format!("{mode}.ini"), &settings);
        let mut command = server.command(program);
        let process =
            command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(30), "the pooler does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(PgBouncer { port, process })
    }

    /// The same database through the pooler.
    pub fn address(&self, direct: &Path) -> PathBuf {
        let (_, database) = direct.to_str().unwrap().rsplit_once('/').unwrap();
        PathBuf::from(format!("postgres://enlist@127.0.0.1:{}/{database}", self.port))
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
