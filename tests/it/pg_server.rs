//! A PostgreSQL server that is thrown away: its data in a temporary folder, on a free port of loopback, ended with the value.

use super::engine;
use super::world::not_run;
use enlist::app::{App, System};
use enlist::model::Model;
use enlist::store::Access;
use postgres::{Client, NoTls};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long it may take until it answers.
const LONGEST: Duration = Duration::from_secs(120);

/// What every one of them is told: little memory, no other way in than its port.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 32MB
max_connections = 200
";

/// A server; it ends with the value.
pub struct PgServer {
    folder: tempfile::TempDir,
    programs: Programs,
    pub port: u16,
    process: Mutex<Option<Child>>,
    made: Mutex<Vec<PathBuf>>,
}

/// Where its programs are, and as whom they run: the administrator of the system may not start it.
#[derive(Clone)]
struct Programs {
    folder: PathBuf,
    as_postgres: bool,
}

impl PgServer {
    /// A server with disks that are flushed; nothing, said so, where PostgreSQL is not installed.
    pub fn start() -> Option<PgServer> {
        PgServer::with("", "")
    }

    /// The same with further settings, and lines about who is let in that stand before all others.
    pub fn with(settings: &str, let_in: &str) -> Option<PgServer> {
        let server = PgServer::prepared()?;
        let data = server.data();
        server.run("initdb", &["-U", "enlist", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D", &data]);
        let path = |name: &str| Path::new(&data).join(name);
        let told = std::fs::read_to_string(path("postgresql.conf")).unwrap();
        std::fs::write(path("postgresql.conf"), format!("{told}{SETTINGS}port = {}\n{settings}\n", server.port))
            .unwrap();
        let told = std::fs::read_to_string(path("pg_hba.conf")).unwrap();
        std::fs::write(path("pg_hba.conf"), format!("{let_in}\n{told}")).unwrap();
        server.go_on();
        Some(server)
    }

    /// A replica that follows this one, and that commits wait for from now on.
    pub fn replica(&self) -> PgServer {
        let replica = PgServer::prepared().expect("the primary was there");
        let (data, port) = (replica.data(), self.port.to_string());
        replica
            .run("pg_basebackup", &["-R", "-c", "fast", "-h", "127.0.0.1", "-p", &port, "-U", "enlist", "-D", &data]);
        let path = Path::new(&data).join("postgresql.conf");
        let told = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{told}port = {}\n", replica.port)).unwrap();
        replica.go_on();
        self.set("synchronous_standby_names", "*");
        let mut client = self.client("postgres");
        let follows = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        self.until("no replica follows", || client.query_one(follows, &[]).unwrap().get::<_, i64>(0) > 0);
        replica
    }

    fn prepared() -> Option<PgServer> {
        let Some(programs) = Programs::find() else {
            let found = Command::new("postgres").arg("--version").output();
            not_run("PostgreSQL is not installed; on Debian: apt-get install postgresql", found);
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        if programs.as_postgres {
            hand_over(folder.path());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Some(PgServer { folder, programs, port, process: Mutex::default(), made: Mutex::default() })
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, words: &[&str]) {
        let output = self.programs.command(program).args(words).output().unwrap();
        assert!(output.status.success(), "{program}: {}", super::processes::said(&output));
    }

    /// A program that runs as the same user.
    pub fn command(&self, program: &str) -> Command {
        self.programs.command(program)
    }

    /// Changes a setting while it runs.
    pub fn set(&self, name: &str, value: &str) {
        let mut client = self.client("postgres");
        client.batch_execute(&format!("ALTER SYSTEM SET {name} = '{value}'")).unwrap();
        client.batch_execute("SELECT pg_reload_conf()").unwrap();
        let (mut client, told) = (self.client("postgres"), format!("SHOW {name}"));
        self.until("the setting is not taken over", || {
            client.query_one(&told, &[]).unwrap().get::<_, String>(0) == value
        });
    }

    /// Puts a file into its folder that only it can read.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        if self.programs.as_postgres {
            hand_over(&path);
        }
        path
    }

    /// The address of a database.
    pub fn address(&self, database: &str) -> String {
        format!("postgres://enlist@127.0.0.1:{}/{database}", self.port)
    }

    /// The address of a new database in which nothing is.
    pub fn empty(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("pg_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        self.client("postgres").batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let address = self.address(&name);
        self.made.lock().unwrap().push(PathBuf::from(&address));
        address
    }

    /// The address of a new database with the environments of some models.
    pub fn directory(&self, models: &[&str]) -> PathBuf {
        let address = PathBuf::from(self.empty());
        let (app, _) = App::create(&address, System::real().unwrap()).unwrap();
        for model in models {
            let model = Model::parse(model).unwrap();
            model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        }
        address
    }

    /// A connection past the program's rules, to a database by name or address.
    pub fn client(&self, database: &str) -> Client {
        let address = if database.contains("://") { database.to_owned() } else { self.address(database) };
        Client::connect(&address, NoTls).unwrap()
    }

    /// Stops it, and waits until everybody was told.
    pub fn stop(&self) {
        self.end("INT");
    }

    /// Stops it as a crash does: what was not flushed is gone.
    pub fn stop_at_once(&self) {
        self.end("QUIT");
    }

    fn end(&self, signal: &str) {
        let Some(mut process) = self.process.lock().unwrap().take() else { return };
        let _ = Command::new("kill").arg(format!("-{signal}")).arg(process.id().to_string()).status();
        let _ = process.wait();
    }

    /// Starts it again and waits until it answers.
    pub fn go_on(&self) {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let mut command = self.programs.command("postgres");
        command.args(["-D", &self.data()]).stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        *self.process.lock().unwrap() = Some(command.spawn().unwrap());
        self.until("the server does not answer", || Client::connect(&self.address("postgres"), NoTls).is_ok());
    }

    /// Everything that it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn until(&self, lack: &str, mut is_so: impl FnMut() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < LONGEST, "{lack}: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for PgServer {
    fn drop(&mut self) {
        self.stop_at_once();
        for address in self.made.lock().unwrap().iter() {
            for ending in ["key", "log"] {
                let _ = std::fs::remove_file(engine::beside(address, ending));
            }
        }
    }
}

impl Programs {
    /// The newest that Debian has installed, or what is on the path.
    fn find() -> Option<Programs> {
        let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
        let mut installed: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("bin/initdb").exists())
            .collect();
        installed.sort_by_key(|path| version(path));
        let on_path = || {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
        };
        let folder = installed.pop().map(|path| path.join("bin")).or_else(on_path)?;
        let user = Command::new("id").arg("-u").output().ok()?;
        Some(Programs { folder, as_postgres: user.stdout.trim_ascii() == b"0" })
    }

    fn command(&self, program: &str) -> Command {
        let program = self.folder.join(program);
        let mut command = match self.as_postgres {
            true => Command::new("setpriv"),
            false => Command::new(&program),
        };
        if self.as_postgres {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
        }
        command.current_dir("/");
        command
    }
}

/// Gives a file to the user that the server runs as.
fn hand_over(path: &Path) {
    assert!(Command::new("chown").arg("postgres:").arg(path).status().unwrap().success());
}
