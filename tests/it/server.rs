//! A real server on a free port, and a client that speaks to it.

use super::engine;
use enlist::app::{App, System, retry};
use enlist::directory::{TokenDraft, add_organization_token, add_token, find_organization};
use enlist::domain::{Name, Permissions};
use enlist::model::Model;
use enlist::store::Access;
use http::Request;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use ureq::Agent;

/// `enlist serve` on a database in a temporary folder; it ends with the value.
pub struct Server {
    process: Child,
    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub url: String,
    /// Where it tells its figures.
    pub figures: String,
    folder: Option<tempfile::TempDir>,
    /// The database.
    pub database: PathBuf,
}

/// A client of a server with one token.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    /// The token's secret.
    pub token: String,
    /// Headers besides the token.
    pub headers: Vec<(&'static str, String)>,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Value,
}

impl Server {
    /// A server on a new database with the environments of some models.
    pub fn with(models: &[&str]) -> Server {
        Server::with_flags(models, &[])
    }

    /// The same with flags for `enlist serve`.
    pub fn with_flags(models: &[&str], flags: &[&str]) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let database = engine::new_database(folder.path());
        let (app, _) = App::create(&database, System::real().unwrap()).unwrap();
        for model in models {
            let model = Model::parse(model).unwrap();
            model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        }
        drop(app);
        let mut server = Server::on(&database, flags);
        server.folder = Some(folder);
        server
    }

    /// A server on a database that is there.
    pub fn on(database: &Path, flags: &[&str]) -> Server {
        Server::try_on(database, flags, &[]).expect("the server starts")
    }

    /// The same with variables of its surroundings; nothing if it ends before it listens.
    pub fn try_on(database: &Path, flags: &[&str], variables: &[(&str, &str)]) -> Option<Server> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.args(["serve", "--json", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--rate", "0"]);
        if engine::is_on_server(database) {
            command.arg("--key-file").arg(engine::beside(database, "key"));
        }
        command.args(flags).arg("--database").arg(database).envs(variables.iter().copied());
        let log = std::fs::File::create(engine::beside(database, "log")).unwrap();
        command.env_remove("ENLIST_ENVIRONMENT").stdout(Stdio::piped()).stderr(log);
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Ok(told) = serde_json::from_str::<Value>(&line) else {
            let _ = process.wait();
            return None;
        };
        let url = |key: &str| format!("http://{}", told[key].as_str().unwrap());
        let (url, figures) = (url("listening"), url("metrics"));
        Some(Server { process, url, figures, folder: None, database: database.to_owned() })
    }

    /// A client with a token for an environment that allows everything.
    pub fn client(&self, environment: &str) -> Client {
        self.client_that_may(environment, Permissions::all())
    }

    /// A client with a token for an environment that allows this.
    pub fn client_that_may(&self, environment: &str, permissions: Permissions) -> Client {
        let app = engine::open(&self.database);
        let added = retry(|| {
            let mut work = app.enter(environment, Access::Write)?;
            let name = Name::parse(work.transaction.new_id().as_str()).unwrap();
            let (_, secret) = add_token(&mut work, TokenDraft { name, permissions, lifetime: None })?;
            work.commit()?;
            Ok(secret)
        });
        let secret = added.unwrap();
        self.client_with(&secret.to_text())
    }

    /// A client with this token.
    pub fn client_with(&self, token: &str) -> Client {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Client { agent: config.into(), url: self.url.clone(), token: token.to_owned(), headers: Vec::new() }
    }

    /// A client with a token for all environments of an organization, named by name or id.
    pub fn organization_client(&self, organization: &str, permissions: Permissions) -> Client {
        let app = engine::open(&self.database);
        let added = retry(|| {
            let mut transaction = app.begin(Access::Write)?;
            let organization = find_organization(&transaction, organization)?;
            let name = Name::parse(transaction.new_id().as_str()).unwrap();
            let draft = TokenDraft { name, permissions, lifetime: None };
            let (_, secret) = add_organization_token(&mut transaction, &organization, draft)?;
            transaction.commit()?;
            Ok(secret)
        });
        let secret = added.unwrap();
        self.client_with(&secret.to_text())
    }

    /// Everything that the server has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(engine::beside(&self.database, "log")).unwrap()
    }

    /// Sends bytes as they are, and answers everything that comes back until the server closes.
    pub fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has refused may close before everything is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A connection without a word.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// The program's number.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Tells it to stop as a service manager does, and waits; answers whether it ended well.
    pub fn stop(mut self) -> bool {
        Command::new("kill").arg(self.pid().to_string()).status().unwrap();
        self.process.wait().unwrap().success()
    }

    /// Kills it at once.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Client {
    /// The secret that it comes with.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The same client at another address.
    pub fn at(&self, url: &str) -> Client {
        Client { url: url.to_owned(), ..self.clone() }
    }

    /// The same client with one more header.
    pub fn header(&self, name: &'static str, value: impl Into<String>) -> Client {
        let mut client = self.clone();
        client.headers.push((name, value.into()));
        client
    }

    /// Asks by GET below `/api/v1`.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    /// Asks by POST below `/api/v1`.
    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, Some(body.to_string()))
    }

    /// Asks by POST without a body.
    pub fn act(&self, path: &str) -> Answer {
        self.ask("POST", path, None)
    }

    /// Asks by PATCH below `/api/v1`.
    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask("PATCH", path, Some(body.to_string()))
    }

    /// Asks by DELETE below `/api/v1`.
    pub fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, None)
    }

    /// Asks by any method below `/api/v1`, with any text as body.
    pub fn ask(&self, method: &str, path: &str, body: Option<String>) -> Answer {
        self.try_ask(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The same; an error if the server does not answer.
    pub fn try_ask(&self, method: &str, path: &str, body: Option<String>) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}/api/v1{path}", self.url));
        request = request.header("authorization", format!("Bearer {}", self.token));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let answer = match body {
            Some(body) => self.agent.run(request.header("content-type", "application/json").body(body)?)?,
            None => self.agent.run(request.body(())?)?,
        };
        let (parts, mut body) = answer.into_parts();
        let text = body.read_to_string()?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

impl Answer {
    /// The body of an answer that must be good.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert_eq!((self.status, &self.body["status"]), (200, &Value::from("ok")), "{}", self.body);
        self.body
    }

    /// Status and code of a refusal, such as `422 E0101`.
    pub fn refusal(&self) -> String {
        assert_eq!(self.body["status"], "error", "{}", self.body);
        format!("{} {}", self.status, self.body["error"].as_str().unwrap())
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
