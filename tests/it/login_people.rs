//! Builders: people who enrol and log in, with real hashes.

use super::world::{ACME, NOW};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory::{self, LoginAttempt, LoginDraft};
use enlist::domain::{Account, Error, LinkPurpose, Login, Moment, NewSession, Secret};
use enlist::model::Model;
use enlist::script::{Mode, Request, Script, Trigger};
use enlist::store::Access;
use enlist::workers::Hashers;
use std::cell::Cell;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

/// What everybody has as password.
pub const PASSWORD: &str = "mAuve-heron-41-tram";

/// A moment of those that are as long as a day.
pub const DAY: i64 = 86_400_000_000;

static HASHERS: LazyLock<Hashers> = LazyLock::new(|| Hashers::start(2, 1_000).unwrap());

/// A directory in a file with the environment of [`ACME`], and people.
pub struct People {
    pub app: App,
    pub path: PathBuf,
    now: Moment,
    number: Cell<u64>,
    _folder: tempfile::TempDir,
}

impl People {
    /// A directory in which these were added to `acme`, and no one has enrolled; those before the bar are administrators.
    pub fn invited(administrators: &[&str], others: &[&str]) -> People {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("enlist.db");
        let (app, _) = App::create(&path, System::fixed(NOW)).unwrap();
        let model = Model::parse(ACME).unwrap();
        model.create(app.begin(Access::Write).unwrap()).unwrap().commit().unwrap();
        let mut people = People { app, path, now: NOW, number: Cell::new(1_000_000), _folder: folder };
        for (names, administrator) in [(administrators, true), (others, false)] {
            names.iter().for_each(|name| people.add("acme", name, administrator));
        }
        people
    }

    /// The same, and everybody has enrolled.
    pub fn enrolled(administrators: &[&str], others: &[&str]) -> People {
        let people = People::invited(administrators, others);
        for name in administrators.iter().chain(others) {
            people.enrol(name, &address(name)).unwrap();
        }
        people
    }

    /// Adds somebody to an environment.
    pub fn add(&mut self, environment: &str, name: &str, administrator: bool) {
        let source = format!(
            "bizzStream.addUser(#{{ globalEmailAddress: \"{}\", name: \"{name}\", active: true, administrator: {administrator},
                 locale: \"en\", language: \"en\" }})",
            address(name)
        );
        let script = Script { name: "add.rhai".to_owned(), source };
        let request = Request { script, input: None, key: None, trigger: Trigger::Operator };
        let run = self.app.run(environment, &request, Mode::Commit).unwrap();
        assert!(run.error.is_none(), "{:?}", run.error);
    }

    /// The account of a name as it is now.
    pub fn account(&self, name: &str) -> Account {
        let transaction = self.app.begin(Access::Read).unwrap();
        directory::find_account(&transaction, &address(name)).unwrap()
    }

    /// The text of a new link for somebody.
    pub fn link(&self, name: &str, purpose: LinkPurpose) -> String {
        let account = self.account(name);
        let transaction = self.app.begin(Access::Write).unwrap();
        let link = directory::issue_link(&transaction, &account, purpose, &account.address).unwrap();
        transaction.commit().unwrap();
        directory::link_text(&self.app.key().unwrap(), &link)
    }

    /// Enrols somebody by a new link, under a username.
    pub fn enrol(&self, name: &str, username: &str) -> Result<Account, Error> {
        let link = self.link(name, LinkPurpose::Enrol);
        let mut transaction = self.app.begin(Access::Write).unwrap();
        let key = self.app.key().unwrap();
        let account = directory::enrol(&mut transaction, &key, &link, username, hash(PASSWORD))?;
        transaction.commit().unwrap();
        Ok(account)
    }

    /// Tries to log in; answers what came of it.
    pub fn try_login(&self, name: &str, password: &str, device: Option<&Secret>) -> Result<Login, Error> {
        let attempt = self.begin(name, device, None)?;
        let is_right = HASHERS.verify_and_wait(password, attempt.hash.clone()).unwrap();
        Ok(self.end(attempt, is_right))
    }

