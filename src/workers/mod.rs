//! The threads that work on a directory: some that write, mostly one, and several that read. Each owns an [`App`], so nothing
//! is shared.
//!
//! A single writer takes what waits in groups: each piece of work in a transaction of its own, one commit for all of them, and
//! only then the answers. A piece that fails is undone alone. Where several write, each piece stands by its own commit, and
//! one that came second is done again; see [`retry`]. Readers see what is committed and never wait for a writer.
//!
//! Passwords are hashed by threads of their own, which know nothing of a directory.

mod hashers;
mod queue;

pub use hashers::{Hashers, needs_rehash};
pub use queue::Busy;

use crate::app::{App, give_up, retry};
use crate::domain::{Error, Fault};
use crate::script;
use queue::Queue;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many workers there are, and how much may wait for them.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Threads that read.
    pub readers: usize,
    /// Threads that write: one, unless the database lets several write at the same time.
    pub writers: usize,
    /// The most pieces of work that wait to be written, and as many to be read; one environment may take half of it.
    pub queue: usize,
    /// The most pieces of work that are committed together; one, whatever is said here, where several threads write.
    pub group: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { readers: 2, writers: 1, queue: 1_000, group: 100 }
    }
}

/// The workers on one directory.
///
/// ```
/// # use enlist::app::{App, System};
/// # use enlist::model::Model;
/// # use enlist::store::Access;
/// use enlist::script::{Mode, Request, Script, Trigger};
/// use enlist::workers::{Sizes, Workers};
///
/// # let folder = tempfile::tempdir().expect("a folder");
/// # let path = folder.path().join("enlist.db");
/// # let model = Model::parse("[environment]\nname = \"Acme\"\n").expect("a model");
/// # let (app, _) = App::create(&path, System::real()?)?;
/// # model.create(app.begin(Access::Write)?)?.commit()?;
/// let workers = Workers::start(Sizes::default(), move || App::open(&path, System::real()?))?;
/// let request = Request {
///     script: Script { name: "hello.rhai".to_owned(), source: "\"hello \" + input".to_owned() },
///     input: Some("world".into()),
///     key: None,
///     trigger: Trigger::Operator,
/// };
/// let run = workers.write_and_wait("Acme", move |app| app.run("Acme", &request, Mode::Commit))?;
/// assert_eq!(run.result.as_deref(), Some("\"hello world\""));
/// workers.stop();
/// # Ok::<(), enlist::domain::Error>(())
/// ```
pub struct Workers {
    writing: Arc<Queue<Work>>,
    reading: Arc<Queue<Work>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// A piece of work; it answers with how to tell what came of it, once it is known whether it stands. Given a fault, it does
/// nothing and tells that.
type Work = Box<dyn FnOnce(Result<&mut App, &Fault>) -> Tell + Send>;

/// Tells what came of a piece of work; given a fault, that is what came of it.
type Tell = Box<dyn FnOnce(Option<&Fault>)>;

/// A group is closed after so much time: those in it have waited long enough.
const LONGEST_GROUP: Duration = Duration::from_millis(50);

impl Workers {
    /// Starts the threads; each opens the directory for itself.
    ///
    /// # Errors
    /// What opening it says.
    pub fn start(
        sizes: Sizes,
        open: impl Fn() -> Result<App, Error> + Clone + Send + 'static,
    ) -> Result<Workers, Error> {
        let workers = Workers {
            writing: Arc::new(Queue::new(sizes.queue)),
            reading: Arc::new(Queue::new(sizes.queue)),
            threads: Mutex::default(),
        };
        // What stands or falls together cannot be done again in parts.
        let group = if sizes.writers > 1 { 1 } else { sizes.group };
        for number in 1..=sizes.writers.max(1) {
            let writing = Arc::clone(&workers.writing);
            workers.thread(&format!("enlist-writer-{number}"), open.clone(), move |app| write(app, &writing, group))?;
        }
        for number in 1..=sizes.readers {
            let reading = Arc::clone(&workers.reading);
            workers.thread(&format!("enlist-reader-{number}"), open.clone(), move |app| one_by_one(app, &reading))?;
        }
        Ok(workers)
    }

    /// Hands work to a thread that writes. `answer` is called there, once what was done stands or was refused.
    ///
    /// `lane` is who waits for it, an environment: lanes take turns. Where several threads write, what waits in one lane may be
    /// done at the same time.
    ///
    /// The work may be done more than once, until it stands, is refused or is given up (E0780): whatever it does besides its
    /// transactions, it does again.
    ///
    /// # Errors
    /// Tells why it is not taken on; then nothing is done and nothing answered.
    pub fn write<T: 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Busy> {
        self.writing.put(lane, piece(does, answer))
    }

