//! The threads that work on a directory: one or more writers, usually one, and several readers. Each thread owns an
//! [`App`], so they share nothing.
//!
//! A single writer takes queued work in groups. Each unit of work is a transaction, the group has one commit, and the
//! results are returned after it. If a unit fails, only that one is rolled back. With several writers, each unit has its
//! own commit and is retried after a conflict; see [`retry`]. Readers see committed data and never wait for a writer.
//!
//! Separate threads hash passwords. They have no access to the directory.

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

/// The number of workers, and the limits of their queues.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Number of threads that read.
    pub readers: usize,
    /// Number of threads that write: one, unless the database allows several at the same time.
    pub writers: usize,
    /// Maximum number of queued writes, and of queued reads. One environment may use half of the queue.
    pub queue: usize,
    /// Maximum number of units of work that are committed together. With several writers it is always one.
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

/// A unit of work. It returns a function that reports the result, to be called when the outcome of the commit is known.
/// If it gets a fault instead of an app, it does nothing and reports the fault.
type Work = Box<dyn FnOnce(Result<&mut App, &Fault>) -> Tell + Send>;

/// Reports the result of a unit of work. If it gets a fault, it reports the fault instead.
type Tell = Box<dyn FnOnce(Option<&Fault>)>;

/// The maximum duration of a group, so that the first transactions in it do not wait too long for their commit.
const LONGEST_GROUP: Duration = Duration::from_millis(50);

impl Workers {
    /// Starts the threads. Each opens the directory itself.
    ///
    /// # Errors
    /// Returns the error of `open`.
    pub fn start(
        sizes: Sizes,
        open: impl Fn() -> Result<App, Error> + Clone + Send + 'static,
    ) -> Result<Workers, Error> {
        let workers = Workers {
            writing: Arc::new(Queue::new(sizes.queue)),
            reading: Arc::new(Queue::new(sizes.queue)),
            threads: Mutex::default(),
        };
        // The transactions of a group commit together, so one of them cannot be retried alone.
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

    /// Queues work for a writer. The writer calls `answer` after the work was committed or refused.
    ///
    /// `lane` names the environment that requests the work. Lanes take turns. With several writers, work of one lane can
    /// run concurrently.
    ///
    /// `does` may be called several times, until the work is committed, refused or given up (E0780). Side effects outside
    /// its transactions are then repeated.
    ///
    /// # Errors
    /// Returns the reason if the work is not accepted; then neither `does` nor `answer` is called.
    pub fn write<T: 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Busy> {
        self.writing.put(lane, piece(does, answer))
    }

    /// Queues work for a reader. `does` may be called several times, as in [`Workers::write`].
    ///
    /// # Errors
    /// As for [`Workers::write`].
    pub fn read<T: 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
        answer: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<(), Busy> {
        self.reading.put(lane, piece(does, answer))
    }

    /// Queues work for a writer and waits for the result.
    ///
    /// # Errors
    /// Returns the error of the work; a fault if it is not accepted.
    pub fn write_and_wait<T: Send + 'static>(
        &self,
        lane: &str,
        does: impl FnMut(&mut App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = mpsc::sync_channel(1);
        self.write(lane, does, move |answer| {
            let _ = tell.send(answer);
        })
        .map_err(|busy| Fault::new("queueing work", busy.as_str()))?;
        told.recv().unwrap_or_else(|lost| Err(Fault::new("the worker thread ended", lost).into()))
    }

    /// Returns the number of queued writes and of queued reads.
    pub fn waiting(&self) -> (usize, usize) {
        (self.writing.waiting(), self.reading.waiting())
    }

    /// Accepts no more work, finishes the accepted work, and ends the threads.
    pub fn stop(&self) {
        self.writing.close();
        self.reading.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // Panics of the work are caught, so the thread itself does not panic.
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
        told.recv().unwrap_or_else(|lost| Err(Fault::new("a worker thread ended while starting", lost).into()))
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Busy {
    /// Returns the reason as a message.
    pub const fn as_str(self) -> &'static str {
        match self {
            Busy::Full => "the queue is full",
            Busy::Stopping => "the program is shutting down",
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
            // A panic ends this unit of work, not the thread. Unwinding rolls its transaction back.
            Ok(app) => catch_unwind(AssertUnwindSafe(|| retry(|| once(app))))
                .unwrap_or_else(|_| Err(Fault::new("the work panicked", "its transaction was rolled back").into())),
            Err(fault) => Err(of_group("beginning a group", fault)),
        };
        Box::new(move |fault| {
            answer(match fault {
                Some(fault) if done.is_ok() => Err(of_group("committing a group", fault)),
                _ => done,
            });
        })
    })
}

/// Returns the fault of a group as the error of one unit in it. The group has ended and is not retried.
fn of_group(context: &str, fault: &Fault) -> Error {
    give_up(fault.for_another(context).into())
}

/// Runs a writer until the queue is closed.
fn write(app: App, queue: &Queue<Work>, most: usize) {
    match most {
        0 | 1 => one_by_one(app, queue),
        _ => in_groups(app, queue, most),
    }
}

/// Does the work unit by unit. Each unit commits its own transaction.
fn one_by_one(mut app: App, queue: &Queue<Work>) {
    while let Some((lane, work)) = queue.take() {
        let began = Instant::now();
        work(Ok(&mut app))(None);
        queue.took(&lane, began.elapsed());
    }
}

/// Does queued work in groups, with one commit for each group.
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
