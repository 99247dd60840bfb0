//! Builders: people who have enrolled and logged in, in two environments.

use super::world::{ACME, World};
use enlist::app::System;
use enlist::directory::{self, LoginDraft, Opened};
use enlist::domain::{
    Account, Error, Key, LinkPurpose, Login, Moment, OpenEnvironment, RunStatus, Session, SessionStep, User,
};
use enlist::store::account::Owner;
use enlist::store::{Access, Transaction, Work, account};

/// A second environment.
const GLOBEX: &str = "[environment]\nname = \"Globex\"\nid = \"globex\"\n";

/// Grace administers Acme, Ada is a member of Acme and Globex, Hugo administers Globex. All have enrolled but Ivo of Acme.
pub struct People {
    pub world: World,
    pub key: Key,
    steps: u64,
}

impl People {
    pub fn new() -> People {
        let mut world = World::empty().with(ACME).with(GLOBEX);
        for (environment, people) in [
            ("acme", r#"[["Grace", true], ["Ada", false], ["Ivo", false], ["Hal", true]]"#),
            ("globex", r#"[["Hugo", true], ["Ada", false]]"#),
        ] {
            let run = world.run_in(
                environment,
                &format!(
                    "for person in {people} {{ bizzStream.addUser(#{{ globalEmailAddress: `${{person[0]}}@example.com`,
                     name: person[0], administrator: person[1], active: true, locale: \"en\", language: \"en\" }}); }}"
                ),
            );
            assert_eq!(run.status, RunStatus::Committed, "{:?}", run.error);
        }
        let key = world.app.key().unwrap();
        let people = People { world, key, steps: 1 };
        for name in ["Grace", "Ada", "Hal", "Hugo"] {
            people.enrol(name);
        }
        people
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

    /// The account of somebody, as it is now.
    pub fn account(&self, name: &str) -> Account {
        let address = enlist::domain::EmailAddress::parse(&format!("{name}@example.com")).unwrap();
        match self.read(|transaction| account::owner(transaction, &address)) {
            Owner::Account(account) => *account,
            _ => panic!("there is no {name}"),
        }
    }

    fn enrol(&self, name: &str) {
        let account = self.account(name);
        self.write(|transaction| {
            let link = directory::issue_link(transaction, &account, LinkPurpose::Enrol, &account.address)?;
            let text = directory::link_text(&self.key, &link);
            let hash = format!("hash of {name}");
            directory::enrol(transaction, &self.key, &text, account.address.as_str(), hash)
        })
        .unwrap();
    }

    /// Logs somebody in, with the right password.
    pub fn log_in(&self, name: &str) -> Session {
        let new = self.write(|transaction| {
            let draft = LoginDraft { name: format!("{name}@example.com"), device: None, from: None };
            let attempt = directory::begin_login(transaction, draft)?;
            directory::end_login(transaction, attempt, true, "Browser", None)
        });
        match new.unwrap() {
            Login::Entered(new) => new.session,
            Login::Refused => panic!("{name} was refused"),
        }
    }

    /// Logs somebody in and opens an environment.
    pub fn in_environment(&self, name: &str, environment: &str) -> Session {
        let session = self.log_in(name);
        self.open(&session, environment)
    }

    /// Opens an environment in a session.
    pub fn open(&self, session: &Session, environment: &str) -> Session {
        let new = self.write(|transaction| match directory::open_environment(transaction, session, environment)? {
            Opened::Open(environment) => {
                let open = OpenEnvironment { row: environment.row, id: environment.id };
                directory::renew_session(transaction, session, SessionStep::Open, Some(open))
            }
            Opened::SecondFactorFirst(_) => panic!("a second factor is asked for"),
        });
        new.unwrap().session
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

    /// Lets time pass, in seconds from the beginning.
    pub fn at(&mut self, seconds: i64) {
        self.steps += 1;
        let now = Moment(super::world::NOW.0 + seconds * 1_000_000);
        self.world.app.set_system(System::counting_from(self.steps * 100_000, now));
    }

    /// The letters that wait, as `KIND ADDRESS`, in order.
    pub fn letters(&mut self) -> Vec<String> {
        let rows = self.world.rows();
        let rows = rows.lines().filter_map(|row| row.strip_prefix("letter: "));
        let texts = |row: &str| -> Vec<String> { row.split('\'').map(str::to_owned).collect() };
        rows.map(|row| {
            let texts = texts(row);
            let kind = enlist::domain::LetterKind::TEXTS.iter().find(|kind| texts.iter().any(|text| text == *kind));
            let to = texts.iter().find(|text| text.contains('@')).unwrap();
            format!("{} {to}", kind.unwrap())
        })
        .collect()
    }

    /// The lines of the audit of this caller, outside of any environment or in one.
    pub fn audit(&mut self, part: &str) -> Vec<String> {
        let rows = self.world.rows();
        rows.lines().filter(|row| row.starts_with("audit: ") && row.contains(part)).map(str::to_owned).collect()
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
