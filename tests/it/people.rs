//! Builders: people who are invited, enrol, log in and open environments, with real hashes.

use super::engine;
use super::raw_connection::RawConnection;
use super::world::{ACME, Buffer, NOW, World};
use enlist::app::{App, System};
use enlist::cli::Exit;
use enlist::directory::{self, LoginAttempt, LoginDraft, OpenResult};
use enlist::domain::{Account, Error, Key, LinkPurpose, Login, Moment, NewSession, RunStatus, Secret, Session, User};
use enlist::store::{Access, Transaction, Work};
use enlist::workers::Hashers;
use std::cell::Cell;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

/// What everybody has as password.
pub const PASSWORD: &str = "mAuve-heron-41-tram";

/// A moment of those that are as long as a day.
pub const DAY: i64 = 86_400_000_000;

/// A second environment.
const GLOBEX: &str = "[environment]\nname = \"Globex\"\nid = \"globex\"\n";

static HASHERS: LazyLock<Hashers> = LazyLock::new(|| Hashers::start(2, 1_000).unwrap());
static PASSWORD_HASH: LazyLock<String> = LazyLock::new(|| HASHERS.hash_and_wait(PASSWORD, [7; 16]).unwrap());

/// A directory in a database of its own, and people.
pub struct People {
    pub world: World,
    pub key: Key,
    pub path: PathBuf,
    now: Moment,
    number: Cell<u64>,
    /// A folder that goes with it.
    pub folder: tempfile::TempDir,
}

impl People {
    /// Grace and Hal administer Acme, Ada is a member of Acme and Globex, Hugo administers Globex. All have enrolled but Ivo of
    /// Acme.
    pub fn new() -> People {
        let mut people = People::with(&[ACME, GLOBEX]);
        people.add_all("acme", &["Grace", "Hal"], &["Ada", "Ivo"]);
        people.add_all("globex", &["Hugo"], &["Ada"]);
        for name in ["Grace", "Ada", "Hal", "Hugo"] {
            people.enrol(name, people.account(name).address.as_str()).unwrap();
        }
        people
    }

