//! The program as a value: connects the modules below. `main` and the tests start the same program with a different
//! [`System`].

use crate::directory::{checkup, enter_environment};
use crate::domain::{Caller, Check, Clock, Error, Fault, Ids, Key, Moment, Origin, PublicId, Run, RunError, Secret};
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

/// The inputs of a program from its environment: time and randomness.
#[derive(Clone)]
pub struct System {
    /// The source of timestamps.
    pub clock: Rc<dyn Clock>,
    /// The source of ids and secrets.
    pub ids: SharedIds,
}

/// An open directory: its database, and a script host on this thread.
pub struct App {
    store: Store,
    /// The replica to read from, if there is one.
    replica: Option<Store>,
    system: System,
    host: Host,
    key_place: KeyPlace,
    key: RefCell<Option<Key>>,
    /// The origin of transactions; see [`App::set_origin`].
    origin: Option<Origin>,
}

impl System {
    /// Returns the machine's clock and a random source of ids.
    ///
    /// # Errors
    /// Returns a fault if the operating system provides no randomness.
    pub fn real() -> Result<System, Fault> {
        let chance = StdRng::try_from_rng(&mut SysRng).map_err(|error| Fault::new("no randomness", error))?;
        Ok(System { clock: Rc::new(SystemClock), ids: Rc::new(RefCell::new(RandomIds(chance))) })
    }

    /// Returns a clock that always shows `now`, and ids that are counted, for exact results in tests and fixtures.
    pub fn fixed(now: Moment) -> System {
        System::counting_from(0, now)
    }

    /// Returns the same, but counts the ids from `number`.
    pub fn counting_from(number: u64, now: Moment) -> System {
        System { clock: Rc::new(FixedClock(now)), ids: Rc::new(RefCell::new(CountedIds(number))) }
    }
}

impl App {
    /// Opens an existing database.
    ///
    /// # Errors
    /// Returns a refusal if it is not a database of enlist, or if a newer version of enlist made it.
    pub fn open(at: impl Into<Location>, system: System) -> Result<App, Error> {
        let location = at.into();
        Ok(App::new(Store::open(&location)?, system, KeyPlace::of(&location)))
    }

    /// Opens a database, and creates it if it does not exist. Returns whether it is new.
    ///
    /// # Errors
    /// As for [`App::open`].
    pub fn create(at: impl Into<Location>, system: System) -> Result<(App, bool), Error> {
        let location = at.into();
        let (store, is_new) = Store::create(&location)?;
        Ok((App::new(store, system, KeyPlace::of(&location)), is_new))
    }

    /// Creates a directory in memory, for tests.
    ///
    /// # Errors
    /// Returns a fault if the database fails.
    pub fn in_memory(system: System) -> Result<App, Error> {
        App::temporary(None, system)
    }

    /// Creates a directory that exists as long as the value, for tests and fixtures: in memory, or in a separate schema on a
    /// server.
    ///
    /// # Errors
    /// Returns a fault if the database fails.
    pub fn temporary(server: Option<&ServerAddress>, system: System) -> Result<App, Error> {
        Ok(App::new(Store::temporary(server)?, system, KeyPlace::Memory))
    }

    fn new(store: Store, system: System, key_place: KeyPlace) -> App {
        App { store, replica: None, system, host: Host::default(), key_place, key: RefCell::default(), origin: None }
    }

    /// Makes the app read from a replica of the server. A commit returns when the replica has applied it, so that callers
    /// always read their own writes.
    ///
    /// # Errors
    /// Returns a refusal if `at` is not a replica of the database, or if the server does not wait for its replicas.
    pub fn reading_from(self, at: impl Into<Location>) -> Result<App, Error> {
        let replica = self.store.replica(&at.into())?;
        Ok(App { replica: Some(replica), ..self })
    }

    /// Sets the file of the installation's key; the default is `DATABASE.key`.
    pub fn with_key_file(self, file: Option<PathBuf>) -> App {
        match file {
            Some(file) => App { key_place: KeyPlace::File(file), ..self },
            None => self,
        }
    }

