//! Letters leave: one thread looks which are due and claims them, several hand them over, each with a mail server of its own
//! to wait for. Neither requests nor the thread that writes ever wait for one.

use super::Server;
use crate::app::App;
use crate::domain::{Claim, Error, Fault};
use crate::jobs::outbox::{self, LEASE_MINUTES, Outcome};
use crate::jobs::{CONNECTIONS, Mailer};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often it looks while nothing is due.
const LOOK: Duration = Duration::from_millis(500);

/// How often it counts letters for the figures.
const COUNT: Duration = Duration::from_secs(5);

/// How often it empties old letters of the installation.
const EMPTY: Duration = Duration::from_secs(3_600);

/// A letter that waits longer than this for somebody to hand it over is given back: the lease must not end meanwhile.
const LONGEST_WAIT: Duration = Duration::from_secs(LEASE_MINUTES as u64 * 60 / 2);

/// The lane of what it writes: letters take turns with environments.
const LANE: &str = "outbox";

/// The threads by which letters leave.
pub struct DeliveryThreads {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// A claim, and since when.
type ClaimInHand = (Claim, Instant);

impl DeliveryThreads {
    /// Starts them.
    ///
    /// # Errors
    /// What opening the directory says; a fault if a thread cannot be started.
    pub fn start(
        server: &Arc<Server>,
        mailer: Arc<Mailer>,
        open: impl FnOnce() -> Result<App, Error> + Send + 'static,
    ) -> Result<DeliveryThreads, Error> {
        let mut postmen = DeliveryThreads { is_over: Arc::default(), threads: Vec::new() };
        // No more is claimed than is handed over soon.
        let (hand, handed) = sync_channel(CONNECTIONS);
        let handed = Arc::new(Mutex::new(handed));
        for number in 1..=CONNECTIONS {
            let (server, mailer, handed) = (Arc::clone(server), Arc::clone(&mailer), Arc::clone(&handed));
            let is_over = Arc::clone(&postmen.is_over);
            postmen.thread(&format!("enlist-postman-{number}"), move || {
                while let Some(next) = take(&handed) {
                    carry(&server, &mailer, next, &is_over);
                }
            })?;
        }
        let (server, is_over) = (Arc::clone(server), Arc::clone(&postmen.is_over));
        postmen.thread("enlist-outbox", move || match open() {
            Ok(app) => look(&server, &app, &hand, &is_over),
            Err(error) => tracing::error!(fault = error.to_string(), "letters cannot leave"),
        })?;
        Ok(postmen)
    }

    /// Claims nothing any more, and waits for what is being handed over. The rest is given back.
    pub fn stop(self) {
        self.is_over.store(true, Ordering::Relaxed);
        for thread in self.threads {
            let _ = thread.join();
        }
    }

    fn thread(&mut self, name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body);
        self.threads.push(thread.map_err(|error| Fault::new("cannot start a thread", error))?);
        Ok(())
    }
}

/// The life of the thread that looks. It reads by itself and writes by the writer, together with requests.
fn look(server: &Arc<Server>, app: &App, hand: &SyncSender<ClaimInHand>, is_over: &AtomicBool) {
    let (mut emptied, mut counted): (Option<Instant>, Option<Instant>) = (None, None);
    while !is_over.load(Ordering::Relaxed) {
        if emptied.is_none_or(|at| at.elapsed() > EMPTY) {
            emptied = Some(Instant::now());
            if let Err(error) = server.workers.write_and_wait(LANE, |app| outbox::empty_old(app)) {
                tracing::error!(fault = error.to_string(), "old letters were not emptied");
            }
        }
        if counted.is_none_or(|at| at.elapsed() > COUNT) {
            counted = Some(Instant::now());
            if let Ok((waiting, dead)) = outbox::counts(app) {
                metrics::gauge!("enlist_letters_waiting").set(waiting as f64);
                metrics::gauge!("enlist_letters_dead").set(dead as f64);
            }
        }
        let claims = match outbox::is_due(app) {
            Ok(true) => server.workers.write_and_wait(LANE, |app| outbox::claim(app, 4 * CONNECTIONS)),
            Ok(false) => Ok(Vec::new()),
            Err(fault) => Err(fault.into()),
        };
        let claims = claims.unwrap_or_else(|error| {
            tracing::error!(fault = error.to_string(), "letters that are due cannot be claimed");
            Vec::new()
        });
        if claims.is_empty() {
            std::thread::sleep(LOOK);
        }
        let since = Instant::now();
        for claim in claims {
            if hand.send((claim, since)).is_err() {
                return;
            }
        }
    }
}

/// The next letter to hand over; nothing once no more will come.
fn take(handed: &Mutex<Receiver<ClaimInHand>>) -> Option<ClaimInHand> {
    handed.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Hands one letter over and notes what became of it.
fn carry(server: &Server, mailer: &Mailer, (claim, since): ClaimInHand, is_over: &AtomicBool) {
    let outcome = match is_over.load(Ordering::Relaxed) || since.elapsed() > LONGEST_WAIT {
        true => Outcome::Untried,
        false => mailer.deliver(&claim),
    };
    let (id, kind) = (claim.letter.id.to_string(), claim.letter.kind.as_str());
    // That it was sent must not be forgotten because much is to be written at the moment.
    for pause in [0, 100, 1_000, 5_000] {
        std::thread::sleep(Duration::from_millis(pause));
        let (noted, became) = (claim.clone(), outcome.clone());
        match server.workers.write_and_wait(LANE, move |app| outbox::note(app, &noted, &became)) {
            Ok("untried") => return,
            Ok(counted) => {
                metrics::counter!("enlist_letters_total", "outcome" => counted).increment(1);
                // What a mail server says may name somebody; it stands in the outbox.
                match counted {
                    "dead" => tracing::warn!(letter = id, kind, "a letter was given up"),
                    _ => tracing::info!(letter = id, kind, outcome = counted, "a letter was tried"),
                }
                return;
            }
            Err(error) => {
                tracing::error!(fault = error.to_string(), letter = id, "what became of a letter is not noted")
            }
        }
    }
}