    /// Hands work to a thread that reads. It may be done more than once, as in [`Workers::write`].
    ///
    /// # Errors
    /// As [`Workers::write`].
    pub fn read<T: 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Busy> {
        self.reading.put(lane, piece(does, answer))
    }

    /// Hands work to a thread that writes and waits for the answer.
    ///
    /// # Errors
    /// What the work says; a fault if it is not taken on.
    pub fn write_and_wait<T: Send + 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = mpsc::sync_channel(1);
        self.write(lane, does, move |answer| {
            let _ = tell.send(answer);
        })
        .map_err(|busy| Fault::new("not taken on", busy.as_str()))?;
        told.recv().unwrap_or_else(|lost| Err(Fault::new("the worker ended", lost).into()))
    }

    /// How much waits to be written, and to be read.
    pub fn waiting(&self) -> (usize, usize) {
        (self.writing.waiting(), self.reading.waiting())
    }

    /// Takes nothing on any more, answers everything that was taken on, and ends the threads.
    pub fn stop(&self) {
        self.writing.close();
        self.reading.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // Work that panics is caught; a thread has no other way to end badly.
            let _ = thread.join();
        }
    }

    fn thread(
        &self,
        name: &str,
        open: impl FnOnce() -> Result<App, Error> + Send + 'static,
        work: impl FnOnce(App) + Send + 'static,
    ) -> Result<(), Error> {
        let (tell, told) = mpsc::sync_channel(1);
        let body = move || match open() {
            Ok(app) => {
                let _ = tell.send(Ok(()));
                script::on_deep_stack(|| work(app));
            }
            Err(error) => {
                let _ = tell.send(Err(error));
            }
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body);
        let thread = thread.map_err(|error| Fault::new("cannot start a thread", error))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        told.recv().unwrap_or_else(|lost| Err(Fault::new("a worker ended at its start", lost).into()))
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Busy {
    /// What is said of it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Busy::Full => "too much is waiting to be done",
            Busy::Stopping => "the program is stopping",
        }
    }
}

fn piece<T: 'static>(
    mut does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
    answer: impl FnOnce(Result<T, Error>) + Send + 'static,
) -> Work {
    Box::new(move |app| {
        let mut tries = 0;
        let mut once = |app: &mut App| {
            tries += 1;
            if tries > 1 {
                metrics::counter!("enlist_repeated_total").increment(1);
            }
            does(app)
        };
        let done = match app {
            // A panic ends this piece of work, not the thread: its transaction is rolled back as it unwinds.
            Ok(app) => catch_unwind(AssertUnwindSafe(|| retry(|| once(app))))
                .unwrap_or_else(|_| Err(Fault::new("the work broke off", "nothing of it stands").into())),
            Err(fault) => Err(of_group("not begun", fault)),
        };
        Box::new(move |fault| {
            answer(match fault {
                Some(fault) if done.is_ok() => Err(of_group("not committed", fault)),
                _ => done,
            });
        })
    })
}

/// The fault of a group, told to one of those in it. The group is over, and nobody does it again.
fn of_group(context: &str, fault: &Fault) -> Error {
    give_up(fault.for_another(context).into())
}

/// The life of a thread that writes.
fn write(app: App, queue: &Queue<Work>, most: usize) {
    match most {
        0 | 1 => one_by_one(app, queue),
        _ => in_groups(app, queue, most),
    }
}

/// Works on each piece by itself: it commits its own transaction.
fn one_by_one(mut app: App, queue: &Queue<Work>) {
    while let Some((lane, work)) = queue.take() {
        let began = Instant::now();
        work(Ok(&mut app))(None);
        queue.took(&lane, began.elapsed());
    }
}

/// Works on what waits together and commits it together.
fn in_groups(mut app: App, queue: &Queue<Work>, most: usize) {
    while let Some(first) = queue.take() {
        let began = Instant::now();
        let group = match app.group() {
            Ok(group) => group,
            Err(fault) => {
                (first.1)(Err(&fault))(None);
                continue;
            }
        };
        let mut answers = Vec::new();
        let mut next = Some(first);
        while let Some((lane, work)) = next {
            let before = Instant::now();
            answers.push(work(Ok(&mut app)));
            queue.took(&lane, before.elapsed());
            let is_full = answers.len() >= most || began.elapsed() > LONGEST_GROUP;
            next = if is_full { None } else { queue.take_quick() };
        }
        metrics::histogram!("enlist_commit_group_size").record(answers.len() as f64);
        let fault = group.commit().err();
        for answer in answers {
            answer(fault.as_ref());
        }
    }
}