    /// Begins an attempt to log in.
    pub fn begin(&self, name: &str, device: Option<&Secret>, from: Option<IpAddr>) -> Result<LoginAttempt, Error> {
        let mut transaction = self.app.begin(Access::Write).unwrap();
        let draft = LoginDraft { name: name.to_owned(), device: device.cloned(), from };
        let attempt = directory::begin_login(&mut transaction, draft)?;
        transaction.commit().unwrap();
        Ok(attempt)
    }

    /// Ends an attempt to log in.
    pub fn end(&self, attempt: LoginAttempt, is_right: bool) -> Login {
        let mut transaction = self.app.begin(Access::Write).unwrap();
        let login = directory::end_login(&mut transaction, attempt, is_right, "Firefox", None).unwrap();
        transaction.commit().unwrap();
        login
    }

    /// Logs somebody in who gets in.
    pub fn login(&self, name: &str, device: Option<&Secret>) -> NewSession {
        match self.try_login(&address(name), PASSWORD, device).unwrap() {
            Login::Entered(new) => *new,
            Login::Refused => panic!("{name} was refused"),
        }
    }

    /// Tries wrong passwords as a stranger until the account is denied.
    pub fn deny(&self, name: &str) {
        for _ in 0..10 {
            let attempt = self.begin(&address(name), None, None).unwrap();
            assert!(matches!(self.end(attempt, false), Login::Refused));
        }
    }

    /// Whether a session is in force.
    pub fn is_in(&self, secret: &Secret) -> bool {
        let transaction = self.app.begin(Access::Read).unwrap();
        directory::find_session(&transaction, secret).unwrap().is_some()
    }

    /// Lets time pass.
    pub fn later(&mut self, microseconds: i64) {
        self.now = Moment(self.now.0 + microseconds);
        let system = self.next_system();
        self.app.set_system(system);
    }

    /// The same moment, with ids that nobody else counts.
    fn next_system(&self) -> System {
        self.number.set(self.number.get() + 1_000_000);
        System::counting_from(self.number.get(), self.now)
    }

    /// The kinds of the letters that were written, in order.
    pub fn letters(&self) -> Vec<String> {
        let connection = super::world::connection(&self.path);
        let mut statement = connection.prepare("SELECT kind || ' ' || to_address FROM letter ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// A number that a query answers.
    pub fn number(&self, query: &str) -> i64 {
        super::world::connection(&self.path).query_row(query, [], |row| row.get(0)).unwrap()
    }

    /// Carries out a command of the operator; answers how it ended and what it said.
    pub fn enlist(&self, words: &[&str]) -> (Exit, String) {
        self.enlist_with(words, "")
    }

    /// The same with what the command reads from standard input.
    pub fn enlist_with(&self, words: &[&str], input: &str) -> (Exit, String) {
        let (out, err) = (super::world::Buffer::default(), super::world::Buffer::default());
        let input = std::io::Cursor::new(input.to_owned().into_bytes());
        let mut terminal =
            enlist::cli::Terminal::captured(Box::new(out.clone()), Box::new(err.clone()), Box::new(input));
        let database = self.path.display().to_string();
        let words = ["enlist", "--database", &database].into_iter().chain(words.iter().copied());
        let exit = enlist::cli::main(words.map(Into::into), &mut terminal, self.next_system());
        (exit, format!("{}{}", out.text(), err.text()))
    }
}

/// The address of a name.
pub fn address(name: &str) -> String {
    format!("{name}@example.com")
}

/// The hash of a password.
pub fn hash(password: &str) -> String {
    HASHERS.hash_and_wait(password, [7; 16]).unwrap()
}

/// Whether a password is that of a hash.
pub fn is_right(password: &str, hash: Option<String>) -> bool {
    HASHERS.verify_and_wait(password, hash).unwrap()
}

/// The code of a refusal.
pub fn code<T>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code().to_string(),
        Err(fault) => panic!("{fault}"),
        Ok(_) => panic!("it was not refused"),
    }
}
