//! Wiring: the program as a value. `main` and the tests start the very same one; only the [`System`] differs.

use crate::directory::{checkup, enter_environment};
use crate::domain::{Caller, Check, Clock, Error, Fault, Ids, Key, Moment, PublicId, Run, RunError, Secret};
use crate::script::api::{Function, Functions};
use crate::script::coverage::Coverage;
use crate::script::{self, DeployedRequest, Host, Mode, Request, Script};
use crate::store::{
    self, Access, Backup, Group, Location, Restored, ServerAddress, SharedIds, Store, Transaction, Work,
};
use key_file::KeyPlace;
use rand::rngs::{StdRng, SysRng};
use rand::{RngExt, SeedableRng};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

mod key_file;
mod retry;

pub use retry::{give_up, retry};

/// What a program takes from its surroundings: time and chance.
#[derive(Clone)]
pub struct System {
    /// Where moments come from.
    pub clock: Rc<dyn Clock>,
    /// Where ids and secrets come from.
    pub ids: SharedIds,
}

/// An open directory: its database and a script host on this thread.
pub struct App {
    store: Store,
    /// What is read from, if it is another.
    replica: Option<Store>,
    system: System,
    host: Host,
    key_place: KeyPlace,
    key: RefCell<Option<Key>>,
}

impl System {
    /// The machine's clock, and ids by chance.
    ///
    /// # Errors
    /// A fault if the operating system gives no randomness.
    pub fn real() -> Result<System, Fault> {
        let chance = StdRng::try_from_rng(&mut SysRng).map_err(|error| Fault::new("no randomness", error))?;
        Ok(System { clock: Rc::new(SystemClock), ids: Rc::new(RefCell::new(RandomIds(chance))) })
    }

    /// A clock that stands still and ids that are counted: for tests and fixtures, whose results are then exact.
    pub fn fixed(now: Moment) -> System {
        System::counting_from(0, now)
    }

    /// The same, with ids that are counted from a number on.
    pub fn counting_from(number: u64, now: Moment) -> System {
        System { clock: Rc::new(FixedClock(now)), ids: Rc::new(RefCell::new(CountedIds(number))) }
    }
}

impl App {
    /// Opens a database that exists.
    ///
    /// # Errors
    /// Refuses what is no database of enlist, or one of a newer version.
    pub fn open(at: impl Into<Location>, system: System) -> Result<App, Error> {
        let location = at.into();
        Ok(App::new(Store::open(&location)?, system, KeyPlace::of(&location)))
    }

    /// Creates a database, or opens it if it is there; tells whether it is new.
    ///
    /// # Errors
    /// As [`App::open`].
    pub fn create(at: impl Into<Location>, system: System) -> Result<(App, bool), Error> {
        let location = at.into();
        let (store, is_new) = Store::create(&location)?;
        Ok((App::new(store, system, KeyPlace::of(&location)), is_new))
    }

