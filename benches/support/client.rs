//! A real server, and clients with negligible cost: HTTP/1.1 over a connection that stays open.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A process of `enlist serve` from the same build as the benchmark.
pub struct Server {
    process: Child,
    address: String,
    figures: String,
}

impl Server {
    /// Starts a server on a database and waits until it listens.
    #[allow(dead_code)]
    pub fn start(database: &Path) -> Server {
        Server::start_with(database, &[])
    }

    /// Starts a server with additional flags; see [`Server::start`].
    pub fn start_with(database: &Path, flags: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.args(["serve", "--json", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--rate", "0"]);
        command.args(flags).arg("--database").arg(database).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("a server");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let told: serde_json::Value = serde_json::from_str(&line).expect("the address of the server");
        let text = |key: &str| told[key].as_str().expect("an address").to_owned();
        Server { process, address: text("listening"), figures: text("metrics") }
    }

    /// Returns the number of groups that were committed, and the number of transactions in them.
    #[allow(dead_code)] // Some benchmarks that include this file do not use it.
    pub fn groups(&self) -> (f64, f64) {
        (self.figure("enlist_commit_group_size_count"), self.figure("enlist_commit_group_size_sum"))
    }

    /// Returns the value of a metric, or 0 if the server does not report it.
    #[allow(dead_code)]
    pub fn figure(&self, name: &str) -> f64 {
        let text = Connection::to(&self.figures, "").get("/metrics").1;
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0.0)
    }

    /// Checks that the server is ready.
    #[allow(dead_code)]
    pub fn is_ready(&self) {
        let (status, body) = Connection::to(&self.address, "").get("/health/ready");
        assert_eq!(status, 200, "{body}");
    }

    /// Returns the current memory of the server, in MiB.
    #[allow(dead_code)]
    pub fn memory_mib(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).expect("the process's status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
        let kib: u64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
        kib / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that stays open.
pub struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
    cookie: String,
    /// The client address of the next request, for `X-Forwarded-For`.
    pub from: String,
    /// The cookies that the last response set.
    set: Vec<String>,
}

impl Connection {
    /// Opens a connection to a server.
    #[allow(dead_code)]
    pub fn open(server: &Server, token: &str) -> Connection {
        Connection::to(&server.address, token)
    }

    fn to(address: &str, token: &str) -> Connection {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        Connection {
            stream: BufReader::new(stream),
            token: token.to_owned(),
            cookie: String::new(),
            from: "192.0.2.1".to_owned(),
            set: Vec::new(),
        }
    }

    /// Sends a POST request with JSON. Returns the status and the body.
    #[allow(dead_code)]
    pub fn post(&mut self, path: &str, body: &str) -> (u16, String) {
        let text = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.ask(&text)
    }

    /// Sends a GET request. Returns the status and the body.
    #[allow(dead_code)]
    pub fn get(&mut self, path: &str) -> (u16, String) {
        let text = format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\n\r\n", self.token);
        self.ask(&text)
    }

    /// Opens a connection of a browser with this cookie.
    #[allow(dead_code)]
    pub fn of_browser(server: &Server, cookie: &str) -> Connection {
        Connection { cookie: cookie.to_owned(), ..Connection::to(&server.address, "") }
    }

    /// Requests a page, or sends a form if there is one. Returns the status, the cookies that were set and the page.
    #[allow(dead_code)]
    pub fn page(&mut self, path: &str, form: Option<&str>) -> (u16, Vec<String>, String) {
        let (cookie, from) = (&self.cookie, &self.from);
        let head =
            format!("host: bench\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\nx-forwarded-for: {from}\r\n");
        let text = match form {
            None => format!("GET {path} HTTP/1.1\r\n{head}\r\n"),
            Some(form) => format!(
                "POST {path} HTTP/1.1\r\n{head}content-type: application/x-www-form-urlencoded\r\n\
                 content-length: {}\r\n\r\n{form}",
                form.len()
            ),
        };
        let (status, body) = self.ask(&text);
        (status, std::mem::take(&mut self.set), body)
    }

    fn ask(&mut self, text: &str) -> (u16, String) {
        self.stream.get_mut().write_all(text.as_bytes()).expect("sent");
        self.set.clear();
        let mut status = 0;
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a line");
            if let Some(cookie) = line.strip_prefix("set-cookie: ").and_then(|cookie| cookie.split(';').next()) {
                self.set.push(cookie.to_owned());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().expect("a status");
            }
            if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a body");
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

/// Returns a percentile of the times.
#[allow(dead_code)]
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}