    /// Returns the installation's key, which seals links in letters and other secrets. It is in a file beside the
    /// database, not in the database or its backups. The file is created if it is missing. A directory in memory has its
    /// own key.
    ///
    /// # Errors
    /// Returns a refusal if the file contains no key; a fault if it cannot be read or written.
    pub fn key(&self) -> Result<Key, Error> {
        if let Some(key) = &*self.key.borrow() {
            return Ok(key.clone());
        }
        let chance = || Key::of(self.system.ids.borrow_mut().secret());
        let key = self.key_place.key(chance)?;
        *self.key.borrow_mut() = Some(key.clone());
        Ok(key)
    }

    /// Checks a file for the installation's key before a server starts. Creates nothing, and opens no database.
    ///
    /// # Errors
    /// Returns a refusal if the file contains no key; a fault if it cannot be read, or cannot be created in its folder.
    pub fn check_key_file(file: &Path) -> Result<(), Error> {
        key_file::check(file)
    }

    /// Adds functions of this program to those that scripts can call. The entries are like those of enlist: the checks of a
    /// call, the manual and the data for editors come from them.
    ///
    /// # Errors
    /// Returns a refusal if an entry breaks a rule of the table, for example if its name is taken; see [`Functions::add`].
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
    ///     doc: "Returns the number plate of a car of the fleet.",
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

    /// Turns on coverage: counts the code that scripts reach; see [`App::take_coverage`]. Results, effects, errors and
    /// places are the same as without coverage; the count of operations can differ slightly.
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

    /// Returns the coverage of the runs since the last call; empty if coverage is off, see [`covering`](App::covering).
    pub fn take_coverage(&self) -> Coverage {
        self.host.take_coverage()
    }

    /// Adds a script to the next coverage, even if it does not run.
    ///
    /// # Errors
    /// Returns an error if the script cannot be parsed.
    pub fn expect_coverage(&mut self, script: &Script) -> Result<(), RunError> {
        self.host.expect_coverage(script)
    }

    /// Returns the functions that scripts can call.
    pub fn functions(&self) -> &Functions {
        self.host.functions()
    }

    /// Writes a verified copy of the database to a file. Other processes can use the database meanwhile.
    ///
    /// # Errors
    /// Returns a refusal if the file exists and `over` is false; a fault if the copy cannot be written.
    pub fn backup(&self, to: &Path, over: bool) -> Result<Backup, Error> {
        self.store.backup(to, over)
    }

    /// Replaces a database by a backup, and keeps the old database beside it.
    ///
    /// # Errors
    /// Returns a refusal if the backup is damaged, if the database exists and `yes` is false, or if another process has it
    /// open.
    pub fn restore(from: &Path, database: &Location, yes: bool, system: &System) -> Result<Restored, Error> {
        store::restore(from, database, yes, system.clock.now())
    }

    /// Adds the audit entries that were committed since the last call to the chain. Returns their number. In a file, entries
    /// are in the chain already.
    ///
    /// # Errors
    /// Returns a fault if the database fails.
    pub fn seal_audit(&self) -> Result<usize, Fault> {
        self.store.seal_audit()
    }

    /// Checks a database, even a damaged one, without changing it.
    ///
    /// # Errors
    /// Returns a refusal if the file does not exist.
    pub fn checkup(at: impl Into<Location>, system: &System) -> Result<Vec<Check>, Error> {
        checkup(&at.into(), system.clock.now())
    }

    /// Begins a transaction with the operator as the caller.
    ///
    /// # Errors
    /// Returns a fault if `access` is write and another process writes for too long.
    pub fn begin(&self, access: Access) -> Result<Transaction, Fault> {
        let store = match access {
            Access::Read => self.replica.as_ref().unwrap_or(&self.store),
            Access::Write => &self.store,
        };
        let ids = Rc::clone(&self.system.ids);
        let mut transaction = store.begin(access, self.system.clock.now(), ids, Caller::Operator)?;
        transaction.origin.clone_from(&self.origin);
        Ok(transaction)
    }

