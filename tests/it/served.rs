//! A builder: a server of the real program on a real database, with a token that allows everything, and a client without any
//! knowledge of HTTP besides the necessary.

use super::processes::{program, said};
use super::world::Shell;
use enlist::domain::Permission;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// A server that runs as long as this lives.
pub struct Served {
    /// The shell on the same database.
    pub shell: Shell,
    /// Where it listens, such as `127.0.0.1:4711`.
    pub address: String,
    /// The token's secret.
    pub token: String,
    server: Child,
}

/// What a server answered.
pub struct Answer {
    pub status: u16,
    /// The head as it came, in lower case.
    pub head: String,
    pub body: String,
}

impl Served {
    /// Serves the environment of a shell; flags are added to `enlist serve`.
    pub fn with(shell: Shell, flags: &[&str]) -> Served {
        let may = Permission::TEXTS.join(",");
        let added = program(&shell).args(["token", "add", "tests", "--json", "--may", &may]).output().unwrap();
        assert!(added.status.success(), "{}", said(&added));
        let added: serde_json::Value = serde_json::from_slice(&added.stdout).unwrap();
        let mut command = program(&shell);
        command.args(["serve", "--json", "--listen", "127.0.0.1:0"]).args(flags);
        let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told: serde_json::Value = serde_json::from_str(&line).expect("where it listens");
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        Served { address: text(&told["listening"]), token: text(&added["secret"]), shell, server }
    }

    /// Asks without a token.
    pub fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A header, if it came.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