    /// A directory in memory, for tests.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn in_memory(system: System) -> Result<App, Error> {
        App::temporary(None, system)
    }

    /// A directory that lives as long as the value: in memory, or in a schema of its own on a server. For tests and fixtures.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn temporary(server: Option<&ServerAddress>, system: System) -> Result<App, Error> {
        Ok(App::new(Store::temporary(server)?, system, KeyPlace::Memory))
    }

    fn new(store: Store, system: System, key_place: KeyPlace) -> App {
        App { store, replica: None, system, host: Host::default(), key_place, key: RefCell::default() }
    }

    /// Reads from a replica of the server from now on. What is committed is answered once the replica has it too, so that
    /// everybody reads what they have written.
    ///
    /// # Errors
    /// Refuses what is no replica of the database, and a server that does not wait for its replicas.
    pub fn reading_from(self, at: impl Into<Location>) -> Result<App, Error> {
        let replica = self.store.replica(&at.into())?;
        Ok(App { replica: Some(replica), ..self })
    }

    /// Lets the installation's key stand in another file than `DATABASE.key`.
    pub fn with_key_file(self, file: Option<PathBuf>) -> App {
        match file {
            Some(file) => App { key_place: KeyPlace::File(file), ..self },
            None => self,
        }
    }

    /// The installation's key, which links in letters and other secrets are sealed with. It stands in a file beside the
    /// database, not in it, and in no backup of it; the file is made if it is missing. A directory in memory makes a key of
    /// its own.
    ///
    /// # Errors
    /// Refuses a file that holds no key; a fault if it cannot be read or written.
    pub fn key(&self) -> Result<Key, Error> {
        if let Some(key) = &*self.key.borrow() {
            return Ok(key.clone());
        }
        let chance = || Key::of(self.system.ids.borrow_mut().secret());
        let key = self.key_place.key(chance)?;
        *self.key.borrow_mut() = Some(key.clone());
        Ok(key)
    }

    /// Lets scripts call functions of this program besides enlist's own. Their entries are like those of enlist: from them
    /// come the checks of a call, the manual and what editors know.
    ///
    /// # Errors
    /// Refuses an entry that breaks a law of the table, such as a name that is taken; see [`Functions::add`].
    ///
    /// ```
    /// use enlist::app::{App, System};
    /// use enlist::directory::Kind;
    /// use enlist::domain::Value;
    /// use enlist::script::api::{Body, Function, Object, Parameter};
    ///
    /// const PLATE_OF: &[Parameter] = &[Parameter::required("car", Kind::String)];
    /// let plate_of = Function {
    ///     object: Object::Nothing,
    ///     name: "plateOf",
    ///     parameters: PLATE_OF,
    ///     returns: "the number plate",
    ///     doc: "Tells the number plate of a car of the fleet.",
    ///     example: r#"plateOf("van")"#,
    ///     options: None,
    ///     body: Body::new(|_, arguments| match &arguments[0] {
    ///         Value::Text(car) => Ok(Value::from(format!("{}-1", car.to_uppercase()))),
    ///         _ => Ok(Value::Nothing),
    ///     }),
    /// };
    /// let app = App::in_memory(System::real()?)?.with_functions([plate_of])?;
    /// assert!(enlist::manual::of_functions(app.functions()).contains("### `plateOf(car)`"));
    /// # Ok::<(), enlist::domain::Error>(())
    /// ```
    pub fn with_functions(mut self, own: impl IntoIterator<Item = Function>) -> Result<App, Error> {
        let mut functions = self.functions().clone();
        for function in own {
            functions.add(function)?;
        }
        self.host = self.host.with_functions(functions);
        Ok(self)
    }

    /// Counts from now on what the scripts that run reach; see [`App::take_coverage`]. Results, effects, errors and places
    /// are those of an ordinary run; the count of operations is not exactly.
    ///
    /// ```
    /// use enlist::app::{App, System};
    /// # use enlist::model::Model;
    /// # use enlist::script::{Mode, Request, Script, Trigger};
    /// # use enlist::store::Access;
    /// let mut app = App::in_memory(System::real()?)?.covering();
    /// # let model = Model::parse("[environment]\nname = \"Acme\"\n").expect("a model");
    /// # model.create(app.begin(Access::Write)?)?.commit()?;
    /// let source = "if input == () { print(\"nothing\") } else { print(\"something\") }".to_owned();
    /// let script = Script { name: "tell.rhai".to_owned(), source };
    /// app.run("Acme", &Request { script, input: None, key: None, trigger: Trigger::Operator }, Mode::Plan)?;
    /// let coverage = app.take_coverage();
    /// assert_eq!(coverage.branch_share().to_string(), "50.0 % (1 of 2)");
    /// assert_eq!(coverage.statement_share().to_string(), "66.6 % (2 of 3)");
    /// # Ok::<(), enlist::domain::Error>(())
    /// ```
    pub fn covering(mut self) -> App {
        self.host = Host::covering(self.functions().clone());
        self
    }

    /// What the runs since the last time reached; nothing if this is not [`covering`](App::covering).
    pub fn take_coverage(&self) -> Coverage {
        self.host.take_coverage()
    }

    /// Lets a script be part of the next coverage, with nothing of it reached if it does not run.
    ///
    /// # Errors
    /// A script that cannot be read.
    pub fn expect_coverage(&mut self, script: &Script) -> Result<(), RunError> {
        self.host.expect_coverage(script)
    }

    /// The functions that scripts can call.
    pub fn functions(&self) -> &Functions {
        self.host.functions()
    }

    /// Writes a verified copy of the database to a file, while others work.
    ///
    /// # Errors
    /// Refuses a file that is there, unless `over` says to replace it; a fault if the copy cannot be written.
    pub fn backup(&self, to: &Path, over: bool) -> Result<Backup, Error> {
        self.store.backup(to, over)
    }

    /// Puts a backup in the place of a database, and keeps that beside.
    ///
    /// # Errors
    /// Refuses a backup that is not sound, a database that is there if `yes` was not said, and one that is open elsewhere.
    pub fn restore(from: &Path, database: &Location, yes: bool, system: &System) -> Result<Restored, Error> {
        store::restore(from, database, yes, system.clock.now())
    }

    /// Gives the entries of the audit that were committed since the last time their places in its chain; answers how many they
    /// were. In a file they have them already.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn seal_audit(&self) -> Result<usize, Fault> {
        self.store.seal_audit()
    }

    /// Looks a database through, however damaged it is, and changes nothing.
    ///
    /// # Errors
    /// Refuses if there is no file.
    pub fn checkup(at: impl Into<Location>, system: &System) -> Result<Vec<Check>, Error> {
        checkup(&at.into(), system.clock.now())
    }

    /// Begins a transaction of the operator.
    ///
    /// # Errors
    /// A fault if it is to write and another process writes for too long.
    pub fn begin(&self, access: Access) -> Result<Transaction, Fault> {
        let store = match access {
            Access::Read => self.replica.as_ref().unwrap_or(&self.store),
            Access::Write => &self.store,
        };
        store.begin(access, self.system.clock.now(), Rc::clone(&self.system.ids), Caller::Operator)
    }

    /// Begins a group of transactions: those that are begun while it is open stand once it is committed, all by one flush of
    /// the disk. One that fails is undone alone.
    ///
    /// ```
    /// # use enlist::app::{App, System};
    /// # use enlist::model::Model;
    /// # use enlist::store::Access;
    /// let app = App::in_memory(System::real()?)?;
    /// let group = app.group()?;
    /// for name in ["Acme", "Globex"] {
    ///     let model = Model::parse(&format!("[environment]\nname = \"{name}\"\n")).expect("a model");
    ///     model.create(app.begin(Access::Write)?)?.commit()?;
    /// }
    /// group.commit()?;
    /// assert!(app.enter("Globex", Access::Read).is_ok());
    /// # Ok::<(), enlist::domain::Error>(())
    /// ```
    ///
    /// # Errors
    /// A fault if another process writes for too long.
    pub fn group(&self) -> Result<Group, Fault> {
        self.store.group()
    }

    /// Begins a transaction of the operator in an environment, named by name or id.
    ///
    /// # Errors
    /// Refuses an environment that does not exist.
    pub fn enter(&self, environment: &str, access: Access) -> Result<Work, Error> {
        enter_environment(self.begin(access)?, environment)
    }

    /// Runs a script in an environment, named by name or id. If others were first, it is run again as a whole; see [`retry`].
    ///
    /// # Errors
    /// Refuses an unknown environment and a trigger that may not. A script that fails is no error: the run says why.
    pub fn run(&mut self, environment: &str, request: &Request, mode: Mode) -> Result<Run, Error> {
        retry(|| {
            let work = self.enter(environment, Access::Write)?;
            self.run_in(work, request, mode)
        })
    }

    /// Runs a script in the environment of a work, with the caller that the work has if the trigger does not say another.
    ///
    /// # Errors
    /// As [`App::run`].
    pub fn run_in(&mut self, work: Work, request: &Request, mode: Mode) -> Result<Run, Error> {
        script::run(&mut self.host, work, request, mode, &*self.system.clock)
    }

    /// Runs a deployed script in an environment, named by name or id; again as [`App::run`].
    ///
    /// # Errors
    /// As [`App::run`]; refuses a script that there is not.
    pub fn run_deployed(&mut self, environment: &str, request: &DeployedRequest, mode: Mode) -> Result<Run, Error> {
        retry(|| {
            let work = self.enter(environment, Access::Write)?;
            self.run_deployed_in(work, request, mode)
        })
    }

    /// Runs a deployed script in the environment of a work, with the caller that the work has if the trigger does not say
    /// another.
    ///
    /// # Errors
    /// As [`App::run_deployed`].
    pub fn run_deployed_in(&mut self, work: Work, request: &DeployedRequest, mode: Mode) -> Result<Run, Error> {
        script::run_deployed(&mut self.host, work, request, mode, &*self.system.clock)
    }

    /// Runs a deployed script in the environment of a work and leaves the last word to the caller: what it did stands once the
    /// work is committed.
    ///
    /// # Errors
    /// As [`App::run_deployed`].
    pub fn attempt_deployed(&mut self, work: Work, request: &DeployedRequest) -> Result<(Run, Work), Error> {
        script::attempt_deployed(&mut self.host, work, request, &*self.system.clock)
    }

    /// Runs a script and leaves the last word to the caller: what it did stands once the work is committed.
    ///
    /// # Errors
    /// As [`App::run`].
    pub fn attempt(&mut self, environment: &str, request: &Request) -> Result<(Run, Work), Error> {
        let work = self.enter(environment, Access::Write)?;
        script::attempt(&mut self.host, work, request, &*self.system.clock)
    }

    /// How many statements the database has carried out so far.
    pub fn statements(&self) -> u64 {
        self.store.statements()
    }

    /// Takes time and ids from somewhere else from now on.
    pub fn set_system(&mut self, system: System) {
        self.system = system;
    }

    /// Forgets the scripts that are compiled.
    pub fn forget_scripts(&mut self) {
        self.host.forget();
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // The one place where the machine's clock is read.
    fn now(&self) -> Moment {
        Moment(jiff::Timestamp::now().as_microsecond())
    }
}

struct FixedClock(Moment);

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        self.0
    }
}

struct RandomIds(StdRng);

impl Ids for RandomIds {
    fn next(&mut self) -> PublicId {
        PublicId::from_digits(std::array::from_fn(|_| self.0.random_range(0..PublicId::ALPHABET.len() as u8)))
    }

    fn secret(&mut self) -> [u8; Secret::BYTES] {
        self.0.random()
    }
}

struct CountedIds(u64);

impl Ids for CountedIds {
    fn next(&mut self) -> PublicId {
        self.0 += 1;
        let mut rest = self.0;
        let mut digits = [0; PublicId::LENGTH];
        for digit in digits.iter_mut().rev() {
            *digit = (rest % PublicId::ALPHABET.len() as u64) as u8;
            rest /= PublicId::ALPHABET.len() as u64;
        }
        PublicId::from_digits(digits)
    }

    /// Counted too, and spread over all bytes, so that no two look alike.
    fn secret(&mut self) -> [u8; Secret::BYTES] {
        self.0 += 1;
        let mut state = self.0;
        std::array::from_fn(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
    }
}