    /// Sets the origin of the transactions that begin from now on; the audit stores it with every entry. Default: `None`.
    /// A server sets the origin of each request on its transaction instead. Returns the previous origin.
    pub fn set_origin(&mut self, origin: Option<Origin>) -> Option<Origin> {
        std::mem::replace(&mut self.origin, origin)
    }

    /// Begins a group of transactions. Transactions that begin while it is open take effect when the group commits, with one
    /// flush of the disk. If one of them fails, only that one is rolled back.
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
    /// Returns a fault if another process writes for too long.
    pub fn group(&self) -> Result<Group, Fault> {
        self.store.group()
    }

    /// Begins a transaction in an environment, given by name or id, with the operator as the caller.
    ///
    /// # Errors
    /// Returns a refusal if the environment does not exist.
    pub fn enter(&self, environment: &str, access: Access) -> Result<Work, Error> {
        enter_environment(self.begin(access)?, environment)
    }

    /// Runs a script in an environment, given by name or id. After a conflict with another transaction, the whole run is
    /// retried; see [`retry`].
    ///
    /// # Errors
    /// Returns a refusal if the environment is unknown or the trigger is not allowed. A script that fails is not an
    /// error: the run contains the reason.
    pub fn run(&mut self, environment: &str, request: &Request, mode: Mode) -> Result<Run, Error> {
        retry(|| {
            let work = self.enter(environment, Access::Write)?;
            self.run_in(work, request, mode)
        })
    }

    /// Runs a script in the environment of `work`. The caller is that of `work`, unless the trigger sets another one.
    ///
    /// # Errors
    /// As for [`App::run`].
    pub fn run_in(&mut self, work: Work, request: &Request, mode: Mode) -> Result<Run, Error> {
        script::run(&mut self.host, work, request, mode, &*self.system.clock)
    }

    /// Runs a deployed script in an environment, given by name or id. Retries it like [`App::run`].
    ///
    /// # Errors
    /// As for [`App::run`]; returns a refusal if the script does not exist.
    pub fn run_deployed(&mut self, environment: &str, request: &DeployedRequest, mode: Mode) -> Result<Run, Error> {
        retry(|| {
            let work = self.enter(environment, Access::Write)?;
            self.run_deployed_in(work, request, mode)
        })
    }

    /// Runs a deployed script in the environment of `work`. The caller is that of `work`, unless the trigger sets another
    /// one.
    ///
    /// # Errors
    /// As for [`App::run_deployed`].
    pub fn run_deployed_in(&mut self, work: Work, request: &DeployedRequest, mode: Mode) -> Result<Run, Error> {
        script::run_deployed(&mut self.host, work, request, mode, &*self.system.clock)
    }

    /// Runs a deployed script in the environment of `work`, without a commit. The changes take effect when the caller
    /// commits the returned work.
    ///
    /// # Errors
    /// As for [`App::run_deployed`].
    pub fn attempt_deployed(&mut self, work: Work, request: &DeployedRequest) -> Result<(Run, Work), Error> {
        script::attempt_deployed(&mut self.host, work, request, &*self.system.clock)
    }

    /// Runs a script without a commit. The changes take effect when the caller commits the returned work.
    ///
    /// # Errors
    /// As for [`App::run`].
    pub fn attempt(&mut self, environment: &str, request: &Request) -> Result<(Run, Work), Error> {
        let work = self.enter(environment, Access::Write)?;
        script::attempt(&mut self.host, work, request, &*self.system.clock)
    }

    /// Returns the number of statements that the database has executed so far.
    pub fn statements(&self) -> u64 {
        self.store.statements()
    }

    /// Replaces the source of time and ids.
    pub fn set_system(&mut self, system: System) {
        self.system = system;
    }

    /// Clears the cache of compiled scripts.
    pub fn forget_scripts(&mut self) {
        self.host.forget();
    }
}

struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // The only place that reads the machine's clock.
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

    /// Counts too, and spreads the number over all bytes, so that two secrets differ in many places.
    fn secret(&mut self) -> [u8; Secret::BYTES] {
        self.0 += 1;
        let mut state = self.0;
        std::array::from_fn(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
    }
}