    /// A directory in which these were added to `acme`, and no one has enrolled.
    pub fn invited(administrators: &[&str], others: &[&str]) -> People {
        let mut people = People::with(&[ACME]);
        people.add_all("acme", administrators, others);
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

    /// A directory with the environments of these models, and nobody in them.
    fn with(models: &[&str]) -> People {
        let folder = tempfile::tempdir().unwrap();
        let path = engine::new_database(folder.path());
        let (app, _) = App::create(&path, System::fixed(NOW)).unwrap();
        let app = app.with_key_file(Some(folder.path().join("enlist.key")));
        let key = app.key().unwrap();
        let world = models.iter().fold(World { app }, |world, model| world.with(model));
        People { world, key, path, now: NOW, number: Cell::new(1_000_000), folder }
    }

    fn add_all(&mut self, environment: &str, administrators: &[&str], others: &[&str]) {
        for (names, administrator) in [(administrators, true), (others, false)] {
            names.iter().for_each(|name| self.add(environment, name, administrator));
        }
    }

    /// Adds somebody to an environment.
    pub fn add(&mut self, environment: &str, name: &str, administrator: bool) {
        let source = format!(
            "bizzStream.addUser(#{{ globalEmailAddress: \"{}\", name: \"{name}\", active: true, administrator: {administrator},
                 locale: \"en\", language: \"en\" }})",
            address(name)
        );
        let run = self.world.run_in(environment, &source);
        assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
    }

    /// Does something in a transaction that is committed if it is done.
    pub fn write<T>(&self, act: impl FnOnce(&mut Transaction) -> Result<T, Error>) -> Result<T, Error> {
        let mut transaction = self.world.app.begin(Access::Write).unwrap();
        let done = act(&mut transaction)?;
        transaction.commit().unwrap();
        Ok(done)
    }

    /// Looks at something.
    pub fn read<T, E: std::fmt::Debug>(&self, act: impl FnOnce(&Transaction) -> Result<T, E>) -> T {
        act(&self.world.app.begin(Access::Read).unwrap()).unwrap()
    }

    /// The account of a name as it is now.
    pub fn account(&self, name: &str) -> Account {
        self.read(|transaction| directory::find_account(transaction, &address(name)))
    }

    /// The text of a new link for somebody.
    pub fn link(&self, name: &str, purpose: LinkPurpose) -> String {
        let account = self.account(name);
        let issue = |transaction: &mut Transaction| {
            Ok(directory::issue_link(transaction, &account, purpose, &account.address)?)
        };
        directory::link_text(&self.key, &self.write(issue).unwrap())
    }

    /// Enrols somebody by a new link, under a username.
    pub fn enrol(&self, name: &str, username: &str) -> Result<Account, Error> {
        let link = self.link(name, LinkPurpose::Enrol);
        self.write(|transaction| directory::enrol(transaction, &self.key, &link, username, hash(PASSWORD)))
    }

    /// Tries to log in; answers what came of it.
    pub fn try_login(&self, name: &str, password: &str, device: Option<&Secret>) -> Result<Login, Error> {
        let attempt = self.begin(name, device, None)?;
        let is_right = HASHERS.verify_and_wait(password, attempt.hash.clone()).unwrap();
        Ok(self.end(attempt, is_right))
    }

    /// Begins an attempt to log in.
    pub fn begin(&self, name: &str, device: Option<&Secret>, from: Option<IpAddr>) -> Result<LoginAttempt, Error> {
        let draft = LoginDraft { name: name.to_owned(), device: device.cloned(), from };
        self.write(|transaction| directory::begin_login(transaction, draft))
    }

    /// Ends an attempt to log in.
    pub fn end(&self, attempt: LoginAttempt, is_right: bool) -> Login {
        self.write(|transaction| directory::end_login(transaction, attempt, is_right, "Firefox", None)).unwrap()
    }

    /// Logs somebody in who gets in.
    pub fn login(&self, name: &str, device: Option<&Secret>) -> NewSession {
        match self.try_login(&address(name), PASSWORD, device).unwrap() {
            Login::Entered(new) => *new,
            Login::Refused => panic!("{name} was refused"),
        }
    }

    /// Logs somebody in, from a browser that is a stranger.
    pub fn log_in(&self, name: &str) -> Session {
        let attempt = self.begin(&address(name), None, None).unwrap();
        match self.end(attempt, true) {
            Login::Entered(new) => new.session,
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
        self.read(|transaction| directory::find_session(transaction, secret)).is_some()
    }

    /// Logs somebody in and opens an environment.
    pub fn in_environment(&self, name: &str, environment: &str) -> Session {
        let session = self.log_in(name);
        self.open(&session, environment)
    }

    /// Opens an environment in a session.
    pub fn open(&self, session: &Session, environment: &str) -> Session {
        match self.write(|transaction| directory::open_environment(transaction, session, environment)).unwrap() {
            OpenResult::Open(new) => new.session,
            OpenResult::SecondFactorFirst(_) => panic!("a second factor is asked for"),
        }
    }

    /// Enters the environment of a session as its member, to write.
    pub fn enter(&self, session: &Session) -> Result<(Work, User), Error> {
        directory::enter_as_member(self.world.app.begin(Access::Write).unwrap(), session)
    }

    /// Changes the policy of an environment.
    pub fn policy(&self, environment: &str, change: directory::PolicyChange) {
        let mut work = self.world.app.enter(environment, Access::Write).unwrap();
        directory::change_policy(&mut work, change).unwrap();
        work.commit().unwrap();
    }

    /// Makes somebody an administrator of an organization.
    pub fn appoint(&self, organization: &str, name: &str) {
        let account = self.account(name);
        self.write(|transaction| {
            let organization = directory::find_organization(transaction, organization)?;
            directory::appoint(transaction, &organization, &account)
        })
        .unwrap();
    }

    /// Takes that away.
    pub fn dismiss(&self, organization: &str, name: &str) {
        let account = self.account(name);
        self.write(|transaction| {
            let organization = directory::find_organization(transaction, organization)?;
            directory::dismiss(transaction, &organization, &account)
        })
        .unwrap();
    }

    /// Lets time pass.
    pub fn later(&mut self, microseconds: i64) {
        self.set_clock(Moment(self.now.0 + microseconds));
    }

    /// Sets the clock, in seconds from the beginning.
    pub fn at(&mut self, seconds: i64) {
        self.set_clock(Moment(NOW.0 + seconds * 1_000_000));
    }

    fn set_clock(&mut self, now: Moment) {
        self.now = now;
        let system = self.next_system();
        self.world.app.set_system(system);
    }

    /// The same moment, with ids that nobody else counts.
    fn next_system(&self) -> System {
        self.number.set(self.number.get() + 1_000_000);
        System::counting_from(self.number.get(), self.now)
    }

    /// The letters that were written, as `KIND ADDRESS`, in order.
    pub fn letters(&self) -> Vec<String> {
        self.outside().texts("SELECT kind || ' ' || to_address FROM letter ORDER BY id")
    }

    /// A number that a query answers.
    pub fn number(&self, query: &str) -> i64 {
        self.outside().number(query)
    }

    /// A connection past the program's rules.
    pub fn outside(&self) -> RawConnection {
        RawConnection::of(&self.path)
    }

    /// The lines of the audit of this caller, outside of any environment or in one.
    pub fn audit(&mut self, part: &str) -> Vec<String> {
        let rows = self.world.rows();
        rows.lines().filter(|row| row.starts_with("audit: ") && row.contains(part)).map(str::to_owned).collect()
    }

    /// Carries out a command of the operator; answers how it ended and what it said.
    pub fn enlist(&self, words: &[&str]) -> (Exit, String) {
        self.enlist_with(words, "")
    }

    /// The same with what the command reads from standard input.
    pub fn enlist_with(&self, words: &[&str], input: &str) -> (Exit, String) {
        let (out, err) = (Buffer::default(), Buffer::default());
        let input = std::io::Cursor::new(input.to_owned().into_bytes());
        let mut terminal =
            enlist::cli::Terminal::captured(Box::new(out.clone()), Box::new(err.clone()), Box::new(input));
        let database = self.path.display().to_string();
        let key_file = self.folder.path().join("enlist.key").display().to_string();
        let words =
            ["enlist", "--database", &database, "--key-file", &key_file].into_iter().chain(words.iter().copied());
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
    match password {
        PASSWORD => PASSWORD_HASH.clone(),
        other => HASHERS.hash_and_wait(other, [7; 16]).unwrap(),
    }
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

/// The refusal of something that must be refused: `CODE message`.
pub fn refusal<T>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(refusal)) => format!("{} {}", refusal.code(), refusal.message()),
        Err(fault) => panic!("{fault}"),
        Ok(_) => panic!("it was not refused"),
    }
}
