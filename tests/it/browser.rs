//! Builders: people in environments on a real server, and a browser that keeps cookies and sends forms.

use super::engine;
use super::raw_connection::RawConnection;
use super::server::Server;
use enlist::app::App;
use enlist::directory::{issue_link, link_path};
use enlist::domain::LinkPurpose;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use enlist::store::account::Owner;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use ureq::Agent;
use ureq::http::{HeaderMap, Request as HttpRequest};

/// A password that every rule is content with.
pub const PASSWORD: &str = "Seven-Green-Lanterns-9";

/// An environment with a menu.
pub const ACME: &str = r#"
[environment]
name = "Acme"
id = "acme"
[[menus]]
name = "office"
label = "Office"
items = [{ label = "Orders", target = "/orders", items = [{ label = "Open orders", target = "/orders/open" }] }]
"#;

/// Another environment.
pub const GLOBEX: &str = r#"
[environment]
name = "Globex"
id = "globex"
[policy]
"#;

/// A server with people on it.
pub struct People {
    pub server: Server,
}

/// A browser: it keeps cookies, follows no redirect by itself, and says where its requests come from as browsers do.
pub struct Browser {
    agent: Agent,
    url: String,
    cookies: BTreeMap<String, String>,
    /// What it sends with each form besides.
    pub marks: Vec<(&'static str, String)>,
}

/// What a browser gets.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl People {
    /// A server with these environments.
    pub fn with(models: &[&str]) -> People {
        People { server: Server::with(models) }
    }

    /// The same with flags for `enlist serve`.
    pub fn with_flags(models: &[&str], flags: &[&str]) -> People {
        People { server: Server::with_flags(models, flags) }
    }

    /// A server with one environment and one person in it, who is invited.
    pub fn with_ada() -> People {
        let people = People::with(&[ACME]);
        people.add("acme", "ada@example.com", "Ada", false);
        people
    }

    /// Another opening of the directory, beside the server.
    pub fn app(&self) -> App {
        engine::open(&self.server.database)
    }

    /// A connection past the program's rules.
    pub fn outside(&self) -> RawConnection {
        RawConnection::of(&self.server.database)
    }

    /// Adds a member, active, with every menu there is.
    pub fn add(&self, environment: &str, address: &str, name: &str, administrator: bool) {
        let source = format!(
            r#"bizzStream.addUser(#{{ globalEmailAddress: "{address}", name: "{name}", administrator: {administrator},
               active: true, locale: "en", language: "en", menuIds: bizzStream.menus().map(|menu| menu._id) }})"#
        );
        let request = Request {
            script: Script { name: "add.rhai".to_owned(), source },
            input: None,
            key: None,
            trigger: Trigger::Operator,
        };
        let run = self.app().run(environment, &request, Mode::Commit).unwrap();
        assert!(run.error.is_none(), "{:?}", run.error);
    }

    /// Carries a command of the operator out, as another process; answers what it prints.
    pub fn enlist(&self, words: &[&str], input: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enlist"));
        command.args(words).arg("--database").arg(&self.server.database).env_remove("ENLIST_ENVIRONMENT");
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let ended = process.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(ended.status.success(), "{words:?}: {}{}", text(&ended.stdout), text(&ended.stderr));
        text(&ended.stdout)
    }

    /// The path of a link to enrol.
    pub fn enrol_link(&self, address: &str) -> String {
        self.link(address, LinkPurpose::Enrol)
    }

    /// The path of a link for a new password.
    pub fn reset_link(&self, address: &str) -> String {
        self.link(address, LinkPurpose::Reset)
    }

    fn link(&self, address: &str, purpose: LinkPurpose) -> String {
        let app = self.app();
        let key = app.key().unwrap();
        let transaction = app.begin(Access::Write).unwrap();
        let address = enlist::domain::EmailAddress::parse(address).unwrap();
        let Owner::Account(account) = enlist::store::account::owner(&transaction, &address).unwrap() else {
            panic!("nobody has {address}");
        };
        let link = issue_link(&transaction, &account, purpose, &address).unwrap();
        transaction.commit().unwrap();
        link_path(&key, &link)
    }

    /// The path of the link in the newest letter to an address that waits.
    pub fn waiting_link(&self, address: &str) -> String {
        let app = self.app();
        let transaction = app.begin(Access::Read).unwrap();
        let query = format!("SELECT link_id FROM letter WHERE to_address = '{address}' ORDER BY id DESC LIMIT 1");
        let row = self.outside().number(&query);
        link_path(&app.key().unwrap(), &enlist::store::letter::link::with_row(&transaction, row).unwrap().unwrap())
    }

    /// Enrols somebody who is invited, with [`PASSWORD`].
    pub fn enrol(&self, address: &str, username: &str) {
        let mut browser = self.browser();
        browser.get(&self.enrol_link(address));
        let done = browser.post("/enrol", &[("username", username), ("password", PASSWORD)]);
        assert_eq!(done.location(), "/login?note=enrolled", "{}", done.body);
    }

    /// A new browser.
    pub fn browser(&self) -> Browser {
        // A request that is refused before its form was read ends the connection.
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).max_idle_connections(0);
        let config = config.build();
        Browser {
            agent: config.into(),
            url: self.server.url.clone(),
            cookies: BTreeMap::new(),
            marks: vec![("sec-fetch-site", "same-origin".to_owned())],
        }
    }
}

impl Browser {
    /// Looks at a page.
    pub fn get(&mut self, path: &str) -> Page {
        self.ask("GET", path, &[], None)
    }

    /// The same with the header `Accept`.
    pub fn get_as(&mut self, accept: &str, path: &str) -> Page {
        self.ask("GET", path, &[("accept", accept)], None)
    }

    /// The same with the header `Accept-Language`.
    pub fn get_in(&mut self, language: &str, path: &str) -> Page {
        self.ask("GET", path, &[("accept-language", language)], None)
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(form).unwrap();
        let marks = self.marks.clone();
        let marks: Vec<(&str, &str)> = marks.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.ask("POST", path, &marks, Some(body))
    }

    /// Logs in.
    pub fn log_in(&mut self, name: &str, password: &str) -> Page {
        self.post("/login", &[("name", name), ("password", password)])
    }

    /// What a cookie holds; empty if there is none.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    /// Puts a cookie in.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Asks for anything.
    pub fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Page {
        let mut request = HttpRequest::builder().method(method).uri(format!("{}{path}", self.url));
        if !self.cookies.is_empty() {
            let all: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", all.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => {
                let request = request.header("content-type", "application/x-www-form-urlencoded");
                self.agent.run(request.body(body).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (parts, mut body) = answer.unwrap_or_else(|error| panic!("{method} {path}: {error}")).into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            let attributes = set.split_once(';').unwrap().1;
            assert!(name.starts_with("__Host-"), "{set}");
            for attribute in [" Path=/", " Secure", " HttpOnly", " SameSite=Lax"] {
                assert!(attributes.split(';').any(|one| one == attribute), "{set}");
            }
            match attributes.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        Page { status: parts.status.as_u16(), headers: parts.headers, body: body.read_to_string().unwrap_or_default() }
    }
}

impl Page {
    /// A header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads; empty if nowhere.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}
